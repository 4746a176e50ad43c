"""What `check --fix` does: mend the typography, write it as any other edit, and note who did it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.errors import NotPossibleNow, UsageError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.model.people import Person
    from authoring.store import Piece
    from authoring.workspace import Workspace

FIXES = ("typography",)


def mend(workspace: Workspace, slugs: Sequence[str], *, what: str, actor: str, is_named: bool) -> None:
    """Mend pieces. One that may not be edited now is an error when it was named, and left alone otherwise."""
    if what not in FIXES:
        raise UsageError(
            _("“{what}” cannot be mended by a program.").format(what=what),
            _("What can be: {fixes}.").format(fixes=", ".join(FIXES)),
        )
    person = workspace.actor(actor)
    for slug in slugs:
        try:
            _mend(workspace, workspace.store.piece(slug), person)
        except NotPossibleNow as error:
            if is_named:
                raise
            terminal.note(_("“{slug}” was left as it is: {reason}").format(slug=slug, reason=error))


def _mend(workspace: Workspace, piece: Piece, person: Person) -> None:
    from authoring.checks.typography import fix_typography
    from authoring.editorial import review
    from authoring.model import workflow
    from authoring.model.workflow import Action
    from authoring.sourcing import provenance
    from authoring.store import files

    body = fix_typography(piece.document.body, lang=piece.draft.lang)
    if body == piece.document.body:
        return
    workflow.permit(Action.mend, now=piece.situation, actor=person)
    written = workspace.store.write(piece, piece.document.with_body(body).text)
    if (piece.folder / provenance.NAME).exists():
        record = provenance.read(piece.folder).upgraded(piece.document.body)
        files.write_bytes(piece.folder / provenance.NAME, record.encode())
        written = workspace.store.piece(piece.slug)
    when = workspace.now()
    review.record_writing(workspace.store, written, action=Action.mend, actor=person, when=when, models=())
    terminal.note(_("“{slug}”: the typography was mended.").format(slug=piece.slug))
