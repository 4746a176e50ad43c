"""What changed in a piece between two of its texts, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from authoring.editorial.context import Context
from authoring.model.states import Action
from authoring.store.pieces import Piece
from authoring.text import differences
from authoring.text.differences import Line


@dataclass(frozen=True)
class Changes:
    """The changes from one revision to another, by their hashes, in groups of lines that belong together."""

    before: str
    after: str
    groups: Sequence[Sequence[Line]]


def changes(context: Context, slug: str, *, before: str = "", after: str = "") -> Changes | None:
    """What changed between two kept revisions, named by the first digits of their hashes.

    Without `after` it is the text as it is now; without `before` the last kept revision that differs from that.
    None when there is nothing to compare with. Raises `UnknownSlug`, or `InputError` for an unknown revision.
    """
    repository = context.repository
    piece = repository.piece(slug)
    new = repository.revision(piece, after) if after else piece
    old = repository.revision(piece, before) if before else _last_kept(context, piece)
    return None if old is None else between(old, new)


def since_last_look(context: Context, slug: str) -> Changes | None:
    """What changed since the actor looked at the piece the last time; None when they never did, or nothing did."""
    piece = context.repository.piece(slug)
    last = context.repository.looks(piece).get(context.actor.id)
    return between(context.repository.kept(piece, last.hash), piece) if last and last.hash != piece.hash else None


def unseen(context: Context, piece: Piece) -> Changes | None:
    """Every difference from what was handed in, for an actor who has neither looked at this very text nor approved it.

    None where they have, or where the text is as it was handed in.
    """
    actor, look = context.actor.id, context.repository.looks(piece).get(context.actor.id)
    if (look and look.hash == piece.hash) or actor in piece.situation.approvals:
        return None
    before = handed_in(context, piece)
    return between(before, piece) if before else None


def handed_in(context: Context, piece: Piece) -> Piece | None:
    """The text that was handed in for review; None where it is the present one, or is not kept."""
    hashes = [event.hash for event in piece.events if event.action is Action.submit]
    if not hashes or hashes[-1] == piece.hash or not context.store.revisions.has(piece.slug, hashes[-1]):
        return None
    return context.repository.kept(piece, hashes[-1])


def between(before: Piece, after: Piece) -> Changes:
    """What changed from one text of a piece to another."""
    groups = [_other_fields(before, after), *differences.changes(_readable(before), _readable(after))]
    return Changes(before.hash, after.hash, [list(group) for group in groups if group])


def _last_kept(context: Context, piece: Piece) -> Piece | None:
    revisions = [content_hash for content_hash in context.repository.revisions(piece) if content_hash != piece.hash]
    return context.repository.kept(piece, revisions[-1]) if revisions else None


def _other_fields(before: Piece, after: Piece) -> list[Line]:
    """What differs besides the text that is read: a line for what went, and one for what came."""
    old, new = _fields(before), _fields(after)
    lines = []
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            lines += [Line("removed", f"{name}: {old[name]}")] if old.get(name) else []
            lines += [Line("added", f"{name}: {new[name]}")] if new.get(name) else []
    return lines


def _fields(piece: Piece) -> dict[str, str]:
    """What a reader is told besides the text, by the names of the front matter, and the digests of the pictures."""
    draft, files = piece.draft, piece.manifest.get("files")
    disclosed = piece.manifest.get("disclosure")
    aliases = draft.extra.get("aliases")
    return {
        "lang": draft.lang,
        "author": draft.author,
        "tags": ", ".join(draft.tags),
        "aliases": ", ".join(map(str, aliases)) if isinstance(aliases, list) else "",
        "disclosure": draft.disclosure,
        "disclosure.kind": str(disclosed.get("kind", "")) if isinstance(disclosed, Mapping) else "",
        **{f"{image.src} (decorative)": "true" for image in draft.images if image.decorative},
        **{str(src): f"SHA-256 {digest}" for src, digest in (files.items() if isinstance(files, Mapping) else ())},
    }


def _readable(piece: Piece) -> str:
    pictures = [f"{image.src} — {image.alt} — {image.caption} — {image.credit}" for image in piece.draft.images]
    return "\n\n".join([piece.draft.title, piece.draft.description, *pictures, piece.draft.body])
