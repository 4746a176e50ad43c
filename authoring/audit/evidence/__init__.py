"""A bundle of files with which an auditor can check a piece with standard tools; the same piece gives the same bytes.

A file with a name that its person withholds, or with withdrawn words, is left out completely, since an incomplete text
proves nothing; `WITHHELD.txt` has its hash.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from authoring.audit.evidence import names, page
from authoring.editorial import approvals, signing, vouching
from authoring.editorial.approved_revisions import approvals_of
from authoring.editorial.context import Context
from authoring.editorial.replaying import refuse_unproven
from authoring.errors import AuthoringError, Conflict, NotPossibleNow, advice
from authoring.model import manifest
from authoring.model.events import Event, approval
from authoring.model.states import Action
from authoring.store import Key
from authoring.store.addresses import CALLS, PROVENANCE
from authoring.store.files import new_folder
from authoring.store.index.consents import ConsentEntry
from authoring.store.pieces import Attachments, Piece
from authoring.store.repository import Repository
from authoring.text.i18n import _
from authoring.text.strict_json import decode_object


@dataclass(frozen=True)
class Evidence:
    """The bundle of one piece: `files` maps each name to its bytes, `withheld` each file left out to its hash."""

    slug: str
    hash: str
    checkpoint: str
    files: Mapping[str, bytes]
    withheld: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Write the bundle into a folder, replacing an older one. Raises `Conflict` for a folder with other files."""
        if folder.exists() and not _is_bundle(folder):
            raise Conflict(
                _("There are other files in this folder, which an evidence bundle would replace."),
                advice("name-new-folder"),
                file=folder,
            )
        with new_folder(folder) as fresh:
            for name, content in self.files.items():
                path = fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def as_json(self, folder: Path) -> dict[str, Any]:
        """The keys that `evidence --json` prints for the bundle in `folder`."""
        place = {"slug": self.slug, "hash": self.hash, "checkpoint": self.checkpoint, "folder": str(folder)}
        return {**place, "files": sorted(self.files), "withheld": dict(self.withheld)}


def gather(context: Context, slug: str) -> Evidence:
    """The evidence for the published revision of the piece, else for the approved one.

    Uses the consents of today. Raises `NotPossibleNow` without an approval, or when the history is out of order.
    """
    piece = context.repository.piece(slug)
    proven = _proven(context.repository, piece)
    refuse_unproven(context, piece)
    wanted = {
        **_history(context, piece, proven),
        **_approval_records(context, piece),
        **_revisions(context, piece),
        **_sources(context, proven),
        **_machines_records(context, piece),
        **_voucher(context, piece),
        **_trace(context, piece, proven),
        names.SIGNERS: _signers(context, piece),
    }
    secrets = _Secrets(context)
    files = {name: content for name, content in wanted.items() if not secrets.shows(content)}
    withheld = {name: _sha256(content) for name, content in sorted(wanted.items()) if name not in files}
    if withheld:
        files[names.WITHHELD] = "".join(f"{digest}  {name}\n" for name, digest in withheld.items()).encode()
    files[names.CHECK] = (Path(__file__).parent / names.CHECK).read_bytes()
    text = page.html(proven, approvals_of(proven), context.settings, files=sorted(files), withheld=list(withheld))
    files[names.PAGE] = text.encode()
    sums = "".join(f"{_sha256(content)}  {name}\n" for name, content in sorted(files.items()))
    return Evidence(slug, proven.hash, piece.checkpoint, {**files, names.SUMS: sums.encode()}, withheld)


def named_by_slug(context: Context, evidence: Evidence) -> list[str]:
    """The testimonies with a withheld name in their slug, which every record shows."""
    text = b"".join(evidence.files.values()).decode(errors="replace")
    return [
        entry.slug
        for entry in context.consents().entries
        if any(_fold(name) in _fold(entry.slug).split("-") for name in _withheld_names(entry, context.today))
        and entry.slug in text
    ]


def _proven(repository: Repository, piece: Piece) -> Piece:
    """The revision that readers see, else the approved one."""
    situation = piece.situation
    if situation.live or situation.approved:
        return repository.kept(piece, situation.live or situation.approved)
    raise NotPossibleNow(
        _("Nothing of “{slug}” has been approved, so there is nothing to prove yet.").format(slug=piece.slug),
        advice("have-approved", slug=piece.slug),
    )


def _approvals(piece: Piece) -> Iterator[Event]:
    yield from (event for event in piece.events if event.action is Action.approve)


def _history(context: Context, piece: Piece, proven: Piece) -> dict[str, bytes]:
    return {
        names.HISTORY: context.store.events.read(piece.slug),
        names.CHECKPOINT: f"{piece.checkpoint}\n".encode(),
        names.HASH: f"{proven.hash}\n".encode(),
        names.MANIFEST: manifest.encode(proven.manifest),
        names.BODY: proven.draft.body.replace("\r\n", "\n").strip("\n").encode(),
    }


def _approval_records(context: Context, piece: Piece) -> dict[str, bytes]:
    """The files beside the piece for each approval that has a statement."""
    records, slug = context.store.records, piece.slug
    statements = (approval(event).statement for event in _approvals(piece))
    folders = [approvals.kept_folder(it, slug, records) for it in statements if it is not None]
    return {name: records.read(slug, name) for folder in folders for name in records.names(slug, f"{folder}/")}


def _revisions(context: Context, piece: Piece) -> dict[str, bytes]:
    """Every kept revision that the history names: its text, its manifest and its pictures."""
    files: dict[str, bytes] = {}
    for content_hash in dict.fromkeys(event.hash for event in piece.events if event.hash):
        key = Key("piece", piece.slug, content_hash)
        text = context.store.documents.read(key)
        pictures = Attachments(context.store.blobs, key)
        contents = {
            names.TEXT: text.content if text else b"",
            names.MANIFEST: context.store.revisions.manifest(piece.slug, content_hash),
            **{src: pictures.read(src) or b"" for src in pictures.names()},
        }
        folder = context.store.revisions.name(piece.slug, content_hash)
        files |= {names.revision_file(folder, name): content for name, content in contents.items() if content}
    return files


def _sources(context: Context, proven: Piece) -> dict[str, bytes]:
    """The outline, and the words of each testimony with a valid consent."""
    repository = context.repository
    files = {}
    for name in approvals.sources_of(proven, repository):
        kind, _colon, slug = name.partition(":")
        try:
            if kind == "outline":
                files[f"{names.SOURCES}/outline-{slug}.md"] = _outline(context, slug)
            elif repository.testimony(slug).consent.holds(on=context.today):
                files[f"{names.SOURCES}/testimony-{slug}.txt"] = approvals.testimony_words(repository, slug)
        except AuthoringError:
            continue
    return files


def _outline(context: Context, slug: str) -> bytes:
    """The bytes of an outline. Raises an `AuthoringError` for a missing one or one with mistakes."""
    context.repository.outline(slug)
    stored = context.store.documents.read(Key("outline", slug))
    return stored.content if stored else b""


def _machines_records(context: Context, piece: Piece) -> dict[str, bytes]:
    contents = {name: context.store.records.read(piece.slug, name) for name in (CALLS, PROVENANCE)}
    return {f"{names.RECORDS}/{name}": content for name, content in contents.items() if content}


def _voucher(context: Context, piece: Piece) -> dict[str, bytes]:
    """The statement that a second person signed for an imported post, in files for standard tools."""
    if not vouching.is_there(context, piece) or next(vouching.doubts(context, piece), None) is not None:
        return {}
    content = context.store.records.read(piece.slug, vouching.RECORD)
    record = decode_object(content)
    return {
        names.STATEMENT: manifest.encode(record["statement"]),
        names.STATEMENT_SIGNATURE: str(record["signature"]).encode(),
        names.VOUCHED_ENTRY: manifest.encode(record["entry"]),
        names.VOUCHED_RECORD: content,
    }


def _trace(context: Context, piece: Piece, proven: Piece) -> dict[str, bytes]:
    """The page with who wrote each sentence; left out if the present text is not the approved one."""
    if piece.hash != proven.hash:
        return {}
    from authoring.audit import trace
    from authoring.audit.trace.page import html

    return {names.TRACE: html(trace.read(context, piece.slug)).encode()}


def _signers(context: Context, piece: Piece) -> bytes:
    people = context.settings.people
    approvers = {event.actor for event in _approvals(piece)} | {vouching.signer(context, piece)}
    return signing.allowed_signers({who: people[who].ssh_keys for who in approvers if who in people}).encode()


class _Secrets:
    """The texts that no file may show: withheld names, and the sentences of withdrawn testimonies."""

    def __init__(self, context: Context) -> None:
        today = context.today
        entries = context.consents().entries
        withheld = {name for entry in entries for name in _withheld_names(entry, today)}
        ended = [entry.slug for entry in entries if not entry.consent.holds(on=today)]
        hidden = {_fold(name) for name in withheld}
        colleagues = [it.name for it in context.settings.people.values() if _fold(it.name) not in hidden]
        self._shown = re.compile(_any_of([*(entry.slug for entry in entries), *colleagues]))
        words = _any_of(withheld)
        self._names = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None
        self._sentences = [
            _fold(line)
            for testimony in context.repository.readable_testimonies(ended)
            for line in re.split(r"(?<=[.!?…])\s+", testimony.words_spoken)
            if len(line.split()) > 3  # shorter ones are too common
        ]

    def shows(self, content: bytes) -> bool:
        """Whether a text shows one of them, except in names of files and of colleagues, which the records need."""
        if self._names is None and not self._sentences:
            return False
        try:
            text = _fold(content.decode())
        except UnicodeDecodeError:  # a picture
            return False
        plain = self._shown.sub("", text) if self._shown.pattern else text
        return bool(self._names and self._names.search(plain)) or any(sentence in plain for sentence in self._sentences)


def _withheld_names(entry: ConsentEntry, on: date) -> Iterable[str]:
    """The forms of this person's name that must not be shown; all of them without a valid consent."""
    if entry.consent.name == "full" and entry.consent.holds(on=on):
        return ()
    parts = entry.person.split()
    is_first_free = entry.consent.name == "first" and entry.consent.holds(on=on)
    own = [part for part in (parts[1:] if is_first_free else parts) if len(part) > 2]  # without particles such as “de”
    return [name for name in (entry.person, *own, *entry.aliases) if name]


def _any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, folded, the longest first; empty without words."""
    return "|".join(sorted((re.escape(_fold(word)) for word in words), key=len, reverse=True))


def _fold(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).replace("’", "'").casefold()
    return " ".join(composed.split())


def _is_bundle(folder: Path) -> bool:
    """Whether every file in the folder is listed by an older bundle, so that no other file is lost."""
    sums = folder / names.SUMS
    if not sums.is_file():
        return folder.is_dir() and not any(folder.iterdir())
    listed = {line[66:] for line in sums.read_text("utf-8", "replace").splitlines()} | {names.SUMS}
    present = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()]
    return all(name in listed for name in present)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
