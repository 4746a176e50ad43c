"""Confirm a quote: record a person's answer about their words, or accept an edited quotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from authoring.checks.support.quoting import listed
from authoring.editorial.actions import EditorialAction, Outcome, Prepared
from authoring.editorial.actions.accept import Accept
from authoring.editorial.confirmations import Request, first_source
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, UsageError, advice
from authoring.model.events import CONFIRMATION, OBJECTION, QUOTE, Accepted
from authoring.text.i18n import _

_FEWEST: Final = 8  # digits of a quotation's id


@dataclass(frozen=True)
class ConfirmQuote(EditorialAction[Prepared, Outcome]):
    """Record what the person answered about the quotations with these numbers, counted from 1.

    `reference` identifies exactly these quotations: when they have changed since they were shown, nothing is recorded.
    """

    request: Request
    reference: str
    yes: tuple[int, ...] = ()
    no: tuple[int, ...] = ()
    note: str = ""

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not record an answer now; None when they may."""
        return Accept(self.request.piece.slug, ()).allowed(context)

    def prepare(self, context: Context) -> Prepared:
        """The answers. Raises `UsageError` for another reference, or a number that no quotation has."""
        if self.reference.lower() != self.request.reference:
            raise UsageError(
                _("The reference “{reference}” is not that of the quotations as they are now.").format(
                    reference=self.reference
                ),
                advice("ask-person-anew", slug=self.request.piece.slug),
            )
        return self._accept().prepare(context)

    def execute(self, context: Context, prepared: Prepared, *, signature: bytes = b"") -> Outcome:
        """Record the answers."""
        return self._accept().execute(context, prepared)

    def _accept(self) -> Accept:
        return Accept(self.request.piece.slug, tuple(self._answers()), note=self.note)

    def _answers(self) -> Iterator[Accepted]:
        quotations = self.request.quotations
        for number in (*self.yes, *self.no):
            if not 1 <= number <= len(quotations):
                raise UsageError(
                    _("There is no quotation {number}.").format(number=number),
                    _("They are numbered from 1 to {count}.").format(count=len(quotations)),
                )
        if both := set(self.yes) & set(self.no):
            raise UsageError(
                _("Quotation {number} cannot be answered with yes and with no.").format(number=min(both)),
                _("Name each number once."),
            )
        for kind, numbers in ((CONFIRMATION, self.yes), (OBJECTION, self.no)):
            for number in numbers:
                quoted = quotations[number - 1]
                yield Accepted(kind, "quotes", quoted.placement.digest, first_source(quoted))


@dataclass(frozen=True)
class StandByQuote(EditorialAction[Prepared, Outcome]):
    """Record that the actor accepts edited quotations, named by their ids."""

    slug: str
    ids: tuple[str, ...]
    note: str = ""

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not accept a quotation of the piece now; None when they may."""
        return Accept(self.slug, ()).allowed(context)

    def prepare(self, context: Context) -> Prepared:
        """What is accepted. Raises `UsageError` for an unknown id."""
        return self._accept(context).prepare(context)

    def execute(self, context: Context, prepared: Prepared, *, signature: bytes = b"") -> Outcome:
        """Record it."""
        return self._accept(context).execute(context, prepared)

    def _accept(self, context: Context) -> Accept:
        subject = context.subject(context.repository.piece(self.slug))
        edited = [quoted for quoted in listed(subject) if quoted.placement.may_be_accepted]
        accepts = []
        for wanted in self.ids:
            named = [it for it in edited if len(wanted) >= _FEWEST and it.placement.digest.startswith(wanted.lower())]
            if len({it.placement.digest for it in named}) > 1:
                raise UsageError(
                    _("{id} stands for several quotations of this text.").format(id=wanted),
                    _("Write the whole of the one that you mean: {ids}").format(
                        ids=" ".join(dict.fromkeys(it.placement.digest for it in named))
                    ),
                )
            if not named:
                raise UsageError(
                    _("There is no edited quotation {id} in this text that somebody could stand by.").format(id=wanted),
                    advice("see-quotation-ids", slug=self.slug),
                )
            accepts += [Accepted(QUOTE, "quotes", it.placement.digest, first_source(it)) for it in named]
        return Accept(self.slug, tuple(accepts), note=self.note)
