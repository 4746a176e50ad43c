"""Writes docs/reference/cli.md from the commands themselves; with `--check`, says whether it is out of date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, Final

import typer
from pages import DOCS, settle

from authoring.text import i18n

PAGE: Final = DOCS / "reference" / "cli.md"
HEAD: Final = """\
# Command line

Made from the commands themselves by `scripts/cli_reference.py`; do not edit.

Results go to stdout, progress and errors to stderr. No command asks a question when stdin is no terminal. Who acts is
`--as ID`, else `AUTHORING_USER`, else git's `user.email`, as one of `[people]` in `authoring.toml`. What the exit codes
mean: [exit codes](exit-codes.md).

"""


def main() -> int:
    """The exit code: 1 when checking finds the page out of date."""
    return settle(PAGE, reference())


def reference() -> str:
    """The whole page."""
    i18n.use("en")
    from authoring.cli.app import app

    root = typer.main.get_command(app)
    commands = list(_commands(root, "authoring"))
    listed = "".join(f"- [`{name}`](#{_anchor(name)}): {_help(command)}\n" for name, command in commands[1:])
    return HEAD + listed + "\n" + "\n".join(_section(name, command) for name, command in commands)


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """A command and those below it, in the order in which help lists them."""
    below = getattr(command, "commands", {})
    if not below or name == "authoring":
        yield name, command
    for child in below:
        yield from _commands(below[child], f"{name} {child}")


def _section(name: str, command: Any) -> str:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    usage = " ".join([name, *(["[OPTIONS]"] if options else []), *(_shape(parameter) for parameter in arguments)])
    if name == "authoring":
        usage += " COMMAND …"
    lines = [f"## {name}", "", _help(command), "", "```text", usage, "```", ""]
    rows = [(f"`{_shape(parameter)}`", _described(parameter)) for parameter in arguments]
    rows += [(_flags(parameter), _described(parameter)) for parameter in options]
    if rows:
        lines += ["| what | meaning |", "|---|---|", *(f"| {shape} | {meaning} |" for shape, meaning in rows), ""]
    return "\n".join(lines)


def _shape(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper()).strip("{}")


def _flags(option: Any) -> str:
    names = ", ".join(f"`{flag}`" for flag in option.opts)
    return names if option.is_flag else f"{names} `{_value(option)}`"


def _value(option: Any) -> str:
    return str(option.metavar or option.name.upper().replace("_", "-")).replace("|", "\\|")


def _described(parameter: Any) -> str:
    words = str(parameter.help or "").replace("|", "\\|")
    choices = getattr(parameter.type, "choices", ())
    if choices:
        words += f" One of: {', '.join(f'`{choice}`' for choice in choices)}."
    return f"{words} Required." if parameter.required else words


def _help(command: Any) -> str:
    return " ".join(str(command.help or "").split())


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


if __name__ == "__main__":
    sys.exit(main())
