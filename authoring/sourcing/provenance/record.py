"""The record of a piece: the passages that programs wrote, the origin of each sentence, and both as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from authoring.sourcing.provenance.digests import place
from authoring.sourcing.provenance.notes import Note
from authoring.sourcing.provenance.text import blocks
from authoring.text.strict_json import decode_json

FORMAT: Final = 3

Kind = Literal["model", "testimony", "quote", "picture", "person"]
OriginKind = Literal["model", "person", "testimony", "quote", "edited", "imported"]


@dataclass(frozen=True)
class Passage:
    """A passage as a program wrote it. `call` is the id of the model's call in the record of calls.

    `sources` maps a sentence's digest to its source references, `point:S.P` or `testimony:slug#n`; the empty key
    stands for every sentence of the passage. `event` is the line of the history that recorded it, 0 before.
    `calls` maps the digests of sentences that were asked for one by one to their calls; an empty call says that the
    words are the outline's own.
    """

    kind: Kind
    sha256: str
    call: str = ""
    testimony: str = ""
    notes: tuple[Note, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    event: int = 0
    calls: Mapping[str, str] = field(default_factory=dict)

    def call_of(self, sha256: str) -> str:
        """The call of the model that gave one of its sentences; empty where no model wrote it."""
        return self.calls.get(sha256, self.call)

    def sources_of(self, sha256: str) -> tuple[str, ...]:
        """The source references of one of its sentences, named by its digest."""
        return tuple(self.sources.get(sha256, self.sources.get("", ())))


@dataclass(frozen=True)
class Origin:
    """Where a sentence comes from. `section` is the digest of the heading that it stands under.

    `edited` is a model's sentence that a person changed later. `imported` came with a post from elsewhere; whether a
    person or a model wrote it is not recorded. `by` is the id of the person, empty until an event has recorded the
    change; `revision` the content hash of the first text with the present sentence; `before` the digest of the
    sentence that it was made from. `sources` are named by the model, or by the program that inserted the words;
    `found` is the nearest source by comparison, for a sentence without a named one.
    """

    section: str
    sha256: str
    kind: OriginKind
    call: str = ""
    by: str = ""
    revision: str = ""
    before: str = ""
    sources: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Provenance:
    """The record of a piece: passages as programs wrote them, and where its sentences come from.

    `sentences` are those of the text with the content hash `revision`, in order; `gone` are former sentences;
    `events` is the number of events of the history that have been read.
    """

    passages: tuple[Passage, ...] = ()
    sentences: tuple[Origin, ...] = ()
    gone: tuple[Origin, ...] = ()
    revision: str = ""
    events: int = 0

    def encode(self) -> bytes:
        """The record as it is stored: one passage or sentence in a line, without empty values and without words."""
        lists: dict[str, tuple[Passage | Origin, ...]] = {
            "passages": self.passages,
            "sentences": self.sentences,
            "gone": self.gone,
        }
        lines = [f'{{"format": {FORMAT}, "revision": "{self.revision}", "events": {self.events}']
        for name, items in lists.items():
            listed = ",\n".join(f"  {_line(item)}" for item in items)
            lines.append(f'"{name}": [\n{listed}\n ]' if listed else f'"{name}": []')
        return (",\n ".join(lines) + "\n}\n").encode()

    def joined(self, fresh: Provenance) -> Provenance:
        """This record with the passages that a program has just written; one that it has already is not repeated."""
        recorded = [replace(passage, event=0) for passage in self.passages]
        new = [passage for passage in fresh.passages if replace(passage, event=0) not in recorded]
        return replace(self, passages=(*self.passages, *new))

    def unrecorded(self, near_sources: Mapping[str, str]) -> dict[str, str]:
        """The near sources, by the sentences' digests, that differ from those in the record."""
        recorded = {origin.sha256: origin.found for origin in self.sentences}
        return {
            key: source
            for key, source in near_sources.items()
            if recorded.get(key, ()) != ((source,) if source else ())
        }

    def upgraded(self, body: str) -> Provenance:
        """The record with digests of format 2 for those of the body's passages that it has in format 1."""
        former = {block.exact: block.sha256 for block in blocks(body)}
        return replace(
            self,
            passages=tuple(
                replace(passage, sha256=former.get(passage.sha256, passage.sha256)) for passage in self.passages
            ),
        )


def decode_or_empty(content: bytes) -> Provenance:
    """A record from its bytes; an empty one when they are empty or unreadable."""
    try:
        return decode(content)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Provenance()


def decode(content: bytes) -> Provenance:
    """A record from its bytes, of this format or an older one. Raises `ValueError`, `KeyError`, `TypeError` or
    `AttributeError` for bytes that are not such a record."""
    values = decode_json(content)
    number = values.get("format", 1)
    read = _origin if number == FORMAT else _origin_by_heading
    return Provenance(
        tuple(_passage(item, event=int(number == 1)) for item in values["passages"]),
        tuple(map(read, values.get("sentences", ()))),
        tuple(map(read, values.get("gone", ()))),
        str(values.get("revision", "")),
        int(values.get("events", 0)),
    )


def _line(item: Passage | Origin) -> str:
    values = dict(vars(item))
    if isinstance(item, Passage):
        values["notes"] = [{"kind": note.kind, "values": dict(note.values)} for note in item.notes]
    stated = {key: value for key, value in values.items() if value or key in ("kind", "sha256")}
    return json.dumps(stated, ensure_ascii=False)


def _passage(values: Mapping[str, Any], *, event: int) -> Passage:
    notes = tuple(Note(item["kind"], dict(item["values"])) for item in values.get("notes", ()))
    sources = {key: tuple(refs) for key, refs in values.get("sources", {}).items()}
    return Passage(
        values["kind"],
        values["sha256"],
        values.get("call", ""),
        values.get("testimony", ""),
        notes,
        sources,
        values.get("event", event),
        dict(values.get("calls", {})),
    )


def _origin(values: Mapping[str, Any]) -> Origin:
    lists = {key: tuple(values.get(key, ())) for key in ("sources", "found")}
    return Origin(**{"section": "", **values, **lists})


def _origin_by_heading(values: Mapping[str, Any]) -> Origin:
    """An origin of format 2, which has the heading itself."""
    return _origin({**values, "section": place(values["section"])})
