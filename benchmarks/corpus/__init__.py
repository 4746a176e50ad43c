"""A workspace of any number of pieces as the program itself makes them, in French, with invented places and people.

Some hundreds of original pieces go through the program's own commands, from the outline to the correction; then they
are copied with other words, names and pictures, through the program's own encoders, so that `verify` finds the copies
in order. Only `engine` knows the program's insides, and only `workspace` and `copies` know where its files lie. The
originals stay in the temporary folder, for the next run of the same version.

The disk holds each picture once: those of a piece's revisions are hard links to the piece's own.

    python -m benchmarks.corpus FOLDER COUNT [--out] [--originals N]
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from benchmarks.corpus import engine, originals, workspace
from benchmarks.corpus.copies import Copy, Original

ORIGINALS: Final = int(os.environ.get("AUTHORING_BENCH_ORIGINALS", "500"))
_PROCESSES: Final = 2
_PACKAGE: Final = Path(__file__).parents[2] / "authoring"


def fill(folder: Path, count: int, *, fates: Sequence[str] = (), originals_count: int = ORIGINALS) -> None:
    """Make a workspace with the pieces 0 to `count` - 1; with `fates`, only of originals that ended so."""
    write(folder, range(count), fates=fates, originals_count=originals_count)


def write(folder: Path, numbers: Iterable[int], *, fates: Sequence[str] = (), originals_count: int = ORIGINALS) -> None:
    """Make a workspace with the pieces of these numbers: one number is the same piece in every workspace."""
    chosen = [number for number in range(originals_count) if not fates or originals.fate(number) in fates]
    root = made_originals(chosen)
    workspace.write_settings(folder, originals.SETTINGS + workspace.TARGET)
    copies: dict[int, list[int]] = {}
    for number in numbers:
        copies.setdefault(chosen[number % len(chosen)], []).append(number)
    with ProcessPoolExecutor(_PROCESSES) as pool:
        for _done in pool.map(
            _write_copies,
            *zip(*((root, number, numbers_of, folder) for number, numbers_of in copies.items()), strict=True),
        ):
            pass


def correct(folder: Path, slug: str) -> None:
    """Take a published piece of a workspace through a correction, by the program's commands in another process."""
    with ProcessPoolExecutor(1, initializer=engine.without_nearness) as pool:
        pool.submit(originals.correct, folder, slug).result()


def numbers_in(fate: str, count: int, *, originals_count: int = ORIGINALS) -> list[int]:
    """The pieces among the first `count` whose originals ended so."""
    return [number for number in range(count) if originals.fate(number % originals_count) == fate]


def piece_number(slug: str) -> int:
    """The number of a piece, which its slug ends with."""
    return int(slug.rpartition("-")[2])


def made_originals(numbers: Iterable[int]) -> Path:
    """The folder with the workspaces of these originals, each under its number; those that are missing are made."""
    root = Path(tempfile.gettempdir()) / f"authoring-corpus-{os.getuid()}" / _version()
    missing = [number for number in numbers if not (root / str(number)).is_dir()]
    if missing:
        root.mkdir(parents=True, exist_ok=True)
        print(f"making {len(missing)} original pieces, once for this version of the program", file=sys.stderr)
    with ProcessPoolExecutor(_PROCESSES, initializer=engine.without_nearness) as pool:
        for _done in pool.map(_make, [root] * len(missing), missing):
            pass
    return root


def _make(root: Path, number: int) -> None:
    with tempfile.TemporaryDirectory(dir=root) as unfinished:
        originals.make(Path(unfinished) / "workspace", number)
        shutil.move(Path(unfinished) / "workspace", root / str(number))


def _write_copies(root: Path, number: int, copies: Sequence[int], folder: Path) -> None:
    original = Original(root / str(number), number)
    for copy in copies:
        Copy(original, copy).write(folder)


def _version() -> str:
    """Changes with any of the program's files, the prompts, and what makes the samples."""
    folders = (_PACKAGE, _PACKAGE.parent / "prompts", Path(__file__).parent)
    digest = hashlib.sha256()
    for path in sorted(
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".j2", ".md")
    ):
        digest.update(f"{path.relative_to(_PACKAGE.parent)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
