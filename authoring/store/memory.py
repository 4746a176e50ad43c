"""A store in dictionaries, with the same contract as one on a disk, for tests and for temporary content."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from authoring.errors import Conflict, Problem, advice
from authoring.model.slugs import check_slug
from authoring.store import (
    NOTHING_EXPECTED,
    WORKSPACE,
    Expected,
    Key,
    Kind,
    Records,
    SecondCopy,
    Stage,
    StoredPiece,
    StoredText,
    Transaction,
    addresses,
    layout,
    operations,
    version_of,
)
from authoring.store.operations import KeptRevision, Operations, Placement
from authoring.text.i18n import _

_CALLS: Final = "calls.jsonl"

Place = tuple[Kind, str, str]  # where pictures lie: all outlines share one place, and so do all testimonies


class MemoryStore:
    """A `Store` that touches no disk and lasts as long as the object; `patience` is the longest wait, in seconds.

    With `records`, those of another store take the place of its own: what machines record then lasts.
    """

    def __init__(self, *, clock: Callable[[], datetime], patience: float = 10, records: Records | None = None) -> None:
        state = _State(clock)
        self.documents = MemoryDocuments(state)
        self.events = MemoryEvents(state)
        self.revisions = MemoryRevisions(state)
        self.blobs = MemoryBlobs(state)
        self.records: Records = MemoryRecords(state) if records is None else records
        self.location = ""
        self._state = state
        self._patience = patience
        self._locks: dict[str, threading.Lock] = {}

    @contextmanager
    def transaction(self, slug: str, *, expected: Expected = NOTHING_EXPECTED) -> Iterator[Transaction]:
        if slug != WORKSPACE:
            check_slug(slug)
        changes = Operations()
        yield changes
        with self._state.guard:
            operations.compare(self.documents, self.events, expected)
            self._state.check_placements(changes)
            self._state.apply(changes)

    def holding(self, matches: Callable[[bytes], bool]) -> Sequence[str]:
        state = self._state
        with state.guard:
            labels = [state.label(key) for key, (content, _moment) in state.texts.items() if matches(content)]
            for slug, content in state.events.items():
                labels += [self.events.label(slug)] if matches(content) else []
            for (slug, name), revision in state.revisions.items():
                labels += [self.revisions.label(slug, name)] if matches(revision.manifest or b"") else []
            for (slug, name), content in state.records.items():
                labels += [self.records.label(slug, name)] if matches(content) else []
            return sorted(labels)

    def strays(self, slugs: Sequence[str] = (), *, deep: bool = True) -> Sequence[Problem]:
        return []

    def changed_line_ends(self) -> Sequence[str]:
        return []

    def keep_line_ends(self) -> Sequence[str]:
        return []

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        addresses.check_lock(name)
        with self._state.guard:
            lock = self._locks.setdefault(name, threading.Lock())
        if not lock.acquire(timeout=self._patience):
            raise Conflict(
                _("Another program has been working on “{slug}” for ten seconds.").format(slug=name),
                advice("wait-and-repeat"),
                code="locked",
                values={"slug": name},
            )
        try:
            yield
        finally:
            lock.release()


class _State:
    """Everything that is stored, and the lock around it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.guard = threading.RLock()
        self.texts: dict[Key, tuple[bytes, datetime]] = {}
        self.events: dict[str, bytes] = {}
        self.revisions: dict[tuple[str, str], KeptRevision] = {}
        self.records: dict[tuple[str, str], bytes] = {}
        self.pictures: dict[Place, dict[str, bytes]] = {}
        self.stages: dict[str, Stage] = {}
        self.live: dict[str, tuple[bytes, datetime]] = {}
        self.live_pictures: dict[str, Mapping[str, bytes]] = {}
        self.changes: Counter[Key | Place] = Counter()

    def stage(self, slug: str) -> Stage:
        return self.stages.get(slug, "in_progress")

    def label(self, key: Key) -> str:
        return f"memory:{layout.text_path(self.found_at(key), self.stage(key.slug))}"

    def name(self, slug: str, content_hash: str) -> str:
        """The name under which a revision is kept."""

        def manifest_of(name: str) -> bytes | None:
            revision = self.revisions.get((slug, name))
            is_gone = revision is None or (revision.text is None and revision.manifest is None)
            return None if revision is None or is_gone else revision.manifest or b""

        return addresses.name_of_kept(content_hash, manifest_of)

    def found_at(self, key: Key) -> Key:
        """The key with the name under which its revision is kept; any other key as it is."""
        return Key(key.kind, key.slug, self.name(key.slug, key.revision)) if key.revision else key

    def place_of(self, key: Key) -> Place:
        """Where a text's pictures lie."""
        return place_of(self.found_at(key))

    def check_placements(self, changes: Operations) -> None:
        """Raises `InputError` for a piece that is not there, or a revision that readers cannot see."""
        for slug, placement in changes.placements.items():
            key = Key("piece", slug)
            if key not in self.texts and key not in changes.texts:
                raise operations.refuse_absent(slug)
            name = (slug, self.name(slug, placement.live))
            if (
                placement.stage == "in_progress"
                and placement.live
                and name not in {*self.revisions, *changes.revisions}
            ):
                raise operations.refuse_lost(slug, self.label(Key("piece", slug, placement.live)))

    def apply(self, changes: Operations) -> None:
        for key, content in changes.texts.items():
            self.write(key, content)
        for (key, src), content in changes.pictures.items():
            self.pictures.setdefault(place_of(key), {})[src] = content
            self.changes[place_of(key)] += 1
        for slug, lines in changes.events.items():
            self.events[slug] = operations.with_line(self.events.get(slug, b""), *lines)
            self.changes[Key("piece", slug)] += 1
        for (slug, content_hash), revision in changes.revisions.items():
            kept_name = self.name(slug, content_hash)
            if kept_name == content_hash or (slug, kept_name) not in changes.revisions:
                self.keep((slug, kept_name), revision)
        for (slug, record), attached in changes.records.items():
            self.attach(slug, record, attached)
        for slug, placement in changes.placements.items():
            self.place(slug, placement)

    def write(self, key: Key, content: bytes) -> None:
        if key not in self.texts or self.texts[key][0] != content:
            self.texts[key] = content, self.clock()
            self.changes[key] += 1

    def keep(self, name: tuple[str, str], revision: KeptRevision) -> None:
        if revision.replace or name not in self.revisions:
            self.revisions[name] = revision
            key = Key("piece", *name)
            if revision.text is None:
                self.texts.pop(key, None)
            else:
                self.texts[key] = revision.text, self.clock()
            self.pictures[("piece", *name)] = dict(revision.pictures)

    def attach(self, slug: str, name: str, content: bytes | None) -> None:
        if content is None:
            self.records.pop((slug, name), None)
        else:
            self.records[slug, name] = content
        if name == _CALLS:
            self.changes[Key("piece", slug)] += 1

    def place(self, slug: str, placement: Placement) -> None:
        self.stages[slug] = placement.stage
        self.changes[Key("piece", slug)] += 1
        if placement.stage == "out" or not placement.live:
            self.live.pop(slug, None)
            self.live_pictures.pop(slug, None)
        elif slug not in self.live:
            name = self.name(slug, placement.live)
            self.live[slug] = self.texts[Key("piece", slug, name)]
            self.live_pictures[slug] = self.revisions[slug, name].pictures


class MemoryDocuments:
    """The texts."""

    def __init__(self, state: _State) -> None:
        self._state = state

    def slugs(self, kind: Kind) -> Sequence[str]:
        with self._state.guard:
            return sorted(key.slug for key in self._state.texts if key.kind == kind and not key.revision)

    def read(self, key: Key) -> StoredText | None:
        with self._state.guard:
            if not addresses.is_key(key) or (stored := self._state.texts.get(self._state.found_at(key))) is None:
                return None
            return StoredText(key, stored[0], self.label(key), stored[1])

    def label(self, key: Key) -> str:
        return self._state.label(key)

    def piece(self, slug: str, *, records: Collection[str] = ()) -> StoredPiece | None:
        with self._state.guard:
            text = self.read(Key("piece", slug))
            if text is None:
                return None
            contents = {name: self._state.records.get((slug, name), b"") for name in records}
            return StoredPiece(text, self._state.events.get(slug, b""), self._state.stage(slug), contents)

    def stamps(self, kind: Kind) -> Mapping[str, str]:
        with self._state.guard:
            keys = [Key(kind, slug) for slug in self.slugs(kind)]
            changes = self._state.changes
            beside = [changes[place_of(key)] if kind == "piece" else 0 for key in keys]
            return {key.slug: f"{changes[key]}-{pictures}" for key, pictures in zip(keys, beside, strict=True)}


class MemoryEvents:
    """The histories."""

    def __init__(self, state: _State) -> None:
        self._state = state

    def read(self, slug: str) -> bytes:
        return self._state.events.get(slug, b"")

    def label(self, slug: str) -> str:
        return f"memory:{layout.history_path(slug, self._state.stage(slug))}"

    def without_text(self, texts: Collection[str] = ()) -> Sequence[str]:
        with self._state.guard:
            present = {*texts, *(key.slug for key in self._state.texts if key.kind == "piece" and not key.revision)}
            return sorted({*self._state.events}.difference(present))

    def second_copies(self) -> Sequence[SecondCopy]:
        return []


class MemoryRevisions:
    """The kept revisions."""

    def __init__(self, state: _State) -> None:
        self._state = state

    def live_copy(self, slug: str) -> StoredText | None:
        with self._state.guard:
            if slug not in self._state.live:
                return None
            content, modified = self._state.live[slug]
            label = f"memory:{layout.text_path(Key('piece', slug), 'out')}"
            return StoredText(Key("piece", slug), content, label, modified)

    def live_digest(self, slug: str, src: str) -> str:
        with self._state.guard:
            pictures = self._state.live_pictures.get(slug, {})
            content = next((pictures[name] for name in addresses.spellings(src) if name in pictures), None)
            return "" if content is None else version_of(content)

    def hashes(self, slug: str) -> Sequence[str]:
        with self._state.guard:
            return sorted(name for owner, name in self._state.revisions if owner == slug)

    def name(self, slug: str, content_hash: str) -> str:
        with self._state.guard:
            return self._state.name(slug, content_hash)

    def has(self, slug: str, content_hash: str) -> bool:
        revision = self._revision(slug, content_hash)
        return revision is not None and revision.text is not None

    def manifest(self, slug: str, content_hash: str) -> bytes:
        revision = self._revision(slug, content_hash)
        return (revision.manifest or b"") if revision else b""

    def label(self, slug: str, content_hash: str) -> str:
        return f"memory:{layout.revision_folder(slug, self.name(slug, content_hash), self._state.stage(slug))}"

    def _revision(self, slug: str, content_hash: str) -> KeptRevision | None:
        if not addresses.is_hash(content_hash):
            return None
        return self._state.revisions.get((slug, self.name(slug, content_hash)))


class MemoryBlobs:
    """The pictures."""

    def __init__(self, state: _State) -> None:
        self._state = state

    def read(self, key: Key, src: str) -> bytes | None:
        with self._state.guard:
            pictures = self._state.pictures.get(self._state.place_of(key), {})
            names = [name for name in addresses.spellings(src) if addresses.is_picture(key, name)]
            return next((pictures[name] for name in names if name in pictures), None)

    def head(self, key: Key, src: str, *, length: int) -> bytes | None:
        content = self.read(key, src)
        return None if content is None else content[:length]

    def digest(self, key: Key, src: str) -> str:
        content = self.read(key, src)
        return "" if content is None else version_of(content)

    def stamp(self, key: Key, src: str) -> str:
        return ""

    def names(self, key: Key) -> Sequence[str]:
        with self._state.guard:
            return sorted(self._state.pictures.get(self._state.place_of(key), {}))

    def label(self, key: Key, src: str) -> str:
        return f"memory:{layout.place_of(self._state.found_at(key), self._state.stage(key.slug))}/{src}"


class MemoryRecords:
    """The machines' records."""

    def __init__(self, state: _State) -> None:
        self._state = state

    def read(self, slug: str, name: str) -> bytes:
        return self._state.records.get((slug, name), b"")

    def names(self, slug: str, prefix: str = "") -> Sequence[str]:
        with self._state.guard:
            return sorted(name for owner, name in self._state.records if owner == slug and name.startswith(prefix))

    def slugs(self, name: str) -> Sequence[str]:
        with self._state.guard:
            return sorted(slug for slug, record in self._state.records if record == name and slug != WORKSPACE)

    def write(
        self, slug: str, name: str, content: bytes | None, *, private: bool = False, lasting: bool = True
    ) -> None:
        addresses.check_record(slug, name)
        with self._state.guard:
            self._state.attach(slug, name, content)

    def append(self, slug: str, name: str, line: bytes) -> None:
        addresses.check_record(slug, name)
        line = operations.as_line(line)
        with self._state.guard:
            self._state.attach(slug, name, operations.with_line(self.read(slug, name), line))

    def label(self, slug: str, name: str) -> str:
        return f"memory:{layout.record_path(slug, name, self._state.stage(slug))}"


def place_of(key: Key) -> Place:
    """Where a text's pictures lie."""
    return key.kind, key.slug if key.kind == "piece" else "", key.revision
