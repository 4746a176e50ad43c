"""Puts names back into an answer: for placeholders as they were sent, and for those that a model changed a little."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from authoring.privacy.pseudonyms.placeholders import LEFT, WRITTEN, kind_of, nearest
from authoring.text.folding import plain

_LONGEST: Final = 240  # letters held back at most: more than any placeholder and the word before it
_SHORT_WORD: Final = 24
_SPACES: Final = re.compile(r"\s")
_FULL: Final = re.compile(r"(?<!\w)(?:de|que|jusque|lorsque|puisque|quoique)[ \u00a0]\Z", re.IGNORECASE)
_SHORT: Final = re.compile(r"(?<!\w)(?:d|qu|jusqu|lorsqu|puisqu|quoiqu)[’']\Z", re.IGNORECASE)
_VOWELS: Final = "aeiou"
_PAIRS: Final = {"[": "]", "{": "}", "<": ">", "⟦": "⟧"}


class BrokenPlaceholder(Exception):
    """The answer holds a placeholder of which it is not certain whom it stands for."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder)
        self.placeholder = placeholder


def restore(answer: str, names: Mapping[str, str], *, sent: Sequence[str] = (), lang: str = "") -> str:
    """`answer` with every placeholder replaced by what it stands for.

    A changed case, joint, language or one wrong character is mended; brackets that a model put around it are removed.
    In French, `de` before a vowel is elided, and `d’` before a consonant is not. Raises `BrokenPlaceholder` for what
    was invented, inflected or cut, unless the texts that were `sent` hold it as it stands.
    """
    return _Mending(names, "\n".join(sent), lang=lang).whole(answer)


class Restoring:
    """Puts names back into a text that arrives in parts; the last words are held back until they are whole."""

    def __init__(self, names: Mapping[str, str], sent: Sequence[str]) -> None:
        self._mending = _Mending(names, "\n".join(sent))
        self._names = names
        self._held = ""

    def take(self, part: str) -> str:
        """What can be shown now; an empty part says that the answer begins again."""
        if not self._names:
            return part
        if not part:
            self._held = ""
            return ""
        text = self._held + part
        position = _cut(text)
        self._held = text[position:]
        return self._shown(text[:position])

    def rest(self) -> str:
        """What was still held back, once the answer is whole."""
        text, self._held = self._held, ""
        return self._shown(text)

    def _shown(self, text: str) -> str:
        try:
            return self._mending.whole(text)
        except BrokenPlaceholder:  # shown as it came; the answer as a whole is refused
            return text


def _cut(text: str) -> int:
    """Where a text that goes on may be cut: not within the last words, nor within anything like a placeholder."""
    earliest = max(0, len(text) - _LONGEST)
    position = earliest + _last_words(text[earliest:])
    for match in WRITTEN.finditer(text, earliest):
        if match.start() < position < match.end():
            position = match.start()
    while position and text[position - 1] in _PAIRS:
        position -= 1
    return position


def _last_words(text: str) -> int:
    """Where the last word begins, or the one before it where the last is short and may belong to it."""
    *_rest, last = _SPACES.split(text)
    before = text.removesuffix(last).rstrip()
    if len(last) > _SHORT_WORD or not before:
        return len(text) - len(last)
    return len(before) - len(_SPACES.split(before)[-1])


class _Mending:
    def __init__(self, names: Mapping[str, str], sent: str, *, lang: str = "") -> None:
        self._names = names
        self._sent = sent
        self._is_french = lang == "fr"
        self._theirs = {match.group() for match in LEFT.finditer(sent)} - set(names)  # texts may speak of placeholders
        self._codes = list(dict.fromkeys(placeholder.split("_")[1] for placeholder in names))
        exact = "|".join(re.escape(it) for it in sorted(names, key=len, reverse=True))
        alone = "|".join(self._codes)
        self._exact = re.compile(rf"(?<!\w)(?:{exact})(?!\w)") if names else None
        self._alone = re.compile(rf"(?<!\w)(?:{alone})(?!\w)") if names else None

    def whole(self, answer: str) -> str:
        pieces, position = [], 0
        while match := WRITTEN.search(answer, position):
            placeholder, end = self._meant(answer, match)
            start = match.start()
            if placeholder:
                start, end = self._bare(answer, start, end, placeholder)
                before = self._checked(answer[position:start])
                pieces += [self._elided(before, placeholder), self._names[placeholder]]
            else:
                pieces.append(self._checked(answer[position:end]))
            position = end
        return "".join([*pieces, self._checked(answer[position:])])

    def _meant(self, answer: str, match: re.Match[str]) -> tuple[str, int]:
        """The placeholder that was sent and is meant here, and where it ends; none for words that only look alike."""
        exact = self._exact.match(answer, match.start()) if self._exact else None
        if exact:
            return exact.group(), exact.end()
        code = nearest(match["code"], self._codes)
        is_loose = not match["joint"].strip(" \u00a0\n\t")
        if code is None or (is_loose and code != match["code"]):
            return "", match.end()  # whatever is left of one is found there
        if match["tail"]:
            raise BrokenPlaceholder(match.group())
        return self._named(match, code), match.end()

    def _named(self, match: re.Match[str], code: str) -> str:
        stem = f"{kind_of(match['kind'])}_{code}"
        numbered = f"{stem}_{match['number']}"
        of_kind = [it for it in self._names if it == stem or it.startswith(f"{stem}_")]
        of_code = [it for it in self._names if it.split("_")[1] == code]
        if match["number"] and numbered in self._names:
            return numbered
        if of_kind:
            return of_kind[0]
        if len(of_code) == 1:
            return of_code[0]
        raise BrokenPlaceholder(match.group())

    def _bare(self, answer: str, start: int, end: int, placeholder: str) -> tuple[int, int]:
        """The place with brackets that the model put around a placeholder, and nobody else did."""
        while start and _PAIRS.get(answer[start - 1]) == answer[end : end + 1] != "":
            if answer[start - 1] + placeholder in self._sent:
                break
            start, end = start - 1, end + 1
        return start, end

    def _elided(self, before: str, placeholder: str) -> str:
        """In French, `de` and `que` as the name wants them: a model that reads a code cannot know its first letter."""
        name = plain(self._names[placeholder])
        full, short = _FULL.search(before), _SHORT.search(before)
        elidable = full or short
        if not self._is_french or not elidable or elidable.group().strip() + placeholder in self._sent.replace(" ", ""):
            return before
        if full and name[:1] in _VOWELS:
            return f"{before[: full.end() - 2]}’"
        if short and name[:1].isalpha() and name[:1] not in f"{_VOWELS}hy":
            return f"{before[: short.end() - 1]}e "
        return before

    def _checked(self, text: str) -> str:
        """Text between placeholders: codes that lost their kind are mended, what else is left of one is refused."""
        for match in LEFT.finditer(text):
            if match.group() not in self._theirs:
                raise BrokenPlaceholder(match.group())
        return self._alone.sub(self._of_code, text) if self._alone else text

    def _of_code(self, match: re.Match[str]) -> str:
        of_code = [it for it in self._names if it.split("_")[1] == match.group()]
        if len(of_code) > 1:
            raise BrokenPlaceholder(match.group())
        return self._names[of_code[0]]
