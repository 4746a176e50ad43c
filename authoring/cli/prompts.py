"""`authoring prompts`: list the prompts, show one, and render exactly the text that would be sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal, writing
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.audit.prompt_tests.contenders import Contender
    from authoring.drafting.ask import PlannedRequest
    from authoring.drafting.tools import DraftingTools
    from authoring.editorial.context import Context

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("The prompt, such as “section”."))]
Lang = Annotated[str, typer.Option("--lang", metavar="fr|en", help=_("The language; the workspace’s if none."))]


@app.command("list", help=_("Every prompt, and whose copy is used."))
def list_prompts(as_json: terminal.Json = False) -> None:
    from authoring.prompts import Prompts

    prompts = Prompts(terminal.open_workspace().store.documents)
    templates = prompts.all()
    if as_json:
        terminal.say_json([
            {
                "name": template.name,
                "lang": template.lang,
                "version": template.version,
                "description": template.description,
                "inputs": list(template.inputs),
                "parameters": dict(template.parameters),
                "path": terminal.shown_path(template.label),
                "packaged": template.is_packaged,
                "hash": prompts.hash_of(template),
            }
            for template in templates
        ])  # fmt: skip
        return
    for template in templates:
        terminal.say(f"{template.name:<14}{template.lang}  {terminal.in_line(template.description)}")
        terminal.say(f"{'':<18}{terminal.shown_path(template.label)}")


@app.command("show", help=_("A prompt’s file as it is."))
def show_prompt(name: Name, lang: Lang = "") -> None:
    from authoring.prompts import Prompts

    context = terminal.open_workspace()
    template = Prompts(context.store.documents).template(name, lang or context.settings.lang)
    terminal.note(terminal.shown_path(template.label))
    terminal.say(template.text.rstrip("\n"))


@app.command("render", help=_("Exactly what would be sent; nothing is sent."))
def render_prompt(
    name: Name,
    outline: Annotated[str, typer.Option("--outline", metavar="SLUG", help=_("The outline it is about."))],
    section: Annotated[int, typer.Option("--section", metavar="N", help=_("The section, from 1."))] = 1,
    instruction: Annotated[str, typer.Option("--instruction", metavar="TEXT", help=_("For “revision”."))] = "…",
    as_json: terminal.Json = False,
) -> None:
    from authoring.cli.writing import outline_slug
    from authoring.drafting.preview import preview
    from authoring.drafting.tools import DraftingTools

    context = terminal.open_workspace()
    tools = DraftingTools.of(context.repository, environment=os.environ, clock=context.clock)
    planned = preview(tools, name, outline_slug(outline), section=section, instruction=instruction)
    if as_json:
        terminal.say_json(_as_json(planned))
        return
    request = planned.request
    terminal.note(f"{terminal.shown_path(planned.prompt.source)} → {request.model} {dict(request.parameters)}")
    if request.system:
        terminal.say(f"[system]\n{request.system}\n")
    for question, answer in request.examples:
        terminal.say(f"[example]\n{question}\n\n[answer]\n{answer}\n")
    terminal.say(f"[user]\n{request.prompt}")


@app.command("test", help=_("Have cases written and measured, with what is in use and with others."))
def check_prompts(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]…", help=_("Cases, or prompts that they test; all if none."))
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against",
            metavar="TEMPLATE_OR_MODEL",
            help=_("Another template, its file, “packaged”, or another model; may be given several times."),
        ),
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", metavar="N", min=1, help=_("How often each case is written."))] = 1,
    lang: Lang = "",
    model: writing.Model = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.audit.prompt_tests import MEASURED, run_cases
    from authoring.cli import prompt_tests
    from authoring.prompts.cases import Cases

    context = terminal.open_workspace()
    cases = Cases(context.store.documents, figures=MEASURED)
    chosen = cases.named(names or [], lang=lang or context.settings.lang)
    with _contenders(context, against or [], model=model) as contenders:
        report = run_cases(chosen, contenders, runs=seeds, on_run=prompt_tests.show_run)
    if as_json:
        terminal.say_json(report.as_json())
    else:
        prompt_tests.show(report)
    return 0 if report.passed else 3


@contextmanager
def _contenders(context: Context, against: list[str], *, model: str) -> Iterator[list[tuple[Contender, DraftingTools]]]:
    """What is in use and what it is compared with, each with its tools; models are closed at the end."""
    from authoring.audit.prompt_tests import contenders

    with ExitStack() as stack:
        tools = {"": stack.enter_context(writing.open_tools(context, model=model))}
        used = tools[""]
        pairs = [(contenders.in_use(used.settings.model.use), used)]
        for wanted in against:
            contender = contenders.named(
                wanted, documents=context.store.documents, catalogue=used.catalogue, content=_file(wanted)
            )
            if contender.model not in tools:
                tools[contender.model] = stack.enter_context(writing.open_tools(context, model=contender.model))
            pairs.append((contender, tools[contender.model]))
        yield pairs


def _file(wanted: str) -> bytes | None:
    """The content of a template's file that somebody named; None where it is no file."""
    path = Path(wanted)
    return path.read_bytes() if wanted.endswith(".j2") and path.is_file() else None


def _as_json(planned: PlannedRequest) -> dict[str, object]:
    prompt, request = planned.prompt, planned.request
    return {
        "name": prompt.name,
        "lang": prompt.lang,
        "model": request.model,
        "parameters": dict(request.parameters),
        "system": request.system,
        "examples": [list(example) for example in request.examples],
        "text": request.prompt,
        "template_hash": prompt.template_hash,
        "variables_hash": prompt.variables_hash,
        "source": terminal.shown_path(prompt.source),
    }
