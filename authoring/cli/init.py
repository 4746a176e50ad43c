"""`authoring init`: make a workspace."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import language, terminal
from authoring.errors import UsageError
from authoring.text import i18n
from authoring.text.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from authoring.editorial.scaffold import Founder, Laid


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=_("The folder to make or to fill."))],
    lang: Annotated[
        str, typer.Option("--lang", metavar="fr|en", help=_("The workspace’s language; the terminal’s by default."))
    ] = "",
    name: Annotated[str, typer.Option("--name", help=_("Your name; git’s by default."))] = "",
    email: Annotated[str, typer.Option("--email", help=_("Your e-mail address; git’s by default."))] = "",
    adopt: Annotated[
        bool, typer.Option("--adopt", help=_("Add to a folder that holds other things; nothing is replaced."))
    ] = False,
) -> None:
    from datetime import datetime

    from authoring.editorial.scaffold import lay_workspace

    if lang and lang not in LANGUAGES:
        raise UsageError(_("“{lang}” is not a language that is known.").format(lang=lang), "--lang fr | --lang en")
    i18n.use(lang or language(folder.absolute(), os.environ))
    today = datetime.now().astimezone().date()
    laid = lay_workspace(folder, lang=i18n.current(), founder=_founder(name, email), today=today, adopt=adopt)
    _report(folder, laid)


def _founder(name: str, email: str) -> Founder:
    from authoring.editorial.scaffold import Founder

    return Founder(name or terminal.git_setting("user.name"), email or terminal.git_setting("user.email"))


def _report(folder: Path, laid: Laid) -> None:
    for path in laid.kept:
        terminal.note(_("kept as it was: {path}").format(path=terminal.shown_path(path)))
    if not laid.outline:
        for path in laid.written:
            terminal.say(_("added: {path}").format(path=terminal.shown_path(path)))
        if not laid.written:
            terminal.say(_("Nothing was missing in {folder}.").format(folder=folder))
        return
    terminal.say(_("{folder} is a workspace now.").format(folder=folder))
    terminal.say(
        _("You are “{person}” in it, and “{reviewer}” reviews; change both in authoring.toml.").format(
            person=laid.person, reviewer=laid.reviewer
        )
    )
    terminal.say(_("Next: {command}").format(command=f"cd {folder}"))
    terminal.say(f"      authoring draft {laid.outline} --as {laid.person}")
