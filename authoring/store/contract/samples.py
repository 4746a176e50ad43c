"""Sample content that the contract's tests write, and everything that a store returns about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from authoring.store import NOTHING_EXPECTED, WORKSPACE, Expected, Key, Stage, Store, Transaction

PIECE: Final = Key("piece", "garden")
KEYS: Final = (
    Key("outline", "garden"),
    Key("testimony", "nora"),
    PIECE,
    Key("settings", "authoring"),
    Key("settings", "prices"),
    Key("prompt", "section.fr.md.j2"),
    Key("case", "hours.fr.md"),
)
NO_PICTURES: Final[Mapping[str, bytes]] = {}
FIRST: Final = "a1" * 32
SECOND: Final = "b2" * 32
HOSTILE_SLUGS: Final = ("..", "../garden", "/etc", "a/b", "", "Garden", ".hidden", "a\0b", "con")
OWN_NAMES: Final = ("index.md", "history.jsonl", f"revisions/{FIRST}/index.md")
HOSTILE_SOURCES: Final = (
    *("../garden/images/a.jpg", "/etc/hostname", "images/../images/a.jpg"),
    *("", "images/", "a\0b", "images\\a.jpg"),
)
HOSTILE_NAMES: Final = (
    *("..", "../calls.json", "/etc/x.json", "a/../../x.json", "exports//x"),
    *("", ".x.json", "a\0.json", "a\\b.json"),
)


def content(store: Store, key: Key) -> bytes | None:
    """A text's bytes."""
    text = store.documents.read(key)
    return text.content if text else None


def write(store: Store, key: Key, text: bytes) -> None:
    """Write one text."""
    with store.transaction(key.slug if key.kind in ("outline", "testimony", "piece") else WORKSPACE) as change:
        change.write(key, text)


def append(store: Store, line: bytes) -> None:
    """Add an event."""
    with store.transaction("garden") as change:
        change.append("garden", line)


def picture(store: Store, key: Key, src: str, whole: bytes) -> None:
    """Write one picture."""
    with store.transaction(key.slug if key.kind in ("outline", "testimony", "piece") else WORKSPACE) as change:
        change.picture(key, src, whole)


def keep(
    store: Store,
    content_hash: str,
    *,
    text: bytes,
    manifest: bytes = b"",
    pictures: Mapping[str, bytes] = NO_PICTURES,
    replace: bool = False,
) -> None:
    """Keep one revision."""
    with store.transaction("garden") as change:
        change.keep("garden", content_hash, text=text, manifest=manifest, pictures=pictures, replace=replace)


def place(store: Store, *, stage: Stage, live: str = "") -> None:
    """Move the piece."""
    with store.transaction("garden") as change:
        change.place("garden", stage=stage, live=live)


def fill(store: Store) -> None:
    """Write a piece that has content of every kind."""
    with store.transaction("garden") as change:
        change.write(PIECE, b"text")
        change.append("garden", b'{"seq":1}')
        change.picture(PIECE, "images/a.jpg", b"picture")
        change.attach("garden", "looks.json", b"{}")
        change.attach("garden", "calls.jsonl", b"{}\n")
        change.attach("garden", "exports/blog.json", b"{}")
        change.keep("garden", FIRST, text=b"kept text", manifest=b"{}", pictures={"images/a.jpg": b"picture"})


def change_everything(change: Transaction) -> None:
    """Make one change of every kind."""
    change.write(PIECE, b"new text")
    change.write(Key("outline", "garden"), b"outline")
    change.append("garden", b'{"seq":2}')
    change.append("garden", b'{"seq":3}')
    change.picture(PIECE, "images/a.jpg", b"new picture")
    change.picture(PIECE, "images/new.jpg", b"x")
    change.attach("garden", "looks.json", None)
    change.attach("garden", "provenance.json", b"[]")
    change.attach(WORKSPACE, "answers/a.json", b"{}")
    change.keep("garden", FIRST, text=b"erased", manifest=b"[]", pictures={"images/b.jpg": b"y"}, replace=True)
    change.keep("garden", SECOND, text=b"new text", manifest=b"{}", pictures={})
    change.place("garden", stage="out", live=SECOND)


def everything(store: Store, slug: str = "garden") -> dict[str, object]:
    """All that a store returns about a piece, and about the other addresses that `change_everything` changes."""
    piece = store.documents.piece(slug)
    copy = store.revisions.live_copy(slug)
    keys = [Key("piece", slug), *(Key("piece", slug, name) for name in store.revisions.hashes(slug))]
    return {
        "stage": piece and piece.stage,
        "copy": copy and copy.content,
        "outline": content(store, Key("outline", slug)),
        "texts": {key.revision: content(store, key) for key in keys},
        "manifests": {key.revision: store.revisions.manifest(slug, key.revision) for key in keys[1:]},
        "pictures": {key.revision: {src: store.blobs.read(key, src) for src in store.blobs.names(key)} for key in keys},
        "events": store.events.read(slug),
        "records": {name: store.records.read(slug, name) for name in store.records.names(slug)},
        "workspace": {name: store.records.read(WORKSPACE, name) for name in store.records.names(WORKSPACE)},
    }


def commit_number(store: Store, number: int) -> None:
    """A transaction that writes one number to every address; one record exists only after odd numbers."""
    with store.transaction("garden") as change:
        change.write(PIECE, b"%d" % number)
        change.append("garden", b"%d" % number)
        change.attach("garden", "looks.json", b"%d" % number)
        change.attach("garden", "calls.jsonl", b"{}" if number % 2 else None)
        change.place("garden", stage="out" if number % 3 == 0 else "in_progress", live="")


def carry_out(store: Store, collect: Callable[[Transaction], None], *, expected: Expected = NOTHING_EXPECTED) -> None:
    """Run a transaction with the changes that `collect` adds to it."""
    with store.transaction("garden", expected=expected) as change:
        collect(change)
