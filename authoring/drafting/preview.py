"""What a prompt would send for an outline, without sending it."""

from __future__ import annotations

from typing import Final

from authoring.drafting import plan
from authoring.drafting.ask import PlannedRequest
from authoring.drafting.questions import Question, captioned, shareable
from authoring.drafting.tools import DraftingTools
from authoring.errors import InputError, NotPossibleNow, advice
from authoring.text.i18n import _

_SENT: Final = "introduction, section, description, titles, revision, alt"


def preview(tools: DraftingTools, name: str, slug: str, *, section: int = 1, instruction: str = "") -> PlannedRequest:
    """The prompt `name` for an outline and its section `section`, from 1, as its model would be sent it.

    `description`, `titles`, `alt` and `revision` are about the piece that was drafted from the outline. Raises
    `NotPossibleNow` for a section that calls no model, and for words that the model may not read.
    """
    question = _question(tools, name, slug, section=section, instruction=instruction)
    return tools.asker(slug).preview(question)


def _question(tools: DraftingTools, name: str, slug: str, *, section: int, instruction: str) -> Question:
    if name in ("introduction", "section"):
        return _about_part(tools, slug, 0 if name == "introduction" else section)
    questions, draft = tools.questions, tools.repository.piece(slug).draft
    if name == "revision":
        return questions.about_revision(draft, section=section, instruction=instruction)
    if name == "alt":
        return questions.about_alternative(draft, captioned(draft)[0])
    if name == "titles":
        return questions.about_titles(draft)
    if name == "description":
        return questions.about_description(draft.lang, draft.title, shareable(draft.body))
    tools.prompts.template(name, draft.lang)
    raise InputError(
        _("The program never sends the prompt “{name}”.").format(name=name),
        _("It sends: {names}.").format(names=_SENT),
    )


def _about_part(tools: DraftingTools, slug: str, number: int) -> Question:
    outline = tools.repository.outline(slug)
    testimonies = {name: tools.repository.testimony(name) for name in outline.testimonies}
    parts = plan.parts(outline, testimonies, catalogue=tools.catalogue, on=tools.today)
    if not 0 <= number < len(parts):
        raise InputError(
            _("The outline has no section {number}.").format(number=number),
            _("Its last section is {last}.").format(last=len(parts) - 1),
            file=outline.label,
        )
    part = parts[number]
    if number not in outline.written:
        raise NotPossibleNow(
            _("“{name}” calls no model: it holds nothing that one would write.").format(name=part.name),
            advice("name-section"),
        )
    return tools.questions.about_part(outline, part)
