"""The static site of thousands of published pieces, against Hugo on the same texts with equally plain templates.

Ours is measured whole: `authoring export` reads every piece with its history, and the revision that was approved,
which is compared with its hash before it goes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import corpus, hugo
from benchmarks.corpus import workspace
from benchmarks.corpus.originals import OUT
from benchmarks.measuring import Command, Row, Scale, authoring, medians

_LARGE: Final = 10_000  # from here on once: what is asked is how the cost grows


def measure(scale: Scale = Scale(), *, runs: int = 3) -> list[Row]:  # noqa: B008  frozen
    """A whole build, one after a correction, and the memory of a whole build, for each number of posts."""
    return [row for count in scale.posts for row in _measure(count, runs=runs if count < _LARGE else 1)]


def _measure(count: int, *, runs: int) -> Iterator[Row]:
    with TemporaryDirectory() as name:
        root = Path(name)
        ours, theirs = root / "ours", root / "theirs"
        corpus.fill(ours, count, fates=OUT)
        hugo.write(theirs, ours)
        authoring("list", folder=ours).seconds()  # so that what is remembered is there, as it is at work
        whole = authoring(
            "export", folder=ours, before=[_aside(root, *(f"ours/{path}" for path in workspace.EXPORTED))]
        )
        peer = Command(["hugo", "--quiet"], theirs, before=[_aside(root, "theirs/public")])
        seconds, in_hugo = medians([whole, peer], runs=runs)
        megabytes = whole.megabytes()
        slug = workspace.published(ours)[0]
        changed = authoring("export", folder=ours, before=[lambda: _correct(ours, slug)])
        (after,) = medians([changed], runs=runs)
    work = f"site of {count:,} posts"
    yield Row.compared(work, seconds=seconds, peer="hugo", against=in_hugo, limit=1)
    yield Row.compared(f"{work}, after one correction", seconds=after, peer="whole", against=seconds, limit=0.1)
    yield Row.memory(work, megabytes)


def _correct(folder: Path, slug: str) -> None:
    """Publish a correction, which no target gets yet: there is none while it is published."""
    settings = workspace.settings(folder)
    workspace.write_settings(folder, settings.removesuffix(workspace.TARGET))
    corpus.correct(folder, slug)
    workspace.write_settings(folder, settings)


def _aside(root: Path, *names: str) -> list[str]:
    """Moves what an earlier run made out of the way: ext4 is slow to make files just after as many were deleted."""
    moves = "\n".join(f'[ ! -e "{root}/{name}" ] || mv "{root}/{name}" "$place"' for name in names)
    return ["sh", "-c", f'place=$(mktemp -d "{root}/aside-XXXXXX")\n{moves}']
