"""`authoring verify`: recompute every hash and every chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authoring.errors import Problem
    from authoring.workspace import Workspace


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
    from authoring.audit.verify import verify as verify_pieces
    from authoring.editorial import consents

    workspace = terminal.open_workspace()
    chosen = slugs or None
    compared = _against(workspace, against, chosen) if against else []
    found = verify_pieces(workspace.store, workspace.settings, chosen)
    known = {problem.place for problem in found.problems}
    problems = [*(one for one in compared if one.place not in known or not one.place), *found.problems]
    problems += consents.still_out(
        workspace.store, workspace.settings, chosen or workspace.store.pieces(), on=workspace.now().date()
    )
    if as_json:
        terminal.say_json({"ok": not problems, "checked": found.checked, "problems": [_as_json(p) for p in problems]})
    else:
        _show(problems, found.checked, is_compared=bool(against) and not compared)
    return 3 if problems else 0


def _against(workspace: Workspace, where: str, slugs: Sequence[str] | None) -> list[Problem]:
    """A post says by its name which piece it is; a checkpoint alone is looked for in all of them."""
    from authoring.audit import checkpoints
    from authoring.audit.verify import verify_against

    checkpoint = checkpoints.find(where)
    pieces = workspace.store.pieces()
    named = [checkpoint.slug] if checkpoint.slug in pieces else pieces
    return verify_against(workspace.store, checkpoint.text, slugs or named)


def _show(problems: Sequence[Problem], checked: int, *, is_compared: bool) -> None:
    for problem in problems:
        terminal.show_problem(problem)
    terminal.say(plural("{count} piece verified.", "{count} pieces verified.", checked))
    if is_compared:
        terminal.say(_("The history passes through the checkpoint."))
    if not problems:
        terminal.say(_("Everything holds."))


def _as_json(problem: Problem) -> dict[str, object]:
    file = terminal.shown_path(problem.file) if problem.file else None
    return {"file": file, "line": problem.line, "message": problem.message}
