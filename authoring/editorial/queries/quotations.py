"""The quotations of a piece: their source, what differs from it, and who agreed to them."""

from __future__ import annotations

from dataclasses import dataclass

from authoring.checks import Subject
from authoring.checks.support.quoting import Quoted, listed
from authoring.editorial import consents
from authoring.editorial.confirmations import Request, requested
from authoring.editorial.context import Context


@dataclass(frozen=True)
class QuotationView:
    """A quotation. `kind` is `verbatim`, `edited`, `altered`, `misattributed` or `unknown`; `id` names it to people.

    `given_to` is a person to whom the text wrongly attributes it, `turn` why a cut may change the meaning, `whole` the
    original words, `nearest` the most similar passage, in the testimony `nearest_source`, `agreement` the answer of the
    person who was asked; each is None when there is none. `term` tells that it is only a word in quotation marks.
    """

    id: str
    kind: str
    line: int
    words: str
    sources: tuple[str, ...]
    given_to: str | None
    turn: str | None
    whole: str | None
    nearest: str | None
    nearest_source: str | None
    agreement: str | None
    term: bool


def quotations(context: Context, slug: str) -> list[QuotationView]:
    """The quotations of a piece, in order. Raises `UnknownSlug` or `InvalidDocuments`."""
    subject = context.subject(context.repository.piece(slug))
    return [_view(subject, quoted) for quoted in listed(subject)]


def request_to(context: Context, slug: str, person: str) -> Request:
    """The request to a person about the quotations of their words in a piece.

    `person` is a testimony's slug, or somebody's name or id. Raises `UnknownSlug` for nobody, and `NotPossibleNow`
    where the piece quotes nothing of theirs, or a quotation is altered.
    """
    piece = context.repository.piece(slug)
    return requested(piece, context.subject(piece), consents.given_by(context, person))


def _view(subject: Subject, quoted: Quoted) -> QuotationView:
    placement = quoted.placement
    sources = tuple(source.slug for source in placement.sources)
    return QuotationView(
        id=placement.digest[:12],
        kind=quoted.kind,
        line=subject.line_at(quoted.quotation.start),
        words=quoted.quotation.words,
        sources=sources,
        given_to=quoted.other.name if quoted.other else None,
        turn=placement.turn.reason if placement.turn else None,
        whole=placement.whole or None,
        nearest=quoted.near.words if quoted.near else None,
        nearest_source=quoted.near.testimony.slug if quoted.near else None,
        agreement=subject.agreements.standing(placement.digest, sources) or None,
        term=quoted.is_term and quoted.kind == "unknown",
    )
