"""`authoring models list|test`: the configured models, whether they can be used here, whether they answer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.cli.advice import words
from authoring.text.i18n import _, decimal

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.llm.catalogue import ConfiguredModel, ModelCatalogue

app = typer.Typer(no_args_is_help=True)


@app.command("list", help=_("Which models are configured, and what is missing to use them; asks no server."))
def list_models(as_json: terminal.Json = False) -> None:
    models = _catalogue(terminal.open_workspace()).configured()
    if as_json:
        terminal.say_json([_as_json(model) for model in models])
        return
    heading = (_("model"), _("for"), _("runs"), _("usable"))
    terminal.say_columns([heading, *map(_row, models)])
    for model in models:
        if model.problem:
            terminal.say(f"\n{model.problem.message}\n  → {words(model.problem.remedy)}")


@app.command("test", help=_("Send one tiny request and show how long the answer took."))
def ask_model(
    model: Annotated[str, typer.Argument(metavar="MODEL", help=_("A model’s name; the configured one without."))] = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.llm.catalogue import ask_once

    context = terminal.open_workspace()
    name = model or context.settings.model.use
    opened = _catalogue(context).open(terminal.note)
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


def _catalogue(context: Context) -> ModelCatalogue:
    from authoring.llm.catalogue import ModelCatalogue

    settings = context.settings
    return ModelCatalogue(settings.model, base=settings.base, environment=os.environ)


def _as_json(model: ConfiguredModel) -> dict[str, object]:
    return {
        "model": model.model,
        "prompts": list(model.prompts),
        "where": model.where,
        "server": model.server,
        "usable": model.is_usable,
        "reason": model.problem.message if model.problem else "",
        "remedy": words(model.problem.remedy) if model.problem else "",
    }


def _row(model: ConfiguredModel) -> tuple[str, ...]:
    places = {"here": _("on this machine"), "elsewhere": _("elsewhere")}
    place = places[model.where]
    return (
        model.model,
        ", ".join(model.prompts) or _("everything else"),
        f"{place} ({model.server})" if model.server else place,
        _("yes") if model.is_usable else _("no"),
    )
