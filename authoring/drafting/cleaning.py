"""Removes by rules what a model writes around a text: preambles, headings, fences, lists, summaries.

Deterministic, so that a cached answer gives the same piece; marks and quotations are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from authoring.text import sentences
from authoring.text import words as language
from authoring.text.i18n import _

_SHORT: Final = 5  # words: a shorter sentence may well be repeated
_ALIKE: Final = 0.8  # of all words in both: one or two words of ten may differ
_HIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_THINKING: Final = re.compile(r"<think>(?:(?!<think>).)*?</think>", re.DOTALL | re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE: Final = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[^\n]*\n?", re.MULTILINE)
_HEADING: Final = re.compile(
    r"^[ \t]*#{1,6}[ \t][^\n]*\n?|^[^\n]{1,80}(?<![.!?…])\n[ \t]*(?:={3,}|-{3,})[ \t]*$\n?", re.MULTILINE
)
_RULE: Final = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$\n?", re.MULTILINE)
_PICTURE: Final = re.compile(r"!\[[^\]\n]{0,1000}\]\([^)\n]{0,2000}\)")
_LINK: Final = re.compile(r"(?<!!)\[([^\]\[\n]*+)\]\((?:[^)\n]{0,2000}+)\)|<?https?://[^\s>)]+>?")
_BOLD_LINE: Final = re.compile(r"^[ \t]*(\*\*|__)([^\n]+?)\1[ \t]*+(?::[ \t]*+)?$\n?", re.MULTILINE)
_ITEM: Final = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+")
_LABEL: Final = re.compile(
    r"^(\*\*|__)(?P<label>[^*_\n]{1,200}?)(?:[ \t\u00a0]*:[ \t]*\1|\1[ \t\u00a0]*[:–—-])[ \t\u00a0]*"
)
_BOLD_START: Final = re.compile(r"^(\*\*|__)([^*_\n]+?)\1")
_PREAMBLE: Final = re.compile(
    r"^(?:(?:voici|voilà|here is|here’s|here's|here are)\b[^\n]{0,240}:"
    r"|(?:bien sûr|d’accord|d'accord|avec plaisir|certainement|entendu|sure|certainly|of course|absolutely|okay|ok)\b"
    r"[^\n]{0,240}[:!.])[ \t]*$",
    re.IGNORECASE,
)
_POSTSCRIPT: Final = re.compile(
    r"^(?:n[’']hésitez pas à me|j[’']espère que (?:ce|cette)|si vous (?:souhaitez|voulez) que je|souhaitez-vous que je"
    r"|cette version est|dites-moi si|let me know|i hope this|feel free to ask|would you like me|please let me|note ?:"
    r"|(?:cette|ce) (?:introduction|section|partie|version|texte)(?: \w+)? (?:utilise|explique|respecte)"
    r"|dans (?:cette|ce) (?:introduction|section|partie|texte), (?:je |j[’'])"
    r"|in this (?:introduction|section|part|text), I "
    r"|this (?:introduction|section|part|version|text) (?:uses|explains|follows|presents|develops|keeps)"
    r"|\(?\d+ (?:mots|words)\)?$|\(?(?:nombre de mots|word count))",
    re.IGNORECASE,
)
_REFUSAL: Final = re.compile(
    r"^\W*(?:(?:désolée?|je suis désolée?|je regrette)\b[^.\n]*\bje ne (?:peux|suis)"
    r"|je ne peux pas (?:aider|répondre|écrire)|en tant qu(?:e modèle|[’']ia|[’']assistant)"
    r"|(?:i[’']m|i am) sorry\b|i (?:can[’']t|cannot) (?:help|assist|write)|as an ai\b)",
    re.IGNORECASE,
)
_BOUNDARY: Final = re.compile(r"\b[0-9a-f]{16}\b")
_AROUND: Final = '"*_ \t\r\n\v\f\u00a0\u202f\u2009'
_REFUSAL_WORDS: Final = 40
_LABELS: Final = (
    r"(?:introduction|texte|section|partie|paragraphe|réponse|text|part|paragraph|answer|description|résumé|summary)"
    r"(?:[ \t]*\d+)?[ \t\u00a0]*:[ \t\u00a0]*"
)
_START: Final = re.compile(rf"^{_LABELS}", re.IGNORECASE)
_ECHO: Final = re.compile(
    r"\A.*^[ \t]*(?:\*\*)?(?:texte|text)[ \t\u00a0]*:(?:\*\*)?[ \t]*$\n", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_SUMMARY: Final = re.compile(
    r"^(?:(?:en somme|en résumé|en conclusion|pour conclure|pour résumer|en bref|in summary|in conclusion|to sum up"
    r"|to conclude|overall)\b|(?:cette|ce) (?:partie|section) (?:montre|explique)|this (?:part|section) shows)",
    re.IGNORECASE,
)


class Cleaned:
    """A text while it is cleaned, and what was removed from it, in words for a person."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.removed: list[str] = []

    def cut(self, what: str, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str] = "") -> None:
        """Replace what matches the pattern; `what` is noted as removed if anything did."""
        changed = pattern.sub(replacement, self.text)
        self.replace(what, changed)

    def replace(self, what: str, changed: str) -> None:
        """Make `changed` the text; `what` is noted as removed if it differs."""
        if changed.strip() != self.text.strip() and what not in self.removed:
            self.removed.append(what)
        self.text = changed


def clean(
    answer: str, *, heading: str = "", points: Iterable[str] = (), prompt: str = "", lists: bool = False
) -> Cleaned:
    """The prose of an answer; `heading` and `points` are recognised where the model typed them again.

    Sentences of the `prompt` itself (an example, an instruction) do not belong in the answer, unlike those of
    `points`. `lists` says that lists belong to the text.
    """
    points = list(points)
    cleaned = Cleaned(_HIDDEN.sub("", answer.replace("\r\n", "\n")).strip())
    cleaned.replace(_("sentences of the prompt"), _without_boundaries(cleaned.text, prompt))
    cleaned.cut(_("reasoning"), _THINKING)
    cleaned.cut(_("a comment"), _COMMENT)
    cleaned.cut(_("a code fence"), _FENCE)
    cleaned.cut(_("the question again"), _ECHO)
    cleaned.cut(_("a heading"), _HEADING)
    cleaned.cut(_("a rule"), _RULE)
    cleaned.cut(_("a picture"), _PICTURE)
    cleaned.cut(_("a link"), _LINK, lambda match: match.group(1) or "")
    cleaned.cut(_("a heading"), _BOLD_LINE, lambda match: _unless_heading(match, heading))
    cleaned.replace(_("sentences of the prompt"), _without_echo(cleaned.text, prompt, points))
    _trim_ends(cleaned, heading)
    if not lists and any(_ITEM.match(raw) or _LABEL.match(raw) for raw in cleaned.text.splitlines()):
        cleaned.replace(_("a list"), _without_lists(cleaned.text, [_plain(point) for point in points]))
    cleaned.replace(_("a repeated sentence"), _without_repeats(cleaned.text))
    cleaned.text = re.sub(r"\n[ \t]*(?:\n[ \t]*)+", "\n\n", cleaned.text).strip()
    return cleaned


def own_words(text: str, prompt: str) -> int:
    """How many words of the text are in sentences that are not, or hardly reworded, the prompt's own lines."""
    prompt_sentences = SentenceIndex()
    for line_of_prompt in prompt.splitlines():
        prompt_sentences.add(line_of_prompt)
    own = [sentence for raw in text.splitlines() for sentence in sentences.split(raw)]
    return sum(len(language.words(sentence)) for sentence in own if not prompt_sentences.has(sentence))


def is_refusal(answer: str) -> bool:
    """Whether a model says, in a few words and instead of a text, that it will not write one."""
    return bool(_REFUSAL.match(answer.strip())) and len(language.words(answer)) < _REFUSAL_WORDS


def line(answer: str) -> str:
    """The first line with words in an answer that should be one line, without quotation marks and labels."""
    text = _FENCE.sub("", _COMMENT.sub("", _THINKING.sub("", _HIDDEN.sub("", answer))))
    for raw in text.splitlines():
        bare = _START.sub("", _ITEM.sub("", raw.strip("#*_ \t\u00a0\u202f")))
        bare = bare.lstrip(_AROUND + "«“").rstrip(_AROUND + "»”")
        if bare and not (_PREAMBLE.match(bare) and bare.endswith((":", "!"))):
            return bare
    return ""


def whole_sentences(text: str) -> str:
    """The text up to the end of its last complete sentence; empty without one."""
    spans = sentences.spans(text)
    if not spans or re.search(r"[.!?…][\s\u00a0\u202f]*[»”\"’)\]]*$", text):
        return text
    return text[: spans[-2][1]] if len(spans) > 1 else ""


class SentenceIndex:
    """Recognises sentences that are repeated, also with one or two words changed, but not with another number."""

    def __init__(self) -> None:
        self._sentences: list[frozenset[str]] = []

    def has(self, sentence: str) -> bool:
        """Whether the sentence is a repetition; never for a short one, which may well come twice."""
        if len(language.words(sentence)) < _SHORT:
            return False
        content = _content(sentence)
        return any(
            len(content & other) >= _ALIKE * len(content | other)
            and not any(word.isdigit() for word in content ^ other)
            for other in self._sentences
        )

    def add(self, text: str) -> None:
        """Add the sentences of a text."""
        self._sentences += [_content(sentence) for sentence in sentences.split(text)]


def without_earlier(text: str, earlier: SentenceIndex) -> str:
    """The text without the sentences that came earlier."""
    whole = sentences.split(text)
    fresh = [sentence for sentence in whole if not earlier.has(sentence)]
    return text if len(fresh) == len(whole) else " ".join(fresh)


def within(text: str, characters: int) -> str:
    """The text, cut after its last whole sentence or word that fits."""
    if len(text) <= characters:
        return text
    whole = whole_sentences(text[:characters])
    if len(whole) >= characters // 2:
        return whole
    return text[: characters - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def shortened(text: str, words: int) -> str:
    """The beginning of the text, to the end of the sentence that reaches so many words."""
    count = 0
    for start, end in sentences.spans(text):
        count += len(language.words(text[start:end]))
        if count >= words:
            return text[:end]
    return text


def _unless_heading(match: re.Match[str], heading: str) -> str:
    """Nothing for a line in bold, which is a heading that the model made; a sentence in bold stays, as plain text."""
    inner = match.group(2)
    return inner + "\n" if inner.rstrip().endswith((".", "!", "…")) and _plain(inner) != _plain(heading) else ""


def _without_lists(text: str, points: list[str]) -> str:
    """Items become sentences of a paragraph; a label that only repeats a point is removed."""
    paragraphs: list[list[str]] = [[]]
    for raw in text.split("\n"):
        if not raw.strip():
            if paragraphs[-1]:
                paragraphs.append([])
        elif _ITEM.match(raw):
            _close_before_items(paragraphs)
            item = _without_label(_ITEM.sub("", raw).strip(), points)
            if item:
                paragraphs[-1].append(item if re.search(r"[.!?…:\]]$", item) else item.rstrip(" ;,") + ".")
        else:
            paragraphs[-1].append(_without_label(raw, points))
    return "\n\n".join(" ".join(lines) if any(lines) else "" for lines in paragraphs if lines).strip()


def _close_before_items(paragraphs: list[list[str]]) -> None:
    """The sentence that announces a list ends like any other when there is no list any more."""
    before = next((lines for lines in reversed(paragraphs) if lines), None)
    if before and before[-1].endswith(":"):
        before[-1] = before[-1].rstrip(":\u00a0\u202f ") + "."


def _without_label(item: str, points: list[str]) -> str:
    label = _LABEL.match(item)
    if not label:
        return _BOLD_START.sub(r"\2", item)
    rest = item[label.end() :]
    if _plain(label["label"]) in points or len(rest.split()) > 5:
        return rest[:1].upper() + rest[1:]
    return f"{label['label']}{' : ' if rest else ''}{rest}"


def _trim_ends(cleaned: Cleaned, heading: str) -> None:
    paragraphs = re.split(r"\n[ \t]*\n", cleaned.text)
    while len(paragraphs) > 1 and (_PREAMBLE.match(paragraphs[0].strip()) or _is_heading(paragraphs[0], heading)):
        paragraphs.pop(0)
    while len(paragraphs) > 1 and _POSTSCRIPT.match(paragraphs[-1].strip()):
        paragraphs.pop()
    cleaned.replace(_("a sentence to the asker"), "\n\n".join(paragraphs))
    if len(paragraphs) > 2 and _SUMMARY.match(paragraphs[-1].strip()):
        cleaned.replace(_("a summary at the end"), "\n\n".join(paragraphs[:-1]))
    first, newline, rest = cleaned.text.partition("\n")
    if newline and (_PREAMBLE.match(first.strip()) or _is_heading(first, heading)):
        cleaned.replace(_("a sentence to the asker"), rest.strip())
    cleaned.replace(_("a label"), re.sub(r"(?:\A|(?<=\n\n))" + _LABELS, "", cleaned.text.strip(), flags=re.IGNORECASE))


def _is_heading(text: str, heading: str) -> bool:
    return bool(heading) and _plain(text) == _plain(heading)


def _without_boundaries(text: str, prompt: str) -> str:
    """The text without the lines in which the model copied a boundary of the prompt, and whatever stood beside it."""
    boundaries = set(_BOUNDARY.findall(prompt))
    return "\n".join(raw for raw in text.split("\n") if not boundaries & set(_BOUNDARY.findall(raw)))


def _without_echo(text: str, prompt: str, points: Iterable[str]) -> str:
    """The text without the sentences that a small model took out of the prompt instead of writing its own."""
    plain_points = _plain(" ".join(points))
    prompt_sentences = [sentence for line in prompt.splitlines() for sentence in sentences.split(line)]
    of_prompt = {_plain(sentence) for sentence in prompt_sentences if len(language.words(sentence)) > 2}
    paragraphs = []
    for paragraph in re.split(r"\n[ \t]*\n", text):
        whole = sentences.split(paragraph)
        own = [it for it in whole if _plain(it) not in of_prompt or _plain(it) in plain_points]
        if own:
            paragraphs.append(paragraph if len(own) == len(whole) else " ".join(own))
    return "\n\n".join(paragraphs) if prompt else text


def _without_repeats(text: str) -> str:
    """Each sentence once: what a small model repeats is removed."""
    earlier = SentenceIndex()
    paragraphs = []
    for paragraph in re.split(r"\n[ \t]*\n", text):
        new = []
        for sentence in sentences.split(paragraph):
            if not earlier.has(sentence):
                new.append(sentence)
            earlier.add(sentence)
        if new:
            paragraphs.append(paragraph if len(new) == len(sentences.split(paragraph)) else " ".join(new))
    return "\n\n".join(paragraphs)


def _content(sentence: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]+|\d+", sentence))


def _plain(text: str) -> str:
    return " ".join(language.words(text))
