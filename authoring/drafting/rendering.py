"""What a prompt would send for an outline, without sending it."""

from __future__ import annotations

from dataclasses import replace

from authoring.drafting import Desk, revising, suggesting
from authoring.drafting.drafting import description_prompt, planned, prompt_of
from authoring.errors import InputError, NotPossibleNow, advice
from authoring.llm import CompletionRequest
from authoring.privacy.gate import Door
from authoring.prompts import RenderedPrompt
from authoring.text.i18n import _


def render(desk: Desk, name: str, slug: str, *, section: int = 1, instruction: str = "") -> RenderedPrompt:
    """The prompt `name` for an outline and its section `section`, from 1, as its model would be sent it.

    `description`, `titles`, `alt` and `revision` are about the piece that was drafted from the outline. Raises
    `NotPossibleNow` for a section that calls no model, and for words that the model may not read.
    """
    prompt = _rendered(desk, name, slug, section=section, instruction=instruction)
    model = desk.settings.model.for_prompt(prompt.name)
    asked = CompletionRequest(model, prompt.text, prompt.system, prompt.parameters)
    sent = Door.of(desk).let_out(asked, lang=prompt.lang).request
    return replace(prompt, text=sent.prompt, system=sent.system, parameters=sent.parameters)


def _rendered(desk: Desk, name: str, slug: str, *, section: int, instruction: str) -> RenderedPrompt:
    if name in ("introduction", "section"):
        return _part(desk, slug, 0 if name == "introduction" else section)
    piece = desk.store.piece(slug)
    if name == "revision":
        return revising.prompt_of(desk, piece, section=section, instruction=instruction)
    if name == "alt":
        return suggesting.prompt_of(desk, piece, "alt", picture=suggesting.captioned(piece)[0])
    if name == "titles":
        return suggesting.prompt_of(desk, piece, "title")
    if name == "description":
        return description_prompt(desk, piece.draft.lang, piece.draft.title, suggesting.shareable(piece.draft.body))
    desk.prompts.template(name, piece.draft.lang)
    raise InputError(
        _("The program never sends the prompt “{name}”.").format(name=name),
        _("It sends: {names}.").format(names="introduction, section, description, titles, revision, alt"),
    )


def _part(desk: Desk, slug: str, number: int) -> RenderedPrompt:
    outline = desk.store.outline(slug)
    testimonies = {each: desk.store.testimony(each) for each in outline.testimonies}
    parts = planned(desk, outline, testimonies)
    if not 0 <= number < len(parts):
        raise InputError(
            _("The outline has no section {number}.").format(number=number),
            _("Its last section is {last}.").format(last=len(parts) - 1),
            file=outline.path,
        )
    part = parts[number]
    if number not in outline.written:
        raise NotPossibleNow(
            _("“{name}” calls no model: it holds nothing that one would write.").format(name=part.name),
            advice("name-section"),
        )
    return prompt_of(desk, outline, part)
