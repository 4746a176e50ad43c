"""`authoring prompts`: which there are, what they say, and exactly what would be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.prompts import RenderedPrompt

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("The prompt, such as “section”."))]
Lang = Annotated[str, typer.Option("--lang", metavar="fr|en", help=_("The language; the workspace’s if none."))]


@app.command("list", help=_("Every prompt, and whose copy is used."))
def list_prompts(as_json: terminal.Json = False) -> None:
    from authoring.prompts import Prompts

    prompts = Prompts(terminal.open_workspace().root)
    found = prompts.all()
    if as_json:
        terminal.say_json([
            {
                "name": each.name,
                "lang": each.lang,
                "version": each.version,
                "description": each.description,
                "inputs": list(each.inputs),
                "parameters": dict(each.parameters),
                "path": terminal.shown_path(each.path),
                "packaged": each.is_packaged,
                "hash": prompts.hash_of(each),
            }
            for each in found
        ])  # fmt: skip
        return
    for each in found:
        terminal.say(f"{each.name:<14}{each.lang}  {each.description}")
        terminal.say(f"{'':<18}{terminal.shown_path(each.path)}")


@app.command("show", help=_("A prompt’s file as it is."))
def show_prompt(name: Name, lang: Lang = "") -> None:
    from authoring.prompts import Prompts

    workspace = terminal.open_workspace()
    template = Prompts(workspace.root).template(name, lang or workspace.settings.lang)
    terminal.note(terminal.shown_path(template.path))
    terminal.say(template.text.rstrip("\n"))


@app.command("render", help=_("Exactly what would be sent; nothing is sent."))
def render_prompt(
    name: Name,
    outline: Annotated[str, typer.Option("--outline", metavar="SLUG", help=_("The outline it is about."))],
    section: Annotated[int, typer.Option("--section", metavar="N", help=_("The section, from 1."))] = 1,
    instruction: Annotated[str, typer.Option("--instruction", metavar="TEXT", help=_("For “revision”."))] = "…",
    as_json: terminal.Json = False,
) -> None:
    from authoring.cli import writing
    from authoring.drafting import rendering

    workspace = terminal.open_workspace()
    desk = writing.desk(workspace, model=writing.Unused())
    slug = writing.outline_slug(outline)
    rendered = rendering.render(desk, name, slug, section=section, instruction=instruction)
    model = workspace.settings.model.for_prompt(name)
    if as_json:
        terminal.say_json(_as_json(rendered, model))
        return
    terminal.note(f"{terminal.shown_path(rendered.source)} → {model} {dict(rendered.parameters)}")
    if rendered.system:
        terminal.say(f"[system]\n{rendered.system}\n")
    terminal.say(f"[user]\n{rendered.text}")


def _as_json(rendered: RenderedPrompt, model: str) -> dict[str, object]:
    return {
        "name": rendered.name,
        "lang": rendered.lang,
        "model": model,
        "parameters": dict(rendered.parameters),
        "system": rendered.system,
        "text": rendered.text,
        "template_hash": rendered.template_hash,
        "variables_hash": rendered.variables_hash,
        "source": terminal.shown_path(rendered.source),
    }
