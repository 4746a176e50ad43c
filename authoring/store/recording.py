"""Records an event of a piece, with everything that belongs to it, in one transaction of the store.

The provenance of each sentence, the digests of records that the event states, the status that the text shows, the
kept revision and the stage of the piece are the same for every store, so they are computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from authoring.errors import Conflict, advice
from authoring.model import events, history, manifest
from authoring.model.events import Authority, Erased, Event
from authoring.model.manifest import ModelPart
from authoring.model.people import Person
from authoring.model.situation import live_hash
from authoring.model.states import Action, State
from authoring.sourcing import authorship
from authoring.sourcing.provenance import Provenance
from authoring.store import Expected, Key, Stage, Transaction, version_of
from authoring.store.addresses import (
    CALLS,
    PROVENANCE,
    file_name,
    kept_file,
    kept_manifest,
    kept_text,
    same_name,
)
from authoring.store.drafted import (
    drafted_words,
    register,
)
from authoring.store.manifests import with_model_part
from authoring.store.origins import Origins
from authoring.store.pieces import Attachments, Piece
from authoring.store.repository import Repository
from authoring.text.i18n import _

_WRITE_RECORDS: Final = frozenset({Action.draft, Action.revise, Action.mend})  # before the event
_MOVES: Final[Mapping[Action, Stage]] = {
    Action.publish: "out",
    Action.import_: "out",
    Action.correct: "in_progress",
    Action.reopen: "in_progress",
}


@dataclass(frozen=True)
class KeptText:
    """A kept revision under its name, and which of its text, its manifest and its files an erasure removes."""

    name: str
    text: bytes | None
    manifest: bytes | None
    files: Attachments
    erases_text: bool = False
    erases_manifest: bool = False
    erased_files: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """The number of files that are removed."""
        return self.erases_text + self.erases_manifest + len(self.erased_files)

    @property
    def erasures(self) -> list[Erased]:
        """The names and digests of the removed files, as the history states them."""
        removed = [
            (kept_text(self.name), self.text, self.erases_text),
            (kept_manifest(self.name), self.manifest, self.erases_manifest),
            *((kept_file(self.name, file), self.files.read(file), True) for file in self.erased_files),
        ]
        return [
            Erased(file, version_of(content))
            for file, content, is_erased in removed
            if content is not None and is_erased
        ]

    def replace_in(self, change: Transaction, slug: str) -> None:
        """Keep the revision without the removed files."""
        names = [name for name in self.files.names() if name not in self.erased_files]
        pictures = {name: self.files.read(name) or b"" for name in names}
        text = None if self.erases_text else self.text
        manifest = None if self.erases_manifest else self.manifest
        change.keep(slug, self.name, text=text, manifest=manifest, pictures=pictures, replace=True)


@dataclass(frozen=True)
class Additions:
    """What is stored with an event besides the text: `records` by name, where None removes one.

    `provenance` is the record with the passages that a program has just written; without it the stored one is used.
    `revisions` are kept revisions from which an erasure removes words. `expected` are the versions of other texts that
    the event depends on, such as a testimony with its consent: if one has changed, the event is not recorded.
    """

    records: Mapping[str, bytes | None] = field(default_factory=dict)
    provenance: Provenance | None = None
    revisions: Sequence[KeptText] = ()
    expected: Mapping[Key, str] = field(default_factory=dict)

    def add_to(self, change: Transaction, slug: str) -> None:
        """Add the records and the revisions to a transaction."""
        for name, content in self.records.items():
            change.attach(slug, name, content)
        for revision in self.revisions:
            revision.replace_in(change, slug)


NOTHING: Final = Additions()


def new_event(
    repository: Repository,
    piece: Piece,
    action: Action,
    *,
    actor: Person,
    when: datetime,
    target: State,
    authority: Authority,
    note: str = "",
    details: Mapping[str, Any] | None = None,
) -> tuple[Piece, Event]:
    """The piece as it will be read once the event is recorded, and the event, which is not numbered yet.

    A model's or an import's event changes the disclosure that readers see, and so the content hash; a submission uses
    the newest format of the manifest. The first event names the piece, so that two histories cannot be exchanged.
    """
    named = {} if piece.events else events.naming_piece(piece.slug)
    event = Event(
        seq=0,
        time=when,
        actor=actor.id,
        kind=actor.kind,
        action=action,
        source=piece.situation.state if piece.events else None,
        target=target,
        hash=piece.hash,
        note=note.strip(),
        details={**named, **(details or {}), **authority.as_details()},
    )
    content = _manifest_with(repository, piece, event)
    content_hash = manifest.content_hash(content)
    piece = replace(piece, manifest=content, situation=replace(piece.situation, hash=content_hash))
    details = {**event.details, **events.stating_format(event, manifest.format_of(content))}
    return piece, replace(event, hash=content_hash, details=details)


def _manifest_with(repository: Repository, piece: Piece, event: Event) -> dict[str, Any]:
    """The manifest that the piece has with one more event."""
    past = [*piece.events, event]
    if event.action is Action.submit:
        return repository.manifests.newest(piece.draft, past, piece.calls, digest=piece.files.digest)
    kind, parts = (part(past, piece.draft, piece.calls) for part in (authorship.disclosed, authorship.parts))
    return with_model_part(piece.manifest, ModelPart(str(kind), tuple(parts)))


def record(repository: Repository, piece: Piece, event: Event, *, additions: Additions = NOTHING) -> Piece:
    """Add an event to a piece's history, and store the piece's text and pictures where they are new.

    Raises `Conflict`, having changed nothing, when the stored text or history is not what `piece` was read from any
    more. Returns the piece after the event.
    """
    store, slug, key = repository.store, piece.slug, Key("piece", piece.slug)
    origins = Origins(store, piece, additions.provenance)
    record_of_origins = origins.recorded(event).encode()
    event = replace(event, details={**event.details, **_vouching(origins, event, record_of_origins)})
    line = history.encode(history.following(piece.checkpoint, event))
    text = piece.document.with_values({"status": event.target.value}).text.encode()
    expected = Expected(texts={key: piece.version, **additions.expected}, events={slug: len(piece.events)})
    with store.transaction(slug, expected=expected) as change:
        change.write(key, text)
        for src, content in piece.files.added.items():
            change.picture(key, src, content)
        additions.add_to(change, slug)
        change.attach(slug, PROVENANCE, record_of_origins)
        change.append(slug, line)
        change.keep(slug, piece.hash, text=text, manifest=manifest.encode(piece.manifest), pictures=_files(piece))
        change.place(slug, stage=_MOVES.get(event.action, piece.stage), live=live_hash([*piece.events, event]))
    if events.models(event) and (drafted := drafted_words(store, slug, [*piece.events, event])):
        register(store, drafted)
    return repository.piece(slug)


def keep(repository: Repository, piece: Piece, *, records: Mapping[str, bytes | None] | None = None) -> None:
    """Keep the piece's text as a revision under its hash, and records with it; a kept revision is not changed."""
    with repository.store.transaction(piece.slug, expected=Expected(texts={piece.key: piece.version})) as change:
        change.keep(
            piece.slug,
            piece.hash,
            text=piece.document.text.encode(),
            manifest=manifest.encode(piece.manifest),
            pictures=_files(piece),
        )
        for name, content in (records or {}).items():
            change.attach(piece.slug, name, content)


def _vouching(origins: Origins, event: Event, record_of_origins: bytes) -> dict[str, Any]:
    """The digests of the records beside the text that the event states; a record changed by hand was computed again."""
    is_expected = origins.is_vouched() or events.models(event) or event.action in _WRITE_RECORDS
    calls = origins.store.records.read(origins.piece.slug, CALLS)
    return events.vouching({CALLS: calls, PROVENANCE: record_of_origins}, unvouched=() if is_expected else [PROVENANCE])


def _files(piece: Piece) -> dict[str, bytes]:
    """The pictures and linked files of a text as its manifest has them.

    Raises `Conflict` for one that has changed since the text was read.
    """
    names = piece.files.names()
    contents = {}
    for src, sha256 in piece.manifest["files"].items():
        if not sha256:
            continue
        content = piece.files.read(src)
        if content is None or version_of(content) != sha256:
            raise Conflict(
                _("The file has been changed by somebody else since it was read; nothing was written."),
                advice("look-and-repeat"),
                file=piece.files.label(src),
                code="two-writers",
                values={"slug": piece.slug},
            )
        contents[same_name(src, names) or file_name(src)] = content
    return contents
