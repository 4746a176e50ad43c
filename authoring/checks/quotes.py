"""Checks that every quotation has a person's exact words, or was visibly edited and accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import quoting
from authoring.errors import Advice, Remedy, advice
from authoring.model.findings import Finding
from authoring.sourcing.quotations import likeness, marks
from authoring.sourcing.quotations.agreements import Standing
from authoring.sourcing.quotations.cuts import Turn
from authoring.sourcing.quotations.marks import Quotation
from authoring.sourcing.quotations.placing import Placement, SpokenIndex
from authoring.text.i18n import _

ID_LENGTH: Final = 12


@dataclass(frozen=True)
class _Place:
    """A quotation and its line in the file."""

    subject: Subject
    quotation: Quotation
    line: int


class Quotes:
    """Text in quotation marks or in a block quote must occur in a testimony."""

    name = "quotes"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for quotation, placement in subject.placements:
            spot = _Place(subject, quotation, subject.line_at(quotation.start))
            yield from self._judged(spot, placement, is_term=quoting.is_term(subject, quotation))
            if placement.kind != "unknown" and not quotation.is_closed:
                yield self._unclosed(spot)
        index = SpokenIndex(tuple(subject.testimonies.values()))
        for line, text in subject.beside_prose:
            for quotation in marks.in_prose(marks.normalised(text), 0, len(text)):
                is_term = quoting.is_term_in(text, quotation)
                placement = index.place(quotation.words, is_cut_watched=not is_term)
                yield from self._judged(_Place(subject, quotation, line), placement, is_term=is_term)

    def _judged(self, spot: _Place, placement: Placement, *, is_term: bool) -> Iterator[Finding]:
        sources = [source.slug for source in placement.sources]
        standing = spot.subject.agreements.standing(placement.digest, sources)
        if placement.kind == "unknown" and quoting.may_be_string(spot.subject, spot.quotation):
            yield from self._in_code(spot)
        elif placement.kind == "unknown":
            yield self._term(spot) if is_term else self._not_found(spot)
        elif standing == "refused":
            yield self._refused(spot)
        elif placement.kind != "verbatim" and not _is_agreed(placement, standing):
            yield self._turned(spot, placement, placement.turn) if placement.turn else self._edited(spot, placement)
        elif placement.whole:
            yield self._in_part(spot, placement)

    def _not_found(self, spot: _Place) -> Finding:
        if not spot.quotation.is_closed:
            return self._runs_on(spot)
        near = likeness.nearest(spot.quotation.words, SpokenIndex(tuple(spot.subject.testimonies.values())))
        if near and near.likeness >= likeness.NEAR:
            return self._altered(spot, near)
        return self._unknown(spot, near)

    def _edited(self, spot: _Place, placement: Placement) -> Finding:
        message = _("This quotation of the testimony “{slug}” is edited, and nobody has agreed to it.")
        if placement.is_translated:
            message = _("These words of the testimony “{slug}” are translated, and the person has not confirmed them.")
        return self._blocking(
            spot,
            message.format(slug=placement.sources[0].slug),
            _agreement(spot, placement),
        )

    def _turned(self, spot: _Place, placement: Placement, turn: Turn) -> Finding:
        remedy: Remedy = _("Put back what was said.")
        if placement.may_be_accepted:
            slug, source = spot.subject.draft.slug, placement.sources[0].slug
            remedy = advice("quote-whole-sentence", slug=slug, id=placement.digest[:ID_LENGTH], person=source)
        return self._blocking(spot, _message(turn).format(words=turn.words.strip(" ,;:")), remedy)

    def _refused(self, spot: _Place) -> Finding:
        return self._blocking(
            spot,
            _("The person whose words these are does not want them used like this."),
            _("Take the quotation out, or quote something else and ask again."),
        )

    def _term(self, spot: _Place) -> Finding:
        return spot.subject.finding(
            self.name,
            "note",
            _("A term or a title between quotation marks, found in no testimony."),
            _("Leave it if nobody is being quoted; if somebody is, use their exact words."),
            line=spot.line,
            passage=spot.quotation.words,
        )

    def _in_code(self, spot: _Place) -> Iterator[Finding]:
        """A string of a program; a short one is no sentence of anybody's."""
        if spot.quotation.length > quoting.SHORT:
            yield spot.subject.finding(
                self.name,
                "warning",
                _("These words stand between quotation marks in code, and no testimony holds them."),
                _("Leave them if they belong to the code and readers take nobody for having said them."),
                line=spot.line,
                passage=spot.quotation.words,
                kind="code",
            )

    def _in_part(self, spot: _Place, placement: Placement) -> Finding:
        return spot.subject.finding(
            self.name,
            "note",
            _("A sentence is quoted in part. What was said: “{words}”").format(words=placement.whole),
            _("Make sure that the part says what the whole says, or quote the whole."),
            line=spot.line,
            passage=spot.quotation.words,
            kind="part",
        )

    def _altered(self, spot: _Place, near: likeness.Nearest) -> Finding:
        return self._blocking(
            spot,
            _("These are not quite the words of the testimony “{slug}”: {difference}. It says: “{words}”").format(
                slug=near.testimony.slug,
                words=near.words,
                difference=likeness.difference(spot.quotation.words, near.words),
            ),
            _("Put the person’s own words back, or take the quotation marks away and say it in your own voice."),
        )

    def _unknown(self, spot: _Place, near: likeness.Nearest | None) -> Finding:
        message = _("No testimony holds these words, and they are shown as a quotation.")
        if near:
            message += " " + _("The nearest sentence, in “{slug}”, is: “{words}”").format(
                slug=near.testimony.slug, words=near.words
            )
        return self._blocking(
            spot,
            message,
            advice("quote-exactly"),
        )

    def _runs_on(self, spot: _Place) -> Finding:
        return self._blocking(
            spot,
            _("A quotation mark is opened here and never closed, and no testimony holds what follows it."),
            _("Close it right after the last quoted word, or delete it."),
        )

    def _unclosed(self, spot: _Place) -> Finding:
        return spot.subject.finding(
            self.name,
            "warning",
            _("The quotation mark before these words is never closed."),
            _("Add the closing mark right after the last quoted word."),
            line=spot.line,
            passage=spot.quotation.words,
            kind="unclosed",
        )

    def _blocking(self, spot: _Place, message: str, remedy: Remedy) -> Finding:
        return spot.subject.finding(
            self.name, "blocking", message, remedy, line=spot.line, passage=spot.quotation.words
        )


def _is_agreed(placement: Placement, standing: Standing) -> bool:
    if placement.is_translated:
        return standing == "confirmed"
    return placement.may_be_accepted and standing in ("accepted", "confirmed")


def _agreement(spot: _Place, placement: Placement) -> Advice:
    slug, person = spot.subject.draft.slug, placement.sources[0].slug
    if placement.is_translated:
        return advice("confirm-translation", slug=slug, person=person)
    return advice("stand-by-quotation", slug=slug, id=placement.digest[:ID_LENGTH], person=person)


def _message(turn: Turn) -> str:
    if turn.is_put_in:
        return {
            "negation": _("What the brackets put in denies something, which may turn what was said: “{words}”"),
            "number": _("What the brackets put in is a figure that the person did not give: “{words}”"),
            "condition": _("What the brackets put in is a condition or a doubt, which may turn it: “{words}”"),
        }.get(turn.reason, _("The brackets put in more than a word of explanation: “{words}”"))
    return {
        "negation": _("What is left out denies something, which may turn what was said: “{words}”"),
        "number": _("What is left out is a figure, which may turn what was said: “{words}”"),
        "condition": _("What is left out is a condition or a doubt, which may turn what was said: “{words}”"),
        "question": _("This was asked, and the quotation states it: “{words}”"),
        "splice": _("Words that were said apart are joined here. Between them stands, or they are: “{words}”"),
    }.get(turn.reason, _("The brackets stand for more than a pronoun: “{words}”"))
