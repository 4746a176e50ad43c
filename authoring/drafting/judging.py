"""What is wrong with a part before anybody reads it: points that it lacks, facts that nobody stated, repetitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from authoring.drafting import cleaning
from authoring.drafting.parts import Part
from authoring.drafting.quotes import MARK
from authoring.sourcing import points
from authoring.sourcing.coverage import Point, PointCoverage, cover
from authoring.sourcing.grounding import Sources
from authoring.text import sentences
from authoring.text import words as language
from authoring.text.i18n import _, current, speaking

FaultKind = Literal["missing", "partly", "left out", "changed", "invented", "repeated", "language", "avoided", "length"]

_WEIGHTS: Final[Mapping[FaultKind, float]] = {
    "language": 8,
    "changed": 5,
    "invented": 5,
    "missing": 4,
    "partly": 2,
    "left out": 1,
    "repeated": 2,
    "avoided": 1,
    "length": 0.5,
}
_WORTH_ASKING: Final = 2  # a lighter fault is no reason to ask again
_LENGTH: Final = 0.35  # of the planned words, more or less


@dataclass(frozen=True)
class Fault:
    """Something wrong with a part: the kind, the point or sentence that it is about, and the words that show it."""

    kind: FaultKind
    about: str
    words: str = ""

    @property
    def weight(self) -> float:
        """How much it counts where two texts are compared."""
        return _WEIGHTS[self.kind]

    def message(self, lang: str = "") -> str:
        """What is wrong, in a language: that of the piece for the model that mends it, else that of messages."""
        with speaking(lang or current()):
            return _messages()[self.kind].format(about=self.about, words=self.words)


@dataclass(frozen=True)
class Judgement:
    """What the program found in a part."""

    faults: tuple[Fault, ...] = ()

    @property
    def weight(self) -> float:
        """0 for a part without a fault; the sum of their weights."""
        return sum(fault.weight for fault in self.faults)

    @property
    def worth_asking(self) -> list[Fault]:
        """The faults for which the part is asked for again, the worst first."""
        serious = [fault for fault in self.faults if fault.weight >= _WORTH_ASKING]
        return sorted(serious, key=lambda fault: -fault.weight)


@dataclass(frozen=True)
class PartJudge:
    """Judges the texts of one part.

    `sources` are all that the piece may draw on; `avoided` are the words that the house does not use.
    """

    part: Part
    lang: str
    sources: Sources
    avoided: Sequence[str] = ()

    def judge(self, text: str) -> Judgement:
        """What is wrong with a text for the part; marks of quotations are no words of it."""
        plain = MARK.sub("", text)
        return Judgement(tuple(self._faults(plain)))

    def _faults(self, text: str) -> Iterator[Fault]:
        if language.seems_foreign(text, self.lang):
            yield Fault("language", text[:60])
        spoken = [sentence for paragraph in text.split("\n") for sentence in sentences.split(paragraph)]
        yield from self._of_points(spoken)
        yield from self._of_sentences(spoken)
        yield from (Fault("avoided", word) for word in self.avoided if word and word.casefold() in text.casefold())
        planned, count = self.part.words, len(language.words(text))
        if planned and abs(count - planned) > _LENGTH * planned:
            yield Fault("length", str(count), str(planned))

    def _of_points(self, spoken: Sequence[str]) -> Iterator[Fault]:
        for coverage in cover(self._points, spoken, lang=self.lang):
            yield from self._of_point(coverage)

    def _of_point(self, coverage: PointCoverage) -> Iterator[Fault]:
        if coverage.status == "missing":
            yield Fault("missing", coverage.point)
        for fact, contrary in coverage.changed:
            yield Fault("changed", coverage.point, f"{fact.text} → {contrary}")
        if coverage.status == "partly" and coverage.missing:
            has_facts = any(fact.kind != "role" for fact in coverage.missing)  # else words without a fact in them
            kind: FaultKind = "partly" if has_facts else "left out"
            yield Fault(kind, coverage.point, ", ".join(fact.text for fact in coverage.missing))

    def _of_sentences(self, spoken: Sequence[str]) -> Iterator[Fault]:
        earlier = cleaning.SentenceIndex()
        for sentence in spoken:
            if earlier.has(sentence):
                yield Fault("repeated", sentence)
            earlier.add(sentence)
            missing = self.sources.missing(sentence)
            if missing:
                yield Fault("invented", sentence, ", ".join(part.text for part in missing))

    @cached_property
    def _points(self) -> list[Point]:
        section = self.part.section
        return [
            Point(f"point:{self.part.number}.{number}", points.without_notes(point), section.heading)
            for number, point in enumerate(section.points, start=1)
            if not points.is_question(point) and not points.is_note(point)
        ]


def _messages() -> Mapping[FaultKind, str]:
    return {
        "missing": _("This point is not said: {about}"),
        "partly": _("Of the point “{about}” this is missing: {words}"),
        "left out": _("Of the point “{about}” this is missing: {words}"),
        "changed": _("Of the point “{about}” this is changed: {words}"),
        "invented": _("This sentence says what no note says ({words}): {about}"),
        "repeated": _("This sentence repeats an earlier one: {about}"),
        "language": _("This is not in the language of the article: {about}"),
        "avoided": _("This word is not to be used: {about}"),
        "length": _("The text has {about} words; {words} were planned."),
    }
