"""The journal of a transaction: the changes to files, written first, so that they can be completed after a kill.

The contents are staged and synced beside their files before the journal is written; the transaction is committed when
the journal is whole on the disk. Then only renames are left. The next process that finds the journal of a killed
writer completes it:

```
.authoring/journal/<slug>.journal      one line of JSON and its SHA-256; without it, nothing has happened
.authoring/journal/refused/<slug>-…/   a journal whose files somebody changed meanwhile, with its contents
```
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from authoring.model.slugs import is_slug
from authoring.store import layout, version_of
from authoring.store.addresses import is_relative
from authoring.store.folder.changes import Change, Move
from authoring.store.folder.tree import Tree

_FORMAT: Final = 1


@dataclass(frozen=True)
class Journal:
    """A committed transaction, perhaps not carried out yet."""

    slugs: Sequence[str]
    changes: Sequence[Change]
    moves: Sequence[Move]

    def encode(self) -> bytes:
        """The journal's bytes, with their digest."""
        line = json.dumps({"format": _FORMAT, **asdict(self)}, ensure_ascii=False).encode()
        return b"%s\n%s\n" % (line, version_of(line).encode())

    def apply(self, tree: Tree, changes: Sequence[Change]) -> None:
        """Make these changes, then move the pieces."""
        tree.sync({change.apply(tree) for change in changes})
        for move in self.moves:
            move.apply(tree)


def decode(content: bytes) -> Journal | None:
    """A journal; None when it is not whole."""
    line, _feed, digest = content.partition(b"\n")
    if digest != version_of(line).encode() + b"\n":
        return None
    values = json.loads(line)
    if values["format"] != _FORMAT:
        return None
    changes = [Change(**change) for change in values["changes"]]
    moves = [Move(**move) for move in values["moves"]]
    return Journal(values["slugs"], changes, moves) if _stays_inside(changes, moves) else None


def _stays_inside(changes: Sequence[Change], moves: Sequence[Move]) -> bool:
    """Whether all paths of a journal are in this workspace: the journal may come with a folder from elsewhere."""
    slugs = [*(change.slug for change in changes if change.slug), *(move.slug for move in moves)]
    paths = [change.path.removeprefix(f"{layout.OWN}/") for change in changes]
    return all(map(is_slug, slugs)) and all(map(is_relative, paths))
