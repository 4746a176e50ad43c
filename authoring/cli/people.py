"""`authoring people list`: the people of the workspace and their roles."""

from __future__ import annotations

import typer

from authoring.cli import terminal
from authoring.text.i18n import _

app = typer.Typer(no_args_is_help=True)


@app.command("list", help=_("Who works here, and in which roles."))
def list_people(as_json: terminal.Json = False) -> None:
    from authoring.model.workflow import role_name

    people = terminal.open_workspace().settings.people.values()
    if as_json:
        terminal.say_json([
            {"id": p.id, "name": p.name, "email": p.email, "roles": sorted(p.roles), "kind": p.kind} for p in people
        ])  # fmt: skip
        return
    rows = [(p.id, p.name, ", ".join(role_name(role) for role in sorted(p.roles)), p.email) for p in people]
    terminal.say_columns([(_("id"), _("name"), _("roles"), _("e-mail")), *rows])
