"""Decides which of two folders of a piece is the piece, by their histories: one may have come back from a backup.

During a correction, `published/` holds a copy of what readers see, without a history. If both folders have a history,
one of them is a second copy that somebody restored or synchronised. If one history begins with the other, the longer
one is the piece's. If neither does, they have diverged, and every change is refused until somebody has chosen.
"""
# ruff: noqa: PTH112  (paths are strings: see `tree`)

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from typing import Final

from authoring.errors import Conflict, InputError, advice
from authoring.model.slugs import is_slug
from authoring.store import SecondCopy, Stage, layout
from authoring.store.addresses import INDEX
from authoring.store.folder import line_ends
from authoring.store.folder.presence import may_lie_at
from authoring.store.folder.tree import Tree
from authoring.text.i18n import _

_STAGES: Final[tuple[Stage, ...]] = ("in_progress", "out")


def stage_of(tree: Tree, slug: str) -> Stage:
    """Where the piece's folder is: where its history lies; without a history, `drafts/` if its text lies there."""
    stages = [stage for stage in _STAGES if has_history(tree, slug, stage)]
    if len(stages) == 1:
        return stages[0]
    if stages:
        in_progress, out = _histories(tree, slug)
        return "in_progress" if in_progress != out and in_progress.startswith(out) else "out"
    for stage in _STAGES:
        if _has_text(tree, slug, stage):
            return stage
    drafts, published = (tree.path(layout.piece_folder(slug, stage)) for stage in _STAGES)
    return "out" if os.path.isdir(published) and not os.path.isdir(drafts) else "in_progress"


def has_history(tree: Tree, slug: str, stage: Stage) -> bool:
    """Whether a history lies in the piece's folder of that stage."""
    return os.path.lexists(tree.path(layout.history_path(slug, stage)))


def refuse_diverged(tree: Tree, slug: str) -> None:
    """Raise `Conflict` where the piece has two histories of which neither begins with the other."""
    if _has_diverged(tree, slug):
        copy = layout.piece_folder(slug, "in_progress")
        raise Conflict(
            _("“{slug}” lies here twice, and the two histories have diverged; nothing was written.").format(slug=slug),
            advice("choose-folder", folder=copy, other=layout.piece_folder(slug, "out")),
            file=tree.path(copy),
            code="histories-diverged",
            values={"slug": slug},
        )


def refuse_outside(tree: Tree, slug: str) -> None:
    """Raise `InputError` where one of the piece's folders is a link that leads out of the workspace.

    Moving or removing such a folder would change files outside the workspace.
    """
    for stage in _STAGES:
        folder = layout.piece_folder(slug, stage)
        try:
            tree.inside(folder)
        except OSError:
            raise InputError(
                _("A link leads out of the workspace here; nothing was moved or removed."),
                _("Put a folder in the place of the link."),
                file=tree.path(folder),
                code="link-outside",
            ) from None


def second_copies(tree: Tree) -> Iterator[SecondCopy]:
    """The second copies of pieces, in order: folders with a text or a history beside the piece's own folder."""
    in_progress, out = ({*tree.folders(place)} for place in (layout.DRAFTS, layout.PUBLISHED))
    for slug in sorted(filter(is_slug, in_progress & out)):
        is_out = stage_of(tree, slug) == "out"
        other: Stage = "in_progress" if is_out else "out"
        if has_history(tree, slug, other) or (is_out and _has_text(tree, slug, other)):
            folder = tree.path(layout.piece_folder(slug, other))
            yield SecondCopy(
                slug,
                folder,
                tree.path(layout.piece_folder(slug, "out" if is_out else "in_progress")),
                _has_diverged(tree, slug),
            )


def without_text(tree: Tree, texts: Collection[str]) -> list[str]:
    """The slugs besides `texts` with a history in the piece's folder and no text, in order."""
    names = {name for place in (layout.DRAFTS, layout.PUBLISHED) for name in tree.folders(place)}
    return [slug for slug in sorted(names.difference(texts)) if is_slug(slug) and _is_textless(tree, slug)]


def _is_textless(tree: Tree, slug: str) -> bool:
    stage = stage_of(tree, slug)
    return has_history(tree, slug, stage) and not _has_text(tree, slug, stage)


def _has_diverged(tree: Tree, slug: str) -> bool:
    if not all(has_history(tree, slug, stage) for stage in _STAGES):
        return False
    in_progress, out = _histories(tree, slug)
    return not in_progress.startswith(out) and not out.startswith(in_progress)


def _histories(tree: Tree, slug: str) -> tuple[bytes, bytes]:
    in_progress, out = (_history(tree, slug, stage) for stage in _STAGES)
    return in_progress, out


def _history(tree: Tree, slug: str, stage: Stage) -> bytes:
    path = layout.history_path(slug, stage)
    return line_ends.as_written(path, tree.read(path) or b"")


def _has_text(tree: Tree, slug: str, stage: Stage) -> bool:
    return may_lie_at(tree.path(f"{layout.piece_folder(slug, stage)}/{INDEX}"))
