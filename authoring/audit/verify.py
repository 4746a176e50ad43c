"""Recomputes every hash and every chain, and says what does not hold.

It reads the files as they are and trusts none of them: the histories against their own digests, the kept
revisions against their manifests and names, the records beside the text against what the history vouched
for, what lies in `published/` against what was approved, and the displayed status against the real one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from authoring.editorial import approvals
from authoring.errors import AuthoringError, Problem, advice
from authoring.model import history, manifest
from authoring.model.config import Settings
from authoring.model.events import Event, erased
from authoring.model.loading import load_draft
from authoring.model.situation import situation_of
from authoring.model.workflow import OUT, TRANSITIONS, Action, State, state_name
from authoring.store import HISTORY, Piece, Store, files, tracing
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json


@dataclass(frozen=True)
class Verification:
    """How many things were looked at, and what does not hold."""

    checked: int
    problems: list[Problem]


def verify(store: Store, settings: Settings, slugs: list[str] | None = None) -> Verification:
    """Verify the named pieces, or all of them."""
    checked = 0
    problems: list[Problem] = []
    for slug in store.pieces() if slugs is None else slugs:
        checked += 1
        problems += _verify_piece(store, settings, slug)
    return Verification(checked, problems)


def verify_against(store: Store, checkpoint: str, slugs: Sequence[str]) -> list[Problem]:
    """What does not hold of a checkpoint that was kept elsewhere.

    With one piece named, why its history does not pass through it; with several, that none of them does.
    """
    found = [_against(store, slug, checkpoint) for slug in slugs]
    if any(problem is None for problem in found):
        return []
    if len(found) == 1:
        return [problem for problem in found if problem]
    return [
        Problem(
            _("No history here passes through the checkpoint {checkpoint}.").format(checkpoint=checkpoint),
            _("One was cut or rewritten. Compare with a backup or with git, or name the piece to see more."),
        )
    ]


def _against(store: Store, slug: str, checkpoint: str) -> Problem | None:
    path = store.folder(slug) / HISTORY
    return history.against(files.read_bytes(path), checkpoint, path)


def _verify_piece(store: Store, settings: Settings, slug: str) -> list[Problem]:
    folder = store.folder(slug)
    path = folder / HISTORY
    content = path.read_bytes() if path.is_file() else b""
    found = history.problems(content, path)
    try:
        piece = store.piece(slug)
    except AuthoringError as error:
        return [*found, *(problem for problem in error.problems if problem not in found)]
    return [
        *found,
        *_workflow(piece, settings),
        *_approvals(piece, settings),
        *_records(piece),
        *_erasures(piece),
        *tracing.problems(piece),
        *_revisions(piece, settings),
        *_displayed(piece),
        *_published(piece, settings),
    ]


def _workflow(piece: Piece, settings: Settings) -> Iterator[Problem]:
    """The history tells a story that the workflow allows."""
    path = piece.folder / HISTORY
    remedy = _("The program writes no such line. Compare the file with a backup or with git.")
    if piece.events and piece.events[0].details.get("slug") != piece.slug:
        message = _("This history belongs to another piece, “{slug}”.")
        yield Problem(message.format(slug=piece.events[0].details.get("slug", "?")), remedy, path, 1)
    for number, event in enumerate(piece.events, start=1):
        for message in _broken_rules(piece, number, event, settings):
            yield Problem(message, remedy, path, number)
        if event.action is Action.approve and event.actor not in settings.people:
            message = _("“{actor}” approved and is not among the people of this workspace.")
            yield Problem(
                message.format(actor=event.actor),
                _("If they have left, keep them in [people] with roles = []."),
                path,
                number,
            )


def _approvals(piece: Piece, settings: Settings) -> Iterator[Problem]:
    """Each approval is what its person stated, and signed by them where they have a key."""
    for number, event in enumerate(piece.events, start=1):
        if event.action is Action.approve:
            try:
                doubts = list(approvals.doubts(piece, event, settings.people))
            except AuthoringError as error:
                yield Problem(error.problem.message, error.problem.remedy, piece.folder / HISTORY, number)
                continue
            for message in doubts:
                remedy = _("Ask “{actor}” whether they approved this text.").format(actor=event.actor)
                if not event.details.get("approval"):
                    remedy += " " + _("If it was before they had a key, state the day: ssh_key_since = 2026-01-31")
                yield Problem(message, remedy, piece.folder / HISTORY, number)


def _broken_rules(piece: Piece, number: int, event: Event, settings: Settings) -> Iterator[str]:
    line = TRANSITIONS[event.action]
    before = piece.events[: number - 1]
    if line.target not in (None, event.target, *([State.in_review] if event.action is Action.approve else [])):
        yield _("“{action}” cannot lead to “{state}”.").format(
            action=event.action.value, state=state_name(event.target)
        )
    if line.begins and number != 1:
        yield _("“{action}” stands in the middle of a history; it can only begin one.").format(
            action=event.action.value
        )
    if line.person_only and event.kind != "person":
        yield _("“{action}” was not done by a person.").format(action=event.action.value)
    if line.four_eyes and event.actor in situation_of(before, content_hash=event.hash).writers:
        yield _("“{actor}” approved a text that they had a hand in.").format(actor=event.actor)
    was_let_out = settings.disclosure.allow_autonomous and event.details.get("autonomous") is True
    if event.action is Action.publish and not was_let_out and not _was_approved(piece, number, event.hash):
        yield _("This text was published without an approval of it.")


def _was_approved(piece: Piece, number: int, content_hash: str) -> bool:
    return any(
        event.action is Action.approve and event.hash == content_hash and event.target is State.approved
        for event in piece.events[: number - 1]
    )


def _records(piece: Piece) -> Iterator[Problem]:
    """The records beside the text still begin as they were when the history last vouched for them."""
    for event in reversed(piece.events):
        for name, stated in event.details.get("records", {}).items():
            path = piece.folder / name
            content = path.read_bytes() if path.is_file() else b""
            is_as_vouched = hashlib.sha256(content[: stated["bytes"]]).hexdigest() == stated["sha256"]
            if not is_as_vouched:
                yield Problem(
                    _("This record has been changed since line {line} of the history vouched for it.").format(
                        line=event.seq
                    ),
                    _("Compare it with a backup or with git."),
                    path,
                )
        if event.details.get("records"):
            return


def _erasures(piece: Piece) -> Iterator[Problem]:
    """What was erased is gone: each file is as the last erasure of it left it."""
    last = {one.file: one for one in erased(piece.events)}
    for one in last.values():
        path = piece.folder / one.file
        if path.resolve().is_relative_to(piece.folder.resolve()) and _digest(path) != one.after:
            yield Problem(
                _(
                    "Words were erased from this file, by line {line} of the history, and it is not as that left it."
                ).format(line=one.seq),
                advice("erase-again"),
                path,
            )


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty when it is not there."""
    content = files.read_bytes(path)
    return hashlib.sha256(content).hexdigest() if content else ""


def _revisions(piece: Piece, settings: Settings) -> Iterator[Problem]:
    """Each kept revision is what its name says, and every revision that a decision names is there."""
    folder = piece.folder / "revisions"
    for kept in sorted(folder.iterdir()) if folder.is_dir() else []:
        yield from _revision(piece, kept, settings)
    for event in piece.events:
        decided = event.action in (Action.submit, Action.approve, *OUT)
        went = f"revisions/{event.hash[:16]}/index.md" in _gone(piece)
        if decided and event.hash and not went and not (folder / event.hash[:16]).is_dir():
            yield Problem(
                _("The revision {hash} that line {line} of the history names is not kept any more.").format(
                    hash=event.hash[:12], line=event.seq
                ),
                _("Put the folder back from a backup or from git."),
                folder / event.hash[:16],
            )


def _revision(piece: Piece, folder: Path, settings: Settings) -> Iterator[Problem]:
    remedy = _("Put the folder back from a backup or from git.")
    gone = {name.rpartition("/")[2] for name in _gone(piece) if name.startswith(f"revisions/{folder.name}/")}
    if gone:
        yield from _erased_revision(folder, gone)
        return
    try:
        stated = (folder / "manifest.json").read_bytes()
        listed = decode_json(stated)
        kind = str(listed["disclosure"]["kind"])
        draft = load_draft(folder / "index.md", slug=piece.slug, default_lang=settings.lang)
    except (OSError, ValueError, KeyError, TypeError, AuthoringError):
        yield Problem(_("This kept revision cannot be read."), remedy, folder)
        return
    if not hashlib.sha256(stated).hexdigest().startswith(folder.name):
        yield Problem(_("The manifest does not match the revision’s name."), remedy, folder / "manifest.json")
    now = manifest.build(draft, digests=manifest.picture_digests(draft, folder), disclosure=kind)
    if manifest.content_hash(now) != manifest.content_hash(listed):
        changed = ", ".join(key for key in now if now[key] != listed.get(key))
        message = _("This kept revision is not what its manifest says: {parts} differ.")
        yield Problem(message.format(parts=changed), remedy, folder / "index.md")


def _gone(piece: Piece) -> set[str]:
    """The files that were erased whole."""
    return {one.file for one in erased(piece.events) if not one.after}


def _erased_revision(folder: Path, gone: set[str]) -> Iterator[Problem]:
    """What is left of a revision whose words were taken back: the manifest with its hashes, if it held none of them."""
    path = folder / "manifest.json"
    if path.name not in gone and not _digest(path).startswith(folder.name):
        yield Problem(
            _("The manifest does not match the revision’s name."),
            _("Put the folder back from a backup or from git."),
            path,
        )


def _displayed(piece: Piece) -> Iterator[Problem]:
    """The status that the file displays is the one that the history decides."""
    shown, real = piece.draft.status, piece.situation.state
    stated = piece.situation.last.target if piece.situation.last else State.draft
    if shown and shown not in (real.value, stated.value):
        yield Problem(
            _("The file says “{shown}”, and the history says “{real}”: the history decides.").format(
                shown=shown, real=real.value
            ),
            _("Write status: {real}").format(real=real.value),
            piece.folder / "index.md",
            piece.document.line_of("status"),
        )


def _published(piece: Piece, settings: Settings) -> Iterator[Problem]:
    """What lies in `published/` is the revision that was published."""
    live = piece.situation.live
    if not live:
        return
    if piece.is_out and piece.hash == live:
        return
    folder = settings.root / "published" / piece.slug
    path = folder / "index.md"
    try:
        draft = load_draft(path, slug=piece.slug, default_lang=settings.lang)
        kind = decode_json((piece.folder / "revisions" / live[:16] / "manifest.json").read_bytes())["disclosure"][
            "kind"
        ]
    except (OSError, ValueError, KeyError, TypeError, AuthoringError):
        yield Problem(_("What was published is not there any more."), _("Put it back from a backup or from git."), path)
        return
    found = manifest.build(draft, digests=manifest.picture_digests(draft, folder), disclosure=kind)
    if manifest.content_hash(found) != live:
        yield Problem(
            _("This text is not the one that was approved and published."),
            advice("restore-or-correct", folder=f"revisions/{live[:16]}", slug=piece.slug),
            path,
        )
