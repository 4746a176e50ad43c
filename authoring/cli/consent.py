"""`authoring consent list` and `withdraw`: whose words we hold, what they allowed, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import terminal
from authoring.errors import Problem
from authoring.model.workflow import state_name
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.consents import Withdrawal
    from authoring.model.people import Person
    from authoring.workspace import Workspace

app = typer.Typer(no_args_is_help=True)


@app.command("list", help=_("Whose words we hold, and what they allowed."))
def list_consents(as_json: terminal.Json = False) -> None:
    workspace = terminal.open_workspace()
    held = [workspace.store.testimony(slug) for slug in workspace.store.testimonies()]
    if as_json:
        terminal.say_json([
            {
                "slug": t.slug,
                "person": t.person,
                "status": t.consent.status,
                "granted": t.consent.granted,
                "expires": t.consent.expires,
                "channels": list(t.consent.channels),
                "name": t.consent.name,
                "ai": t.consent.ai,
                "providers": list(t.consent.providers),
                "words": t.consent.words,
                "wording": t.consent.wording,
                "picture": t.consent.picture,
                "shown": t.consent.shown,
                "version": t.consent.version,
            }
            for t in held
        ])  # fmt: skip
        return
    rows = [
        (t.slug, t.person, t.consent.status, str(t.consent.expires or ""), ", ".join(t.consent.channels), t.consent.ai)
        for t in held
    ]
    heading = (_("testimony"), _("person"), _("consent"), _("until"), _("channels"), _("models"))
    terminal.say_columns([heading, *rows])


@app.command("withdraw", help=_("Record that somebody has withdrawn their consent."))
def withdraw_consent(
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help=_("A testimony, or a person’s name or id for all of theirs."))
    ],
    retract: Annotated[bool, typer.Option("--retract", help=_("Take down what readers see of it."))] = False,
    erase: Annotated[bool, typer.Option("--erase", help=_("Erase the words; the proof of consent stays."))] = False,
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial import consents, erasing

    workspace = terminal.open_workspace()
    today = workspace.now().date()
    done = consents.withdraw(workspace.store, person, on=today, settings=workspace.settings)
    live = [use.slug for use in done.uses if use.piece.situation.live] if retract else []
    taken_down = _retract(workspace, live, workspace.actor(actor)) if live else []
    left: Sequence[Path] = ()
    if erase:
        left = erasing.erase(
            workspace.store,
            done.testimonies,
            actor=workspace.actor(actor),
            when=workspace.now(),
            settings=workspace.settings,
        ).left
    if as_json:
        terminal.say_json({"slug": person, **_told(done, taken_down), "erased": erase, "left": list(map(str, left))})
        return terminal.show_problems([*done.unreadable, *_left(left)])
    _say(done, taken_down, is_erased=erase)
    return terminal.show_problems([*done.unreadable, *_left(left)])


def _left(paths: Sequence[Path]) -> Iterator[Problem]:
    """What an erasure does not reach: files of people, and notes in a history, which no line of it may lose."""
    for path in paths:
        remedy = _("Take them out of it yourself, or delete the file.")
        if path.name == "history.jsonl":
            remedy = _("A note that somebody typed holds them. A history is not changed: tell the person so.")
        yield Problem(_("This file still holds the words."), remedy, path)


def _retract(workspace: Workspace, slugs: Sequence[str], actor: Person) -> Sequence[str]:
    publisher, reason = workspace.publisher(), _("A consent has been withdrawn.")
    for slug in slugs:
        publisher.retract(slug, actor=actor, when=workspace.now(), reason=reason)
    return slugs


def _told(done: Withdrawal, taken_down: Sequence[str]) -> dict[str, Any]:
    listed = [
        {
            "slug": use.slug,
            "state": use.piece.situation.state.value,
            "live": bool(use.piece.situation.live) and use.slug not in taken_down,
            "ways": sorted(use.ways),
            "retracted": use.slug in taken_down,
        }
        for use in done.uses
    ]
    return {"testimonies": list(done.testimonies), "status": "withdrawn", "withdrawn": done.day, "uses": listed}


def _say(done: Withdrawal, taken_down: Sequence[str], *, is_erased: bool) -> None:
    said = _("The consent for “{slug}” is withdrawn since {day}: nothing that uses these words can go out any more.")
    for slug in done.testimonies:
        terminal.say(said.format(slug=slug, day=done.day))
    for use in done.uses:
        now = use.piece.situation
        if use.slug in taken_down:
            remedy = _("taken down")
        elif now.live:
            remedy = _("readers see it: authoring retract {slug} --reason …")
        else:
            remedy = _("take the words out of it") if use.ways - {"named", "pictured"} else _("take the name out of it")
        name = f"{use.slug} ({state_name(now.state)})"
        terminal.say("  " + _("{name}: {value}").format(name=name, value=remedy.format(slug=use.slug)))
    if is_erased:
        terminal.say(_("The words are erased here; what is left is the proof of the consent and of its withdrawal."))
