"""What the outline asked for and the text does not say: points that are missing, facts that are missing or changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from authoring.checks import Subject
from authoring.checks.support.covering import CoveredPoint, PlacedSentence, covered
from authoring.model.findings import Finding
from authoring.sourcing.coverage import Fact
from authoring.text.i18n import _

_LONGEST: Final = 160  # characters of a point that a message repeats


class PointsOfTheOutline:
    """Every point of the outline is said, with its facts.

    A point that nothing says is a warning, or a note where no model of meaning was asked and no word is shared. A fact
    that is missing is a warning. A changed fact blocks until the text or the outline is corrected, or until whoever
    approves accepts it by name.
    """

    name = "coverage"
    seconds = 300.0  # the first time, a model on this machine reads every sentence and every point

    def run(self, subject: Subject) -> Iterator[Finding]:
        for point in covered(subject):
            if point.coverage.status == "missing":
                yield self._missing(subject, point)
            yield from self._changed(subject, point)
            if point.coverage.status in ("partly", "changed") and point.coverage.missing:
                yield self._incomplete(subject, point)

    def _missing(self, subject: Subject, point: CoveredPoint) -> Finding:
        words = point.coverage.point
        if point.coverage.is_certain:
            message = _("The text does not say this point of the outline: “{point}”")
            remedy = _("Say it, or take the point out of the outline.")
        else:
            message = _("No word of this point of the outline stands in the text: “{point}”")
            remedy = _("Read whether other words say it; `pip install authoring[nearness]` compares meanings.")
        return Finding(
            self.name,
            "warning" if point.coverage.is_certain else "note",
            message.format(point=_shortened(words)),
            remedy,
            _label(subject),
            point.placed.line,
            words,
            "missing",
        )

    def _changed(self, subject: Subject, point: CoveredPoint) -> Iterator[Finding]:
        for fact, contrary in point.coverage.changed:
            yield Finding(
                self.name,
                "blocking",
                _changed_message(fact).format(
                    point=_shortened(point.coverage.point),
                    place=_place(subject, point),
                    fact=fact.text,
                    contrary=_shortened(contrary),
                ),
                _("Correct the text, or the outline if the text is right; whoever approves may accept it by name."),
                subject.draft.label,
                _line(subject, point.sentences),
                point.sentences[0].text,
                f"changed:{point.coverage.point}:{fact.text}",
                is_acceptable=True,
            )

    def _incomplete(self, subject: Subject, point: CoveredPoint) -> Finding:
        facts = ", ".join(_("“{fact}”").format(fact=fact.text) for fact in dict.fromkeys(point.coverage.missing))
        return subject.finding(
            self.name,
            "warning",
            _("The outline also says {facts} here: “{point}” ({place})").format(
                facts=facts, point=_shortened(point.coverage.point), place=_place(subject, point)
            ),
            _("Add it, or take it out of the outline."),
            line=_line(subject, point.sentences),
            passage=point.sentences[0].text,
            kind=f"incomplete:{point.coverage.point}",
        )


def _changed_message(fact: Fact) -> str:
    if fact.kind == "negation":
        return _("This denies a point of the outline, or the outline denies it: “{point}” ({place})")
    if fact.kind == "role":
        return _("This gives other roles than the outline: “{point}” ({place})")
    return _("The outline says “{fact}” and the text “{contrary}”: “{point}” ({place})")


def _label(subject: Subject) -> str:
    assert subject.outline is not None
    return subject.outline.label


def _place(subject: Subject, point: CoveredPoint) -> str:
    return f"{_label(subject)}:{point.placed.line}"


def _line(subject: Subject, sentences: tuple[PlacedSentence, ...]) -> int:
    return subject.body_line(sentences[0].line) if sentences[0].line else subject.first_line


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
