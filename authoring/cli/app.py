"""The list of commands: each has a file, loaded when it is called. Also prints the error when one fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from authoring.cli import screen, terminal, usage
from authoring.errors import AuthoringError, UsageError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter

# The name, the function in authoring.cli, and the help. In the order in which people use them.
COMMANDS: Final = (
    ("init", "init:init", _("Make a workspace.")),
    ("new", "new:app", _("Begin an outline or a testimony.")),
    ("import", "importing:app", _("Bring in what was written elsewhere.")),
    ("draft", "draft:draft", _("Write a piece from its outline, with a model.")),
    ("revise", "revise:revise", _("Have a model revise one section of a piece.")),
    ("suggest", "suggest:suggest", _("Ask a model for titles, a description or alternative texts.")),
    ("translate", "translate:translate", _("A piece in another language, as a piece of its own.")),
    ("list", "list:list_pieces", _("Every piece and where it stands.")),
    ("search", "search:search", _("Find pieces, outlines and testimonies by their words.")),
    ("print", "printing:print_piece", _("A piece as Word, OpenDocument, PDF or e-mail, for review on paper.")),
    ("show", "show:show", _("A piece, its state and its text.")),
    ("diff", "diff:diff", _("What changed in a piece, sentence by sentence.")),
    ("check", "check:check", _("What is to be mended in a piece before people read it.")),
    ("quotes", "quotes:app", _("Every quotation of a piece, where its words come from, and who agrees to it.")),
    ("submit", "submit:submit", _("Hand a piece in for review.")),
    ("review", "review:review", _("Read a piece as its reviewer, and decide.")),
    ("approve", "approve:approve", _("Approve the revision that you have read.")),
    ("request-changes", "request_changes:request_changes", _("Send a piece back to its author.")),
    ("withdraw", "withdraw:withdraw", _("Take a piece back from review.")),
    ("reject", "reject:reject", _("Decide that a piece will not be published.")),
    ("accompany", "accompany:app", _("Texts that go with a piece: for newsletters, networks and the press.")),
    ("schedule", "schedule:schedule", _("Have the approved revision published later.")),
    ("publish", "publish:publish", _("Put the approved revision on the blog.")),
    ("export", "export:export", _("Bring the targets up to date with what is published.")),
    ("targets", "targets:app", _("Where posts go, and what stands there.")),
    ("correct", "correct:correct", _("Begin a correction of a published piece.")),
    ("retract", "retract:retract", _("Take a published piece down everywhere.")),
    ("reopen", "reopen:reopen", _("Make a rejected or retracted piece a draft again.")),
    ("log", "log:log", _("A piece’s history.")),
    ("trace", "trace:trace", _("Who wrote each sentence of a piece.")),
    ("verify", "verify:verify", _("Recompute every hash and every chain.")),
    ("upgrade", "upgrade:upgrade", _("Bring the workspace to the format of this version.")),
    ("evidence", "evidence:evidence", _("Everything an auditor needs to check a piece with standard tools.")),
    ("stats", "stats:stats", _("How the work went: times, rounds, costs, and what people made of the model’s text.")),
    ("prompts", "prompts:app", _("The texts that are sent to models.")),
    ("models", "models:app", _("The models that are configured, and whether they answer.")),
    ("people", "people:app", _("The people of this workspace.")),
    ("privacy", "privacy:privacy", _("What left this machine for a piece, word for word, and to whom.")),
    ("consent", "consent:app", _("What the people who told us something have allowed.")),
)


class _Loaded(MutableMapping[str, "Command"]):
    """The commands by name; looking one up loads its file, listing them loads none."""

    def __init__(self) -> None:
        self._references = {name: reference for name, reference, _help in COMMANDS}
        self._help = {name: text for name, _reference, text in COMMANDS}
        self._commands: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in self._commands:
            self._commands[name] = self._load(name)
        return self._commands[name]

    def _load(self, name: str) -> Command:
        module, _colon, attribute = self._references[name].partition(":")
        target: Any = getattr(import_module(f"authoring.cli.{module}"), attribute)
        if isinstance(target, typer.Typer):
            target.rich_markup_mode, target.info.help = None, self._help[name]
            return usage.explain(typer.main.get_group(target))  # a group even with a single command
        single = typer.Typer(rich_markup_mode=None, add_completion=False)
        single.command(name, help=self._help[name])(target)
        return usage.explain(typer.main.get_command(single))

    def __iter__(self) -> Iterator[str]:
        return iter(self._references)

    def __len__(self) -> int:
        return len(self._references)

    def __setitem__(self, name: str, command: Command) -> None:
        self._commands[name] = command

    def __delitem__(self, name: str) -> None:
        del self._references[name]


class Commands(TyperGroup):
    """The group of all commands: its help comes from the table, so that `--help` loads no command."""

    context_class = usage.Context

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.commands = _Loaded()

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, _reference, text in COMMANDS])


app = typer.Typer(
    name="authoring",
    cls=Commands,
    help=_("Publish articles written with a language model and stand behind every sentence."),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def workspace_option(
    folder: Annotated[
        Path | None,
        typer.Option("--workspace", "-C", metavar="FOLDER", help=_("The workspace’s folder, instead of this one.")),
    ] = None,
) -> None:
    if folder is not None:
        os.chdir(folder)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; failures are printed, never raised."""
    with screen.guarded():
        return _run(arguments)


def _run(arguments: Sequence[str]) -> int:
    try:
        result = app(list(arguments), standalone_mode=False, prog_name="authoring")
    except AuthoringError as error:
        terminal.show_error(error, as_json="--json" in arguments)
        return error.exit_code
    except typer.Abort:
        return 1
    except typer.TyperException as error:  # wrong options, missing arguments
        terminal.show_error(usage.mistake(error), as_json="--json" in arguments)
        return error.exit_code
    except UnicodeEncodeError:  # a byte that is not UTF-8 among the command's arguments, or in a file's name
        terminal.show_error(usage.not_in_utf_8(), as_json="--json" in arguments)
        return UsageError.exit_code
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _refused(error, as_json="--json" in arguments)
    except KeyboardInterrupt:
        terminal.note(_("Stopped. What was finished is kept."))
        return 130
    return result if isinstance(result, int) else 0


def _refused(error: OSError, *, as_json: bool) -> int:
    from authoring.cli.system_errors import refusal

    mistake = refusal(error)
    terminal.show_error(mistake, as_json=as_json)
    _drop_output()
    return mistake.exit_code


def _drop_output() -> None:
    """Drop what could not be written to stdout, since Python would fail on it again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)
