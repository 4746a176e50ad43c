"""Drafts a text with its pictures from an outline and testimonies, with the record of who wrote what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from authoring.checks import Finding
from authoring.drafting import assemble, cleaning, judge, partial, plan, pointwise, record, rounds, weaving
from authoring.drafting.ask import Asker, PlannedRequest
from authoring.drafting.calls import Totals
from authoring.drafting.judging import Fault, PartJudge
from authoring.drafting.parallel import run_all
from authoring.drafting.partial import Step
from authoring.drafting.parts import AssembledPart, Description, Part, Prose
from authoring.drafting.pointwise import PointWriter
from authoring.drafting.questions import Question
from authoring.drafting.rounds import SectionWriter
from authoring.drafting.standing import StandingText, standing_text
from authoring.drafting.tools import DraftingTools
from authoring.errors import UnusableAnswer, advice
from authoring.model import calls as model_calls
from authoring.model.documents import Draft, Outline, Testimony
from authoring.sourcing import grounding
from authoring.sourcing.provenance import Provenance
from authoring.store import Key
from authoring.store.origins import Origins
from authoring.store.pieces import Attachments, Piece
from authoring.text.i18n import _

MAX_DESCRIPTION: Final = 160  # characters
_OF_PARTS: Final = ("introduction", "section", "sentence")  # the prompts that write a text


@dataclass(frozen=True)
class DraftPlan:
    """The questions for the piece of an outline: one for each part that a model writes now, in order.

    `bases` say what each part is written from, by its number. `standing` is the text that is there, None where there
    is none. `steps` tell what becomes of each part, where only some are written; they are empty where all are.
    """

    outline: Outline
    testimonies: Mapping[str, Testimony]
    parts: Sequence[Part]
    questions: Mapping[int, Question]
    bases: Mapping[int, str]
    standing: StandingText | None = None
    steps: Sequence[Step] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the whole text is written."""
        return not self.steps

    @property
    def written(self) -> Sequence[Part]:
        """The parts that are written now, by a model or from people's words alone."""
        return self.parts if self.is_whole else [it.part for it in self.steps if it.part and it.is_written]

    @property
    def asks_for_description(self) -> bool:
        """Whether a model is also asked for a description, which is about the text that it has written."""
        return self.is_whole and not self.outline.description

    @property
    def printed(self) -> Collection[str]:
        """The testimonies that the piece prints as a whole."""
        return {slug for part in self.parts for slug in part.section.testimonies}

    @property
    def replaced_edits(self) -> Sequence[str]:
        """The names of the parts whose text people edited and that are written again."""
        return [step.name for step in self.steps if step.replaces_edits]

    @property
    def withheld(self) -> list[str]:
        """The testimonies that are quoted without the model: it may not read them."""
        slugs = [it.slug for part in self.written for it in part.quotables if not it.is_shown]
        return list(dict.fromkeys(slugs))


@dataclass(frozen=True)
class Composition:
    """A piece as it was written: its text, its pictures by `src`, and who wrote each passage.

    `sections` are the keys of the sections that were written or taken out, None for the whole text; `left_over` are
    those that the outline no longer has and that stay.
    """

    text: str
    pictures: Mapping[str, bytes]
    provenance: Provenance
    parts: Sequence[AssembledPart]
    totals: Totals
    sections: tuple[str, ...] | None = None
    left_over: Sequence[str] = ()

    @property
    def points_said(self) -> tuple[int, int]:
        """How many points were asked for one by one, and of how many the outline's own words stand in the text."""
        calls = [call for part in self.parts for passage in part.passages for call in passage.calls.values()]
        return len(calls), calls.count("")

    def findings(self, draft: Draft) -> list[Finding]:
        """The findings about the text; `draft` is the stored piece."""
        return [
            *record.findings(draft, self.provenance, self.parts),
            *record.left_over(draft, self.left_over),
        ]


def planned(
    tools: DraftingTools, slug: str, *, present: Piece | None = None, asked: Sequence[int] = (), anew: bool = False
) -> DraftPlan:
    """The plan for an outline, of which `present` is the piece that is there.

    Parts of it that were written from what the outline still says are kept, unless everything is to be written `anew`,
    or no record says what they were written from. Where sections are `asked` for, only these are written.

    Raises `InputError` when the outline uses a testimony whose consent was withdrawn, `UsageError` for a section that
    it does not have.
    """
    outline = tools.repository.outline(slug)
    partial.refuse_unknown(asked, outline)
    testimonies = {name: tools.repository.testimony(name) for name in outline.testimonies}
    plan.refuse_withdrawn(testimonies)
    parts = plan.parts(outline, testimonies, catalogue=tools.catalogue, on=tools.today)
    bases = {part.number: partial.basis(outline, part, testimonies) for part in parts}
    standing = standing_text(tools.repository, present) if present else None
    steps = _steps(tools, parts, bases, standing, asked=asked, anew=anew)
    written = {step.part.number for step in steps if step.part and step.is_written} if steps else {*bases}
    questions = {
        part.number: tools.questions.about_part(outline, part)
        for part in parts
        if part.number in outline.written and part.number in written
    }
    return DraftPlan(outline, testimonies, parts, questions, bases, standing, steps)


def _steps(
    tools: DraftingTools,
    parts: Sequence[Part],
    bases: Mapping[int, str],
    standing: StandingText | None,
    *,
    asked: Sequence[int],
    anew: bool,
) -> Sequence[Step]:
    """What becomes of each part; empty where the whole text is written."""
    if standing is None or (not asked and (anew or not standing.has_basis)):
        return []
    steps = partial.steps(parts, bases, standing, asked=asked)
    is_same = all(step.status == "kept" for step in steps)
    if is_same and not standing.is_edited and _is_by_other_models(tools, standing):
        return []
    return steps


def _is_by_other_models(tools: DraftingTools, standing: StandingText) -> bool:
    """Whether the text that stands was asked for with other models or other prompts than are set now."""
    record = Origins(tools.repository.store, standing.piece).stored()
    ids = {passage.call for passage in record.passages if passage.call}
    calls = model_calls.decode(standing.piece.calls, standing.piece.label).calls
    stated = {(call.model, call.template) for call in calls if call.id in ids and call.prompt in _OF_PARTS}
    prompts, lang = tools.prompts, standing.piece.draft.lang
    present = {
        (tools.settings.model.for_prompt(name), prompts.hash_of(prompts.template(name, lang))) for name in _OF_PARTS
    }
    return bool(stated) and not stated & present


def changes_nothing(plan: DraftPlan) -> bool:
    """Whether no part is to be written, and the text would stay as it is, order and front matter included."""
    if plan.standing is None or plan.is_whole or plan.written:
        return False
    present = plan.standing.piece.document.with_values({"status": "draft"})
    return weaving.woven(plan.outline, plan.standing, plan.steps, []) == present.text


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


def most_questions(tools: DraftingTools, plan: DraftPlan, part: Part) -> int:
    """The most questions that a part can need, those to mend it included; 0 for one that no model writes now."""
    if part.number not in plan.questions:
        return 0
    asker = tools.asker(plan.outline.slug)
    if tools.writes_pointwise and not tools.quick:
        return _point_writer(tools, asker).most_questions(part, plan.outline.lang)
    if _takes_first_answer(tools, plan.questions[part.number]):
        may_echo = tools.catalogue.capabilities(plan.questions[part.number].model).may_echo
        return 1 + may_echo
    return _section_writer(tools, plan, asker).most_questions


def compose(tools: DraftingTools, plan: DraftPlan) -> Composition:
    """Ask for the parts and build the piece. Answers are kept, even if a later part fails, and not asked for again.

    Raises what models raise, with the part's name, and `UnusableAnswer` for an answer without any text.
    """
    asker = tools.asker(plan.outline.slug)
    prose = _prose(tools, plan, asker)
    pairs = [(part, prose.get(part.number)) for part in plan.written]
    if plan.standing and not plan.is_whole:
        return _between(tools, plan, plan.standing, pairs, asker)
    return _whole(tools, plan, pairs, asker)


def _whole(
    tools: DraftingTools, plan: DraftPlan, prose: Sequence[tuple[Part, Prose | None]], asker: Asker
) -> Composition:
    """The whole text, with a front matter of its own."""
    outline = plan.outline
    parts = assemble.parts(prose, plan.testimonies, lang=outline.lang, printed=plan.printed)
    description = _description(tools, outline, parts, asker)
    assemble.add_pictures(parts, outline)
    images = assemble.images(outline)
    files = Attachments(tools.repository.store.blobs, Key("outline", outline.slug))
    return Composition(
        text=assemble.front_matter(outline, description.text, images=images) + assemble.body(parts),
        pictures=assemble.picture_contents(images, files, slug=outline.slug),
        provenance=record.of_draft(parts, description, plan.bases),
        parts=parts,
        totals=asker.totals,
    )


def _between(
    tools: DraftingTools,
    plan: DraftPlan,
    standing: StandingText,
    prose: Sequence[tuple[Part, Prose | None]],
    asker: Asker,
) -> Composition:
    """The written parts between those that stay as they are."""
    outline, steps = plan.outline, plan.steps
    texts = [step.section.text for step in steps if step.section and step.stands]
    parts = assemble.parts(
        prose,
        plan.testimonies,
        lang=outline.lang,
        quoted_elsewhere=[it for step in steps if step.section and step.stands for it in step.section.quoted],
        texts_elsewhere=texts,
        printed=plan.printed,
    )
    former = {step.part.number: step.section.text for step in steps if step.part and step.section and step.is_written}
    assemble.add_pictures_between(parts, outline, former=former, texts_elsewhere=texts)
    files = Attachments(tools.repository.store.blobs, Key("outline", outline.slug))
    pictures = assemble.picture_contents(assemble.images(outline), files, slug=outline.slug)
    return Composition(
        text=weaving.woven(outline, standing, steps, parts),
        pictures={src: content for src, content in pictures.items() if standing.piece.files.read(src) is None},
        provenance=record.of_draft(parts, None, plan.bases),
        parts=parts,
        totals=asker.totals,
        sections=tuple(dict.fromkeys(place for step in steps for place in step.places)),
        left_over=[step.section.heading for step in steps if step.section and step.is_left_over],
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
        if _takes_first_answer(tools, question):
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


def _takes_first_answer(tools: DraftingTools, question: Question) -> bool:
    """Whether an answer is not judged: nobody wants it judged, or its model cannot write to order."""
    return tools.quick or tools.catalogue.capabilities(question.model).may_echo


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
