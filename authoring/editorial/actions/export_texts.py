"""Export texts: what was approved to go with a piece that may go out, as files for whoever posts them."""

from __future__ import annotations

from dataclasses import dataclass

from authoring.editorial import accompanying
from authoring.editorial.accompanying import TextView
from authoring.editorial.actions import GuardedByPreparation
from authoring.editorial.context import Context
from authoring.editorial.replaying import refuse_unproven
from authoring.errors import NotPossibleNow, advice
from authoring.model.states import State, state_name
from authoring.model.text_kinds import kind_named
from authoring.text.i18n import _

_MAY_GO_OUT = (State.approved, State.scheduled, State.published)


@dataclass(frozen=True)
class ExportTexts(GuardedByPreparation[tuple[TextView, ...], dict[str, bytes]]):
    """The approved texts of a piece, of these kinds or of all, each as a file for where it is posted.

    It changes nothing: a door writes the files to where somebody wants them.
    """

    slug: str
    kinds: tuple[str, ...] = ()

    def prepare(self, context: Context) -> tuple[TextView, ...]:
        """What may go out. Raises `NotPossibleNow` for a piece or a text that is not approved, or has no valid record.

        Without kinds, texts that are not approved are left out, unless none is approved at all.
        """
        piece = context.repository.piece(self.slug)
        if piece.situation.state not in _MAY_GO_OUT:
            raise NotPossibleNow(
                _("The piece is {state}, so that nothing that goes with it may go out.").format(
                    state=state_name(piece.situation.state)
                ),
                advice("see-texts", slug=self.slug),
                file=piece.label,
            )
        refuse_unproven(context, piece)
        wanted = {kind_named(name).name for name in self.kinds}
        listed = [it for it in accompanying.views(context, piece) if not wanted or it.kind.name in wanted]
        approved = [it for it in listed if it.standing == "approved"]
        missing = wanted - {it.kind.name for it in approved}
        if missing or not approved:
            raise NotPossibleNow(
                _("This text is not approved as it is now: {kinds}.").format(kinds=", ".join(sorted(missing)))
                if missing
                else _("No text that goes with “{slug}” is approved as it is now.").format(slug=self.slug),
                advice("see-texts", slug=self.slug),
            )
        return tuple(approved)

    def execute(self, context: Context, prepared: tuple[TextView, ...], *, signature: bytes = b"") -> dict[str, bytes]:
        """The files by their names. The same texts give the same bytes."""
        return {f"{self.slug}-{it.kind.name}.md": f"{it.text}\n".encode() for it in prepared}
