"""Asks the person whose words a piece quotes whether they agree, and records their answer.

They need no account: a page or a text shows the quotations and the original words, and a colleague records the answer.
The reference on the page identifies exactly these quotations, so that an answer cannot apply to changed words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from authoring.checks import Subject
from authoring.checks.support.quoting import Quoted, listed
from authoring.errors import NotPossibleNow, advice
from authoring.model import manifest
from authoring.model.documents import Testimony
from authoring.sourcing.quotations.placing import SpokenIndex
from authoring.store.pieces import Piece
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
        content = {"slug": self.piece.slug, "quotations": [quoted.placement.digest for quoted in self.quotations]}
        return hashlib.sha256(manifest.encode(content)).hexdigest()

    def said(self, quoted: Quoted) -> str:
        """The person's own words, as whole sentences."""
        placement = quoted.placement
        if placement.is_translated:
            return placement.original
        return SpokenIndex(placement.sources[:1]).sentences(placement) if placement.runs else ""


def requested(piece: Piece, subject: Subject, given: Sequence[Testimony]) -> Request:
    """The quotations of the piece that come from these testimonies, which are one person's.

    Raises `NotPossibleNow` when the piece quotes none of them, or when a quotation is altered: nobody is asked to agree
    to words that they did not say.
    """
    slugs = {testimony.slug for testimony in given}
    quotations = tuple(quoted for quoted in listed(subject) if first_source(quoted) in slugs)
    whole = any(region["slug"] in slugs for region in subject.reading.testimonies)
    person = given[0].attributed_name or given[0].person
    if not quotations:
        raise NotPossibleNow(
            _("“{slug}” quotes nothing that {person} said.").format(slug=piece.slug, person=person),
            advice("see-quotations", slug=piece.slug),
        )
    for quoted in quotations:
        if quoted.kind == "misattributed" or (quoted.kind == "altered" and not quoted.placement.may_be_accepted):
            raise NotPossibleNow(
                _("A quotation is not what the person said, so there is nothing to confirm: “{words}”").format(
                    words=quoted.quotation.words
                ),
                advice("mend-first", slug=piece.slug),
                file=piece.label,
                line=subject.line_at(quoted.quotation.start),
            )
    return Request(piece, person, given[0].lang, quotations, whole)


def first_source(quoted: Quoted) -> str:
    """The slug of the testimony that a quotation comes from, or of the first of several; empty when there is none."""
    return quoted.placement.sources[0].slug if quoted.placement.sources else ""
