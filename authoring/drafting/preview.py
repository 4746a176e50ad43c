"""What a prompt would send for an outline, without sending it."""

from __future__ import annotations

from typing import Final

from authoring.drafting import plan
from authoring.drafting.ask import PlannedRequest
from authoring.drafting.questions import Question, nothing_to_go_by, shareable
from authoring.drafting.seeing import attached
from authoring.drafting.tools import DraftingTools
from authoring.errors import InputError, NotPossibleNow, advice
from authoring.model.text_kinds import KINDS
from authoring.store.pieces import Piece
from authoring.text import sentences
from authoring.text.i18n import LANGUAGES, _

_ABOUT_PIECES: Final = ("description", "titles", "revision", "alt", "alt-seen", "translation")
_TEXTS: Final = {kind.prompt: kind for kind in KINDS.values() if kind.is_published}
_SENTENCES: Final = 3  # of a translation


def preview(tools: DraftingTools, name: str, slug: str, *, section: int = 1, instruction: str = "") -> PlannedRequest:
    """The prompt `name` for an outline and its section `section`, from 1, as its model would be sent it.

    The others than `introduction` and `section` are about the piece that was drafted from the outline. Raises
    `NotPossibleNow` for a section that calls no model, and for words that the model may not read.
    """
    question = _question(tools, name, slug, section=section, instruction=instruction)
    return tools.asker(slug).preview(question)


def _question(tools: DraftingTools, name: str, slug: str, *, section: int, instruction: str) -> Question:
    if name in ("introduction", "section"):
        return _about_part(tools, slug, 0 if name == "introduction" else section)
    questions, piece = tools.questions, tools.repository.piece(slug)
    draft = piece.draft
    if name == "revision":
        return questions.about_revision(draft, section=section, instruction=instruction)
    if name in ("alt", "alt-seen"):
        return _about_picture(tools, piece, is_seen=name == "alt-seen")
    if name == "titles":
        return questions.about_titles(draft)
    if name == "description":
        return questions.about_description(draft.lang, draft.title, shareable(draft.body))
    if name in _TEXTS:
        return questions.about_text(draft, _TEXTS[name], room=_TEXTS[name].limit)
    if name == "translation":
        lang = next(lang for lang in LANGUAGES if lang != draft.lang)
        return questions.about_translation(draft, lang, sentences.split(shareable(draft.body))[:_SENTENCES])
    tools.prompts.template(name, draft.lang)
    raise InputError(
        _("The program never sends the prompt “{name}”.").format(name=name),
        _("It sends: {names}.").format(names=", ".join(("introduction", "section", *_ABOUT_PIECES, *_TEXTS))),
    )


def _about_picture(tools: DraftingTools, piece: Piece, *, is_seen: bool) -> Question:
    """The question about the first picture that there is something to go by for. Raises `NotPossibleNow`."""
    for picture in (it for it in piece.draft.images if not it.decorative):
        shown = attached(piece.files.read(picture.src) or b"") if is_seen else None
        if shown is not None:
            return tools.questions.about_picture(piece.draft, picture, shown)
        if picture.caption and not is_seen:
            return tools.questions.about_alternative(piece.draft, picture)
    raise nothing_to_go_by()


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
