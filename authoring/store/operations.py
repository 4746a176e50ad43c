"""A transaction as a list of operations, which every store collects before it changes anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from authoring.errors import Conflict, InputError, UnknownSlug, advice
from authoring.model.slugs import check_slug, is_slug
from authoring.store import MAX_TEXT_BYTES, WORKSPACE, Documents, Events, Expected, Key, Stage, addresses
from authoring.text.i18n import _


class KeptRevision(NamedTuple):
    """A revision to keep."""

    text: bytes | None
    manifest: bytes | None
    pictures: Mapping[str, bytes]
    replace: bool


class Placement(NamedTuple):
    """Where a piece belongs: its stage, and during a correction the hash of the revision that readers see."""

    stage: Stage
    live: str


class Operations:
    """A `Transaction` that collects: the last change to an address replaces earlier ones, events keep their order.

    Every method raises `InputError` for an address that no store accepts.
    """

    def __init__(self) -> None:
        self.texts: dict[Key, bytes] = {}
        self.events: dict[str, list[bytes]] = {}
        self.revisions: dict[tuple[str, str], KeptRevision] = {}
        self.records: dict[tuple[str, str], bytes | None] = {}
        self.pictures: dict[tuple[Key, str], bytes] = {}
        self.placements: dict[str, Placement] = {}

    def write(self, key: Key, content: bytes) -> None:
        addresses.check_key(key)
        _check_size(content)
        self.texts[key] = content

    def append(self, slug: str, line: bytes) -> None:
        self.events.setdefault(check_slug(slug), []).append(as_line(line))

    def keep(
        self,
        slug: str,
        content_hash: str,
        *,
        text: bytes | None,
        manifest: bytes | None,
        pictures: Mapping[str, bytes],
        replace: bool = False,
    ) -> None:
        check_slug(slug)
        addresses.check_hash(content_hash)
        _check_size(text or b"")
        for src in pictures:
            addresses.check_kept_picture(src)
        name = (slug, content_hash)
        if replace or name not in self.revisions:
            self.revisions[name] = KeptRevision(text, manifest, dict(pictures), replace)

    def attach(self, slug: str, name: str, content: bytes | None) -> None:
        addresses.check_record(slug, name)
        self.records[slug, name] = content

    def picture(self, key: Key, src: str, content: bytes) -> None:
        addresses.check_picture(key, src)
        self.pictures[key, src] = content

    def place(self, slug: str, *, stage: Stage, live: str) -> None:
        check_slug(slug)
        if live:
            addresses.check_hash(live)
        self.placements[slug] = Placement(stage, live)

    def slugs(self) -> set[str]:
        """The slugs to lock: those of the pieces and texts, and `WORKSPACE` for settings, prompts and its records."""
        keys = [*self.texts, *(key for key, _src in self.pictures)]
        names = [*self.revisions, *self.records]
        return {*map(addresses.lock_of, keys), *(slug for slug, _name in names), *self.events, *self.placements}


def expected_slugs(expected: Expected) -> set[str]:
    """The slugs to lock while the store is compared with what the caller expects."""
    slugs = {*map(addresses.lock_of, expected.texts), *expected.events}
    return {slug for slug in slugs if slug == WORKSPACE or is_slug(slug)}


def as_line(line: bytes) -> bytes:
    """`line` with its line feed. Raises `ValueError` for anything but a single line."""
    whole = line if line.endswith(b"\n") else line + b"\n"
    if whole.count(b"\n") != 1 or whole == b"\n":
        raise ValueError("not exactly one line")
    return whole


def with_line(content: bytes, *lines: bytes) -> bytes:
    """`content` with lines added; an unfinished last line is ended first."""
    separator = b"\n" if content and not content.endswith(b"\n") else b""
    return b"".join((content, separator, *lines))


def count_events(events: bytes) -> int:
    """The number of lines of a history, an unfinished last one included."""
    return events.count(b"\n") + bool(events and not events.endswith(b"\n"))


def compare(documents: Documents, events: Events, expected: Expected) -> None:
    """Raises `Conflict` where a store differs from what the caller saw."""
    for key, version in expected.texts.items():
        text = documents.read(key)
        if (text.version if text else "") != version:
            raise refuse_text(key, version, documents.label(key))
    for slug, count in expected.events.items():
        if count_events(events.read(slug)) != count:
            raise refuse_events(slug, events.label(slug))


def refuse_text(key: Key, version: str, label: str) -> Conflict:
    """The error for a text that is not what the caller saw; `version` is what the caller expected."""
    if version:
        message = _("The text has been changed by somebody else since it was read; nothing was written.")
    else:
        message = _("A text with the name “{slug}” is there already; nothing was written.").format(slug=key.slug)
    code = "two-writers" if version else "exists"
    return Conflict(message, advice("look-and-repeat"), file=label, code=code, values={"slug": key.slug})


def refuse_absent(slug: str) -> UnknownSlug:
    """The error for a piece that is to be moved and is not there."""
    return UnknownSlug(_("There is no piece “{slug}”.").format(slug=slug), advice("look-and-repeat"))


def refuse_lost(slug: str, label: str) -> InputError:
    """The error for a kept revision that readers are to see and that is gone."""
    return InputError(
        _("The revision of “{slug}” that readers see is not kept any more.").format(slug=slug),
        _("Put the folder back from a backup or from git."),
        file=label,
    )


def refuse_events(slug: str, label: str) -> Conflict:
    """The error for a history that is not what the caller saw."""
    return Conflict(
        _("Somebody else has just done something to “{slug}”; nothing was recorded.").format(slug=slug),
        advice("see-history-and-repeat", slug=slug),
        file=label,
        code="two-writers",
        values={"slug": slug},
    )


def refuse_long(size: int, label: str = "") -> InputError:
    """The error for a text that is longer than a text may be."""
    return InputError(
        _("The file is {size} bytes long; 2 MiB is the most that a text may have.").format(size=size),
        _("Check that it really is a text, and split it if it is."),
        file=label,
    )


def _check_size(content: bytes) -> None:
    if len(content) > MAX_TEXT_BYTES:
        raise refuse_long(len(content))
