"""`authoring translate`: a piece in another language, as a piece of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal, writing
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.editorial.actions.translate import TranslatedPiece


def translate(
    slug: terminal.Slug,
    to: Annotated[str, typer.Option("--to", metavar="LANG", help=_("The language to translate into: en or fr."))],
    name: Annotated[
        str, typer.Option("--slug", metavar="NAME", help=_("What the translation is called; else SLUG-LANG."))
    ] = "",
    new_revision: Annotated[
        bool, typer.Option("--new-revision", help=_("Keep people’s edits as a revision, and translate again."))
    ] = False,
    fresh: writing.Fresh = False,
    model: writing.Model = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.translate import Translate

    context = terminal.acting(actor)
    with writing.open_tools(context, model=model, fresh=fresh) as tools:
        done = perform(Translate(slug, to, tools, name, new_revision), context)
    if as_json:
        terminal.say_json(done.as_json())
    else:
        _say(done)
    return 0


def _say(done: TranslatedPiece) -> None:
    path = terminal.shown_path(done.piece.label)
    terminal.say(_("“{original}” is translated: {path}").format(original=done.original, path=path))
    if done.kept:
        terminal.say(_("What people had written is kept as revision {hash}.").format(hash=done.kept[:12]))
    if done.left:
        terminal.say(
            plural(
                "{count} sentence is not translated, since no answer was faithful; translate it by hand:",
                "{count} sentences are not translated, since no answer was faithful; translate them by hand:",
                len(done.left),
            )
        )
    for sentence in done.left:
        terminal.say(f"  {terminal.in_line(sentence)}")
    for testimony in done.withheld:
        terminal.say(_("The words of “{slug}” stand in their own language alone.").format(slug=testimony))
    terminal.say(_("Read it beside the original: authoring check {slug}").format(slug=done.piece.slug))
