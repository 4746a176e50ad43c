"""`revise`: one section written anew by a model, everything else byte for byte as it was."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Final

from authoring.checks import Finding
from authoring.drafting import Desk, cleaning, plan
from authoring.drafting.calls import Totals
from authoring.drafting.drafting import finding, open_calls
from authoring.editorial import review
from authoring.errors import NotPossibleNow, UnusableAnswer, UsageError, advice
from authoring.model import workflow
from authoring.model.people import Person
from authoring.model.workflow import Action
from authoring.prompts import RenderedPrompt
from authoring.prompts.sandbox import Value
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Note, Passage, Provenance
from authoring.store import Piece, files
from authoring.text import markdown
from authoring.text import words as language
from authoring.text.differences import Line, changes
from authoring.text.i18n import _
from authoring.text.markdown import BodySection

_KEPT: Final = re.compile(r"\[{1,2}\s*keep\s*:\s*(?P<number>\d{1,4})\s*\]{1,2}", re.IGNORECASE)
_BLOCKS: Final = (
    markdown.TESTIMONY_BLOCK,
    re.compile(r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL),
    re.compile(r"^[ \t]{0,3}>[^\n]*(?:\n[ \t]{0,3}>[^\n]*)*", re.MULTILINE),
    re.compile(r"^[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*$", re.MULTILINE),
    re.compile(r"^#{3,6}[ \t][^\n]*$", re.MULTILINE),
    re.compile(r"^\|[^\n]*(?:\n\|[^\n]*)*", re.MULTILINE),
    re.compile(r"<!--.*?-->", re.DOTALL),
)
_INLINE: Final = (
    re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]*\""),
    re.compile(r"!?\[[^\]\[\n]*\]\([^)\n]*\)|<https?://[^>\s]+>|https?://[^\s<>()]+"),
    re.compile(r"`[^`\n]+`"),
    re.compile(r"\[\[[^\]\n]*\]\]"),
)
_LIST: Final = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class Masked:
    """A text whose untouchable passages are marks: `[[keep:1]]` for the first one."""

    text: str
    kept: tuple[str, ...]
    blocks: frozenset[int]

    @property
    def has_prose(self) -> bool:
        """Whether anything is left that may be revised."""
        return bool(_KEPT.sub("", self.text).strip())


@dataclass(frozen=True)
class Proposal:
    """A section as it is and as a model would have it. Nothing is written until it is applied."""

    piece: Piece
    section: BodySection
    old: str
    new: str
    notes: tuple[Note, ...]
    totals: Totals
    call: str

    @property
    def body(self) -> str:
        """The whole body with the new section: all other bytes are those of the piece."""
        body = self.piece.draft.body
        return body[: self.section.text_start] + self.new + body[self.section.end :]

    @property
    def changes(self) -> list[list[Line]]:
        """What changes, sentence by sentence."""
        return changes(self.old, self.new)

    @property
    def findings(self) -> list[Finding]:
        """What is to be said of the new text, on the section's line."""
        line = self.piece.draft.body_line + self.section.line - 1
        return [finding(note, self.piece.draft.path, line) for note in self.notes]


def propose(desk: Desk, slug: str, *, section: int, instruction: str, actor: Person) -> Proposal:
    """What a model makes of section `section` (0 is the introduction) by an instruction.

    Raises `NotPossibleNow` when the workflow forbids it or the section holds nothing but people's words.
    """
    piece = desk.store.piece(slug)
    workflow.permit(Action.revise, now=piece.situation, actor=actor)
    found = section_of(piece, section)
    old = found.text_of(piece.draft.body)
    hidden = mask(old)
    prompt = prompt_of(desk, piece, section=section, instruction=instruction)
    calls = open_calls(desk, piece.folder)
    name = found.heading or _("introduction")
    model = desk.settings.model.for_prompt("revision")
    answer = calls.ask(prompt, model=model, part=name, section=section, words=len(old.split()))
    text, notes = _cleaned(answer.completion.text, hidden, found, is_cut=answer.completion.finish == "length")
    if not _KEPT.sub("", text).strip():
        raise UnusableAnswer(
            _("{part}: the model’s answer holds no text of the section.").format(part=name),
            _("Word the instruction differently."),
        )
    if language.seems_foreign(_KEPT.sub("", text), piece.draft.lang):
        notes.append(Note("language", passage=text[:60]))
    new, lost = unmask(text, hidden, newline="\r\n" if "\r\n" in old else "\n")
    notes += [Note("mark_lost", passage=passage[:60]) for passage in lost]
    return Proposal(piece, found, old, _framed(new, old), tuple(notes), calls.totals, answer.call)


def apply(desk: Desk, proposal: Proposal, *, actor: Person) -> Piece:
    """Write the proposal. Raises `Conflict` when the text has changed since it was made."""
    piece = proposal.piece
    if proposal.new == proposal.old:
        return piece
    present = desk.store.piece(piece.slug)
    workflow.permit(Action.revise, now=present.situation, actor=actor)
    if piece.events and piece.events[-1].hash != piece.hash and present.document.text == piece.document.text:
        piece = _keep_theirs(desk, piece, actor)
    written = desk.store.write(piece, piece.document.with_body(proposal.body).text)
    record = _recorded(provenance.read(piece.folder), proposal)
    files.write_bytes(written.folder / provenance.NAME, record.encode())
    return review.record_writing(
        desk.store,
        desk.store.piece(piece.slug),
        action=Action.revise,
        actor=actor,
        when=desk.clock(),
        models=sorted(proposal.totals.models),
    )


def _keep_theirs(desk: Desk, piece: Piece, actor: Person) -> Piece:
    """What people changed since the last event, recorded before a model's sentences stand among theirs."""
    note = _("Kept before a model revised it.")
    return review.record_writing(
        desk.store, piece, action=Action.revise, actor=actor, when=desk.clock(), models=(), note=note
    )


def prompt_of(desk: Desk, piece: Piece, *, section: int, instruction: str) -> RenderedPrompt:
    """Exactly what is sent for a revision. Raises `NotPossibleNow` for a section that only holds people's words."""
    found = section_of(piece, section)
    hidden = mask(found.text_of(piece.draft.body))
    if not hidden.has_prose:
        raise NotPossibleNow(
            _("The section “{heading}” holds only people’s words and pictures, and those cannot be revised.").format(
                heading=found.heading
            ),
            advice("revise-another-section", slug=piece.slug),
        )
    draft = piece.draft
    variables: dict[str, Value] = {
        "lang": draft.lang,
        "title": draft.title,
        "plan": tuple(
            each.heading for each in markdown.sections(draft.body)[1:] if mask(each.text_of(draft.body)).has_prose
        ),
        "style": plan.style_of(desk.settings.style),
        "heading": found.heading,
        "text": hidden.text.strip(),
        "instruction": instruction.strip(),
        "words": len(language.words(hidden.text)),
        "marks": len(hidden.kept),
    }
    return desk.prompts.render("revision", draft.lang, variables)


def section_of(piece: Piece, number: int) -> BodySection:
    """A section of the piece by its number; 0 is the introduction."""
    found = markdown.sections(piece.draft.body)
    if 0 <= number < len(found):
        return found[number]
    raise UsageError(
        _("There is no section {number} in “{slug}”.").format(number=number, slug=piece.slug),
        _("The last one is {last}; 0 is the introduction.").format(last=len(found) - 1),
    )


def mask(text: str) -> Masked:
    """The text with testimonies, quotations, pictures, links, code and marks hidden, and with plain line ends."""
    unified = text.replace("\r\n", "\n")
    returns = [match.start() - count for count, match in enumerate(re.finditer("\r\n", text))]
    spans: list[tuple[int, int, bool]] = []
    for is_block, patterns in ((True, _BLOCKS), (False, _INLINE)):
        for pattern in patterns:
            for match in pattern.finditer(unified):
                if all(match.end() <= start or end <= match.start() for start, end, _block in spans):
                    spans.append((*match.span(), is_block))
    spans.sort()
    parts, kept, at = [], [], 0
    for number, (start, end, _block) in enumerate(spans, start=1):
        parts += [unified[at:start], f"[[keep:{number}]]"]
        kept.append(text[start + bisect_left(returns, start) : end + bisect_left(returns, end)])
        at = end
    blocks = frozenset(number for number, (_start, _end, is_block) in enumerate(spans, start=1) if is_block)
    return Masked("".join([*parts, unified[at:]]), tuple(kept), blocks)


def unmask(text: str, hidden: Masked, *, newline: str = "\n") -> tuple[str, list[str]]:
    """The text with every hidden passage back, byte for byte and once, and those that it had lost."""
    seen: set[int] = set()

    def passage(match: re.Match[str]) -> str:
        number = int(match["number"])
        if number in seen or not 1 <= number <= len(hidden.kept):
            return ""
        seen.add(number)
        return f"\n\n\0{number}\0\n\n" if number in hidden.blocks else f"\0{number}\0"

    marked = _KEPT.sub(passage, text.replace("\0", "").replace("\r", ""))
    lost = [number for number in range(1, len(hidden.kept) + 1) if number not in seen]
    marked = "\n\n".join([marked.strip(), *(f"\0{number}\0" for number in lost)])
    paragraphs = [paragraph.strip() for paragraph in re.split(r"\n[ \t]*\n", marked) if paragraph.strip()]
    joined = "\n\n".join(paragraphs).replace("\n", newline)
    whole = re.sub("\0(\\d+)\0", lambda match: hidden.kept[int(match[1]) - 1], joined)
    return whole, [hidden.kept[number - 1] for number in lost]


def _cleaned(answer: str, hidden: Masked, found: BodySection, *, is_cut: bool) -> tuple[str, list[Note]]:
    cleaned = cleaning.clean(answer, heading=found.heading, lists=bool(_LIST.search(hidden.text)))
    notes = [Note("tidied", {"what": ", ".join(cleaned.removed)})] if cleaned.removed else []
    if not is_cut:
        return cleaned.text, notes
    text = cleaning.whole_sentences(cleaned.text)
    return text, [*notes, Note("truncated", passage=text[-60:])]


def _framed(new: str, old: str) -> str:
    """The new text between the white space of the old one."""
    stripped = old.strip()
    start = old.index(stripped)
    return old[:start] + new + old[start + len(stripped) :]


def _recorded(record: Provenance, proposal: Proposal) -> Provenance:
    """The record with the section's new passages: what was there is known already, the rest the model wrote."""
    known = {passage.sha256 for passage in record.upgraded(proposal.piece.draft.body).passages}
    old = {block.sha256 for block in provenance.blocks(proposal.old)}
    fresh = [
        Passage("model", block.sha256, proposal.call)
        for block in provenance.blocks(proposal.new)
        if block.sha256 not in known | old
    ]
    if fresh and proposal.notes:
        fresh[-1] = replace(fresh[-1], notes=proposal.notes)
    return replace(record, passages=(*record.passages, *fresh))
