"""Finds paragraphs in another language than the piece, by frequent short words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.text.i18n import _

_WORD: Final = re.compile(r"[^\W\d_]+")
ENOUGH: Final = 8
# Words that are frequent in one language and do not exist in the other; "on", "a", "as" or "son" exist in both.
_SMALL_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "fr": frozenset(
        "le la les un une des du de et est sont dans pour que qui avec sur pas nous vous ils elles leur leurs cette ces"
        " ce aux ou mais plus par se ne il elle notre votre être avoir fait comme sans aussi chez très".split()
    ),
    "en": frozenset(
        "the and of to is are was were that this these those with from have has had not you they their our we his her"
        " she he which who what when where there been will would can could should but or if at by it its be".split()
    ),
}


class ParagraphLanguage:
    """A paragraph whose short words belong to another language."""

    name = "language"

    def run(self, subject: Subject) -> Iterator[Finding]:
        own, reading = subject.draft.lang, subject.reading
        for block in reading.blocks:
            if block.quote or block.kind == "heading":
                continue
            text = reading.own_words[block.start : block.end]
            other = other_language(text, own)
            if other:
                begin = block.start + len(text) - len(text.lstrip())
                yield subject.finding(
                    self.name,
                    "warning",
                    _("This paragraph seems to be in {other}, and the piece is in {own}.").format(
                        other=_name(other), own=_name(own)
                    ),
                    _("Translate it, or say that it is a quotation."),
                    line=subject.line_at(begin),
                    passage=" ".join(text.split()),
                    kind=other,
                )


def other_language(text: str, lang: str) -> str:
    """The language of a text that is clearly not in `lang`; empty when it is, or for short texts."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < ENOUGH:
        return ""
    counts = {name: sum(word in small for word in words) for name, small in _SMALL_WORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    plain = counts[best] >= max(3, len(words) // 8) and counts[best] > 2 * counts.get(lang, 0)
    return best if best != lang and plain else ""


def _name(lang: str) -> str:
    return {"fr": _("French"), "en": _("English")}.get(lang, lang)
