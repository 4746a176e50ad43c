"""Help and usage errors in the language of messages: Typer's own texts, translated.

Typer translates half of its texts through gettext's default domain, which depends on the process and its locale, and
the other half not at all. Its documented hooks are enough: a context class with a formatter for help, and the text of
its exceptions for usage errors. Unrecognised texts stay in Typer's English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import typer
from typer._click.exceptions import NoArgsIsHelpError
from typer._click.formatting import HelpFormatter

from authoring.errors import UsageError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from typer._click.core import Command

_GAP: Final = re.compile(r"[A-Z]{4,}")


class Formatter(HelpFormatter):
    """Writes help in the language of messages."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line, without the braces that Typer puts around required arguments."""
        super().write_usage(prog, _with_gaps(args.replace("{", "").replace("}", "")), prefix or _("Usage: "))

    def write_heading(self, heading: str) -> None:
        """The heading of a list."""
        self.write(
            {
                "Arguments": _("Arguments:"),
                "Options": _("Options:"),
                "Commands": _("Commands:"),
            }.get(heading, f"{heading}:")
            + "\n"
        )

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of arguments, options or commands."""
        super().write_dl([(_with_gaps(name), _in_our_words(text)) for name, text in rows], col_max, col_spacing)


class Context(typer.Context):
    """The context of a command, with help in the language of messages."""

    formatter_class = Formatter


def explain(command: Command) -> Command:
    """The same command, with its help and that of its subcommands in the language of messages and never shortened."""
    command.context_class = Context
    command.short_help = command.help
    for parameter in command.params:
        if not getattr(parameter, "is_flag", False):
            parameter.metavar = parameter.metavar or str(parameter.name).upper().replace("_", "-")
    for below in getattr(command, "commands", {}).values():
        explain(below)
    return command


def mistake(error: typer.TyperException) -> UsageError:
    """The error for a command's arguments, with a reference to its help."""
    text = error.format_message()
    if isinstance(error, NoArgsIsHelpError):  # the help was printed
        return UsageError(text)
    context = getattr(error, "ctx", None)
    remedy = _("See how it is used: {command} --help").format(command=context.command_path if context else "authoring")
    for pattern, message in _mistakes():
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            groups = match.groupdict("")
            name, value = _with_gaps(groups.get("name", "").rstrip("…")), groups.get("value", "")
            return UsageError(message.format(name=name, value=value), _nearer(groups) or remedy)
    return UsageError(text, remedy)


def _mistakes() -> Iterator[tuple[str, str]]:
    """Typer's sentences, each with its translation."""
    yield r"Missing (?:argument|option) '(?P<name>.*?)'\..*", _("{name} is missing.")
    yield r"No such command '(?P<value>.*?)'\.(?: Did you mean (?P<near>.*)\?)?", _("There is no command “{value}”.")
    yield r"No such option: (?P<value>\S+)(?: \(Possible options: (?P<near>.*)\))?", _("There is no option {value}.")
    yield r"Option '(?P<name>.*?)' requires .*", _("The option {name} needs a value.")
    yield r"Option '(?P<name>.*?)' does not take a value\.", _("The option {name} takes no value.")
    yield r"Got unexpected extra argument\(s\) \((?P<value>.*)\)", _("This is too much: {value}")
    yield (
        r"Invalid value for '(?P<name>.*?)': '(?P<value>.*)' (?:is not one of (?P<words>.*)|is not .*|does not .*)\.",
        _("{name} cannot be “{value}”."),
    )


def _nearer(said: dict[str, Any]) -> str:
    if said.get("near"):
        return _("Did you mean {names}?").format(names=_(" or ").join(said["near"].replace("'", "").split(", ")))
    return _("Write one of: {words}.").format(words=said["words"].replace("'", "")) if said.get("words") else ""


def not_in_utf_8() -> UsageError:
    """The error for arguments that the terminal sent in another encoding, and for files with such names."""
    return UsageError(
        _("A word of this command, or the name of a file, is not in UTF-8; what was finished before is kept."),
        _("Set the terminal to UTF-8, or rename the file, then give the command again."),
        code="not-utf-8",
    )


def _in_our_words(text: str) -> str:
    for theirs, ours in (
        ("Show this message and exit.", _("Show this message and exit.")),
        ("Install completion for the current shell.", _("Install completion for the current shell.")),
        (
            "Show completion for the current shell, to copy it or customize the installation.",
            _("Show completion for the current shell, to copy it or customize the installation."),
        ),
        ("[required]", _("[required]")),
        ("[default: ", _("[default: ")),
    ):
        text = text.replace(theirs, ours)
    return text


def _with_gaps(text: str) -> str:
    """The usage with its placeholders, the words in capitals, in the language of messages."""
    words = {
        "ARGS": _("ARGUMENTS"),
        "COMMAND": _("COMMAND"),
        "DATE": _("DATE"),
        "EMAIL": _("EMAIL"),
        "FILE": _("FILE"),
        "FOLDER": _("FOLDER"),
        "MODEL": _("MODEL"),
        "NAME": _("NAME"),
        "NOTE": _("NOTE"),
        "OUTLINE": _("OUTLINE"),
        "REASON": _("REASON"),
        "STATE": _("STATE"),
        "TARGET": _("TARGET"),
        "TESTIMONY": _("TESTIMONY"),
        "TEXT": _("TEXT"),
        "TIME": _("TIME"),
        "WANTED": _("WHAT"),
        "WHAT": _("WHAT"),
    }
    return _GAP.sub(lambda match: words.get(match.group(), match.group()), text)
