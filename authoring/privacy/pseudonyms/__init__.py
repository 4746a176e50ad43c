"""Names, addresses and numbers are kept on this machine: placeholders go out in their place, and names come back.

`Register` knows whom a workspace knows. `Register.seal` gives the texts as they may be sent, and what puts the names
back into the answer. A word that is part of the workspace's own name stays, and so does a small word that is also part
of a name, unless it begins with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from authoring.errors import InputError
from authoring.model.documents import Testimony
from authoring.model.people import Person
from authoring.privacy.pseudonyms.known import Known, Spelling, everybody, own_names, phone_expression, spellings
from authoring.privacy.pseudonyms.mending import BrokenPlaceholder, Restoring, restore
from authoring.privacy.pseudonyms.placeholders import Kind, codes, written
from authoring.text.folding import Folded, fold, plain, readings
from authoring.text.i18n import _

__all__ = ["BrokenPlaceholder", "Register", "Restoring", "Sealed"]

_EMAIL: Final = re.compile(
    r"(?<![\w.+\-])[\w][\w.+\-\\'&]{0,63}(?:@|%40|\s?[\[({]\s?(?:at|arobase|chez)\s?[\])}]\s?)"
    r"[\w\-]{1,63}(?:(?:\.|\s?[\[({]\s?(?:dot|point)\s?[\])}]\s?)[\w\-]{1,63}){1,8}",
    re.IGNORECASE,
)
_GAP: Final = r"[\s.\-/\u00a0\u202f\u2009‑–]"
_PHONE: Final = re.compile(
    rf"(?<![\w+])(?<!\d[.,])(?!\d\d[/.\-]\d\d[/.\-](?:19|20)\d\d(?!\d))(?:"  # a date is no phone number
    rf"(?:\+|00)\d{{1,3}}{_GAP}?(?:\(0\){_GAP}?)?(?:\(\d{{1,4}}\){_GAP}?)?\d(?:{_GAP}?\d){{6,12}}"  # +33 (0)1 …, 0044 …
    rf"|\(?0[1-9]\)?(?:{_GAP}?\d\d){{4}}"  # 06 12 34 56 78
    rf"|0\d{{2,4}}{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}"  # 020 7946 0958
    rf"|\(\d{{2,5}}\){_GAP}?\d{{3,4}}{_GAP}\d{{3,4}}"  # (555) 555-0123
    rf"|[2-9]\d\d[.\-]\d{{3}}[.\-]\d{{4}}"  # 555-555-0123
    rf")(?![\w]|[.,]\d)"
)
_NAME_IN_MARK: Final = re.compile(r"(?<=quote:|ation:|imony:|eping:)[a-z0-9][a-z0-9-]*(?=[#\]\s])")


@dataclass(frozen=True)
class Register:
    """Everybody whose name stays here. `own` are names of the workspace itself, which may be told."""

    known: Sequence[Known]
    own: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, testimonies: Iterable[Testimony], people: Iterable[Person], *, title: str = "", keep: Iterable[str] = ()
    ) -> Register:
        """The register of a workspace. `title` is its blog's, `keep` what is let through, whoever bears it."""
        kept_names = tuple(keep)
        let_through = {plain(name) for name in kept_names}
        entries = [
            replace(entry, names=tuple(name for name in entry.names if plain(name) not in let_through))
            for entry in everybody(list(testimonies), list(people))
        ]
        return cls(entries, own_names(title, kept_names))

    def seal(self, *texts: str) -> Sealed:
        """The texts with placeholders in the place of names, addresses and numbers."""
        return _Sealing(self, texts).sealed()

    @cached_property
    def spellings(self) -> Sequence[Spelling]:
        """Every way to write every name, in the order of the groups in `names`: the longest first of one beginning."""
        return [spelling for together in self._by_beginning.values() for spelling in together]

    @cached_property
    def names(self) -> re.Pattern[str]:
        """All spellings in one expression, for a folded text; the group's number is the spelling's.

        Those that begin alike stand together, so that a word is compared with few of them, whoever is known.
        """
        pieces = []
        for beginning, together in self._by_beginning.items():
            rest = "|".join(f"({entry.expression[len(beginning) :]})" for entry in together)
            pieces.append(f"{beginning}(?:{rest})")
        return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(pieces) or '(?!)'})(?![^\W\d_])")

    @cached_property
    def _by_beginning(self) -> dict[str, list[Spelling]]:
        groups: dict[str, list[Spelling]] = {}
        for spelling in spellings(self.known, own=self.own):
            beginning = next((it for it in (spelling.expression[:2], spelling.expression[:1]) if it.isalnum()), "")
            groups.setdefault(beginning, []).append(spelling)
        return groups

    def spelling_at(self, text: str, folded: Folded, start: int) -> tuple[Spelling, int] | None:
        """The longest spelling that begins at a place of a folded text and ends with a word, and where it ends."""
        for beginning in (folded.text[start : start + 2], folded.text[start : start + 1], ""):
            for spelling in self._by_beginning.get(beginning, ()):
                match = _compiled(spelling.expression).match(folded.text, start)
                if match and folded.ends_word(text, match.end()):
                    return spelling, match.end()
        return None

    @cached_property
    def phones(self) -> Sequence[tuple[re.Pattern[str], int]]:
        """The registered numbers, each with whose it is."""
        listed = [(phone_expression(phone), owner) for owner, entry in enumerate(self.known) for phone in entry.phones]
        return [(re.compile(rf"(?<![\d+]){shape}(?!\d)"), owner) for shape, owner in listed if shape]

    @cached_property
    def emails(self) -> dict[str, int]:
        """Whose each registered address is."""
        return {plain(email): owner for owner, entry in enumerate(self.known) for email in entry.emails}

    @cached_property
    def slugs(self) -> dict[str, int]:
        """Whose testimony each slug names, where the slug gives the name away."""
        return {
            slug: owner
            for owner, entry in enumerate(self.known)
            for slug in entry.slugs
            if self.names.search(fold(slug).text)
        }

    @cached_property
    def own_expression(self) -> re.Pattern[str] | None:
        """The workspace's own names; a whole name of somebody's is never one of them."""
        whole = {plain(name) for entry in self.known for name in entry.names}
        ours = [re.escape(plain(name)) for name in self.own if plain(name) not in whole]
        return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(ours)})(?![^\W\d_])") if ours else None


@dataclass(frozen=True)
class Sealed:
    """Texts as they may leave. `names` holds what each placeholder stands for."""

    texts: tuple[str, ...]
    names: dict[str, str]

    def restore(self, answer: str, *, lang: str = "") -> str:
        """The answer with the names back. Raises `BrokenPlaceholder` for one that cannot be told for sure."""
        return restore(answer, self.names, sent=self.texts, lang=lang)

    def restoring(self) -> Restoring:
        """What puts the names back into an answer that arrives in parts."""
        return Restoring(self.names, self.texts)


@dataclass(frozen=True)
class _Occurrence:
    start: int
    end: int
    kind: Kind
    owner: int | str


class _Sealing:
    """One act of sealing: gives out codes in the order in which names appear."""

    def __init__(self, register: Register, texts: Sequence[str]) -> None:
        self._register = register
        self._texts = texts
        self._free = self._unused()
        self._codes: dict[int | str, str] = {}
        self._placeholders: dict[tuple[int | str, Kind, str], str] = {}

    def sealed(self) -> Sealed:
        texts = tuple(self._text(text) for text in self._texts)
        return Sealed(texts, {placeholder: key[2] for key, placeholder in self._placeholders.items()})

    def _unused(self) -> Iterator[str]:
        upper_texts = "\n".join(self._texts).upper()
        return (code for code in codes() if code not in upper_texts)

    def _text(self, text: str) -> str:
        pieces, position = [], 0
        for occurrence in self._occurrences(text):
            pieces += [
                text[position : occurrence.start],
                self._placeholder(occurrence, text[occurrence.start : occurrence.end]),
            ]
            position = occurrence.end
        return "".join([*pieces, text[position:]])

    def _placeholder(self, occurrence: _Occurrence, surface: str) -> str:
        key = (occurrence.owner, occurrence.kind, surface)
        if key not in self._placeholders:
            number = 1 + sum(
                owner == occurrence.owner and kind == occurrence.kind for owner, kind, _s in self._placeholders
            )
            self._placeholders[key] = written(occurrence.kind, self._code(occurrence.owner), number)
        return self._placeholders[key]

    def _code(self, owner: int | str) -> str:
        if owner not in self._codes:
            code = next(self._free, "")
            if not code:
                raise InputError(
                    _("The prompt names more people and addresses than can be kept apart."), _("Send less at once.")
                )
            self._codes[owner] = code
        return self._codes[owner]

    def _occurrences(self, text: str) -> list[_Occurrence]:
        """What is to be replaced, in order and apart; two that overlap or touch are one, of the first's kind."""
        occurrences: list[_Occurrence] = []
        for occurrence in (
            *(it for folded in readings(text) for it in (*self._emails(folded), *self._phones(folded))),
            *self._marks(text),
            *(it for folded in readings(text) for it in self._names(text, folded)),
        ):
            start, end = _whole_word(text, occurrence.start, occurrence.end)
            near = [it for it in occurrences if start <= it.end and it.start <= end]
            whole = replace(
                near[0] if near else occurrence,
                start=min([start, *(it.start for it in near)]),
                end=max([end, *(it.end for it in near)]),
            )
            occurrences = [*(it for it in occurrences if it not in near), whole]
        return sorted(occurrences, key=lambda it: it.start)

    def _emails(self, folded: Folded) -> Iterator[_Occurrence]:
        for match in _EMAIL.finditer(folded.text):
            owner = self._register.emails.get(match.group(), match.group())
            yield _Occurrence(*folded.span(*match.span()), "EMAIL", owner)

    def _phones(self, folded: Folded) -> Iterator[_Occurrence]:
        for pattern, owner in self._register.phones:
            for match in pattern.finditer(folded.text):
                yield _Occurrence(*folded.span(*match.span()), "PHONE", owner)
        for match in _PHONE.finditer(folded.text):
            yield _Occurrence(*folded.span(*match.span()), "PHONE", re.sub(r"\D", "", match.group()))

    def _marks(self, text: str) -> Iterator[_Occurrence]:
        """The slug in a mark such as `[[quote:nora-lind#3]]`, which the model is to copy."""
        for match in _NAME_IN_MARK.finditer(text):
            if match.group() in self._register.slugs:
                yield _Occurrence(*match.span(), "SOURCE", self._register.slugs[match.group()])

    def _names(self, text: str, folded: Folded) -> Iterator[_Occurrence]:
        ours = self._register.own_expression
        own = [match.span() for match in ours.finditer(folded.text)] if ours else []
        position = 0
        while match := self._name(text, folded, position):
            spelling, first, stop = match
            position = first + 1
            start, end = folded.span(first, stop)
            if spelling.needs_capital and not text[start].isupper():
                continue
            if spelling.is_part and any(begin <= first and stop <= last for begin, last in own):
                continue
            position = stop
            yield _Occurrence(start, end, spelling.kind, spelling.owner)

    def _name(self, text: str, folded: Folded, position: int) -> tuple[Spelling, int, int] | None:
        """The first name from a place on: by one expression, or letter by letter where any separator may end a word."""
        if not folded.is_loose:
            match = self._register.names.search(folded.text, position)
            return (self._register.spellings[(match.lastindex or 1) - 1], *match.span()) if match else None
        for start in range(position, len(folded.text)):
            if folded.begins_word(text, start) and (here := self._register.spelling_at(text, folded, start)):
                return here[0], start, here[1]
        return None


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _whole_word(text: str, start: int, end: int) -> tuple[int, int]:
    """The place with the letters, figures and underscores that touch it, so that a placeholder stands by itself."""
    while start and _is_of_a_word(text[start - 1]):
        start -= 1
    while end < len(text) and _is_of_a_word(text[end]):
        end += 1
    return start, end


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or character == "_"
