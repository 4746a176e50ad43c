"""What readers see of each piece, ready to be sent: the kept revision, checked by its hash, with its disclosure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from authoring.errors import InputError, advice
from authoring.exporters import ApprovedRevision
from authoring.model import manifest
from authoring.model.config import Settings
from authoring.model.events import Event, publication
from authoring.model.situation import times_out
from authoring.model.slugs import is_path
from authoring.model.states import Action
from authoring.sourcing import authorship
from authoring.sourcing.disclosure import Disclosure, DisclosureKind, disclosure, visible
from authoring.store.addresses import kept_manifest
from authoring.store.pieces import Piece
from authoring.store.repository import Repository
from authoring.text.i18n import _

_PUTS_OUT: Final = (Action.publish, Action.schedule)


@dataclass(frozen=True)
class ApprovedRevisions:
    """The kept revision of each piece that readers see, checked by its hash before anybody gets it."""

    repository: Repository

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return self.repository.settings

    def read(self, slug: str) -> ApprovedRevision:
        """One piece's live revision, or the one that is scheduled where readers see none yet.

        Raises `InputError` when what was kept is not what was approved.
        """
        piece = self.repository.piece(slug)
        moment = None if piece.situation.live else piece.situation.scheduled_at
        revision = self.repository.kept(piece, piece.hash) if moment else self.repository.live(piece)
        self._check_kept(revision)
        times = times_out(revision.events)
        people = self.settings.people
        author = people[revision.draft.author].name if revision.draft.author in people else revision.draft.author
        sources = manifest.local_sources(revision.draft)
        return ApprovedRevision(
            slug=slug,
            hash=revision.hash,
            title=revision.draft.title,
            description=revision.draft.description,
            lang=revision.draft.lang,
            author=author,
            body=revision.draft.body,
            published=(moment or times[0]).astimezone(self.settings.zone),
            updated=(moment or times[-1]).astimezone(self.settings.zone),
            disclosure=self._disclosure(revision, author=author),
            tags=revision.draft.tags,
            images=revision.draft.images,
            pictures={src: picture for src in sources if (picture := revision.files.find(src))},
            checkpoint=revision.checkpoint,
            author_id=revision.draft.author,
            is_scheduled=moment is not None,
            aliases=_aliases(revision),
        )

    def _disclosure(self, piece: Piece, *, author: str) -> Disclosure:
        """What readers are told about a model's part in this revision, computed from its record."""
        settings = self.settings
        site = settings.site
        responsible = settings.people.get(site.responsible)
        reviewers = self._names(it.actor for it in approvals_of(piece))
        kind: DisclosureKind = piece.manifest["disclosure"]["kind"]
        statement = disclosure(
            "ai-autonomous" if kind == "ai-assisted" and not reviewers else kind,
            lang=piece.draft.lang,
            responsible=responsible.name if responsible else "",
            contact=site.contact,
            author=author,
            wording=visible(piece.draft.disclosure) or settings.disclosure.wording.get(piece.draft.lang, ""),
            parts=_told_parts(piece),
        )
        editors = self._names(it.actor for it in piece.events if it.action in _PUTS_OUT and it.kind == "person")
        return replace(
            statement, reviewers=reviewers, editor=editors[-1] if editors else "", sources=len(piece.draft.testimonies)
        )

    def _names(self, identities: Iterable[str]) -> tuple[str, ...]:
        people = self.settings.people
        return tuple(
            dict.fromkeys(people[identity].name if identity in people else identity for identity in identities)
        )

    def _check_kept(self, live: Piece) -> None:
        digests = manifest.picture_digests(live.draft, live.files.digest)
        disclosed = live.manifest.get("disclosure")
        kind = disclosed.get("kind") if isinstance(disclosed, Mapping) else None
        if not isinstance(kind, str):
            raise InputError(
                _("The manifest of the kept revision {hash} says nothing of a model’s part.").format(
                    hash=live.hash[:12]
                ),
                advice("restore-folder"),
                file=self.repository.kept_label(live.slug, kept_manifest(live.hash)),
            )
        if manifest.content_hash(manifest.build(live.draft, digests=digests, disclosure=kind)) != live.hash:
            raise InputError(
                _("The kept revision {hash} is no longer what was approved; it is not exported.").format(
                    hash=live.hash[:12]
                ),
                advice("restore-changed-file"),
                file=live.label,
            )


def _aliases(piece: Piece) -> tuple[str, ...]:
    """The former addresses in the front matter that are paths on a site; nothing else can be redirected."""
    named = piece.draft.extra.get("aliases")
    return (
        tuple(alias for alias in named if isinstance(alias, str) and is_path(alias)) if isinstance(named, list) else ()
    )


def approvals_of(piece: Piece) -> Iterator[Event]:
    """The approvals by people of this very text."""
    for past in piece.events:
        if past.action is Action.approve and past.kind == "person" and past.hash == piece.hash:
            yield past


def _told_parts(piece: Piece) -> tuple[str, ...]:
    """What a model did to this revision: as noted when it was published, else as the history shows."""
    for event in reversed(piece.events):
        if event.action is Action.publish and event.hash == piece.hash:
            parts = publication(event).parts
            if parts is not None:
                return parts
            break
    return authorship.parts(piece.events, piece.draft, piece.calls)
