"""`authoring new outline` and `authoring new testimony`: files to fill in, with a remark on every key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.cli.advice import words
from authoring.errors import InvalidDocuments, UnknownActor, UsageError
from authoring.text.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from authoring.workspace import Workspace

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="SLUG", help=_("Its name: small letters, figures and hyphens."))]
Lang = Annotated[
    str, typer.Option("--lang", metavar="fr|en", help=_("The language of the text; the workspace’s by default."))
]


@app.command("outline", help=_("Begin an outline: the plan of an article."))
def new_outline(slug: Name, lang: Lang = "", actor: terminal.As = "") -> None:
    from authoring.editorial.scaffold import write_outline
    from authoring.model.loading import load_outline

    workspace = terminal.open_workspace()
    lang = language(workspace, lang)
    path = write_outline(workspace.root, slug, lang=lang, author=writer(workspace, actor))
    terminal.say(_("Written: {path}").format(path=terminal.shown_path(path)))
    load_outline(path, default_lang=lang)
    terminal.say(_("Put what you have to say in it, then: authoring draft {slug}").format(slug=slug))


@app.command("testimony", help=_("Begin a testimony: somebody’s words and what they allow."))
def new_testimony(slug: Name, lang: Lang = "", actor: terminal.As = "") -> None:
    from authoring.editorial.scaffold import write_testimony

    workspace = terminal.open_workspace()
    path = write_testimony(
        workspace.root,
        slug,
        lang=language(workspace, lang),
        collected_by=writer(workspace, actor),
        today=workspace.now().date(),
    )
    terminal.say(_("Written: {path}").format(path=terminal.shown_path(path)))
    _show_gaps(path)


def _show_gaps(path: Path) -> None:
    """What is still to fill in, in the words that the other commands would use."""
    from authoring.model.loading import load_testimony

    try:
        load_testimony(path, default_lang="fr")
    except InvalidDocuments as gaps:
        terminal.say(_("To fill in before it can be used:"))
        for problem in gaps.problems:
            terminal.say(f"  {path.name}:{problem.line}  {problem.message} {words(problem.remedy)}")


def language(workspace: Workspace, lang: str) -> str:
    """The language that was asked for, else the workspace's. Raises `UsageError` for one that is not known."""
    if lang and lang not in LANGUAGES:
        raise UsageError(_("“{lang}” is not a language that is known.").format(lang=lang), "--lang fr | --lang en")
    return lang or workspace.settings.lang


def writer(workspace: Workspace, actor: str) -> str:
    """Who signs: the actor if known, else the workspace's first author, to be changed in the file."""
    try:
        return workspace.actor(actor).id
    except UnknownActor:
        authors = [person.id for person in workspace.settings.people.values() if "author" in person.roles]
        if actor or not authors:
            raise
        return authors[0]
