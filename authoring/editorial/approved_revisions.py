"""What readers see of each piece, ready to be sent: the kept revision, checked by its hash, with its disclosure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from authoring.errors import InputError, InvalidDocuments, Problem, advice
from authoring.exporters import ApprovedRevision
from authoring.model import manifest
from authoring.model.config import Settings
from authoring.model.events import Event, publication
from authoring.model.manifest import Imprint, ModelPart
from authoring.model.situation import Course, times_out
from authoring.model.states import OUT, Action
from authoring.sourcing import authorship
from authoring.sourcing.disclosure import Disclosure, DisclosureKind, disclosure, visible
from authoring.store.addresses import kept_manifest
from authoring.store.manifests import imprint_now
from authoring.store.pieces import Piece
from authoring.store.repository import Repository
from authoring.text.i18n import _

_PUTS_OUT: Final = (Action.publish, Action.schedule)


@dataclass(frozen=True)
class ApprovedRevisions:
    """The kept revision of each piece that readers see, held against its hash before anybody gets it.

    The text is read once: what is exported are the very values whose hash was computed. Pictures and other files are
    held against the manifest whenever they are read. `out_of_order` are the pieces that may not go out, and why.
    `translations` are what readers see of each text in other languages, by slug and language.
    """

    repository: Repository
    out_of_order: Mapping[str, Problem] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return self.repository.settings

    def read(self, slug: str) -> ApprovedRevision:
        """One piece's live revision, or the one that is scheduled where readers see none yet.

        Raises `InputError` when what was kept is not what was approved, or when the history is out of order.
        """
        if slug in self.out_of_order:
            raise InvalidDocuments([self.out_of_order[slug]])
        piece = self.repository.piece(slug)
        moment = None if piece.situation.live else piece.situation.scheduled_at
        revision = self.repository.kept(piece, piece.hash) if moment else self.repository.live(piece)
        content = refuse_altered(self.repository, revision)
        draft = revision.draft
        times = times_out(revision.events)
        is_first = manifest.format_of(content) == manifest.FIRST
        imprint = imprint_now(self.settings, draft) if is_first else manifest.imprint_of(content)
        digests = {src: content["files"][src] for src in manifest.picture_sources(draft)}
        return ApprovedRevision(
            slug=slug,
            hash=revision.hash,
            title=draft.title,
            description=draft.description,
            lang=draft.lang,
            author=imprint.byline,
            body=f"{manifest.unified(draft.body)}\n",
            published=(moment or times[0]).astimezone(self.settings.zone),
            updated=(moment or times[-1]).astimezone(self.settings.zone),
            disclosure=self._disclosure(revision, _parts(revision, content), imprint),
            tags=draft.tags,
            images=draft.images,
            pictures={src: revision.files.holding(src, sha256) for src, sha256 in digests.items() if sha256},
            checkpoint=revision.checkpoint,
            author_id=draft.author,
            is_scheduled=moment is not None,
            aliases=manifest.former_addresses(draft),
            translation_of=draft.translation_of,
            translations=self.translations.get(slug, {}),
        )

    def _disclosure(self, piece: Piece, model: ModelPart, imprint: Imprint) -> Disclosure:
        """What readers are told about a model's part in this revision, computed from its record."""
        reviewers = self._names(it.actor for it in approvals_of(piece))
        kind = cast(DisclosureKind, model.kind)
        statement = disclosure(
            "ai-autonomous" if kind == "ai-assisted" and not reviewers else kind,
            lang=piece.draft.lang,
            responsible=imprint.responsible,
            contact=imprint.contact,
            author=imprint.byline,
            wording=visible(piece.draft.disclosure) or imprint.wording,
            parts=model.parts,
        )
        editor = "".join(self._names([_editor_of(piece)]))
        return replace(statement, reviewers=reviewers, editor=editor, sources=len(piece.draft.testimonies))

    def _names(self, identities: Iterable[str]) -> tuple[str, ...]:
        people = self.settings.people
        return tuple(
            dict.fromkeys(people[identity].name if identity in people else identity for identity in identities)
        )


def refuse_altered(repository: Repository, kept: Piece) -> Mapping[str, Any]:
    """The manifest of a kept revision, computed anew from its text and its files.

    Raises `InputError` where its hash is not the one by which the revision is kept.
    """
    try:
        content = manifest.rebuilt(kept.manifest, kept.draft, kept.files.digest)
    except ValueError:
        raise InputError(
            _("The manifest of the kept revision {hash} of “{slug}” cannot be read; it is not exported.").format(
                hash=kept.hash[:12], slug=kept.slug
            ),
            advice("restore-folder"),
            file=repository.kept_label(kept.slug, kept_manifest(kept.hash)),
        ) from None
    if manifest.content_hash(content) != kept.hash:
        raise InputError(
            _("The kept revision {hash} of “{slug}” is no longer what was approved; it is not exported.").format(
                hash=kept.hash[:12], slug=kept.slug
            ),
            advice("restore-changed-file"),
            file=kept.label,
        )
    return content


def approvals_of(piece: Piece) -> list[Event]:
    """The approvals of this very text that counted when it went out, or count now where it has not.

    One that was taken back, or that an edit voided, is none of them.
    """
    course, approvers = Course(), None
    for event in piece.events:
        course.add(event)
        if event.action in OUT and event.hash == piece.hash:
            approvers = course.situation(content_hash=piece.hash).approvals
    if approvers is None:
        approvers = course.situation(content_hash=piece.hash).approvals
    last = {it.actor: it for it in piece.events if it.action is Action.approve and it.hash == piece.hash}
    return [last[actor] for actor in approvers if actor in last]


def _editor_of(piece: Piece) -> str:
    """The id of the person who published this very text, or scheduled what the clock published or will; else empty."""
    acts = [it for it in piece.events if it.hash == piece.hash and it.action in _PUTS_OUT and it.kind != "system"]
    return acts[-1].actor if acts and acts[-1].kind == "person" else ""


def _parts(piece: Piece, content: Mapping[str, Any]) -> ModelPart:
    """What a model did to this revision: as approved; of format 1, as noted when it was published."""
    stated = manifest.model_part(content)
    return stated if manifest.format_of(content) > manifest.FIRST else stated._replace(parts=_noted_parts(piece))


def _noted_parts(piece: Piece) -> tuple[str, ...]:
    """What a model did to this revision: as noted when it was published, else as the history shows."""
    for event in reversed(piece.events):
        if event.action is Action.publish and event.hash == piece.hash:
            parts = publication(event).parts
            if parts is not None:
                return parts
            break
    return authorship.parts(piece.events, piece.draft, piece.calls)
