"""Who or what wrote each passage of a piece: kept beside it, and held against the text as it is now.

A passage is a paragraph, a quotation, a testimony or a picture. It is recognised by the SHA-256 of its text, so
one that a person has touched since is a person's, and what was noted about it no longer stands.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from authoring import files, markdown
from authoring.i18n import _

NAME: Final = "provenance.json"
FORMAT: Final = 1

Kind = Literal["model", "testimony", "quote", "picture", "person"]
NoteKind = Literal[
    "truncated", "language", "quote_chosen", "quote_added", "mark_dropped", "mark_lost", "shortened", "tidied"
]
Severity = Literal["blocking", "warning", "note"]

_BLOCK: Final = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_SEVERITIES: Final[Mapping[NoteKind, Severity]] = {
    "truncated": "warning",
    "language": "blocking",
    "quote_chosen": "warning",
    "quote_added": "note",
    "mark_dropped": "warning",
    "mark_lost": "warning",
    "shortened": "warning",
    "tidied": "note",
}


@dataclass(frozen=True)
class Note:
    """Something that happened while a passage was written. `values` fill in the message."""

    kind: NoteKind
    values: Mapping[str, str] = field(default_factory=dict)
    passage: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return _SEVERITIES[self.kind]

    @property
    def message(self) -> str:
        """What happened, in the language of messages."""
        return _messages()[self.kind].format(**{"what": "", "slug": "", "planned": "", **self.values})

    @property
    def remedy(self) -> str:
        """What to do about it, in the language of messages."""
        return _remedies()[self.kind]


@dataclass(frozen=True)
class Passage:
    """A passage as it was written. `call` is the id of the model call in `calls.jsonl`."""

    section: str
    kind: Kind
    sha256: str
    call: str = ""
    testimony: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Block:
    """A passage as it stands in a body: its text, and the body's line on which it begins, from 1."""

    section: str
    text: str
    line: int

    @property
    def sha256(self) -> str:
        """What the passage is recognised by."""
        return digest(self.text)


@dataclass(frozen=True)
class Provenance:
    """The record of a piece: its passages as programs wrote them."""

    passages: tuple[Passage, ...] = ()

    def encode(self) -> bytes:
        """The record as it is kept."""
        values = {"format": FORMAT, "passages": [asdict(passage) for passage in self.passages]}
        return json.dumps(values, ensure_ascii=False, indent=1).encode() + b"\n"


def read(folder: Path) -> Provenance:
    """The record beside a piece; an empty one when there is none, or none that can be read."""
    try:
        return decode((folder / NAME).read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return Provenance()


def decode(content: bytes) -> Provenance:
    """A record from its bytes. Raises `ValueError`, `KeyError` or `TypeError` for what is none."""
    values = files.decode_json(content)
    return Provenance(tuple(_passage(item) for item in values["passages"]))


def digest(text: str) -> str:
    """The SHA-256 of a text; line ends and white space around it do not count."""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()


def blocks(body: str) -> list[Block]:
    """The passages of a body in order, headings left out."""
    found = []
    for section in markdown.sections(body):
        first = body.count("\n", 0, section.text_start) + 1
        found += [Block(section.heading, text, first + line) for text, line in _split(section.text_of(body))]
    return found


def passages(body: str, record: Provenance) -> list[Passage]:
    """Who wrote each passage of the body as it is now: what the record does not know, a person wrote."""
    known = {passage.sha256: passage for passage in record.passages}
    return [known.get(block.sha256) or Passage(block.section, "person", block.sha256) for block in blocks(body)]


def standing(body: str, record: Provenance) -> Iterator[tuple[Note, int]]:
    """What was noted about passages that are still as they were written, with the body's line of each."""
    noted = {passage.sha256: passage.notes for passage in record.passages if passage.notes}
    for block in blocks(body):
        for note in noted.get(block.sha256, ()):
            yield note, block.line


def _split(text: str) -> list[tuple[str, int]]:
    """Blocks between blank lines, each with its line from 0; a testimony is one block."""
    shielded = markdown.TESTIMONY_BLOCK.sub(lambda match: re.sub(r"\n[ \t]*(?=\n)", "\n\0", match.group()), text)
    found = []
    for match in _BLOCK.finditer(shielded):
        found.append((match.group().replace("\0", ""), shielded.count("\n", 0, match.start())))
    return found


def _passage(values: Mapping[str, Any]) -> Passage:
    notes = tuple(Note(item["kind"], dict(item["values"]), item["passage"]) for item in values["notes"])
    return Passage(values["section"], values["kind"], values["sha256"], values["call"], values["testimony"], notes)


def _messages() -> Mapping[NoteKind, str]:
    return {
        "truncated": _("The model’s answer was cut off, and this passage ends at its last whole sentence."),
        "language": _("This passage seems not to be in the language of the piece."),
        "quote_chosen": _("The model placed no quotation of “{slug}” here, so the program chose this sentence."),
        "quote_added": _("The program chose this sentence of “{slug}”, whose words are not given to this model."),
        "mark_dropped": _(
            "The model placed the mark {what}, which names no sentence that may be quoted here; it was dropped."
        ),
        "mark_lost": _(
            "The model lost this passage, which it may not change; it was put back at the end of the section."
        ),
        "shortened": _(
            "The model wrote {what} words where {planned} were planned, and the program kept the beginning."
        ),
        "tidied": _("The program removed what the model wrote around the text: {what}."),
    }


def _remedies() -> Mapping[NoteKind, str]:
    return {
        "truncated": _("Read the end and complete it, or raise max_tokens in the prompt and draft again."),
        "language": _("Have it written again, authoring draft OUTLINE --fresh, or write it yourself."),
        "quote_chosen": _("Read whether it fits here; move it, or choose another sentence of the testimony."),
        "quote_added": _("Read whether it fits here; move it, or choose another sentence of the testimony."),
        "mark_dropped": _("Read whether the sentence around it still makes sense."),
        "mark_lost": _("Move it to where it belongs."),
        "shortened": _("Read the end, and say what is missing; or raise `words` in the outline and draft again."),
        "tidied": _("Nothing needs to be done if the passage reads well."),
    }
