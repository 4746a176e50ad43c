"""`authoring new outline` and `authoring new testimony`: files to fill in, with a comment on every key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.cli.advice import words
from authoring.errors import InvalidDocuments, UnknownActor, UsageError
from authoring.text.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.text.frontmatter import Document

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="SLUG", help=_("Its name: small letters, figures and hyphens."))]
Lang = Annotated[
    str, typer.Option("--lang", metavar="fr|en", help=_("The language of the text; the workspace’s by default."))
]


@app.command("outline", help=_("Begin an outline: the plan of an article."))
def new_outline(slug: Name, lang: Lang = "", actor: terminal.As = "") -> None:
    from authoring.editorial.scaffold import new_outline as write_outline
    from authoring.model.loading import load_outline

    context = terminal.open_workspace()
    lang = language(context, lang)
    document = write_outline(context, slug, lang=lang, author=writer(context, actor))
    terminal.say(_("Written: {path}").format(path=terminal.shown_path(document.label)))
    load_outline(slug, document, default_lang=lang)
    terminal.say(_("Put what you have to say in it, then: authoring draft {slug}").format(slug=slug))


@app.command("testimony", help=_("Begin a testimony: somebody’s words and what they allow."))
def new_testimony(slug: Name, lang: Lang = "", actor: terminal.As = "") -> None:
    from authoring.editorial.scaffold import new_testimony as write_testimony

    context = terminal.open_workspace()
    document = write_testimony(context, slug, lang=language(context, lang), collected_by=writer(context, actor))
    terminal.say(_("Written: {path}").format(path=terminal.shown_path(document.label)))
    _show_gaps(slug, document)


def _show_gaps(slug: str, document: Document) -> None:
    """Print what is still to be filled in, in the words of the other commands' errors."""
    from authoring.model.loading import load_testimony

    try:
        load_testimony(slug, document, default_lang="fr")
    except InvalidDocuments as gaps:
        name = document.label.rpartition("/")[2]
        terminal.say(_("To fill in before it can be used:"))
        for problem in gaps.problems:
            terminal.say(f"  {name}:{problem.line}  {problem.message} {words(problem.remedy)}")


def language(context: Context, lang: str) -> str:
    """The requested language, else the workspace's. Raises `UsageError` for an unknown one."""
    if lang and lang not in LANGUAGES:
        raise UsageError(_("“{lang}” is not a language that is known.").format(lang=lang), "--lang fr | --lang en")
    return lang or context.settings.lang


def writer(context: Context, actor: str) -> str:
    """The id of the author: the actor if known, else the workspace's first author, to be changed in the file."""
    try:
        return terminal.acting(actor).actor.id
    except UnknownActor:
        authors = [person.id for person in context.settings.people.values() if "author" in person.roles]
        if actor or not authors:
            raise
        return authors[0]
