"""`authoring consent list`: whose words we hold, and what they allowed."""

from __future__ import annotations

import typer

from authoring.cli import terminal
from authoring.i18n import _

app = typer.Typer(help=_("What the people who told us something have allowed."), no_args_is_help=True)


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
