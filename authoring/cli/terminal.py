"""The terminal: functions of all commands to open the workspace, to print and to ask."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import screen
from authoring.cli.advice import words
from authoring.errors import Advice, AuthoringError, Problem
from authoring.text.i18n import _
from authoring.text.visible import as_json_escapes, in_one_line, visible

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.text.differences import Line

As = Annotated[str, typer.Option("--as", metavar="ID", help=_("Who acts: an id of [people] in authoring.toml."))]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON for other programs."))]
Slug = Annotated[str, typer.Argument(metavar="SLUG", help=_("The piece: the name of its folder."))]


def open_workspace() -> Context:
    """The workspace of the current folder, without an actor."""
    from authoring.workspace import open_workspace as open_folder

    return open_folder(Path.cwd(), os.environ)


def acting(name: str) -> Context:
    """The workspace of the current folder with an actor: the named one, else the user of this machine.

    That is `AUTHORING_USER`, else git's `user.email`, as an entry of `[people]`. Raises `UnknownActor` without one.
    """
    from authoring.workspace import person_named

    context = open_workspace()
    wanted = name or os.environ.get("AUTHORING_USER", "") or git_setting("user.email")
    return context.acting_as(person_named(context.settings, wanted))


def git_setting(name: str) -> str:
    """A setting of git in the current folder; empty when it is not set, or git is not installed."""
    import subprocess

    command = ["git", "config", name]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603  whichever git the user has
    except (OSError, subprocess.SubprocessError):
        return ""
    return result.stdout.strip()


def say(text: str = "") -> None:
    """A line of the command's result, on stdout."""
    screen.show(text)


def note(text: str) -> None:
    """A line about progress, on stderr."""
    screen.show(text, err=True)


def say_json(value: Any) -> None:
    """The command's result for other programs."""
    import json

    say(as_json_escapes(json.dumps(value, ensure_ascii=False, indent=2, default=_plain)))


def can_ask() -> bool:
    """Whether the program runs on a terminal, so that it can ask a question."""
    return sys.stdin.isatty()


def ask(question: str) -> str:
    """The user's answer; asks again while it is empty."""
    return str(typer.prompt(visible(question), prompt_suffix=" ")).strip()


def ask_secret(question: str) -> str:
    """The user's answer, which is not shown while they type."""
    return str(typer.prompt(visible(question), hide_input=True, prompt_suffix=" "))


def agrees(question: str) -> bool:
    """Whether the user answers yes; any other answer is no."""
    # Translators: the letter that stands for yes
    yes = _("y")
    answer = typer.prompt(f"{visible(question)} [{yes}/N]", default="n", show_default=False, prompt_suffix=" ")
    return str(answer).strip().lower() in (yes, "y", _("yes"))


def choose(question: str, answers: Mapping[str, str]) -> str:
    """The letter that the user chooses; asks again until it is one of the choices."""
    for letter, meaning in answers.items():
        say(f"  {bold(letter)}  {meaning}")
    while True:
        letter = ask(question).lower()
        if letter in answers:
            return letter
        note(_("Type one of these letters: {letters}").format(letters=", ".join(answers)))


def shown_path(path: str | Path) -> str:
    """The path, or the label of a text, relative to the current folder."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def in_line(text: str) -> str:
    """A text of a person, such as a name or a title, in one line: line feeds are escaped."""
    return in_one_line(text)


def shown_place(where: str) -> str:
    """An address unchanged, a file relative to the current folder."""
    return shown_path(where) if where.startswith(os.sep) else where


def show_error(error: AuthoringError, *, as_json: bool) -> None:
    """Print all problems of an error on stderr, each with its place and its remedy."""
    if as_json:
        import json

        note(as_json_escapes(json.dumps(_as_json(error, error.problems[0]), ensure_ascii=False)))
        return
    show_problems(error.problems)


def show_problems(problems: Iterable[Problem]) -> int:
    """Print the problems on stderr; returns the exit code for them."""
    code = 0
    for problem in problems:
        code = AuthoringError.exit_code
        note(_text(problem))
    return code


def show_strays(strays: Iterable[Problem]) -> None:
    """Print the workspace's unused files on stderr; they are not errors and do not change the exit code."""
    for stray in strays:
        note(_text(stray))


def show_problem(problem: Problem) -> None:
    """Print the problem on stdout, for commands whose result it is."""
    say(_text(problem))


def say_columns(rows: Sequence[Sequence[str]]) -> None:
    """Print rows, the heading first; columns without any value are left out."""
    lines = [[in_one_line(cell) for cell in row] for row in rows]
    columns = [column for column in zip(*lines, strict=True) if any(column[1:])]
    widths = [max(len(cell) for cell in column) for column in columns]
    for number, row in enumerate(zip(*columns, strict=True)):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        say(bold(line) if number == 0 else line)


def bold(text: str) -> str:
    """The text in bold, if the terminal can."""
    return screen.styled(text, "bold")


def changed(line: Line) -> str:
    """A line of a comparison; words that differ are underlined if the terminal can."""
    if line.kind == "same":
        return f"  {line.text}"
    colour, sign = ("red", "-") if line.kind == "removed" else ("green", "+")
    parts, position = [], 0
    for start, end in line.marks:
        parts.append(screen.styled(line.text[position:start], colour))
        parts.append(screen.styled(line.text[start:end], colour, "underline", "bold"))
        position = end
    parts.append(screen.styled(line.text[position:], colour))
    return screen.styled(f"{sign} ", colour) + "".join(parts)


def _text(problem: Problem) -> str:
    place = f"{_place(problem)}: " if problem.file else ""
    return f"{place}{problem.message}" + (f"\n  → {words(problem.remedy)}" if problem.remedy else "")


def _plain(value: Any) -> str:
    return words(value) if isinstance(value, Advice) else str(value)


def _place(problem: Problem) -> str:
    path = shown_path(problem.file)
    return f"{path}:{problem.line}" if problem.line else path


def _as_json(error: AuthoringError, problem: Problem) -> dict[str, Any]:
    return {
        "error": type(error).__name__,
        "code": error.code,
        "message": problem.message,
        "remedy": words(problem.remedy),
        "file": shown_path(problem.file) if problem.file else None,
        "line": problem.line,
    }
