"""Asking the person whose words a piece quotes, and writing their answer down.

They need no account: a page or a text shows what is quoted and what they said, and somebody of the house records what
they answered. The reference on it stands for exactly these quotations, so that nobody says yes to words that changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from authoring.checks import Subject
from authoring.checks.support.quoting import Quoted, listed
from authoring.editorial.review import MIN_PREFIX, Outcome, Review
from authoring.errors import NotPossibleNow, UsageError, advice
from authoring.model import manifest
from authoring.model.details import CONFIRMATION, OBJECTION, QUOTE, Accepted
from authoring.model.documents import Testimony
from authoring.sourcing.quotations.placing import Shelf
from authoring.store import Piece
from authoring.text.i18n import _


@dataclass(frozen=True)
class Request:
    """What a person is asked about a piece: the quotations of their words, in order. `has_whole` says that the piece
    holds a whole testimony of theirs too."""

    piece: Piece
    person: str
    lang: str
    quotations: tuple[Quoted, ...]
    has_whole: bool

    @property
    def reference(self) -> str:
        """The SHA-256 of the piece's name and of the quotations' words, in their order."""
        told = {"slug": self.piece.slug, "quotations": [each.placement.digest for each in self.quotations]}
        return hashlib.sha256(manifest.encode(told)).hexdigest()

    def said(self, quoted: Quoted) -> str:
        """What the person said, the sentences whole."""
        placement = quoted.placement
        return Shelf(placement.sources[:1]).sentences(placement) if placement.runs else ""


def requested(piece: Piece, subject: Subject, given: Sequence[Testimony]) -> Request:
    """The quotations of the piece that come from these testimonies, which are one person's.

    Raises `NotPossibleNow` where the piece quotes none of them, or a quotation of theirs is altered: nobody is asked to
    stand by words that they did not say.
    """
    slugs = {each.slug for each in given}
    quotations = tuple(each for each in listed(subject) if _first(each) in slugs)
    whole = any(region["slug"] in slugs for region in subject.reading.testimonies)
    person = given[0].attributed_name or given[0].person
    if not quotations:
        raise NotPossibleNow(
            _("“{slug}” quotes nothing that {person} said.").format(slug=piece.slug, person=person),
            advice("see-quotations", slug=piece.slug),
        )
    for each in quotations:
        if each.kind == "misattributed" or (each.kind == "altered" and not each.placement.may_be_accepted):
            raise NotPossibleNow(
                _("A quotation is not what the person said, so there is nothing to confirm: “{words}”").format(
                    words=each.quotation.words
                ),
                advice("mend-first", slug=piece.slug),
                file=piece.draft.path,
                line=subject.line_at(each.quotation.start),
            )
    return Request(piece, person, given[0].lang, quotations, whole)


def _first(quoted: Quoted) -> str:
    return quoted.placement.sources[0].slug if quoted.placement.sources else ""


def answer(
    review: Review, request: Request, *, reference: str, yes: Collection[int], no: Collection[int], note: str = ""
) -> Outcome:
    """Record what the person answered about the quotations with these numbers, counted from 1.

    Raises `UsageError` when the reference is another one, which means that the quotations have changed since, or when
    a number is none of theirs.
    """
    if len(reference) < MIN_PREFIX or not request.reference.startswith(reference.casefold()):
        raise UsageError(
            _("The reference “{reference}” is not that of the quotations as they are now.").format(reference=reference),
            advice("ask-person-anew", slug=request.piece.slug),
        )
    return review.accept(request.piece.slug, accepts=list(_answers(request, yes, no)), note=note)


def _answers(request: Request, yes: Collection[int], no: Collection[int]) -> Iterator[Accepted]:
    for number in (*yes, *no):
        if not 1 <= number <= len(request.quotations):
            raise UsageError(
                _("There is no quotation {number}.").format(number=number),
                _("They are numbered from 1 to {count}.").format(count=len(request.quotations)),
            )
    if both := set(yes) & set(no):
        raise UsageError(
            _("Quotation {number} cannot be answered with yes and with no.").format(number=min(both)),
            _("Name each number once."),
        )
    for kind, numbers in ((CONFIRMATION, yes), (OBJECTION, no)):
        for number in numbers:
            quoted = request.quotations[number - 1]
            yield Accepted(kind, "quotes", quoted.placement.digest, _first(quoted))


def stand_by(review: Review, subject: Subject, slug: str, ids: Collection[str], *, note: str = "") -> Outcome:
    """Record that the actor stands by edited quotations, named by their ids. Raises `UsageError` for an unknown one."""
    may = [each for each in listed(subject) if each.placement.may_be_accepted]
    accepts = []
    for wanted in ids:
        found = [each for each in may if len(wanted) >= MIN_PREFIX and each.placement.digest.startswith(wanted)]
        if not found:
            raise UsageError(
                _("There is no edited quotation {id} in this text that somebody could stand by.").format(id=wanted),
                advice("see-quotation-ids", slug=slug),
            )
        accepts += [Accepted(QUOTE, "quotes", each.placement.digest, _first(each)) for each in found]
    return review.accept(slug, accepts=accepts, note=note)
