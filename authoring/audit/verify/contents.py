"""Compares the stored files of a piece with its history and its manifests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from authoring.editorial.context import Context
from authoring.errors import AuthoringError, InputError, Problem, advice
from authoring.model import calls, manifest
from authoring.model.events import (
    authority,
    copied_models,
    decides_format,
    erased,
    models,
    publication,
    stated_format,
    vouched_records,
    written,
)
from authoring.model.loading import document_of, load_draft
from authoring.model.states import OUT, Action, State
from authoring.sourcing import authorship
from authoring.store import Key, StoredText
from authoring.store.addresses import (
    CALLS,
    is_hash,
    kept_file,
    kept_manifest,
    kept_place,
    kept_text,
    names_of,
    same_name,
)
from authoring.store.manifests import lang_of
from authoring.store.pieces import Attachments, Piece
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json, decode_object


def record_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Records beside the text that do not begin with the bytes whose digest the history states.

    The record of calls only grows, so that the digests of all events must match; of other records, that of the last.
    """
    records = context.store.records
    vouching = [event for event in piece.events if vouched_records(event)]
    for event in vouching:
        for name, vouched in vouched_records(event).items():
            if event is not vouching[-1] and name != CALLS:
                continue
            content = records.read(piece.slug, name)[: vouched.bytes]
            if len(content) != vouched.bytes or hashlib.sha256(content).hexdigest() != vouched.sha256:
                yield Problem(
                    _("This record has been changed since line {line} of the history vouched for it.").format(
                        line=event.seq
                    ),
                    _("Compare it with a backup or with git."),
                    records.label(piece.slug, name),
                )


def erasure_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Records and kept revisions that differ from the result of their last erasure."""
    for erasure in {entry.file: entry for entry in erased(piece.events)}.values():
        content = context.repository.kept_file(piece.slug, erasure.file)
        if (hashlib.sha256(content).hexdigest() if content else "") != erasure.after:
            yield Problem(
                _(
                    "Words were erased from this file, by line {line} of the history, and it is not as that left it."
                ).format(line=erasure.seq),
                advice("erase-again"),
                context.repository.kept_label(piece.slug, erasure.file),
            )


def revision_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Kept revisions that do not match their name, and revisions of decisions that are not kept any more."""
    revisions = context.store.revisions
    names = set(revisions.hashes(piece.slug))
    hashes = {event.hash for event in piece.events if revisions.manifest(piece.slug, event.hash)}
    named = {revisions.name(piece.slug, content_hash) for content_hash in hashes}
    for name in sorted(names | named):
        yield from _revision_problems(context, piece, name)
    for event in piece.events:
        # earlier versions kept the texts of decisions only, this one keeps the text of every event
        is_decided = event.action in (Action.submit, Action.approve, *OUT) or authority(event) is not None
        is_kept = not event.hash or revisions.name(piece.slug, event.hash) in names | named
        is_erased = any(kept_text(name) in _erased_files(piece) for name in names_of(event.hash))
        if is_decided and not is_kept and not is_erased:
            yield Problem(
                _("The revision {hash} that line {line} of the history names is not kept any more.").format(
                    hash=event.hash[:12], line=event.seq
                ),
                _("Put the folder back from a backup or from git."),
                revisions.label(piece.slug, event.hash),
            )


def _revision_problems(context: Context, piece: Piece, name: str) -> Iterator[Problem]:
    remedy = _("Put the folder back from a backup or from git.")
    label = context.repository.kept_label(piece.slug, kept_manifest(name))
    content = context.store.revisions.manifest(piece.slug, name)
    is_named_so = hashlib.sha256(content).hexdigest().startswith(name)
    erased_files = _erased_files(piece)
    if erased_files & {kept_text(name), kept_manifest(name)}:
        # only the manifest remains, if it did not contain the words
        if kept_manifest(name) not in erased_files and not is_named_so:
            yield Problem(_("The manifest does not match the revision’s name."), remedy, label)
        return
    if not is_named_so:
        yield Problem(_("The manifest does not match the revision’s name."), remedy, label)
    key = Key("piece", piece.slug, name)
    try:
        listed = decode_json(content)
        text = context.store.documents.read(key)
        digest = _digest_before_erasures(Attachments(context.store.blobs, key), piece, name)
        rebuilt = _manifest_of(context, piece.slug, text, digest=digest, listed=listed)
    except (ValueError, TypeError, AttributeError, AuthoringError):
        yield Problem(_("This kept revision cannot be read."), remedy, context.store.revisions.label(piece.slug, name))
        return
    if manifest.content_hash(rebuilt) != manifest.content_hash(listed):
        parts = ", ".join(part for part in rebuilt if rebuilt[part] != listed.get(part))
        message = _("This kept revision is not what its manifest says: {parts} differ.")
        yield Problem(message.format(parts=parts), remedy, context.store.documents.label(key))


def format_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Events that state another format of the content hash than that of the kept manifest."""
    message = _("By this line its content hash is of format {stated}, and the manifest with that hash is of {real}.")
    for event in filter(decides_format, piece.events):
        content = context.store.revisions.manifest(piece.slug, event.hash) if is_hash(event.hash) else b""
        stated, real = stated_format(event), decode_object(content).get("format")
        if hashlib.sha256(content).hexdigest() == event.hash and stated != real:
            yield Problem(
                message.format(stated=stated, real=real),
                _("Compare the history with a backup or with git."),
                context.store.events.label(piece.slug),
                event.seq,
            )


def disclosure_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Events whose text discloses another model's part than the earlier events and the calls show."""
    offered = bool(calls.offered(piece.calls))
    kinds = {
        content_hash: _disclosed(context, piece, content_hash) for content_hash in {it.hash for it in piece.events}
    }
    has_model_text = states_origin = False
    for number, event in enumerate(piece.events, start=1):
        has_model_text = has_model_text or bool(models(event) or copied_models(event))
        states_origin = states_origin or written(event) is not None
        kind = kinds[event.hash]
        is_assisted = kind == "ai-assisted"
        if kind is not None and is_assisted != has_model_text and (has_model_text or not offered):
            yield Problem(
                _("The text of this line says that a model took part, and no line of the history says so.")
                if is_assisted
                else _("By the history a model took part in this text, and the text of this line does not say so."),
                _("Compare the history with a backup or with git."),
                context.store.events.label(piece.slug),
                event.seq,
            )
        elif kind == "human-only" and states_origin and not _is_declared(context, piece, number):
            yield Problem(
                _("The text of this line says that people alone wrote it, and nobody declared that of these words."),
                _("Compare the history with a backup or with git."),
                context.store.events.label(piece.slug),
                event.seq,
            )


def _is_declared(context: Context, piece: Piece, number: int) -> bool:
    """Whether the events up to this one confirm that only people wrote the text; true for a text that is not kept."""
    try:
        draft = context.repository.kept(piece, piece.events[number - 1].hash).draft
    except AuthoringError:
        return True
    return authorship.disclosed(piece.events[:number], draft, b"") == "human-only"


def _disclosed(context: Context, piece: Piece, content_hash: str) -> str | None:
    """The model's part by a kept manifest; None without a manifest or without such a value."""
    content = context.store.revisions.manifest(piece.slug, content_hash) if is_hash(content_hash) else b""
    disclosed = decode_object(content).get("disclosure")
    kind = disclosed.get("kind") if isinstance(disclosed, Mapping) else None
    return kind if isinstance(kind, str) else None


def publication_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Publications that disclose another model's part than the earlier events and calls show."""
    for number, event in enumerate(piece.events):
        stated = publication(event).parts if event.action is Action.publish else None
        if stated is not None and stated != _parts(context, piece, number, stated):
            yield Problem(
                _("What this line says of a model’s part in the text is not what the lines before it bear out."),
                _("Compare the history with a backup or with git."),
                context.store.events.label(piece.slug),
                event.seq,
            )


def _parts(context: Context, piece: Piece, number: int, stated: tuple[str, ...]) -> tuple[str, ...]:
    """The model's part in a published text, by the earlier events and the calls until then.

    If the text is not kept any more, the stated parts that a model proposed are accepted.
    """
    event, before = piece.events[number], piece.events[:number]
    vouched = vouched_records(event).get(CALLS)
    try:
        draft = context.repository.kept(piece, event.hash).draft
    except AuthoringError:
        proposed = tuple(part for part in stated if part in authorship.PROPOSALS)
        return (*authorship.parts(before, piece.draft, b""), *proposed)
    return authorship.parts(before, draft, piece.calls[: vouched.bytes] if vouched else b"")


def _digest_before_erasures(files: Attachments, piece: Piece, name: str) -> Callable[[str], str]:
    """The digests of a kept revision's files; for erased files, the digests that the erasure states."""
    place = kept_file(name, "")
    erased_digests = {entry.file.removeprefix(place): entry.before for entry in erased(piece.events)}
    return lambda src: files.digest(src) or erased_digests.get(same_name(src, erased_digests), "")


def _erased_files(piece: Piece) -> set[str]:
    """The files of the piece that an erasure removed."""
    return {entry.file for entry in erased(piece.events) if not entry.after}


def _manifest_of(
    context: Context, slug: str, text: StoredText | None, *, digest: Callable[[str], str], listed: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The manifest of the present text, with the other values from the manifest `listed`.

    Raises an `AuthoringError` for a missing or unreadable text, and `ValueError` for an invalid manifest.
    """
    if text is None:
        raise InputError(_("The file does not exist."))
    default_lang = lang_of(listed, otherwise=context.settings.lang)
    draft = load_draft(slug, document_of(text.content, text.label), default_lang=default_lang)
    return manifest.rebuilt(listed, draft, digest)


def status_problems(piece: Piece) -> Iterator[Problem]:
    """A displayed status that contradicts the history."""
    displayed, state = piece.draft.status, piece.situation.state
    recorded = piece.situation.last.target if piece.situation.last else State.draft
    if displayed and displayed not in (state.value, recorded.value):
        yield Problem(
            _("The file says “{shown}”, and the history says “{real}”: the history decides.").format(
                shown=displayed, real=state.value
            ),
            _("Write status: {real}").format(real=state.value),
            piece.label,
            piece.document.line_of("status"),
        )


def live_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """A published copy that is not the published revision."""
    live, store = piece.situation.live, context.store
    if not live or (piece.is_out and piece.hash == live):
        return
    key = Key("piece", piece.slug)
    text = store.documents.read(key) if piece.is_out else store.revisions.live_copy(piece.slug)
    digest = piece.files.digest if piece.is_out else _live_digest(context, piece.slug)
    label = text.label if text else context.store.revisions.label(piece.slug, live)
    try:
        listed = decode_json(context.store.revisions.manifest(piece.slug, live))
        rebuilt = _manifest_of(context, piece.slug, text, digest=digest, listed=listed)
    except (ValueError, TypeError, AttributeError, AuthoringError):
        yield Problem(
            _("What was published is not there any more."), _("Put it back from a backup or from git."), label
        )
        return
    if manifest.content_hash(rebuilt) != live:
        yield Problem(
            _("This text is not the one that was approved and published."),
            advice("restore-or-correct", folder=kept_place(store.revisions.name(piece.slug, live)), slug=piece.slug),
            label,
        )


def _live_digest(context: Context, slug: str) -> Callable[[str], str]:
    return lambda src: context.store.revisions.live_digest(slug, src)
