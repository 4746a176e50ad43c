"""`authoring verify`: recompute every hash and every chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.audit.verify import Verification


def verify(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]…", help=_("Which pieces; all if none."))] = None,
    against: Annotated[
        str,
        typer.Option(
            "--against",
            metavar="CHECKPOINT",
            help=_("A checkpoint kept elsewhere, or the file or address of an exported post that holds it."),
        ),
    ] = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.audit import checkpoints
    from authoring.audit.verify import verify as verify_pieces

    checkpoint = checkpoints.find(against) if against else None
    verification = verify_pieces(terminal.open_workspace(), slugs or (), checkpoint=checkpoint)
    if as_json:
        terminal.say_json(verification.as_json(display=terminal.shown_path))
    else:
        _show(verification)
    return 3 if verification.problems else 0


def _show(verification: Verification) -> None:
    for problem in (*verification.problems, *verification.notes):
        terminal.show_problem(problem)
    terminal.say(plural("{count} piece verified.", "{count} pieces verified.", verification.checked))
    if verification.unrecorded:
        terminal.say(_not_recorded(verification.unrecorded))
    if verification.passes_checkpoint:
        terminal.say(_("The history passes through the checkpoint."))
    if not verification.problems:
        terminal.say(_("Everything holds."))


def _not_recorded(count: int) -> str:
    return plural(
        "{count} line of an earlier version does not record by what right somebody acted; that is no fault.",
        "{count} lines of earlier versions do not record by what right somebody acted; that is no fault.",
        count,
    )
