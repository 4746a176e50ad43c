"""What the lines state by which a text is written, handed in, accepted in part, and approved."""

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
    """A text was written; `models` are the names of those that wrote in it, none where people did."""

    models: tuple[str, ...] = ()
    original: Translated | None = None

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        named = {"models": sorted(set(self.models))} if self.models else {}
        original = self.original
        return {**named, "translation": {"of": original.slug, "hash": original.hash}} if original else named


def writing(event: Event) -> Writing:
    """What the line says of how the text was written."""
    stated = event.details.get("translation")
    original = None
    if isinstance(stated, dict):
        original = Translated(str(stated.get("of", "")), str(stated.get("hash", "")))
    return Writing(models(event), original)


def translated(past: Iterable[Event]) -> Translated | None:
    """The piece that the text translates, as it was when it was last translated; None for no translation."""
    originals = [it.original for event in past if (it := writing(event)).original]
    return originals[-1] if originals else None


def models(event: Event) -> tuple[str, ...]:
    """The models that wrote in the text that the line records."""
    return texts_in(event.details.get("models"))


@dataclass(frozen=True)
class Assignment:
    """Who is to look at a piece, and by which day (ISO 8601). None where the line leaves that as it was.

    `sources` are those that were near a model's sentences at the submission.
    """

    assignee: str | None = None
    due: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        stated = {"assignee": self.assignee, "due": self.due}
        return {
            **{key: value for key, value in stated.items() if value is not None},
            **stating_near_sources(self.sources),
        }


def assignment(event: Event) -> Assignment:
    """What the line says of the assignee and the due day."""
    stated = {key: event.details.get(key) for key in ("assignee", "due")}
    texts = {key: None if value is None else str(value) for key, value in stated.items()}
    return Assignment(texts["assignee"], texts["due"], near_sources(event))


@dataclass(frozen=True)
class Accepted:
    """Something that a person was asked about and answered, by its digest: no words of the text.

    `kind` is `warning` (they stand by a finding, whose digest is `Finding.digest`), `quote` (they stand by an edited
    quotation, the digest being that of its folded words, from the testimony `source`), or, with the answer of the
    person whose words these are written down by the actor, `confirmation` or `objection`.
    """

    kind: str
    check: str
    sha256: str
    source: str = ""

    def as_json(self) -> dict[str, str]:
        """As the line states it; an empty `source` is left out."""
        own = {"kind": self.kind, "check": self.check, "sha256": self.sha256}
        return {**own, "source": self.source} if self.source else own


@dataclass(frozen=True)
class Acceptance:
    """What a person stands by, or the answers that they wrote down."""

    accepts: tuple[Accepted, ...]

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {"accepts": [entry.as_json() for entry in self.accepts]}


def accepted(past: Iterable[Event], *, kind: str) -> list[tuple[Accepted, Event]]:
    """Everything of one kind that people have accepted, with the event that says so, oldest first.

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
        """Whether the statement repeats what was declared of how the text was written, as earlier ones do not."""
        return "written" in (self.statement or {})

    def as_details(self) -> dict[str, Any]:
        """As the line states it: the very bytes that are signed stand in it, in canonical JSON."""
        signed = {"signature": self.signature} if self.signature else {}
        return {"approval": dict(self.statement or {}), **signed, **stating_near_sources(self.sources)}


def approval(event: Event) -> Approval:
    """What the line says of an approval."""
    statement = event.details.get("approval")
    signature = event.details.get("signature", "")
    return Approval(
        statement if isinstance(statement, dict) else None,
        signature if isinstance(signature, str) else "",
        near_sources(event),
    )


def remarks(event: Event) -> dict[str, str]:
    """What people want to know of an event besides its change of state, in short: models, assignee, due day, moment."""
    stated = {"models": ", ".join(models(event)), **_texts_of(event, ("assignee", "due", "at"))}
    return {name: value for name, value in stated.items() if value}


def _texts_of(event: Event, names: Iterable[str]) -> dict[str, str]:
    return {name: str(event.details.get(name) or "") for name in names}
