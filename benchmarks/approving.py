"""One approval in a workspace of thousands of pieces, against the same approval in a workspace of ten."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import corpus
from benchmarks.corpus import workspace
from benchmarks.measuring import Command, Row, Scale, authoring

SMALL: Final = 10


def measure(scale: Scale = Scale(), *, runs: int = 5) -> list[Row]:  # noqa: B008  frozen
    """Pieces that wait for review are read by their reviewer and then approved, each in both workspaces."""
    waiting = corpus.numbers_in("in_review", scale.pieces)[: runs + 1]
    others = [number for number in range(scale.pieces) if number not in waiting]
    with TemporaryDirectory() as name:
        large, small = Path(name) / "large", Path(name) / "small"
        corpus.fill(large, scale.pieces)
        corpus.write(small, [*waiting, *others[: SMALL - len(waiting)]])
        for folder in (large, small):
            authoring("list", folder=folder).seconds()  # so that what is remembered is there, as it is at work
        slugs = [path.parent.name for path in workspace.texts_in_progress(small)]
        chosen = [slug for slug in slugs if corpus.piece_number(slug) in waiting]
        times = [(_approval(large, slug).seconds(), _approval(small, slug).seconds()) for slug in chosen[:-1]]
        megabytes = _approval(large, chosen[-1]).megabytes()
    in_large, in_small = (statistics.median(column) for column in zip(*times, strict=True))
    work = f"one approval in a workspace of {scale.pieces:,} pieces"
    return [
        Row.compared(work, seconds=in_large, peer=f"in one of {SMALL}", against=in_small, limit=1.3),
        Row.memory(work, megabytes),
    ]


def _approval(folder: Path, slug: str) -> Command:
    """The approval of what the reviewer has just read, who stands by the warnings."""
    reviewer = ("--as", "samir")
    authoring("review", slug, *reviewer, folder=folder).seconds()
    revision = json.loads(authoring("show", slug, "--json", folder=folder).output())["hash"]
    accepted = _warnings(folder, slug)
    return authoring("approve", slug, "--revision", revision, *accepted, *reviewer, folder=folder)


def _warnings(folder: Path, slug: str) -> Sequence[str]:
    findings = json.loads(authoring("check", slug, "--json", folder=folder).output())
    return [word for finding in findings if finding["severity"] == "warning" for word in ("--accept", finding["id"])]
