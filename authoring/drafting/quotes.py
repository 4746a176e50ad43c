"""Quotations: which sentences a section may quote, the marks that a model places, and the words that replace them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from authoring.model.documents import Testimony
from authoring.sourcing.grounding import nearness
from authoring.sourcing.grounding.negation import is_negative
from authoring.sourcing.provenance.digests import folded
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
_WORDS: Final = 0.5  # of common words, beside the cosine of the meanings
_DENIAL: Final = 0.2
_DISMISSES: Final = re.compile(
    r"\b(?:peu m?'?\s?importe|s'en (?:fiche|moque)|m'en (?:fiche|moque)|sert à rien|à quoi bon|c'est tout|voilà tout"
    r"|(?:rien|pas grand-chose) (?:de plus )?à (?:dire|ajouter)|je ne sais pas|aucune idée|pas envie"
    r"|ne m'intéresse (?:pas|plus)|ne (?:reviendrai|viendrai) (?:pas|plus)"
    r"|don't (?:know|care|mind)|no idea|who cares|never mind|that's all|nothing (?:more|else|much) to (?:say|add)"
    r"|what's the point|no point in|not interested|won't (?:come|be) back)\b",
    re.IGNORECASE,
)
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


def nearest(
    points: Iterable[str], quotable: Quotable, *, quoted: Iterable[tuple[str, int]], is_printed: bool = False
) -> int | None:
    """The number of the sentence that fits the points best and is not quoted yet; None when all are quoted.

    Words count, and meaning where the extra for it is installed and a model may read the testimony. A sentence that
    dismisses its subject comes after the others, and so does, of a testimony that the piece prints as a whole
    (`is_printed`), the sentence that readers meet first there.
    """
    used = {number for slug, number in quoted if slug == quotable.slug}
    scores = _scores(" ".join(points), quotable)

    def rank(number: int) -> tuple[bool, bool, bool, float, int]:
        sentence = quotable.sentences[number - 1]
        opens = is_printed and number == 1
        return not _fits(sentence), bool(_DISMISSES.search(folded(sentence))), opens, -scores[number - 1], number

    free = [number for number in range(1, len(quotable.sentences) + 1) if number not in used]
    return min(free, key=rank, default=None)


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


def _scores(topic: str, quotable: Quotable) -> list[float]:
    """How well each sentence fits the topic; one that denies something where the topic does not fits less."""
    by_words = language.nearness(topic, quotable.sentences)
    highest = max(by_words, default=0.0) or 1.0
    scores = [score / highest for score in by_words]
    if quotable.is_shown and quotable.sentences and nearness.is_installed():
        (cosines,) = nearness.Embeddings().cosines([topic], quotable.sentences)
        scores = [_WORDS * score + cosine for score, cosine in zip(scores, cosines, strict=True)]
    if is_negative(topic):
        return scores
    return [score - _DENIAL * is_negative(sentence) for score, sentence in zip(scores, quotable.sentences, strict=True)]


def _fits(sentence: str) -> bool:
    return len(sentence.split()) in _FITTING


def _retyped(sentence: str, mark: str) -> re.Pattern[str]:
    """The sentence whatever its spaces, apostrophes and quotation marks, with a mark of its own before or after it."""
    own = rf"(?:{re.escape(mark)}[\s:]*)?"
    spelled = r"\s+".join(re.sub(r"['’]", "['’]", re.escape(word)) for word in sentence.rstrip(".!?… ").split())
    opening, closing = r"(?:[«“\"][\s\u00a0\u202f]*)?", r"(?:[\s\u00a0\u202f]*[»”\"])?"
    return re.compile(rf"{own}{opening}{spelled}[.!?…]*{closing}(?:\s*{re.escape(mark)})?")
