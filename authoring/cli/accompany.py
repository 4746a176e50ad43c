"""`authoring accompany`: texts that go with a piece, made by a model, approved one by one, exported as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import terminal, text_lines, writing
from authoring.cli.advice import words
from authoring.cli.approve import Key, signer
from authoring.cli.groups import WithUnnamed
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authoring.drafting.accompany import MadeText
    from authoring.editorial.accompanying import TextView
    from authoring.editorial.actions.accompany import Accompanied
    from authoring.editorial.context import Context

Kind = Annotated[
    str, typer.Argument(metavar="KIND", help=_("newsletter, linkedin, mastodon, bluesky, press or titles."))
]
Kinds = Annotated[
    list[str] | None,
    typer.Argument(metavar="[KIND]…", help=_("newsletter, linkedin, mastodon, bluesky, press or titles; all if none.")),
]


class Accompany(WithUnnamed):
    """`authoring accompany SLUG` means `authoring accompany make SLUG`."""

    unnamed = "make"


app = typer.Typer(cls=Accompany, no_args_is_help=True, rich_markup_mode=None)


@app.command("make", help=_("Have a model write texts from the piece. The word “make” may be left out."))
def make(
    slug: terminal.Slug,
    kinds: Kinds = None,
    anew: Annotated[bool, typer.Option("--anew", help=_("Also those that are on record for this very text."))] = False,
    fresh: writing.Fresh = False,
    model: writing.Model = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.accompany import Accompany as Accompanying

    context = terminal.acting(actor)
    with writing.open_tools(context, model=model, fresh=fresh) as tools:
        done = perform(Accompanying(slug, tuple(kinds or ()), tools, anew=anew or fresh), context)
    if as_json:
        terminal.say_json([{"kind": it.kind.name, **_made_as_json(it)} for it in done.made])
    else:
        _say_made(context, done)
    return 0 if all(it.is_kept for it in done.made) else 3


@app.command("list", help=_("The texts that go with a piece, and where each stands."))
def list_texts(slug: terminal.Slug, as_json: terminal.Json = False) -> None:
    from authoring.editorial.queries.texts import texts

    context = terminal.open_workspace()
    views = texts(context, slug)
    if as_json:
        terminal.say_json([text_lines.as_json(view) for view in views])
        return
    if not views:
        terminal.say(_("No text goes with “{slug}”. To make them: authoring accompany {slug}").format(slug=slug))
    for view in views:
        _say(context, view)


@app.command("record", help=_("Put on record what you changed in the file of a text."))
def record(slug: terminal.Slug, kind: Kind, actor: terminal.As = "", as_json: terminal.Json = False) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.accompany import RecordText

    context = terminal.acting(actor)
    view = perform(RecordText(slug, kind), context)
    terminal.say_json(text_lines.as_json(view)) if as_json else _say(context, view)


@app.command("approve", help=_("Approve a text that you have read."))
def approve(
    slug: terminal.Slug,
    kind: Kind,
    revision: Annotated[
        str, typer.Option("--revision", metavar="HASH", help=_("The text that you read: its whole hash."))
    ],
    note: Annotated[str, typer.Option("--note", help=_("A remark for the record."))] = "",
    key: Key = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions.approve_text import ApproveText
    from authoring.editorial.queries.texts import texts

    context = terminal.acting(actor)
    action = ApproveText(slug, kind=kind, revision=revision, note=note)
    prepared = action.prepare(context)
    signature = b""
    if not prepared.is_done and prepared.key:
        signature = signer(key).sign(prepared.statement, signer=context.actor.id, key=prepared.key)
    action.execute(context, prepared, signature=signature)
    view = next(it for it in texts(context, slug) if it.kind.name == kind)
    terminal.say_json(text_lines.as_json(view)) if as_json else terminal.say(
        text_lines.line(view, quorum=context.settings.quorum)
    )


@app.command("export", help=_("Write the approved texts to a folder, a file for each."))
def export(
    slug: terminal.Slug,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help=_("The folder; it is made if need be."))],
    kinds: Kinds = None,
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.export_texts import ExportTexts
    from authoring.store import files

    contents = perform(ExportTexts(slug, tuple(kinds or ())), terminal.open_workspace())
    for name, content in contents.items():
        files.write_bytes(out / name, content)
        if not as_json:
            terminal.say(_("Written to {file}.").format(file=out / name))
    if as_json:
        terminal.say_json([str(out / name) for name in contents])


def _say(context: Context, view: TextView) -> None:
    terminal.say(text_lines.line(view, quorum=context.settings.quorum))
    terminal.say("  " + terminal.shown_path(view.label))
    length = _("{count} of {limit} characters, as they are counted there")
    terminal.say("  " + length.format(count=view.kind.count(view.text), limit=view.kind.limit))
    for reason in view.reasons:
        terminal.say(f"  {reason.message}")
        terminal.say(f"  → {words(reason.remedy)}")
    terminal.say()
    for row in view.text.split("\n"):
        terminal.say(f"    {row}".rstrip())
    terminal.say()


def _say_made(context: Context, done: Accompanied) -> None:
    from authoring.editorial.queries.texts import texts
    from authoring.model.text_kinds import kind_title

    kept = {it.kind.name for it in done.made if it.is_kept}
    for view in texts(context, done.piece.slug) if kept else ():
        if view.kind.name in kept:
            _say(context, view)
    for it in done.made:
        _say_refused(it)
    if done.standing:
        names = ", ".join(kind_title(it.name) for it in done.standing)
        terminal.say(_("Left as they are, since they are on record for this very text: {kinds}.").format(kinds=names))
    if kept:
        terminal.say(
            _("A reviewer approves each: authoring accompany approve {slug} KIND --revision HASH").format(
                slug=done.piece.slug
            )
        )


def _say_refused(made: MadeText) -> None:
    """Why a model's words were not kept, and what stands in their place."""
    from authoring.model.text_kinds import kind_title

    if made.models:
        return
    name = kind_title(made.kind.name)
    asked = plural("The model was asked {count} time.", "The model was asked {count} times.", made.rounds)
    outcome = (
        _("{kind}: no proposal of the model was fit, so these are the post’s own words.")
        if made.is_kept
        else _("{kind}: no proposal of the model was fit, and nothing was kept.")
    ).format(kind=name)
    terminal.note(f"{outcome} {asked}")
    for message in _messages(made):
        terminal.note(f"  {message}")


def _messages(made: MadeText) -> Sequence[str]:
    return list(dict.fromkeys(fault.message for fault in made.refused))


def _made_as_json(made: MadeText) -> dict[str, Any]:
    from authoring.model.text_kinds import text_hash

    return {
        "text": made.text,
        "hash": text_hash(made.text) if made.is_kept else "",
        "models": list(made.models),
        "rounds": made.rounds,
        "refused": list(_messages(made)),
    }
