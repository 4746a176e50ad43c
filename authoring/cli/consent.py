"""`authoring consent list` and `withdraw`: whose words we hold, what they allowed, and taking it back."""

from __future__ import annotations

from typing import Annotated

import typer

from authoring.cli import terminal
from authoring.i18n import _
from authoring.workflow import state_name

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
    slug: Annotated[str, typer.Argument(metavar="TESTIMONY", help=_("The testimony: the name of its file."))],
    as_json: terminal.Json = False,
) -> int:
    from authoring.consents import withdraw

    workspace = terminal.open_workspace()
    done = withdraw(workspace.store, slug, on=workspace.now().date())
    uses = [(piece.slug, piece.situation) for piece in done.uses]
    if as_json:
        listed = [{"slug": name, "state": now.state.value, "live": bool(now.live)} for name, now in uses]
        terminal.say_json({"slug": slug, "status": "withdrawn", "withdrawn": done.day, "uses": listed})
        return terminal.show_problems(done.unreadable)
    said = _("The consent for “{slug}” is withdrawn since {day}: nothing that uses these words can go out any more.")
    terminal.say(said.format(slug=slug, day=done.day))
    for name, now in uses:
        remedy = _("readers see it: authoring retract {slug} --reason …") if now.live else _("take the words out of it")
        use = f"{name} ({state_name(now.state)})"
        terminal.say("  " + _("{name}: {value}").format(name=use, value=remedy.format(slug=name)))
    return terminal.show_problems(done.unreadable)
