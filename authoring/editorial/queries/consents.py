"""The consents of a workspace's testimonies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from authoring.editorial.context import Context
from authoring.model.documents import AiPermission, ConsentStatus, NameForm, Wording
from authoring.store.index.consents import ConsentEntry
from authoring.store.repository import Repository


@dataclass(frozen=True)
class ConsentView:
    """The consent of one testimony; the fields are those of `authoring.model.documents.Consent`."""

    slug: str
    person: str
    status: ConsentStatus
    granted: date | None
    expires: date | None
    channels: tuple[str, ...]
    name: NameForm
    ai: AiPermission
    providers: tuple[str, ...]
    words: bool
    wording: Wording
    picture: bool | None
    shown: str
    version: str


def consents(context: Context) -> list[ConsentView]:
    """The consent of every testimony, by slug. Raises `InvalidDocuments` for one that cannot be read."""
    overview = context.consents()
    if overview.problems:
        _refuse_unreadable(context.repository)
    return [_view(entry) for entry in overview.entries]


def _refuse_unreadable(repository: Repository) -> None:
    """Raise the error of the first testimony that cannot be read."""
    for slug in repository.testimonies():
        repository.testimony(slug)


def _view(entry: ConsentEntry) -> ConsentView:
    consent = entry.consent
    return ConsentView(
        slug=entry.slug,
        person=entry.person,
        status=consent.status,
        granted=consent.granted,
        expires=consent.expires,
        channels=consent.channels,
        name=consent.name,
        ai=consent.ai,
        providers=consent.providers,
        words=consent.words,
        wording=consent.wording,
        picture=consent.picture,
        shown=consent.shown,
        version=consent.version,
    )
