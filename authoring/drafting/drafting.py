"""`draft`: from an outline and testimonies to a piece in `drafts/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from authoring.checks import Finding
from authoring.drafting import Desk, assembly, budget, citations, cleaning, plan, quotes, writing
from authoring.drafting.assembly import Description, Written
from authoring.drafting.calls import Answer, Calls, Totals
from authoring.drafting.plan import Part
from authoring.editorial import review
from authoring.errors import Conflict, UnknownSlug, UnusableAnswer, advice
from authoring.model import workflow
from authoring.model.config import is_local, provider_of
from authoring.model.documents import Outline, Testimony
from authoring.model.people import Person
from authoring.model.situation import situation_of
from authoring.model.workflow import Action
from authoring.privacy.gate import Door
from authoring.privacy.sent import SentRecords
from authoring.prompts import RenderedPrompt
from authoring.prompts.sandbox import Value
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Note, Provenance
from authoring.store import Piece, files
from authoring.text import words as language
from authoring.text.i18n import _

CHECK: Final = "drafting"
MAX_DESCRIPTION: Final = 160
OWN: Final = 0.4  # of its words: with fewer, an answer is the prompt given back
SMALL: Final = "local"  # the built-in model, which retells what it should quote and then loses its thread
_ANOTHER_SEED: Final = 20_261_123
MAX_TEXT: Final = 8_000  # characters: a summary needs no more, and a small model cannot read more


@dataclass(frozen=True)
class Drafted:
    """What drafting came to. `kept` is the revision of a human text that a new one has replaced, else empty."""

    piece: Piece
    totals: Totals
    findings: Sequence[Finding]
    kept: str = ""
    changed: bool = True

    def as_json(self) -> dict[str, Any]:
        """The keys that `draft --json` prints."""
        return {
            "slug": self.piece.slug,
            "path": str(self.piece.draft.path),
            "hash": self.piece.hash,
            "calls": self.totals.calls,
            "cached": self.totals.cached,
            "input_tokens": self.totals.input_tokens,
            "output_tokens": self.totals.output_tokens,
            "cost": self.totals.cost,
        }


def draft(desk: Desk, slug: str, *, actor: Person, new_revision: bool = False) -> Drafted:
    """Write the piece of an outline. Finished parts are kept whatever happens, and not asked for again.

    Raises `Conflict` before any call when people have edited the text, unless `new_revision` keeps theirs and
    puts a new text in its place.
    """
    outline = desk.store.outline(slug)
    testimonies = {name: desk.store.testimony(name) for name in outline.testimonies}
    plan.refuse_withdrawn(testimonies)
    present = existing(desk, slug)
    _permit(present, outline, actor)
    if present and is_edited(desk, present) and not new_revision:
        raise _edited(present)
    folder = present.folder if present else desk.settings.root / "drafts" / slug
    calls = open_calls(desk, folder)
    written, description = _written(desk, outline, testimonies, calls)
    return _kept(desk, outline, present, written, description, actor=actor, calls=calls)


def open_calls(desk: Desk, folder: Path) -> Calls:
    """What asks the model on behalf of the piece in `folder`, within the limits of `[budget]`."""
    limits = desk.settings.budget
    monthly = limits.tokens_per_month or limits.money_per_month
    month = budget.spent_in_month(desk.settings.root, when=desk.clock(), zone=desk.settings.zone) if monthly else None
    ledger = budget.Ledger(limits, piece=budget.spent_on(folder), month=month or budget.Spent(), price=desk.price)
    return Calls(
        folder,
        model=desk.model,
        cache=desk.cache,
        ledger=ledger,
        price=desk.price,
        clock=desk.clock,
        progress=desk.progress,
        door=Door(
            desk.settings,
            desk.store,
            on=desk.clock().astimezone(desk.settings.zone).date(),
            destination=desk.destination,
        ),
        sent=SentRecords(desk.settings.root, server=desk.settings.model.base_url),
        fresh=desk.fresh,
    )


def existing(desk: Desk, slug: str) -> Piece | None:
    """The piece as it is now, if there is one."""
    try:
        return desk.store.piece(slug)
    except UnknownSlug:
        return None


def is_edited(desk: Desk, piece: Piece) -> bool:
    """Whether the text is another than the one drafted last; a run cut off before its record is no edit."""
    drafted = [event.hash for event in piece.events if event.action is Action.draft]
    if drafted and drafted[-1] == piece.hash:
        return False
    try:
        return _unrecorded(desk, piece.slug).read_text("ascii") != provenance.exact_digest(piece.document.text)
    except OSError:
        return True


def planned(desk: Desk, outline: Outline, testimonies: Mapping[str, Testimony]) -> list[Part]:
    """The parts of a piece, each with what its own model may read."""
    models = desk.settings.model
    today = desk.clock().astimezone(desk.settings.zone).date()

    def parts(prompt: str) -> list[Part]:
        model = models.for_prompt(prompt)
        return plan.parts(outline, testimonies, is_here=models.is_here(model), on=today, provider=provider_of(model))

    return [*parts("introduction")[:1], *parts("section")[1:]]


def prompt_of(desk: Desk, outline: Outline, part: Part) -> RenderedPrompt:
    """Exactly what is sent for a part."""
    small = desk.settings.model.for_prompt(part.prompt) == SMALL
    variables = plan.variables(outline, part, desk.settings.style, small=small)
    return desk.prompts.render(part.prompt, outline.lang, variables)


def description_prompt(desk: Desk, lang: str, title: str, text: str) -> RenderedPrompt:
    """Exactly what is sent for the description of a piece with this text."""
    variables: dict[str, Value] = {
        "lang": lang,
        "title": title,
        "style": plan.style_of(desk.settings.style),
        "text": text[:MAX_TEXT],
    }
    return desk.prompts.render("description", lang, variables)


def _written(
    desk: Desk, outline: Outline, testimonies: Mapping[str, Testimony], calls: Calls
) -> tuple[list[Written], Description]:
    parts = planned(desk, outline, testimonies)
    asked = [part for part in parts if part.number in outline.written]
    prompts = {part.number: prompt_of(desk, outline, part) for part in asked}
    models = desk.settings.model

    def ask(part: Part) -> Answer:
        model = models.for_prompt(part.prompt)
        prompt = prompts[part.number]
        answer = calls.ask(prompt, model=model, part=part.name, section=part.number, words=part.words)
        if _is_own(answer, part, prompt, model=model):
            return answer
        again = calls.ask(_once_more(prompt), model=model, part=part.name, section=part.number, words=part.words)
        return max((answer, again), key=lambda each: _own_words(each, part, prompt))

    answers = writing.side_by_side(asked, ask, calls=calls, concurrency=models.concurrency)
    by_number = {part.number: answer for part, answer in zip(asked, answers, strict=True)}
    taken: set[tuple[str, int]] = set()
    written = [_part(part, by_number.get(part.number), prompts.get(part.number), outline.lang, taken) for part in parts]
    assembly.without_repeats(written)
    for each in written:
        assembly.add_testimonies(each, testimonies)
    given = outline.description
    description = Description(given) if given else _description(desk, outline, written, calls)
    assembly.add_pictures(written, outline)
    return written, description


def _is_own(answer: Answer, part: Part, prompt: RenderedPrompt, *, model: str) -> bool:
    """Whether the answer says something itself; a small model may give back the notes that it was given."""
    text, _notes = assembly.prose(answer, part, asked=prompt.text)
    if not is_local(model) or not part.number:  # notes that are questions may well be the introduction
        return bool(text)
    return bool(text) and cleaning.own_words(text, prompt.text) >= OWN * len(language.words(text))


def _own_words(answer: Answer, part: Part, prompt: RenderedPrompt) -> int:
    """How many words an answer says that the prompt did not say already."""
    text, _notes = assembly.prose(answer, part, asked=prompt.text)
    return cleaning.own_words(text, prompt.text)


def _once_more(prompt: RenderedPrompt) -> RenderedPrompt:
    """The same question for another answer, when the first held hardly anything of its own."""
    return replace(prompt, parameters={**prompt.parameters, "seed": _ANOTHER_SEED})


def _part(
    part: Part, answer: Answer | None, prompt: RenderedPrompt | None, lang: str, taken: set[tuple[str, int]]
) -> Written:
    if answer is None or prompt is None:
        return Written(part)
    text, notes = assembly.prose(answer, part, asked=prompt.text)
    if not text:
        raise UnusableAnswer(
            _("{part}: the model’s answer holds no text of the section.").format(part=part.name),
            advice("ask-anew-or-change-model"),
        )
    return assembly.written(
        part, text, notes, call=answer.call, lang=lang, taken=taken, cited=citations.read(answer.completion.text, part)
    )


def _description(desk: Desk, outline: Outline, written: Sequence[Written], calls: Calls) -> Description:
    texts = [
        text
        for each in written
        for text, passage in zip(each.texts, each.passages, strict=True)
        if passage.kind == "model"
    ]
    prompt = description_prompt(desk, outline.lang, outline.title, "\n\n".join(texts))
    model = desk.settings.model.for_prompt("description")
    answer = calls.ask(prompt, model=model, part=_("description"))
    return Description(shortened(cleaning.line(answer.completion.text), MAX_DESCRIPTION), answer.call)


def shortened(text: str, limit: int) -> str:
    """The text, cut after its last whole sentence or word that fits."""
    if len(text) <= limit:
        return text
    whole = cleaning.whole_sentences(text[:limit])
    if len(whole) >= limit // 2:
        return whole
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _permit(present: Piece | None, outline: Outline, actor: Person) -> None:
    now = present.situation if present else situation_of([], content_hash="", author=outline.author)
    workflow.permit(Action.draft, now=now, actor=actor)


def _kept(
    desk: Desk,
    outline: Outline,
    present: Piece | None,
    written: Sequence[Written],
    description: Description,
    *,
    actor: Person,
    calls: Calls,
) -> Drafted:
    """The piece on disk with its records, and its event; what lies there already is not written again."""
    body = assembly.body(written)
    images = assembly.images(outline)
    text = assembly.front_matter(outline, description.text, images=images) + body
    pictures = assembly.picture_files(images, outline.path.parent)
    record = assembly.record(written, description)
    kept = _keep_theirs(desk, present, actor) if present and is_edited(desk, present) else ""
    piece = _put(desk, outline.slug, present, text, record, pictures)
    changed = not (present and present.events and not kept and piece.hash == present.hash)
    if changed:
        models = sorted(calls.totals.models)
        piece = review.record_writing(
            desk.store, piece, action=Action.draft, actor=actor, when=desk.clock(), models=models
        )
    _unrecorded(desk, outline.slug).unlink(missing_ok=True)
    return Drafted(piece, calls.totals, _findings(piece, record, written), kept, changed=changed)


def _put(
    desk: Desk, slug: str, present: Piece | None, text: str, record: Provenance, pictures: Mapping[str, Path]
) -> Piece:
    """The text in its folder. Until the history names it, a note beside the locks tells it from a person's edit."""
    files.write_bytes(_unrecorded(desk, slug), provenance.exact_digest(text).encode())
    if present is None:
        files.write_bytes(desk.settings.root / "drafts" / slug / provenance.NAME, record.encode())
        desk.store.create(slug, text, pictures=pictures)
        return desk.store.piece(slug)
    for src, path in pictures.items():
        target = (present.folder / src).resolve()
        if target.is_relative_to(present.folder.resolve()):
            files.write_bytes(target, path.read_bytes())
    if present.document.with_values({"status": "draft"}).text == text:
        return desk.store.piece(slug)
    files.write_bytes(present.folder / provenance.NAME, provenance.read(present.folder).joined(record).encode())
    return desk.store.write(desk.store.piece(slug), text)


def _unrecorded(desk: Desk, slug: str) -> Path:
    return desk.settings.root / ".authoring" / "unrecorded" / slug


def _keep_theirs(desk: Desk, piece: Piece, actor: Person) -> str:
    """The human text, kept as a revision that the history names."""
    note = _("Kept before the piece was drafted again.")
    return review.record_writing(
        desk.store, piece, action=Action.revise, actor=actor, when=desk.clock(), models=(), note=note
    ).hash


def _edited(piece: Piece) -> Conflict:
    return Conflict(
        _("People have edited “{slug}” since it was drafted; nothing was written.").format(slug=piece.slug),
        advice("draft-over-edits", slug=piece.slug),
        code="edited-by-people",
        values={"slug": piece.slug},
        file=piece.draft.path,
    )


def _findings(piece: Piece, record: Provenance, written: Sequence[Written]) -> list[Finding]:
    """What is to be said of the passages as they stand, and of quotation marks that the model made by itself."""
    start = piece.draft.body_line - 1
    found = [
        finding(note, piece.draft.path, start + line) for note, line in provenance.standing(piece.draft.body, record)
    ]
    lines = {block.sha256: start + block.line for block in provenance.blocks(piece.draft.body)}
    for each in written:
        for text, passage in zip(each.texts, each.passages, strict=True):
            if passage.kind == "model":
                found += [
                    Finding(
                        CHECK,
                        "blocking",
                        _("The model wrote words between quotation marks, which nobody said."),
                        _("Take the marks off, or put a sentence of a testimony in their place."),
                        piece.draft.path,
                        lines.get(passage.sha256, 1),
                        words,
                    )
                    for words in quotes.invented(text)
                ]
    return sorted(found, key=lambda one: one.line)


def finding(note: Note, path: Path, line: int) -> Finding:
    """What was noted while writing, as a finding about the file."""
    return Finding(CHECK, note.severity, note.message, note.remedy, path, line, note.passage, note.key)
