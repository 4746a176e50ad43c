"""`authoring verify` over thousands of pieces: its time, which must grow as their number does, and its memory."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import corpus
from benchmarks.measuring import Row, Scale, as_time, authoring, medians

_LINEAR: Final = 1.2  # of the time that ten times the pieces may take, for what a noisy machine adds


def measure(scale: Scale = Scale(), *, runs: int = 3) -> list[Row]:  # noqa: B008  frozen
    """Every piece in order, or `CalledProcessError`; then as many pieces against ten times a tenth of them."""
    tenth = max(1, scale.pieces // 10)
    with TemporaryDirectory() as name:
        large, small = Path(name) / "large", Path(name) / "small"
        corpus.fill(large, scale.pieces)
        corpus.fill(small, tenth)
        command = authoring("verify", folder=large)
        seconds, less = medians([command, authoring("verify", folder=small)], runs=runs)
        megabytes = command.megabytes()
    work = f"verify of {scale.pieces:,} pieces"
    peer = f"{tenth:,} pieces: {as_time(less)}; ten times that"
    return [
        Row.compared(work, seconds=seconds, peer=peer, against=10 * less, limit=_LINEAR),
        Row.memory(work, megabytes),
    ]
