"""`authoring quotes`: every quotation of a piece, its source, and who agreed to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import outcomes, terminal
from authoring.cli.groups import WithUnnamed
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.confirmations import Request
    from authoring.editorial.context import Context
    from authoring.editorial.queries.quotations import QuotationView

Person = Annotated[
    str,
    typer.Option("--for", metavar="PERSON", help=_("The person whose words they are: a name, an id or a testimony.")),
]
Note = Annotated[str, typer.Option("--note", help=_("A remark for the record: how they answered, and when."))]


class Quotes(WithUnnamed):
    """`authoring quotes SLUG` means `authoring quotes list SLUG`."""

    unnamed = "list"


app = typer.Typer(cls=Quotes, no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help=_("Every quotation and where its words come from. The word “list” may be left out."))
def list_quotes(
    slug: terminal.Slug,
    person: Person = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=_("With --for: write a page (.html) or a text instead.")),
    ] = None,
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.queries import to_json
    from authoring.editorial.queries.quotations import quotations

    context = terminal.open_workspace()
    if person or out:
        _ask(context, slug, person, out)
        return
    views = quotations(context, slug)
    if as_json:
        terminal.say_json([to_json(view) for view in views])
        return
    if not views:
        terminal.say(_("“{slug}” quotes nobody.").format(slug=slug))
    for view in views:
        _say(view)


@app.command("accept", help=_("Stand by a quotation that was visibly edited."))
def accept(
    slug: terminal.Slug,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help=_("The quotations, by their ids."))],
    note: Note = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.confirm_quote import StandByQuote

    outcome = perform(StandByQuote(slug, tuple(ids), note), terminal.acting(actor))
    _say_recorded(outcome.changed) if not as_json else outcomes.show(outcome, as_json=True)


@app.command("confirm", help=_("Record what a person answered about the quotations of their words."))
def confirm(
    slug: terminal.Slug,
    person: Person,
    reference: Annotated[
        str, typer.Option("--reference", metavar="HASH", help=_("The reference on what they were shown."))
    ],
    yes: Annotated[list[int] | None, typer.Option("--yes", metavar="N", help=_("They agree to this one."))] = None,
    no: Annotated[list[int] | None, typer.Option("--no", metavar="N", help=_("They refuse this one."))] = None,
    all_: Annotated[bool, typer.Option("--all", help=_("They agree to all of them."))] = False,
    note: Note = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.confirm_quote import ConfirmQuote
    from authoring.errors import UsageError

    context = terminal.acting(actor)
    request = _requested(context, slug, person)
    agreed = [*(yes or []), *(range(1, len(request.quotations) + 1) if all_ else [])]
    if not agreed and not no:
        raise UsageError(
            _("What did they answer?"), _("Add --all, or --yes N and --no N with the numbers they were shown.")
        )
    outcome = perform(ConfirmQuote(request, reference, tuple(agreed), tuple(no or ()), note), context)
    _say_recorded(outcome.changed) if not as_json else outcomes.show(outcome, as_json=True)


def _say_recorded(is_changed: bool) -> None:
    terminal.say(_("Recorded.") if is_changed else _("That is on record already; nothing was changed."))


def _requested(context: Context, slug: str, person: str) -> Request:
    from authoring.editorial.queries.quotations import request_to
    from authoring.errors import UsageError

    if not person:
        raise UsageError(_("Who is asked?"), _("Name the person: --for PERSON"))
    return request_to(context, slug, person)


def _ask(context: Context, slug: str, person: str, out: Path | None) -> None:
    from authoring.editorial.confirmations import request_page
    from authoring.store import files

    request = _requested(context, slug, person)
    if out is None:
        terminal.say(request_page.text(request, context.settings).rstrip())
        return
    is_page = out.suffix.lower() in (".html", ".htm")
    files.write_bytes(out, (request_page.html if is_page else request_page.text)(request, context.settings).encode())
    terminal.say(_("Written to {file}.").format(file=out))
    answered = _("When they have answered: authoring quotes confirm {slug} --for {person} --reference {reference} …")
    terminal.say(answered.format(slug=slug, person=_typed(person), reference=request.reference))


def _typed(word: str) -> str:
    import shlex

    return shlex.quote(word)


def _say(view: QuotationView) -> None:
    from authoring.text import differences

    head = _("{kind}  line {line}").format(kind=_kind(view), line=view.line)
    if view.sources:
        head += "  " + ", ".join(view.sources)
    terminal.say(terminal.bold(head) + f"  {view.id}")
    if view.nearest:
        terminal.say("    " + _("Nearest, in “{slug}”:").format(slug=view.nearest_source))
        for line in differences.compare(view.nearest, view.words):
            terminal.say("  " + terminal.changed(line))
    else:
        terminal.say("    " + " ".join(view.words.split()))
    for text in _remarks(view):
        terminal.say("    " + text)


def _kind(view: QuotationView) -> str:
    if view.term:
        return _("a term")
    return {
        "verbatim": _("verbatim"),
        "edited": _("visibly edited"),
        "altered": _("altered"),
        "misattributed": _("misattributed"),
    }.get(view.kind, _("unknown"))


def _remarks(view: QuotationView) -> list[str]:
    remarks = []
    if view.given_to:
        remarks.append(_("The text gives it to {person}.").format(person=view.given_to))
    if view.turn:
        remarks.append(_("What is left out or put in may turn what was said."))
    if view.whole:
        remarks.append(_("What was said: “{words}”").format(words=view.whole))
    standing = {
        "accepted": _("Somebody of the house stands by it."),
        "confirmed": _("The person confirmed it."),
        "refused": _("The person refused it."),
    }.get(view.agreement or "")
    if standing:
        remarks.append(standing)
    elif view.kind == "edited" or view.turn:
        remarks.append(_("Nobody has agreed to it yet."))
    return remarks
