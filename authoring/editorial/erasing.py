"""Erasing the words of people who took them back: from all that is kept, with a line in the history of each piece.

The line is written first: it names each file with its SHA-256 before and after, so that a run that was cut off is
completed by the next one, and so that whoever verifies accepts exactly this erasure.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from authoring.editorial import approvals, consents
from authoring.editorial.review import Review
from authoring.errors import NotPossibleNow
from authoring.model import manifest
from authoring.model.config import Settings
from authoring.model.details import erased
from authoring.model.documents import Testimony
from authoring.model.loading import read_document
from authoring.model.people import Person
from authoring.model.workflow import Action
from authoring.privacy.confidences import Confidences
from authoring.sourcing.grounding import nearness
from authoring.store import INDEX, Piece, Store, files
from authoring.text.frontmatter import dump
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

# the last are what reviewers proposed in Word, beside the piece
_KEPT: Final = (f"revisions/*/{INDEX}", "revisions/*/manifest.json", "proposals/*/*")
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_BEGINNING: Final = 8192  # bytes in which a picture or a database gives itself away
_REPORTS: Final = f"{approvals.FOLDER}/*/{approvals.REPORT}"


@dataclass(frozen=True)
class Erasure:
    """What was erased: how many files of pieces, and how many in `.authoring`; `left` still hold the words."""

    testimonies: tuple[str, ...]
    kept: int
    cached: int
    left: tuple[Path, ...]


@dataclass(frozen=True)
class _Cut:
    """A file of a piece that holds the words, as it is and as it is to be; without an `after` it goes whole."""

    path: Path
    before: bytes
    after: bytes = b""

    def entry(self, folder: Path) -> dict[str, str]:
        """As the event's `details.erased` holds it."""
        after = _sha256(self.after) if self.after else ""
        return {"file": self.path.relative_to(folder).as_posix(), "before": _sha256(self.before), "after": after}

    def make(self) -> None:
        """Take the words out."""
        if self.after:
            files.write_bytes(self.path, self.after)
        else:
            self.path.unlink(missing_ok=True)


def erase(store: Store, slugs: Sequence[str], *, actor: Person, when: datetime, settings: Settings) -> Erasure:
    """Erase the words of withdrawn testimonies; what stays is the proof of consent and withdrawal, and hashes.

    Raises `NotPossibleNow` while a consent holds, or while a piece still uses the words in its present text, and
    `NotAllowed` for somebody who may not do this; nothing is erased then.
    """
    given = [store.testimony(slug) for slug in slugs]
    _refuse_in_use(store, given, settings)
    words = Confidences.of(given)
    pieces = [(piece, cuts) for slug in store.pieces() if (cuts := list(_cuts((piece := store.piece(slug)), words)))]
    review = Review(store, actor, when, settings.quorum)
    for piece, _cuts_of_it in pieces:
        review.permit(piece, Action.erase)
    for piece, cuts in pieces:
        _record(review, piece, cuts, slugs)
        for cut in cuts:
            cut.make()
    cached = list(_holding(settings.root / ".authoring", words))
    for path in cached:
        path.unlink()
    if words.runs:
        nearness.forget(settings.root)
    for testimony in given:
        if testimony.consent.erased is None:
            files.write_bytes(testimony.path, _proof(testimony, when.astimezone(settings.zone)).encode())
    forgotten = store.forget(slugs, lambda text: bool(words.breach(text)))
    left = (*(_holding(settings.root, words) if words.runs else ()), *forgotten)
    return Erasure(tuple(slugs), sum(len(cuts) for _piece, cuts in pieces), len(cached), left)


def _refuse_in_use(store: Store, given: Sequence[Testimony], settings: Settings) -> None:
    for testimony in given:
        if testimony.consent.status != "withdrawn":
            raise NotPossibleNow(
                _("The consent for the testimony “{slug}” has not been withdrawn.").format(slug=testimony.slug),
                _("Withdraw it first: authoring consent withdraw {slug}").format(slug=testimony.slug),
                file=testimony.path,
            )
    found, unreadable = consents.usages(store, given, settings)
    consents.refuse(unreadable)
    for usage in found:
        if usage.ways & {"inserted", "quoted", "words"}:
            raise NotPossibleNow(
                _("“{slug}” still holds these words, so they are not erased.").format(slug=usage.slug),
                _(
                    "Retract and reopen it if it is out, and take the words out of its text; "
                    "then give the command again."
                ),
                file=usage.piece.draft.path,
            )


def _cuts(piece: Piece, words: Confidences) -> Iterator[_Cut]:
    """The piece's files that hold the words: texts go whole, and of a report of the checks only what holds them."""
    for pattern in _KEPT:
        for path in sorted(piece.folder.glob(pattern)):
            content = files.read_bytes(path)
            if _holds(content, words):
                yield _Cut(path, content)
    for path in sorted(piece.folder.glob(_REPORTS)):
        content = files.read_bytes(path)
        if _holds(content, words):
            yield _Cut(path, content, _blanked(content, words))


def _blanked(content: bytes, words: Confidences) -> bytes:
    """A report without the texts that hold the words; nothing is left of one that cannot be read."""
    try:
        return manifest.encode(_without(decode_json(content), words))
    except (ValueError, AttributeError):
        return b""


def _without(value: Any, words: Confidences) -> Any:
    if isinstance(value, Mapping):
        return {key: _without(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, words) for each in value]
    return "" if isinstance(value, str) and words.breach(value) else value


def _record(review: Review, piece: Piece, cuts: Sequence[_Cut], slugs: Sequence[str]) -> None:
    """The line of the history, unless one of a run that was cut off says it all already."""
    said = {(one.file, one.before, one.after) for one in erased(piece.events)}
    entries = [cut.entry(piece.folder) for cut in cuts]
    fresh = [entry for entry in entries if tuple(entry.values()) not in said]
    if fresh:
        review.record(piece, Action.erase, details={"testimonies": sorted(slugs), "erased": fresh})


def _holding(folder: Path, words: Confidences) -> Iterator[Path]:
    """The text files below a folder that hold the words. What git keeps is git's: no program takes it out of there."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or ".git" in path.relative_to(folder).parts:
            continue
        content = files.read_bytes(path)
        if b"\0" not in content[:_BEGINNING] and _holds(content, words):
            yield path


def _holds(content: bytes, words: Confidences) -> bool:
    """Whether a file says these words, be it JSON, lines of JSON, HTML or plain text."""
    text = content.decode("utf-8", "replace")
    return any(words.breach(each) for each in _said(text))


def _said(text: str) -> Iterator[str]:
    try:
        yield from _texts(decode_json(text))
    except ValueError:
        if text.startswith("{"):
            for line in text.splitlines():
                with suppress(ValueError):
                    yield from _texts(decode_json(line))
        yield html.unescape(_TAG.sub("", text)) if "<" in text else text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


def _proof(testimony: Testimony, now: datetime) -> str:
    """The testimony's file without the words: who agreed to what, when, and when they took it back."""
    document = read_document(testimony.path)
    digest = _sha256(testimony.words_spoken.encode())
    consent = {**document.values["consent"], "erased": now.date(), "sha256": digest}
    kept: dict[str, Any] = {
        key: document.values[key] for key in ("person", "lang", "collected") if key in document.values
    }
    return f"---\n{dump({**kept, 'consent': consent})}---\n"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
