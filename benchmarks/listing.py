"""`authoring list` over thousands of pieces, against `hugo list all` on posts of the same words.

The first list also hashes every picture, so that its peer is Hugo and `sha256sum` of the same pictures.
"""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import corpus, hugo
from benchmarks.corpus import workspace
from benchmarks.measuring import Command, Row, Scale, as_time, authoring, cache_of, medians

_VARIANTS: Final[dict[str, tuple[str, ...]]] = {
    "list": (),
    "list --json": ("--json",),
    "list --mine": ("--mine", "--as", "agathe"),
}


def measure(scale: Scale = Scale(), *, runs: int = 3) -> list[Row]:  # noqa: B008  frozen
    """Each kind of list: the first time, again, and after one piece was changed; and the memory of each."""
    with TemporaryDirectory() as name:
        ours, theirs = Path(name) / "ours", Path(name) / "theirs"
        corpus.fill(ours, scale.pieces)
        hugo.write(theirs, ours)
        listed = Command(["hugo", "list", "all"], theirs)
        hashed = Command(["sh", "-c", "find content -name '*.png' -print0 | xargs -0 sha256sum"], theirs)
        commands = [command for options in _VARIANTS.values() for command in _commands(ours, options)]
        t_hugo, t_hashes, *times = medians([listed, hashed, *commands], runs=runs)
        megabytes = [command.megabytes() for command in commands]
    rows = []
    for place, variant in enumerate(_VARIANTS):
        first, again, changed = times[3 * place : 3 * place + 3]
        work = f"{variant} of {scale.pieces:,} pieces"
        hashing = f"sha256sum of {2 * scale.pieces:,} pictures: {as_time(t_hashes)}"
        peer = f"hugo list all: {as_time(t_hugo)}, {hashing}; both"
        rows += [
            Row.compared(f"{work}, first time", seconds=first, peer=peer, against=t_hugo + t_hashes, limit=3),
            Row.compared(f"{work}, again", seconds=again, peer="hugo list all", against=t_hugo, limit=0.5),
            Row.compared(f"{work}, after one change", seconds=changed, peer="hugo list all", against=t_hugo, limit=0.6),
            Row.memory(work, max(megabytes[3 * place : 3 * place + 3])),
        ]
    return rows


def _commands(folder: Path, options: tuple[str, ...]) -> tuple[Command, Command, Command]:
    """To be run in this order: the first list, the second, and one after a text was changed by hand."""
    texts = workspace.texts_in_progress(folder)

    def change() -> None:
        path = random.choice(texts)  # noqa: S311  any piece
        path.write_text(path.read_text("utf-8") + "\nUn mot de plus.\n", "utf-8")

    forget = ["rm", "-rf", str(cache_of(folder))]
    return (
        authoring("list", *options, folder=folder, before=[forget]),
        authoring("list", *options, folder=folder),
        authoring("list", *options, folder=folder, before=[change]),
    )
