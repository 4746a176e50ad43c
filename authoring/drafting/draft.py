"""Drafts a text with its pictures from an outline and testimonies, with the record of who wrote what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from authoring.checks import Finding
from authoring.drafting import assemble, cleaning, judge, plan, pointwise, record, rounds
from authoring.drafting.ask import Asker, PlannedRequest
from authoring.drafting.calls import Totals
from authoring.drafting.judging import Fault, PartJudge
from authoring.drafting.parallel import run_all
from authoring.drafting.parts import AssembledPart, Description, Part, Prose
from authoring.drafting.pointwise import PointWriter
from authoring.drafting.questions import Question
from authoring.drafting.rounds import SectionWriter
from authoring.drafting.tools import DraftingTools
from authoring.errors import UnusableAnswer, advice
from authoring.model.documents import Draft, Outline, Testimony
from authoring.sourcing import grounding
from authoring.sourcing.provenance import Provenance
from authoring.store import Key
from authoring.store.pieces import Attachments
from authoring.text.i18n import _

MAX_DESCRIPTION: Final = 160  # characters


@dataclass(frozen=True)
class DraftPlan:
    """The questions for the piece of an outline: one for each part that a model writes, in order."""

    outline: Outline
    testimonies: Mapping[str, Testimony]
    parts: Sequence[Part]
    questions: Mapping[int, Question]

    @property
    def asks_for_description(self) -> bool:
        """Whether a model is also asked for a description, which is about the text that it has written."""
        return not self.outline.description

    @property
    def withheld(self) -> list[str]:
        """The testimonies that are quoted without the model: it may not read them."""
        slugs = [it.slug for part in self.parts for it in part.quotables if not it.is_shown]
        return list(dict.fromkeys(slugs))


@dataclass(frozen=True)
class Composition:
    """A piece as it was written: its text, its pictures by `src`, and who wrote each passage."""

    text: str
    pictures: Mapping[str, bytes]
    provenance: Provenance
    parts: Sequence[AssembledPart]
    totals: Totals

    @property
    def points_said(self) -> tuple[int, int]:
        """How many points were asked for one by one, and of how many the outline's own words stand in the text."""
        calls = [call for part in self.parts for passage in part.passages for call in passage.calls.values()]
        return len(calls), calls.count("")

    def findings(self, draft: Draft) -> list[Finding]:
        """The findings about the text; `draft` is the stored piece."""
        return record.findings(draft, self.provenance, self.parts)


def planned(tools: DraftingTools, slug: str) -> DraftPlan:
    """The plan for an outline. Raises `InputError` when it uses a testimony whose consent was withdrawn."""
    outline = tools.repository.outline(slug)
    testimonies = {name: tools.repository.testimony(name) for name in outline.testimonies}
    plan.refuse_withdrawn(testimonies)
    parts = plan.parts(outline, testimonies, catalogue=tools.catalogue, on=tools.today)
    questions = {
        part.number: tools.questions.about_part(outline, part) for part in parts if part.number in outline.written
    }
    return DraftPlan(outline, testimonies, parts, questions)


def preview(tools: DraftingTools, plan: DraftPlan) -> list[PlannedRequest]:
    """The first requests for the parts as they would be sent; further ones, and a description's, depend on the answers.

    Raises `NotPossibleNow` for words that a model may not read.
    """
    asker = tools.asker(plan.outline.slug)
    if tools.writes_pointwise and not tools.quick:
        parts = [part for part in plan.parts if part.number in plan.questions]
        questions = _point_writer(tools, asker).first_questions(parts, plan.outline.lang)
    else:
        questions = list(plan.questions.values())
    return [asker.preview(question) for question in questions]


def compose(tools: DraftingTools, plan: DraftPlan) -> Composition:
    """Ask for the parts and build the piece. Answers are kept, even if a later part fails, and not asked for again.

    Raises what models raise, with the part's name, and `UnusableAnswer` for an answer without any text.
    """
    outline, asker = plan.outline, tools.asker(plan.outline.slug)
    prose = _prose(tools, plan, asker)
    pairs = [(part, prose.get(part.number)) for part in plan.parts]
    parts = assemble.parts(pairs, plan.testimonies, lang=outline.lang)
    description = _description(tools, outline, parts, asker)
    assemble.add_pictures(parts, outline)
    images = assemble.images(outline)
    files = Attachments(tools.repository.store.blobs, Key("outline", outline.slug))
    return Composition(
        text=assemble.front_matter(outline, description.text, images=images) + assemble.body(parts),
        pictures=assemble.picture_contents(images, files, slug=outline.slug),
        provenance=record.of_draft(parts, description),
        parts=parts,
        totals=asker.totals,
    )


def _prose(tools: DraftingTools, plan: DraftPlan, asker: Asker) -> dict[int, Prose]:
    """The prose of each part that a model writes, by number. All parts are asked for before one is refused."""
    parts = [part for part in plan.parts if part.number in plan.questions]

    if tools.writes_pointwise and not tools.quick:
        return _point_writer(tools, asker).write(parts, plan.outline.lang)
    sources = grounding.of_piece(plan.outline, plan.testimonies, tools.settings)
    writer = _section_writer(tools, plan, asker)

    def write(part: Part) -> Prose:
        question = plan.questions[part.number]
        if tools.quick or tools.catalogue.capabilities(question.model).may_echo:
            return _first_answer(tools, asker, part, question)
        judge_of_part = PartJudge(part, plan.outline.lang, sources, tools.settings.style.avoid)
        return writer.write(part, question, judge_of_part)

    written = run_all(parts, write, stop=asker.stop, concurrency=tools.settings.model.concurrency)
    for part, prose in zip(parts, written, strict=True):
        if not prose.text:
            raise UnusableAnswer(
                _("{part}: the model’s answer holds no text of the section.").format(part=part.name),
                advice("ask-anew-or-change-model"),
            )
    return {part.number: prose for part, prose in zip(parts, written, strict=True)}


def _first_answer(tools: DraftingTools, asker: Asker, part: Part, question: Question) -> Prose:
    """The first answer; the better of two where the first one only repeats the prompt."""
    first = judge.prose(asker.ask(question), part, prompt=question.prompt.text)
    if judge.says_enough(first, part, tools.catalogue.capabilities(question.model)):
        return first
    second = judge.prose(asker.ask(question.again()), part, prompt=question.prompt.text)
    return judge.best(first, second)


def _section_writer(tools: DraftingTools, plan: DraftPlan, asker: Asker) -> SectionWriter:
    """What writes a part in rounds, as far as the settings allow."""

    def mending(part: Part, text: str, faults: list[Fault]) -> Question:
        lang = plan.outline.lang
        return tools.questions.about_mending(plan.outline, part, text, [fault.message(lang) for fault in faults])

    limits = tools.settings.drafting
    candidates = rounds.CANDIDATES if limits.candidates is None else limits.candidates
    mendings = rounds.ROUNDS if limits.rounds is None else limits.rounds
    return SectionWriter(asker, mending, candidates, mendings)


def _point_writer(tools: DraftingTools, asker: Asker) -> PointWriter:
    """What writes parts one point at a time, as far as the settings allow."""
    limits = tools.settings.drafting
    return PointWriter(
        asker,
        tools.questions,
        candidates=pointwise.CANDIDATES if limits.candidates is None else limits.candidates,
        rounds=pointwise.ROUNDS if limits.rounds is None else limits.rounds,
        concurrency=tools.settings.model.concurrency,
    )


def _description(tools: DraftingTools, outline: Outline, parts: Sequence[AssembledPart], asker: Asker) -> Description:
    """The outline's description, else a model's of the text that a model has written."""
    if outline.description:
        return Description(outline.description)
    text = "\n\n".join(text for assembled in parts for text, _passage in assembled.model_texts)
    answer = asker.ask(tools.questions.about_description(outline.lang, outline.title, text))
    return Description(cleaning.within(cleaning.line(answer.completion.text), MAX_DESCRIPTION), answer.call.id)
