"""The terminal: what commands share to open the workspace, to print and to ask."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.errors import AuthoringError, Problem
from authoring.i18n import _

if TYPE_CHECKING:
    from authoring.workspace import Workspace

As = Annotated[str, typer.Option("--as", metavar="ID", help=_("Who acts: an id of [people] in authoring.toml."))]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON for other programs."))]
Slug = Annotated[str, typer.Argument(metavar="SLUG", help=_("The piece: the name of its folder."))]


def open_workspace() -> Workspace:
    """The workspace that the current folder lies in."""
    from authoring.workspace import Workspace

    return Workspace.open(Path.cwd(), os.environ)


def say(text: str = "") -> None:
    """A line of the command's result, on stdout."""
    print(text)  # noqa: T201  the one place where results are printed


def note(text: str) -> None:
    """A line about what goes on, on stderr."""
    print(text, file=sys.stderr)  # noqa: T201  the one place where progress is printed


def say_json(value: Any) -> None:
    """The command's result for other programs."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def can_ask() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty()


def shown_path(path: Path) -> str:
    """The path as the user would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def show_error(error: AuthoringError, *, as_json: bool) -> None:
    """All of the error's problems on stderr, each with its place and its remedy."""
    if as_json:
        note(json.dumps(_as_json(error, error.problems[0]), ensure_ascii=False))
        return
    for problem in error.problems:
        place = f"{_place(problem)}: " if problem.file else ""
        note(f"{place}{problem.message}")
        if problem.remedy:
            note(f"  → {problem.remedy}")


def _place(problem: Problem) -> str:
    assert problem.file is not None
    shown = shown_path(problem.file)
    return f"{shown}:{problem.line}" if problem.line else shown


def _as_json(error: AuthoringError, problem: Problem) -> dict[str, Any]:
    return {
        "error": type(error).__name__,
        "message": problem.message,
        "remedy": problem.remedy,
        "file": shown_path(problem.file) if problem.file else None,
        "line": problem.line,
    }
