"""The terminal: what commands share to open the workspace, to print and to ask."""

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
    """The workspace that the current folder lies in; nobody acts in it."""
    from authoring.workspace import open_workspace as open_folder

    return open_folder(Path.cwd(), os.environ)


def acting(name: str) -> Context:
    """The workspace that the current folder lies in, with somebody at work: who is named, else who sits here.

    That is `AUTHORING_USER`, else git's `user.email`, as one of `[people]`. Raises `UnknownActor` for nobody.
    """
    from authoring.workspace import person_named

    context = open_workspace()
    wanted = name or os.environ.get("AUTHORING_USER", "") or git_setting("user.email")
    return context.acting_as(person_named(context.settings, wanted))


def git_setting(name: str) -> str:
    """A setting of git's as it holds in the current folder; empty when there is none, or no git."""
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
    """A line about what goes on, on stderr."""
    screen.show(text, err=True)


def say_json(value: Any) -> None:
    """The command's result for other programs."""
    import json

    say(as_json_escapes(json.dumps(value, ensure_ascii=False, indent=2, default=_plain)))


def can_ask() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty()


def ask(question: str) -> str:
    """What somebody types, once it is not empty."""
    return str(typer.prompt(visible(question), prompt_suffix=" ")).strip()


def ask_secret(question: str) -> str:
    """What somebody types without its being shown."""
    return str(typer.prompt(visible(question), hide_input=True, prompt_suffix=" "))


def agrees(question: str) -> bool:
    """Whether somebody says yes to a question; anything else is no."""
    # Translators: the letter that stands for yes
    yes = _("y")
    answer = typer.prompt(f"{visible(question)} [{yes}/N]", default="n", show_default=False, prompt_suffix=" ")
    return str(answer).strip().lower() in (yes, "y", _("yes"))


def choose(question: str, answers: Mapping[str, str]) -> str:
    """The letter that somebody chose; asks again until it is one of them."""
    for letter, meaning in answers.items():
        say(f"  {bold(letter)}  {meaning}")
    while True:
        letter = ask(question).lower()
        if letter in answers:
            return letter
        note(_("Type one of these letters: {letters}").format(letters=", ".join(answers)))


def shown_path(path: str | Path) -> str:
    """The path, or the label of a text, as the user would type it from here."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def in_line(text: str) -> str:
    """A name, a title or another text of somebody's that has to stay within its line: a line feed is written out."""
    return in_one_line(text)


def shown_place(where: str) -> str:
    """An address as it is, a file as the user would type it from here."""
    return shown_path(where) if where.startswith(os.sep) else where


def show_error(error: AuthoringError, *, as_json: bool) -> None:
    """All of the error's problems on stderr, each with its place and its remedy."""
    if as_json:
        import json

        note(as_json_escapes(json.dumps(_as_json(error, error.problems[0]), ensure_ascii=False)))
        return
    show_problems(error.problems)


def show_problems(problems: Iterable[Problem]) -> int:
    """The problems on stderr; the exit code that they call for."""
    code = 0
    for problem in problems:
        code = AuthoringError.exit_code
        note(_text(problem))
    return code


def show_strays(strays: Iterable[Problem]) -> None:
    """What lies in the workspace and is none of its files, on stderr: no mistake, and no other exit code."""
    for stray in strays:
        note(_text(stray))


def show_problem(problem: Problem) -> None:
    """The problem on stdout, for commands whose result it is."""
    say(_text(problem))


def say_columns(rows: Sequence[Sequence[str]]) -> None:
    """Rows under their heading, which comes first; columns that are empty throughout are left out."""
    lines = [[in_one_line(cell) for cell in row] for row in rows]
    columns = [column for column in zip(*lines, strict=True) if any(column[1:])]
    widths = [max(len(cell) for cell in column) for column in columns]
    for number, row in enumerate(zip(*columns, strict=True)):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        say(bold(line) if number == 0 else line)


def bold(text: str) -> str:
    """The text in bold, where the terminal can."""
    return screen.styled(text, "bold")


def changed(line: Line) -> str:
    """A line of a comparison; words that differ are underlined where the terminal can."""
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
