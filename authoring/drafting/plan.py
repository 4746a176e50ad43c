"""What each part of a piece is asked to say: its share of the words, and what it may quote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from authoring.drafting.parts import Part
from authoring.drafting.quotes import Quotable
from authoring.errors import InputError
from authoring.llm import provider_of
from authoring.llm.catalogue import ModelCatalogue
from authoring.model.documents import Outline, Testimony
from authoring.text.i18n import _


def parts(outline: Outline, testimonies: Mapping[str, Testimony], *, catalogue: ModelCatalogue, on: date) -> list[Part]:
    """The introduction and the sections in order, each with what its own model may read on that day."""
    words = outline.shares
    planned = [
        Part(number, section, words.get(number, 0))
        for number, section in enumerate((outline.introduction, *outline.sections))
    ]
    return [
        Part(part.number, part.section, part.words, _quotables(part, testimonies, catalogue=catalogue, on=on))
        for part in planned
    ]


def _quotables(
    part: Part, testimonies: Mapping[str, Testimony], *, catalogue: ModelCatalogue, on: date
) -> tuple[Quotable, ...]:
    model = catalogue.settings.for_prompt(part.prompt)
    provider, is_here = provider_of(model), catalogue.is_here(model)
    return tuple(
        Quotable(
            testimonies[slug],
            is_shown=testimonies[slug].consent.lets_read(provider, is_here=is_here, on=on),
        )
        for slug in dict.fromkeys(part.section.quotes)
    )


def refuse_withdrawn(testimonies: Mapping[str, Testimony]) -> None:
    """Raise `InputError` for a testimony whose person has taken their consent back."""
    for testimony in testimonies.values():
        if testimony.consent.status == "withdrawn":
            raise InputError(
                _("The consent for the testimony “{slug}” has been withdrawn.").format(slug=testimony.slug),
                _("Take the testimony out of the outline."),
                file=testimony.label,
            )
