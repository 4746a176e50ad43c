"""Publish: send the approved revision to every target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from authoring.editorial import consents, imported_posts
from authoring.editorial.actions import Delivered, PieceAction, Prepared, moment_of, recorded
from authoring.editorial.approved_revisions import refuse_altered
from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery, channel_of
from authoring.editorial.guards import refuse_blocking
from authoring.editorial.replaying import refuse_unproven
from authoring.errors import Conflict, advice
from authoring.exporters import Receipt
from authoring.exporters.targets import place_of
from authoring.model import workflow
from authoring.model.config import CHANNEL
from authoring.model.documents import Testimony
from authoring.model.events import Publication
from authoring.model.states import OUT, Action, State
from authoring.sourcing import authorship
from authoring.store import Key
from authoring.store.exported import ExportRecords
from authoring.store.pieces import Piece
from authoring.text import markdown
from authoring.text.i18n import _


@dataclass(frozen=True)
class Publish(PieceAction[Delivered]):
    """Publish the approved revision. A second call completes an interrupted run, and changes nothing else.

    The consents must be valid, the history in order and the approvals proven. A model's text without an approval is
    published only if the settings allow it and no finding blocks.
    """

    action: ClassVar[Action] = Action.publish

    def permit(self, context: Context, piece: Piece) -> State:
        """The state after it, by the workflow's table; a text that needs no approval is treated as approved."""
        situation = piece.situation
        if may_go_unapproved(context, piece):
            situation = replace(situation, state=State.approved)
        moment = moment_of(context, piece)
        return workflow.permit(self.action, now=situation, actor=context.actor, moment=moment)

    def is_done(self, context: Context, piece: Piece) -> bool:
        """Whether it is out already."""
        return piece.situation.state is State.published

    def prepare(self, context: Context) -> Prepared:
        """The event, which is recorded only while the testimonies that concern the piece are as they were read."""
        piece = self.piece(context)
        testimonies = {} if self.is_done(context, piece) else _versions_of_testimonies(context, piece)
        prepared = super().prepare(context)
        return replace(prepared, additions=replace(prepared.additions, expected=testimonies))

    def details(self, context: Context, piece: Piece) -> Mapping[str, Any]:
        """The model's part in this text. Raises `NotPossibleNow` or `Conflict` when a guard refuses it."""
        is_autonomous = may_go_unapproved(context, piece)
        if is_autonomous:
            refuse_blocking(context.findings(piece), is_reviewed=False)
        refuse_unproven(context, piece)
        _refuse_altered_revision(context, piece)
        _refuse_without_consent(context, piece)
        _refuse_to_overwrite(context, piece)
        parts = authorship.parts(piece.events, piece.draft, piece.calls)
        return Publication(parts, is_autonomous).as_details()

    def execute(self, context: Context, prepared: Prepared, *, signature: bytes = b"") -> Delivered:
        """Record the publication, then bring every target up to date.

        Every piece that a target lacks is sent: a target without its record of posts would list this post only.
        """
        try:
            outcome = recorded(context, prepared)
        except Conflict:
            _refuse_without_consent(context, self.piece(context))  # a consent was withdrawn meanwhile: raises for it
            raise
        receipts = Delivery(context, context.exporters()).export()
        return Delivered(outcome, [it for it in receipts if it.slug == self.slug or _is_news(it)])


def _is_news(receipt: Receipt) -> bool:
    """Whether the receipt reports a change to another piece; imported posts that still wait are not reported again."""
    return receipt.outcome != "unchanged" and receipt.remedy != imported_posts.remedy()


def due(context: Context) -> Iterator[str]:
    """The slugs of the scheduled pieces whose moment has come."""
    for entry in context.overview().entries:
        if entry.scheduled_at and datetime.fromisoformat(entry.scheduled_at) <= context.now:
            yield entry.slug


def unsent(context: Context) -> Iterator[str]:
    """The slugs of the pieces that an interrupted run published by schedule and did not send to every target."""
    records = ExportRecords(context.store)
    register = records.register()
    places = {name: place_of(target) for name, target in context.settings.targets.items()}
    for entry in context.overview().entries:
        missing = {
            (name, place)
            for name, place in places.items()
            if entry.live and register.get(entry.slug, {}).get(name, [])[:2] != [place, entry.live]
        }
        if entry.slug not in register:  # another clone of the workspace has the piece's record and not its own
            missing -= {(it.target, it.place) for it in records.read(entry.slug) if it.key == entry.live}
        if missing and _is_by_the_clock(context.repository.piece(entry.slug)):
            yield entry.slug


def _is_by_the_clock(piece: Piece) -> bool:
    last = next((event for event in reversed(piece.events) if event.action in OUT), None)
    return last is not None and last.kind == "system"


def may_go_unapproved(context: Context, piece: Piece) -> bool:
    """Whether the settings allow publishing a model's text without an approval, and nobody has decided on it."""
    situation = piece.situation
    is_waiting = situation.state in (State.draft, State.in_review) and not situation.void
    return context.settings.disclosure.allow_autonomous and situation.has_model_text and is_waiting


def _refuse_altered_revision(context: Context, piece: Piece) -> None:
    """Raise `InputError` when somebody changed the kept revision, which would be published."""
    if context.store.revisions.has(piece.slug, piece.hash):
        kept = context.repository.kept(piece, piece.hash)
        refuse_altered(context.repository, kept, digest=kept.files.digest)


def used_testimonies(context: Context, piece: Piece) -> list[Testimony]:
    """Every testimony that the piece names or contains. Raises `UnknownSlug` for one that does not exist."""
    inserted = [match["slug"] for match in markdown.TESTIMONY_BLOCK.finditer(piece.draft.body)]
    return [context.repository.testimony(slug) for slug in dict.fromkeys([*piece.draft.testimonies, *inserted])]


def _versions_of_testimonies(context: Context, piece: Piece) -> dict[Key, str]:
    """The versions of the testimonies that the piece names or that can concern it."""
    inserted = [match["slug"] for match in markdown.TESTIMONY_BLOCK.finditer(piece.draft.body)]
    slugs = {*piece.draft.testimonies, *inserted, *context.slugs_concerning(piece)}
    keys = [Key("testimony", slug) for slug in sorted(slugs)]
    texts = {key: context.store.documents.read(key) for key in keys}
    return {key: text.version for key, text in texts.items() if text is not None}


def _refuse_without_consent(context: Context, piece: Piece) -> None:
    """Raise `NotPossibleNow` unless every consent covers every target's channel and the form of the name."""
    channels = [channel_of(context.settings, name) for name in context.settings.targets] or [CHANNEL]
    used_testimonies(context, piece)  # raises for one that does not exist or has mistakes
    limited = consents.limited(context, context.consents().entries, channels)
    consents.refuse(consents.objections(context, piece))
    consents.refuse(consents.refusals(context, piece, limited, channels=channels, on=context.today))


def _refuse_to_overwrite(context: Context, piece: Piece) -> None:
    """Raise `Conflict` when somebody edited the published copy, which is about to be replaced."""
    stray = stray_copy(context, piece)
    if stray is not None:
        raise Conflict(
            _("Somebody wrote into this copy of what readers see while its correction was on the way."),
            advice("bring-over-and-repeat", slug=piece.slug),
            file=stray[0],
        )


def stray_copy(context: Context, piece: Piece) -> tuple[str, bytes] | None:
    """The label of the published copy, if somebody edited it during a correction; else empty."""
    copy = context.store.revisions.live_copy(piece.slug) if piece.situation.live and not piece.is_out else None
    if copy is None:
        return None
    live = context.store.documents.read(Key("piece", piece.slug, piece.situation.live))
    return None if live is not None and live.content == copy.content else (copy.label, copy.content)
