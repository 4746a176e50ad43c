"""Everything that an auditor needs to check a piece with standard tools, as files that are the same for the same piece.

A file that shows a name which its person withholds, or words they have taken back, is left out whole, since a text
with holes proves nothing: its hash stands in `WITHHELD.txt`.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from authoring.audit.evidence import page
from authoring.editorial import approvals, signing
from authoring.errors import AuthoringError, Conflict, NotPossibleNow, advice
from authoring.model import manifest
from authoring.model.config import Settings
from authoring.model.documents import Testimony
from authoring.model.events import Event
from authoring.model.workflow import Action
from authoring.store import HISTORY, SHORT, Piece, Store, files
from authoring.text.i18n import _

SUMS: Final = "SHA256SUMS"
WITHHELD: Final = "WITHHELD.txt"
CHECK: Final = "check.sh"
_RECORDS: Final = ("calls.jsonl", "provenance.json")


@dataclass(frozen=True)
class Evidence:
    """The bundle of one piece: `held` maps each file to its bytes, `withheld` each one left out to its hash."""

    slug: str
    hash: str
    checkpoint: str
    held: Mapping[str, bytes]
    withheld: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Write the bundle; an older one in its place is replaced. Raises `Conflict` when other files are there."""
        if folder.exists() and not _is_bundle(folder):
            raise Conflict(
                _("There are other files in this folder, which an evidence bundle would replace."),
                advice("name-new-folder"),
                file=folder,
            )
        shutil.rmtree(folder, ignore_errors=True)
        with files.new_folder(folder) as fresh:
            for name, content in self.held.items():
                path = fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def gather(store: Store, settings: Settings, slug: str, *, on: date) -> Evidence:
    """The evidence for what readers see of the piece, else for what is approved.

    `on` is the day on which consents are looked at. Raises `NotPossibleNow` when nothing was approved.
    """
    piece = store.piece(slug)
    shown = _shown(store, piece)
    wanted = {**_of_the_record(piece, shown), **_revisions(piece), **_sources(store, shown, on)}
    wanted |= {f"records/{name}": content for name in _RECORDS if (content := files.read_bytes(piece.folder / name))}
    wanted |= _trace(store, settings, piece, shown)
    people = {event.actor for event in piece.events if event.action is Action.approve}
    keys = {who: settings.people[who].ssh_keys for who in people if who in settings.people}
    wanted["allowed_signers"] = signing.allowed_signers(keys).encode()
    secrets = _Secrets(store, on)
    held = {name: content for name, content in wanted.items() if not secrets.shows(content)}
    withheld = {name: _sha256(content) for name, content in sorted(wanted.items()) if name not in held}
    if withheld:
        held[WITHHELD] = "".join(f"{digest}  {name}\n" for name, digest in withheld.items()).encode()
    held[CHECK] = (Path(__file__).parent / CHECK).read_bytes()
    given = [event for event in _approvals(piece) if event.hash == shown.hash]
    held["index.html"] = page.html(shown, given, settings, files=sorted(held), withheld=list(withheld)).encode()
    sums = "".join(f"{_sha256(content)}  {name}\n" for name, content in sorted(held.items()))
    return Evidence(slug, shown.hash, piece.checkpoint, {**held, SUMS: sums.encode()}, withheld)


def named_by_slug(store: Store, evidence: Evidence, *, on: date) -> list[str]:
    """The testimonies whose withheld name stands in the name of their file, which every record shows."""
    told = b"".join(evidence.held.values()).decode(errors="replace")
    return [
        one.slug
        for one in _testimonies(store)
        if one.slug in told and any(_fold(name) in _fold(one.slug).split("-") for name in _withheld_names(one, on))
    ]


def _shown(store: Store, piece: Piece) -> Piece:
    now = piece.situation
    if now.live or now.approved:
        return store.kept(piece, now.live or now.approved)
    raise NotPossibleNow(
        _("Nothing of “{slug}” has been approved, so there is nothing to prove yet.").format(slug=piece.slug),
        advice("have-approved", slug=piece.slug),
    )


def _approvals(piece: Piece) -> Iterator[Event]:
    yield from (event for event in piece.events if event.action is Action.approve)


def _of_the_record(piece: Piece, shown: Piece) -> dict[str, bytes]:
    found = {
        HISTORY: files.read_bytes(piece.folder / HISTORY),
        "checkpoint.txt": f"{piece.checkpoint}\n".encode(),
        "hash.txt": f"{shown.hash}\n".encode(),
        "manifest.json": manifest.encode(shown.manifest),
        "body.md": shown.draft.body.replace("\r\n", "\n").strip("\n").encode(),
    }
    for event in _approvals(piece):
        stated = event.details.get("approval")
        if isinstance(stated, Mapping):
            found |= _below(piece.folder, approvals.folder_of(stated))
    return found


def _revisions(piece: Piece) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for hashed in dict.fromkeys(event.hash for event in piece.events):
        found |= _below(piece.folder, f"revisions/{hashed[:SHORT]}")
    return found


def _below(folder: Path, name: str) -> dict[str, bytes]:
    """The files below a folder of the piece; a link that leads out of it is left alone."""
    found = {}
    for path in sorted((folder / name).rglob("*")):
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _sources(store: Store, shown: Piece, on: date) -> dict[str, bytes]:
    """The outline, and the words of each testimony whose consent holds."""
    found = {}
    for name in approvals.sources_of(shown, store):
        kind, _colon, slug = name.partition(":")
        try:
            if kind == "outline":
                found[f"sources/outline-{slug}.md"] = store.outline(slug).path.read_bytes()
            elif store.testimony(slug).consent.holds(on=on):
                found[f"sources/testimony-{slug}.txt"] = approvals.testimony_words(store, slug)
        except AuthoringError:
            continue
    return found


def _trace(store: Store, settings: Settings, piece: Piece, shown: Piece) -> dict[str, bytes]:
    """Who wrote each sentence, where the text that lies there now is the one that was approved."""
    if piece.hash != shown.hash:
        return {}
    from authoring.audit import trace
    from authoring.audit.trace.page import html

    return {"trace.html": html(trace.read(store, settings, piece.slug)).encode()}


class _Secrets:
    """What no file may show: names that people withhold, and the sentences of those who took their words back."""

    def __init__(self, store: Store, on: date) -> None:
        known = _testimonies(store)
        names = {name for one in known for name in _withheld_names(one, on)}
        self._slugs = re.compile("|".join(sorted((re.escape(_fold(one.slug)) for one in known), key=len, reverse=True)))
        words = "|".join(sorted((re.escape(_fold(name)) for name in names), key=len, reverse=True))
        self._names = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None
        self._sentences = [
            _fold(line)
            for one in known
            if not one.consent.holds(on=on)
            for line in re.split(r"(?<=[.!?…])\s+", one.words_spoken)
            if len(line.split()) > 3  # shorter ones are anybody's
        ]

    def shows(self, content: bytes) -> bool:
        """Whether a text shows one of them; the names of files, which the records need, apart."""
        try:
            text = _fold(content.decode())
        except UnicodeDecodeError:  # a picture
            return False
        plain = self._slugs.sub("", text) if self._slugs.pattern else text
        return bool(self._names and self._names.search(plain)) or any(one in plain for one in self._sentences)


def _testimonies(store: Store) -> list[Testimony]:
    found = []
    for slug in store.testimonies():
        try:
            found.append(store.testimony(slug))
        except AuthoringError:
            continue
    return found


def _withheld_names(testimony: Testimony, on: date) -> Iterable[str]:
    """The names that this person does not let be shown; all of them when no consent holds."""
    if testimony.consent.name == "full" and testimony.consent.holds(on=on):
        return ()
    parts = testimony.person.split()
    is_first_free = testimony.consent.name == "first" and testimony.consent.holds(on=on)
    own = [part for part in (parts[1:] if is_first_free else parts) if len(part) > 2]  # no “de”
    return [name for name in (testimony.person, *own, *testimony.aliases) if name]


def _fold(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).replace("’", "'").casefold()
    return " ".join(composed.split())


def _is_bundle(folder: Path) -> bool:
    """Whether every file there is one that an older bundle lists, so that nothing of anybody's is lost."""
    listed = {line[66:] for line in files.read_bytes(folder / SUMS).decode(errors="replace").splitlines()} | {SUMS}
    there = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()]
    return folder.is_dir() and all(name in listed for name in there)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
