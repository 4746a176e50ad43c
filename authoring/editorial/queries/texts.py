"""The texts that go with a piece, and which of them wait for somebody."""

from __future__ import annotations

from authoring.editorial import accompanying
from authoring.editorial.accompanying import TextView
from authoring.editorial.context import Context
from authoring.model.people import Person
from authoring.store.listing import Entry, TextLine


def texts(context: Context, slug: str) -> list[TextView]:
    """Every text beside a piece and where it stands. Raises `UnknownSlug`."""
    return accompanying.views(context, context.repository.piece(slug))


def waiting_for(entry: Entry, person: Person, *, quorum: int) -> list[str]:
    """The kinds of texts beside a piece that still need an approval, and that this person may give it."""
    if person.kind != "person" or not person.roles & {"reviewer", "admin"}:
        return []
    lines = map(TextLine.read, entry.texts)
    return [it.kind for it in lines if it.approvals < quorum and person.id not in it.barred]
