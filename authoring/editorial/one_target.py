"""The single target of a decision, and the guards of sending a piece to it by hand."""

from __future__ import annotations

from collections.abc import Sequence

from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery
from authoring.errors import NotAllowed, NotPossibleNow, UsageError, advice
from authoring.exporters import Exporter, Mailer, SharedExporter
from authoring.text.i18n import _


def shared_target(context: Context, targets: Sequence[str]) -> SharedExporter:
    """The target, which must be one that people can edit. Raises `UsageError` for several, or for another kind."""
    exporters = context.exporters(targets)
    if len(exporters) == 1 and isinstance(exporters[0], SharedExporter):
        return exporters[0]
    raise UsageError(
        _("Whose text counts is decided for one target, and one where people write too."), advice("name-target")
    )


def mailing_target(context: Context, targets: Sequence[str]) -> Mailer:
    """The target, which must be one that sends mail. Raises `UsageError` for several, or for another kind."""
    exporters = context.exporters(targets)
    if len(exporters) == 1 and isinstance(exporters[0], Mailer):
        return exporters[0]
    raise UsageError(_("A newsletter belongs to one target that sends mail."), advice("name-target"))


def refuse_all_but_editors(context: Context, message: str) -> None:
    """Raise `NotAllowed` unless the actor is an editor; `message` has a place for their `{name}`."""
    actor = context.actor
    if actor.kind != "person" or not actor.roles & {"editor", "admin"}:
        raise NotAllowed(message.format(name=actor.name), advice("ask-editor"))


def refuse_without_consent(context: Context, exporter: Exporter, slug: str) -> None:
    """Raise `NotPossibleNow` when a consent excludes the piece from this target today."""
    reason = Delivery(context, [exporter]).refusals(exporter, [slug]).get(slug)
    if reason:
        raise NotPossibleNow(reason, _("Correct the piece, or ask the person again."))
