"""The values of the events by which a text is written, submitted, accepted in part, and approved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from authoring.model.events.event import Event
from authoring.model.events.every_line import near_sources, stating_near_sources
from authoring.model.events.untyped import entries_in, texts_in
from authoring.model.states import Action

WARNING: Final = "warning"
QUOTE: Final = "quote"
CONFIRMATION: Final = "confirmation"
OBJECTION: Final = "objection"


@dataclass(frozen=True)
class Translated:
    """The piece that a text translates, and the content hash of the text of it that was translated."""

    slug: str
    hash: str


@dataclass(frozen=True)
class Writing:
    """A text was written; `models` are the names of the models that wrote in it, empty when only people did.

    `sections` are the keys of the sections that a draft wrote or took out, in order; None for the whole text.
    """

    models: tuple[str, ...] = ()
    sections: tuple[str, ...] | None = None
    original: Translated | None = None

    def as_details(self) -> dict[str, Any]:
        """The values as the event states them."""
        details: dict[str, Any] = {"models": sorted(set(self.models))} if self.models else {}
        if self.sections is not None:
            details["sections"] = list(self.sections)
        if self.original is not None:
            details["translation"] = {"of": self.original.slug, "hash": self.original.hash}
        return details


def writing(event: Event) -> Writing:
    """The values of an event by which a text was written."""
    stated = event.details.get("translation")
    original = None
    if isinstance(stated, dict):
        original = Translated(str(stated.get("of", "")), str(stated.get("hash", "")))
    return Writing(models(event), sections_written(event), original)


def translated(past: Iterable[Event]) -> Translated | None:
    """The piece that the text translates, as it was when it was last translated; None for no translation."""
    originals = [it.original for event in past if (it := writing(event)).original]
    return originals[-1] if originals else None


def models(event: Event) -> tuple[str, ...]:
    """The models that wrote in the text of this event."""
    return texts_in(event.details.get("models"))


def sections_written(event: Event) -> tuple[str, ...] | None:
    """The keys of the sections that a draft wrote or took out; None for the whole text.

    A key is what `Sentence.place` gives; that of the introduction is empty.
    """
    stated = event.details.get("sections")
    return texts_in(stated) if event.action is Action.draft and isinstance(stated, list) else None


@dataclass(frozen=True)
class Assignment:
    """The assignee of a review and the due day (ISO 8601). None where the event does not change the value.

    `sources` are the sources near a model's sentences at the submission.
    """

    assignee: str | None = None
    due: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    def as_details(self) -> dict[str, Any]:
        """The values as the event states them."""
        stated = {"assignee": self.assignee, "due": self.due}
        return {
            **{key: value for key, value in stated.items() if value is not None},
            **stating_near_sources(self.sources),
        }


def assignment(event: Event) -> Assignment:
    """The assignee and the due day in an event."""
    stated = {key: event.details.get(key) for key in ("assignee", "due")}
    texts = {key: None if value is None else str(value) for key, value in stated.items()}
    return Assignment(texts["assignee"], texts["due"], near_sources(event))


@dataclass(frozen=True)
class Accepted:
    """A person's answer about a finding or a quotation, which is named by its digest, without words of the text.

    `kind` is `warning` (the actor accepts a finding; the digest is `Finding.digest`), `quote` (the actor accepts an
    edited quotation from the testimony `source`; the digest is that of its folded words), or `confirmation` or
    `objection` (the quoted person's answer, as the actor recorded it).
    """

    kind: str
    check: str
    sha256: str
    source: str = ""

    def as_json(self) -> dict[str, str]:
        """The values as the event states them; an empty `source` is left out."""
        own = {"kind": self.kind, "check": self.check, "sha256": self.sha256}
        return {**own, "source": self.source} if self.source else own


@dataclass(frozen=True)
class Acceptance:
    """What a person accepted, or the answers that they recorded."""

    accepts: tuple[Accepted, ...]

    def as_details(self) -> dict[str, Any]:
        """The values as the event states them."""
        return {"accepts": [entry.as_json() for entry in self.accepts]}


def accepted(past: Iterable[Event], *, kind: str) -> list[tuple[Accepted, Event]]:
    """Everything of one kind that people have accepted, with its event, oldest first.

    It was accepted by itself, or as part of an approval.
    """
    return [(entry, event) for event in past if event.kind == "person" for entry in _accepts(event, kind)]


def _accepts(event: Event, kind: str) -> Iterator[Accepted]:
    for entry in entries_in(_stated_accepts(event)):
        if entry.get("kind") == kind:
            yield Accepted(
                kind, str(entry.get("check", "")), str(entry.get("sha256", "")), str(entry.get("source", ""))
            )


def _stated_accepts(event: Event) -> object:
    if event.action is Action.approve:
        return (approval(event).statement or {}).get("accepts")
    return event.details.get("accepts") if event.action is Action.accept else None


@dataclass(frozen=True)
class Approval:
    """The statement that was approved, None where the line records none, and the SHA-256 of its signature, if any."""

    statement: Mapping[str, Any] | None = None
    signature: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def states_origin(self) -> bool:
        """Whether the statement includes how the text was written; statements of earlier versions do not."""
        return "written" in (self.statement or {})

    def as_details(self) -> dict[str, Any]:
        """The values of the event: it contains exactly the signed bytes, in canonical JSON."""
        signed = {"signature": self.signature} if self.signature else {}
        return {"approval": dict(self.statement or {}), **signed, **stating_near_sources(self.sources)}


def approval(event: Event) -> Approval:
    """The approval of an event."""
    statement = event.details.get("approval")
    signature = event.details.get("signature", "")
    return Approval(
        statement if isinstance(statement, dict) else None,
        signature if isinstance(signature, str) else "",
        near_sources(event),
    )


def remarks(event: Event) -> dict[str, str]:
    """Short remarks about an event besides its change of state: models, assignee, due day, moment."""
    stated = {"models": ", ".join(models(event)), **_texts_of(event, ("assignee", "due", "at"))}
    return {name: value for name, value in stated.items() if value}


def _texts_of(event: Event, names: Iterable[str]) -> dict[str, str]:
    return {name: str(event.details.get(name) or "") for name in names}
