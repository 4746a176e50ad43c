"""`authoring quotes`: every quotation of a piece, where its words come from, and who agrees to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import outcomes, terminal
from authoring.cli.groups import WithUnnamed
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.checks import Subject
    from authoring.checks.support.quoting import Quoted
    from authoring.editorial.confirmations import Request
    from authoring.workspace import Workspace

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
    workspace = terminal.open_workspace()
    if person or out:
        _ask(workspace, slug, person, out)
        return
    from authoring.checks.support.quoting import listed

    subject = workspace.subject(workspace.store.piece(slug))
    found = listed(subject)
    if as_json:
        terminal.say_json([_told(subject, quoted) for quoted in found])
        return
    if not found:
        terminal.say(_("“{slug}” quotes nobody.").format(slug=slug))
    for quoted in found:
        _say(subject, quoted)


@app.command("accept", help=_("Stand by a quotation that was visibly edited."))
def accept(
    slug: terminal.Slug,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help=_("The quotations, by their ids."))],
    note: Note = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.confirmations import stand_by

    workspace = terminal.open_workspace()
    subject = workspace.subject(workspace.store.piece(slug))
    outcome = stand_by(workspace.review(workspace.actor(actor)), subject, slug, ids, note=note)
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
    from authoring.editorial.confirmations import answer
    from authoring.errors import UsageError

    workspace = terminal.open_workspace()
    request = _requested(workspace, slug, person)
    agreed = [*(yes or []), *(range(1, len(request.quotations) + 1) if all_ else [])]
    if not agreed and not no:
        raise UsageError(
            _("What did they answer?"), _("Add --all, or --yes N and --no N with the numbers they were shown.")
        )
    review = workspace.review(workspace.actor(actor))
    outcome = answer(review, request, reference=reference, yes=agreed, no=no or [], note=note)
    _say_recorded(outcome.changed) if not as_json else outcomes.show(outcome, as_json=True)


def _say_recorded(is_changed: bool) -> None:
    terminal.say(_("Recorded.") if is_changed else _("That is on record already; nothing was changed."))


def _requested(workspace: Workspace, slug: str, person: str) -> Request:
    from authoring.editorial import consents
    from authoring.editorial.confirmations import requested
    from authoring.errors import UsageError

    if not person:
        raise UsageError(_("Who is asked?"), _("Name the person: --for PERSON"))
    piece = workspace.store.piece(slug)
    given = consents.given_by(workspace.store, person, workspace.settings)
    return requested(piece, workspace.subject(piece), given)


def _ask(workspace: Workspace, slug: str, person: str, out: Path | None) -> None:
    from authoring.editorial.confirmations import page
    from authoring.store import files

    request = _requested(workspace, slug, person)
    if out is None:
        terminal.say(page.text(request, workspace.settings).rstrip())
        return
    is_page = out.suffix.lower() in (".html", ".htm")
    files.write_bytes(out, (page.html if is_page else page.text)(request, workspace.settings).encode())
    terminal.say(_("Written to {file}.").format(file=out))
    answered = _("When they have answered: authoring quotes confirm {slug} --for {person} --reference {reference} …")
    terminal.say(answered.format(slug=slug, person=_typed(person), reference=request.reference[: page.SHOWN]))


def _typed(word: str) -> str:
    import shlex

    return shlex.quote(word)


def _told(subject: Subject, quoted: Quoted) -> dict[str, Any]:
    placement = quoted.placement
    sources = [each.slug for each in placement.sources]
    return {
        "id": placement.digest[:12],
        "kind": quoted.kind,
        "line": subject.line_at(quoted.quotation.start),
        "words": quoted.quotation.words,
        "sources": sources,
        "given_to": quoted.other.name if quoted.other else None,
        "turn": placement.turn.reason if placement.turn else None,
        "whole": placement.whole or None,
        "nearest": quoted.near.words if quoted.near else None,
        "nearest_source": quoted.near.testimony.slug if quoted.near else None,
        "agreement": subject.agreements.standing(placement.digest, sources) or None,
        "term": quoted.is_term and quoted.kind == "unknown",
    }


def _say(subject: Subject, quoted: Quoted) -> None:
    from authoring.text import differences

    told = _told(subject, quoted)
    head = _("{kind}  line {line}").format(kind=_kind(told), line=told["line"])
    if told["sources"]:
        head += "  " + ", ".join(told["sources"])
    terminal.say(terminal.bold(head) + f"  {told['id']}")
    if told["nearest"]:
        terminal.say("    " + _("Nearest, in “{slug}”:").format(slug=told["nearest_source"]))
        for line in differences.compare(told["nearest"], quoted.quotation.words):
            terminal.say("  " + terminal.changed(line))
    else:
        terminal.say("    " + " ".join(quoted.quotation.words.split()))
    for text in _remarks(told):
        terminal.say("    " + text)


def _kind(told: dict[str, Any]) -> str:
    if told["term"]:
        return _("a term")
    return {
        "verbatim": _("verbatim"),
        "edited": _("visibly edited"),
        "altered": _("altered"),
        "misattributed": _("misattributed"),
    }.get(told["kind"], _("unknown"))


def _remarks(told: dict[str, Any]) -> list[str]:
    found = []
    if told["given_to"]:
        found.append(_("The text gives it to {person}.").format(person=told["given_to"]))
    if told["turn"]:
        found.append(_("What is left out or put in may turn what was said."))
    if told["whole"]:
        found.append(_("What was said: “{words}”").format(words=told["whole"]))
    standing = {
        "accepted": _("Somebody of the house stands by it."),
        "confirmed": _("The person confirmed it."),
        "refused": _("The person refused it."),
    }.get(told["agreement"] or "")
    if standing:
        found.append(standing)
    elif told["kind"] == "edited" or told["turn"]:
        found.append(_("Nobody has agreed to it yet."))
    return found
