"""Send by mail: publish a piece at a target that mails it to the readers of a newsletter."""

from __future__ import annotations

from dataclasses import dataclass

from authoring.editorial.actions import EditorialAction
from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery
from authoring.editorial.one_target import mailing_target, refuse_all_but_editors, refuse_without_consent
from authoring.editorial.replaying import refuse_unproven
from authoring.errors import AuthoringError, InputError, Stopped, UsageError, advice
from authoring.exporters import ApprovedRevision, Mailer, Receipt
from authoring.text.i18n import _


@dataclass(frozen=True)
class Mailing:
    """The revision that is about to be sent, its target, and the number of people who get it."""

    mailer: Mailer
    revision: ApprovedRevision
    readers: int


@dataclass(frozen=True)
class SendByMail(EditorialAction[Mailing, Receipt]):
    """Publish a piece at the one target of `targets` and have it sent to the readers of `newsletter`.

    A mail cannot be called back: `confirmation` is the newsletter's name, typed again by somebody who was shown the
    number of its readers. Only an editor may do it.
    """

    slug: str
    newsletter: str
    confirmation: str = ""
    targets: tuple[str, ...] = ()

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not do this now; None when they may. Sends no request, and needs no confirmation."""
        try:
            self._mailer(context)
        except (Stopped, InputError, UsageError) as refusal:
            return refusal
        return None

    def prepare(self, context: Context) -> Mailing:
        """The revision that will be sent, and the number of its readers; nothing is sent yet.

        Raises `NotAllowed` for somebody who is not an editor, `UsageError` when the target sends no mail, `InputError`
        for an unknown newsletter, and `NotPossibleNow` when a consent is missing.
        """
        mailer = self._mailer(context)
        refuse_unproven(context, context.repository.piece(self.slug))
        readers = mailer.readers(self.newsletter)
        return Mailing(mailer, ApprovedRevisions(context.repository).read(self.slug), readers)

    def execute(self, context: Context, prepared: Mailing, *, signature: bytes = b"") -> Receipt:
        """Send it. Raises `UsageError`, having sent nothing, unless `confirmation` is the newsletter's name."""
        if self.confirmation != self.newsletter:
            raise UsageError(
                _("Nothing was sent: the newsletter’s name was not written again."),
                advice("confirm-newsletter", name=self.newsletter),
            )
        mailer, revision = prepared.mailer, prepared.revision
        return Delivery(context, [mailer]).send_one(
            mailer, self.slug, lambda: mailer.publish_by_mail(revision, newsletter=self.newsletter)
        )

    def _mailer(self, context: Context) -> Mailer:
        mailer = mailing_target(context, self.targets)
        refuse_all_but_editors(context, _("Only an editor may have a piece sent by mail; {name} is none."))
        refuse_without_consent(context, mailer, self.slug)
        return mailer
