"""Quotations: which sentences a section may quote, the marks that a model places, and the words that replace them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from authoring.model.documents import Testimony
from authoring.text import sentences
from authoring.text import words as language
from authoring.text.i18n import _

MARK: Final = re.compile(
    r"\[{1,2}\s*(?:quote|citation|testimony)\s*:\s*(?P<slug>[^\]#\s]*)\s*(?:#\s*(?P<number>\w*))?\s*\]{1,2}",
    re.IGNORECASE,
)
INVENTED: Final = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]*\"")
MIN_QUOTED_WORDS: Final = 4
_NO_BREAK: Final = "\u00a0"
_FITTING: Final = range(6, 41)  # words: shorter ones say nothing, longer ones are no excerpt


@dataclass(frozen=True)
class Quotable:
    """A testimony that a section asks an excerpt of. `is_shown` tells whether the model may read its words."""

    testimony: Testimony
    is_shown: bool

    @property
    def slug(self) -> str:
        return self.testimony.slug

    @cached_property
    def sentences(self) -> Sequence[str]:
        """The sentences that marks count in, from 1."""
        return sentences.split(self.testimony.words_spoken)

    def sentence(self, number: str | None) -> str | None:
        """The n-th sentence, if the mark's number names one."""
        if number and number.isascii() and number.isdigit() and 1 <= int(number) <= len(self.sentences):
            return self.sentences[int(number) - 1]
        return None


def attribution(testimony: Testimony, lang: str) -> str:
    """Who is quoted, in the form that they allow: `Nora Lind, carpenter`."""
    parts = [part for part in (testimony.attributed_name, testimony.role) if part]
    return ", ".join(parts) or _("a person who wishes to stay anonymous", lang)


def block(words: str, testimony: Testimony, lang: str) -> str:
    """The sentence as a block quotation with its attribution."""
    opening, closing = ("«" + _NO_BREAK, _NO_BREAK + "»") if lang == "fr" else ("“", "”")
    spoken = "\n".join(f"> {line.strip()}" for line in f"{opening}{words}{closing}".splitlines())
    return f"{spoken}\n>\n> — {attribution(testimony, lang)}"


def nearest(points: Iterable[str], quotable: Quotable, *, quoted: Iterable[tuple[str, int]]) -> int | None:
    """The number of the sentence nearest to the points and not quoted yet; None when all are quoted."""
    used = {number for slug, number in quoted if slug == quotable.slug}
    return next((number for number in ranked(" ".join(points), quotable) if number not in used), None)


def ranked(topic: str, quotable: Quotable) -> list[int]:
    """The numbers of the sentences, nearest to the topic first; too short or too long ones last."""
    scores = language.nearness(topic, quotable.sentences)
    numbers = range(1, len(quotable.sentences) + 1)
    return sorted(numbers, key=lambda number: (not _fits(quotable.sentences[number - 1]), -scores[number - 1], number))


def marked(text: str, quotables: Iterable[Quotable]) -> str:
    """The text with a mark wherever the model retyped a sentence that it may quote, with or without quotation marks."""
    for quotable in quotables:
        for number, sentence in enumerate(quotable.sentences, start=1):
            if len(sentence.split()) > MIN_QUOTED_WORDS:
                mark = f"[[quote:{quotable.slug}#{number}]]"
                text = re.sub(_retyped(sentence, mark), mark, text)
    return re.sub(r"[«“\"][\s\u00a0\u202f]*(\[\[quote:[^\]]*\]\])[\s\u00a0\u202f]*[»”\"]", r"\1", text)


def invented(text: str) -> list[str]:
    """What the model put between quotation marks by itself; a word or a term is no quotation."""
    return [match for match in INVENTED.findall(text) if len(language.words(match)) >= MIN_QUOTED_WORDS]


def _fits(sentence: str) -> bool:
    return len(sentence.split()) in _FITTING


def _retyped(sentence: str, mark: str) -> re.Pattern[str]:
    """The sentence whatever its spaces, apostrophes and quotation marks, with a mark of its own before or after it."""
    own = rf"(?:{re.escape(mark)}[\s:]*)?"
    spelled = r"\s+".join(re.sub(r"['’]", "['’]", re.escape(word)) for word in sentence.rstrip(".!?… ").split())
    opening, closing = r"(?:[«“\"][\s\u00a0\u202f]*)?", r"(?:[\s\u00a0\u202f]*[»”\"])?"
    return re.compile(rf"{own}{opening}{spelled}[.!?…]*{closing}(?:\s*{re.escape(mark)})?")
