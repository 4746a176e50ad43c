"""Forget a former target: an editor states that it does not show a piece any more, since it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from authoring.editorial.actions import GuardedByPreparation
from authoring.editorial.context import Context
from authoring.editorial.one_target import refuse_all_but_editors
from authoring.editorial.owing import Owed, Owing
from authoring.errors import InputError, advice
from authoring.store.exported import Exported, ExportRecords
from authoring.store.operations import count_events
from authoring.text.i18n import _


@dataclass(frozen=True)
class ForgetTarget(GuardedByPreparation[list[Owed], list[Owed]]):
    """Record that a target which the settings name no more does not show a piece; all pieces where none is named.

    The record says who vouched for it.
    """

    target: str
    slugs: tuple[str, ...] = ()

    def prepare(self, context: Context) -> list[Owed]:
        """The pieces owed there. Raises `InputError` for a target in the settings, or one without such pieces."""
        refuse_all_but_editors(context, _("Only an editor may vouch that a post is gone; {name} is none."))
        if self.target in context.settings.targets:
            raise InputError(
                _("“{target}” is a target still; an export looks there.").format(target=self.target),
                advice("export-again"),
            )
        owed = [it for it in Owing(context).pieces(self.slugs or None) if it.target == self.target]
        if not owed:
            raise InputError(_("Nothing is owed at “{target}”.").format(target=self.target), advice("see-targets"))
        return owed

    def execute(self, context: Context, prepared: list[Owed], *, signature: bytes = b"") -> list[Owed]:
        """Record that they are down."""
        records, moment = ExportRecords(context.store), context.clock().replace(microsecond=0).isoformat()
        for owed in prepared:
            count = count_events(context.store.events.read(owed.slug))
            gone = Exported(owed.target, owed.place, "", owed.where, moment, count, is_down=True, by=context.actor.id)
            records.write({owed.slug: gone})
        return prepared
