"""`authoring verify`: recompute every hash and every chain."""

from __future__ import annotations

from typing import Annotated

import typer

from authoring.cli import terminal
from authoring.i18n import _, plural


def verify(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]…", help=_("Which pieces; all if none."))] = None,
    as_json: terminal.Json = False,
) -> int:
    from authoring.verify import verify as verify_pieces

    workspace = terminal.open_workspace()
    found = verify_pieces(workspace.store, workspace.settings, slugs or None)
    if as_json:
        problems = [
            {"file": terminal.shown_path(p.file) if p.file else None, "line": p.line, "message": p.message}
            for p in found.problems
        ]
        terminal.say_json({"ok": not problems, "checked": found.checked, "problems": problems})
    else:
        for problem in found.problems:
            terminal.show_problem(problem)
        terminal.say(plural("{count} piece verified.", "{count} pieces verified.", found.checked))
        if not found.problems:
            terminal.say(_("Everything holds."))
    return 3 if found.problems else 0
