"""Every quotation is somebody's words, letter for letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from authoring.checks import Finding, Subject, marks, wording
from authoring.checks.marks import Quotation
from authoring.i18n import _

SHORT: Final = 3
LONGEST_TITLE: Final = 8
_NAMES_A_TITLE: Final = re.compile(
    r"\b(?:intitul\w+|titres?|appel\w+|baptis\w+|nomm\w+|surnomm\w+|projets?|ateliers?|programmes?|livres?|films?"
    r"|chansons?|slogans?|devises?|termes?|expressions?|rubriques?|articles?"
    r"|called|titled|entitled|named|books?|songs?|projects?|mottos?|terms?|phrases?|articles?|workshops?)"
    r"[\s:,]{1,3}(?:\w+[\s:,]{1,3})?[«“\"‘'\s\u00a0\u202f]*$",
    re.IGNORECASE,
)
_SPEAKS: Final = re.compile(r"\b(?:je|j['’]|m['’]|me|mon|ma|mes|nous|notre|nos|I|my|me|we|our|us)\b|[.!?…]$")
_BEFORE: Final = 60


class Quotes:
    """What stands between quotation marks, or in a block quote, must stand in a testimony."""

    name = "quotes"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for quotation, placement in subject.placements:
            line = subject.line_at(quotation.start)
            before = subject.reading.prose[max(0, quotation.start - _BEFORE) : quotation.start]
            if not placement.sources:
                yield self._not_found(subject, quotation, before, line)
            elif not quotation.is_closed:
                yield self._unclosed(subject, quotation, line)
        for place, text in subject.texts:
            for quotation in marks.in_prose(text, 0, len(text)):
                if not wording.place(quotation.words, subject.testimonies.values()).sources:
                    yield self._not_found(subject, quotation, text[: quotation.start], subject.line_of(*place))

    def _not_found(self, subject: Subject, quotation: Quotation, before: str, line: int) -> Finding:
        if not quotation.in_block and (quotation.length <= SHORT or _is_title(quotation, before)):
            return self._term(subject, quotation, line)
        if not quotation.is_closed:
            return self._runs_on(subject, quotation, line)
        near = wording.nearest(quotation.words, subject.testimonies.values())
        if near and near.likeness >= wording.NEAR:
            return self._altered(subject, quotation, near, line)
        return self._unknown(subject, quotation, near, line)

    def _term(self, subject: Subject, quotation: Quotation, line: int) -> Finding:
        return subject.finding(
            self.name,
            "note",
            _("A term or a title between quotation marks, found in no testimony."),
            _("Leave it if nobody is being quoted; if somebody is, use their exact words."),
            line=line,
            passage=quotation.words,
        )

    def _altered(self, subject: Subject, quotation: Quotation, near: wording.Nearest, line: int) -> Finding:
        return subject.finding(
            self.name,
            "blocking",
            _("These are not quite the words of the testimony “{slug}”: {difference}. It says: “{words}”").format(
                slug=near.testimony.slug,
                words=near.words,
                difference=wording.difference(quotation.words, near.words),
            ),
            _("Put the person’s own words back, or take the quotation marks away and say it in your own voice."),
            line=line,
            passage=quotation.words,
        )

    def _unknown(self, subject: Subject, quotation: Quotation, near: wording.Nearest | None, line: int) -> Finding:
        message = _("No testimony holds these words, and they are shown as a quotation.")
        if near:
            message += " " + _("The nearest sentence, in “{slug}”, is: “{words}”").format(
                slug=near.testimony.slug, words=near.words
            )
        return subject.finding(
            self.name,
            "blocking",
            message,
            _(
                "Quote a sentence of a testimony exactly, or say it in your own voice without quotation marks. "
                "If somebody did say this, note it down first: authoring new testimony NAME"
            ),
            line=line,
            passage=quotation.words,
        )

    def _runs_on(self, subject: Subject, quotation: Quotation, line: int) -> Finding:
        return subject.finding(
            self.name,
            "blocking",
            _("A quotation mark is opened here and never closed, and no testimony holds what follows it."),
            _("Close it right after the last quoted word, or delete it."),
            line=line,
            passage=quotation.words,
        )

    def _unclosed(self, subject: Subject, quotation: Quotation, line: int) -> Finding:
        return subject.finding(
            self.name,
            "warning",
            _("The quotation mark before these words is never closed."),
            _("Add the closing mark right after the last quoted word."),
            line=line,
            passage=quotation.words,
        )


def _is_title(quotation: Quotation, before: str) -> bool:
    """A few words after “called” or “le projet”, in nobody's voice."""
    return (
        quotation.length <= LONGEST_TITLE
        and bool(_NAMES_A_TITLE.search(before))
        and not _SPEAKS.search(quotation.words)
    )
