"""`authoring models list|test`: which models are configured, whether they can be used here, whether they answer."""

from __future__ import annotations

from typing import Annotated

import typer

from authoring.cli import terminal
from authoring.cli.advice import words
from authoring.text.i18n import _, decimal

app = typer.Typer(no_args_is_help=True)


@app.command("list", help=_("Which models are configured, and what is missing to use them; asks no server."))
def list_models(as_json: terminal.Json = False) -> None:
    from authoring.llm.opening import standings

    workspace = terminal.open_workspace()
    found = standings(workspace.settings.model, root=workspace.root, environment=workspace.environment)
    if as_json:
        terminal.say_json([
            {
                "model": each.model,
                "prompts": list(each.prompts),
                "where": each.where,
                "server": each.server,
                "usable": each.is_usable,
                "reason": each.problem.message if each.problem else "",
                "remedy": words(each.problem.remedy) if each.problem else "",
            }
            for each in found
        ])  # fmt: skip
        return
    places = {"here": _("on this machine"), "elsewhere": _("elsewhere")}
    heading = (_("model"), _("for"), _("runs"), _("usable"))
    rows = [
        (
            each.model,
            ", ".join(each.prompts) or _("everything else"),
            f"{places[each.where]} ({each.server})" if each.server else places[each.where],
            _("yes") if each.is_usable else _("no"),
        )
        for each in found
    ]
    terminal.say_columns([heading, *rows])
    for each in found:
        if each.problem:
            terminal.say(f"\n{each.problem.message}\n  → {words(each.problem.remedy)}")


@app.command("test", help=_("Send one tiny request and show how long the answer took."))
def ask_model(
    model: Annotated[str, typer.Argument(metavar="MODEL", help=_("A model’s name; the configured one without."))] = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.llm.opening import ask_once, open_model

    workspace = terminal.open_workspace()
    settings = workspace.settings.model
    name = model or settings.use
    opened = open_model(settings, root=workspace.root, environment=workspace.environment, on_progress=terminal.note)
    try:
        answer = ask_once(opened, name)
    finally:
        opened.close()
    if as_json:
        terminal.say_json(
            {
                "model": name,
                "reported": answer.model,
                "seconds": round(answer.seconds, 2),
                "input_tokens": answer.input_tokens,
                "output_tokens": answer.output_tokens,
                "attempts": answer.attempts,
                "text": answer.text,
            }
        )
        return
    unknown = _("unknown")
    tokens = [unknown if count is None else count for count in (answer.input_tokens, answer.output_tokens)]
    terminal.say(_("{model} answered in {seconds} seconds.").format(model=name, seconds=decimal(answer.seconds)))
    terminal.say(_("Model: {reported}; tokens: {asked} in, {answered} out").format(
        reported=answer.model, asked=tokens[0], answered=tokens[1]
    ))  # fmt: skip
    terminal.say(f"\n  {answer.text.strip()}")
