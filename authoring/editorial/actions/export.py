"""Export: bring targets up to date with the published pieces."""

from __future__ import annotations

from dataclasses import dataclass

from authoring.editorial.actions import EditorialAction
from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery
from authoring.errors import AuthoringError, InputError
from authoring.exporters import Receipt


@dataclass(frozen=True)
class Export(EditorialAction[list[Receipt], list[Receipt]]):
    """Bring the named targets, or all, up to date with the named pieces, or with all.

    A piece that the target has already is not sent again; one that is not live any more is taken down. A piece whose
    consent excludes a target's channel is not sent there, and its receipt says so.
    """

    slugs: tuple[str, ...] | None = None
    targets: tuple[str, ...] = ()

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why it cannot be done now: a target's settings are wrong. Nobody needs a role to send what was approved."""
        try:
            context.exporters(self.targets)
        except InputError as refusal:
            return refusal
        return None

    def prepare(self, context: Context) -> list[Receipt]:
        """The receipts that `execute` would give: a dry run. Nothing is written, here or at a target."""
        return self._delivery(context).plan(self.slugs)

    def execute(self, context: Context, prepared: list[Receipt], *, signature: bytes = b"") -> list[Receipt]:
        """Send. The plan is not used, since targets change in the meantime; it may be empty."""
        return self._delivery(context).export(self.slugs)

    def _delivery(self, context: Context) -> Delivery:
        return Delivery(context, context.exporters(self.targets))
