"""Send ours: overwrite what somebody edited at a target with the approved revision."""

from __future__ import annotations

from dataclasses import dataclass

from authoring.editorial.actions import GuardedByPreparation
from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery
from authoring.editorial.one_target import refuse_all_but_editors, refuse_without_consent, shared_target
from authoring.editorial.replaying import refuse_unproven
from authoring.errors import UsageError, advice
from authoring.exporters import ApprovedRevision, Receipt, SharedExporter
from authoring.text.i18n import _


@dataclass(frozen=True)
class Overwriting:
    """The revision that is about to be sent, and its target."""

    exporter: SharedExporter
    revision: ApprovedRevision


@dataclass(frozen=True)
class SendOurs(GuardedByPreparation[Overwriting, Receipt]):
    """Overwrite what somebody edited at the one target of `targets`; their text is kept beside the piece.

    Only an editor may do it; `reason` is required.
    """

    slug: str
    reason: str
    targets: tuple[str, ...] = ()

    def prepare(self, context: Context) -> Overwriting:
        """What will be sent; nothing is sent yet.

        Raises `NotAllowed` for somebody who is not an editor, `UsageError` without a reason or for a target in which
        people cannot edit, and `NotPossibleNow` when a consent is missing.
        """
        exporter = shared_target(context, self.targets)
        refuse_all_but_editors(
            context, _("Only an editor may overwrite what somebody wrote on the site; {name} is none.")
        )
        if not self.reason.strip():
            raise UsageError(_("Overwriting somebody’s text takes a reason."), advice("give-reason"))
        refuse_unproven(context, context.repository.piece(self.slug))
        refuse_without_consent(context, exporter, self.slug)
        return Overwriting(exporter, ApprovedRevisions(context.repository).read(self.slug))

    def execute(self, context: Context, prepared: Overwriting, *, signature: bytes = b"") -> Receipt:
        """Send it. Raises `NotPossibleNow` if it was retracted, or a consent withdrawn, since it was prepared."""
        exporter, revision = prepared.exporter, prepared.revision
        return Delivery(context, [exporter]).send_one(
            exporter, self.slug, lambda: exporter.overwrite(revision, by=context.actor.id, reason=self.reason.strip())
        )
