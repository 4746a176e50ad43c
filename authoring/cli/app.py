"""The commands, listed: one file each, and what is printed when one fails."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from authoring.cli import terminal
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
