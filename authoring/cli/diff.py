"""`authoring diff`: what changed in a piece, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.store import Piece, Store


def diff(
    slug: terminal.Slug,
    old: Annotated[str, typer.Argument(metavar="[REV", help=_("A kept revision; the last one if none is named."))] = "",
    new: Annotated[str, typer.Argument(metavar="[REV]]", help=_("Another one; the text as it is now if none."))] = "",
) -> None:
    store = terminal.open_workspace().store
    piece = store.piece(slug)
    after = store.revision(slug, new) if new else piece
    before = store.revision(slug, old) if old else _last_kept(store, piece)
    if before is None:
        terminal.say(_("No other revision has been kept yet: there is nothing to compare with."))
        return
    show_changes(before, after)


def show_changes(before: Piece, after: Piece) -> None:
    """The changes between two revisions; words that differ are underlined where the terminal can."""
    from authoring.text import differences

    terminal.say(f"{before.hash[:12]} → {after.hash[:12]}")
    groups = differences.changes(_text(before), _text(after))
    for group in groups:
        terminal.say()
        for line in group:
            terminal.say(terminal.changed(line))
    if not groups:
        terminal.say(_("The texts are equal."))


def _last_kept(store: Store, piece: Piece) -> Piece | None:
    kept = [hashed for hashed in store.revisions(piece.slug) if hashed != piece.hash]
    return store.kept(piece, kept[-1]) if kept else None


def _text(piece: Piece) -> str:
    pictures = [f"{image.src} — {image.alt} — {image.caption} — {image.credit}" for image in piece.draft.images]
    return "\n\n".join([piece.draft.title, piece.draft.description, *pictures, piece.draft.body])
