"""The commands, listed: one file each, and what is printed when one fails."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from authoring.cli import consent, new, people, terminal
from authoring.cli.approve import approve
from authoring.cli.correct import correct
from authoring.cli.diff import diff
from authoring.cli.export import export
from authoring.cli.init import init
from authoring.cli.list import list_pieces
from authoring.cli.log import log
from authoring.cli.publish import publish
from authoring.cli.reject import reject
from authoring.cli.reopen import reopen
from authoring.cli.request_changes import request_changes
from authoring.cli.retract import retract
from authoring.cli.review import review
from authoring.cli.schedule import schedule
from authoring.cli.show import show
from authoring.cli.submit import submit
from authoring.cli.verify import verify
from authoring.cli.withdraw import withdraw
from authoring.errors import AuthoringError
from authoring.i18n import _

app = typer.Typer(
    name="authoring",
    help=_("Publish articles written with a language model and stand behind every sentence."),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
)


@app.callback()
def workspace_option(
    folder: Annotated[
        Path | None, typer.Option("--workspace", "-C", help=_("The workspace's folder, instead of this one."))
    ] = None,
) -> None:
    if folder is not None:
        os.chdir(folder)


# The order is that of the work: write, look, review, decide, publish, prove.
for _name, _function, _help in (
    ("init", init, _("Make a workspace.")),
    ("list", list_pieces, _("Every piece and where it stands.")),
    ("show", show, _("A piece, its state and its text.")),
    ("diff", diff, _("What changed in a piece, sentence by sentence.")),
    ("submit", submit, _("Hand a piece in for review.")),
    ("review", review, _("Read a piece as its reviewer, and decide.")),
    ("approve", approve, _("Approve the revision that you have read.")),
    ("request-changes", request_changes, _("Send a piece back to its author.")),
    ("withdraw", withdraw, _("Take a piece back from review.")),
    ("reject", reject, _("Decide that a piece will not be published.")),
    ("schedule", schedule, _("Have the approved revision published later.")),
    ("publish", publish, _("Put the approved revision on the blog.")),
    ("export", export, _("Bring the targets up to date with what is published.")),
    ("correct", correct, _("Begin a correction of a published piece.")),
    ("retract", retract, _("Take a published piece down everywhere.")),
    ("reopen", reopen, _("Make a rejected or retracted piece a draft again.")),
    ("log", log, _("A piece’s history.")),
    ("verify", verify, _("Recompute every hash and every chain.")),
):
    app.command(_name, help=_help)(_function)

app.add_typer(new.app, name="new")
app.add_typer(people.app, name="people")
app.add_typer(consent.app, name="consent")


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; failures are printed, never raised."""
    try:
        result = app(list(arguments), standalone_mode=False)
    except AuthoringError as error:
        terminal.show_error(error, as_json="--json" in arguments)
        return error.exit_code
    except typer.Abort:
        return 1
    except typer.TyperException as error:  # wrong options, missing arguments
        terminal.note(error.format_message())
        return error.exit_code
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        terminal.note(_("Stopped. What was finished is kept."))
        return 130
    return result if isinstance(result, int) else 0
