"""How everything is measured: whole commands, ours and the peer's in turn, medians, memory of the largest."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """A line of the results: what was done, what was measured, and what was wanted."""

    work: str
    ours: str
    against: str
    ratio: float | None
    wanted: str
    holds: bool

    @classmethod
    def compared(cls, work: str, *, seconds: float, peer: str, against: float, limit: float) -> Row:
        """A row for two times and the ratio that was wanted at most."""
        ratio = seconds / against
        return cls(work, _shown(seconds), f"{peer}: {_shown(against)}", ratio, f"≤ {limit:g} ×", ratio <= limit)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Command:
    """A program to be timed; `before` is run each time and not timed."""

    words: Sequence[str]
    folder: Path
    before: Sequence[Sequence[str]] = ()
    environment: Mapping[str, str] | None = None

    def seconds(self) -> float:
        """The time that one run takes. Raises `CalledProcessError` when it fails."""
        for words in self.before:
            subprocess.run(words, cwd=self.folder, check=True, capture_output=True)
        start = time.perf_counter()
        subprocess.run(
            self.words,
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **(self.environment or {})},
        )
        return time.perf_counter() - start

    def megabytes(self) -> float:
        """The largest resident memory of one run, its own processes added up as the worst case of two."""
        code = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        said = subprocess.run(
            [sys.executable, "-c", code, *self.words], cwd=self.folder, check=True, capture_output=True, text=True
        )
        unit = 1 if sys.platform == "darwin" else 1024
        return int(said.stdout.split()[-1]) * unit / 1e6


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def medians(commands: Sequence[Command], *, runs: int) -> list[float]:
    """The median seconds of each command; they take turns, so that a noisy minute hits all of them."""
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(runs):
        for command, taken in zip(commands, times, strict=True):
            taken.append(command.seconds())
    return [statistics.median(taken) for taken in times]


def machine() -> str:
    """What the figures were measured on."""
    import platform

    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    ) if Path("/proc/cpuinfo").exists() else platform.processor()  # fmt: skip
    return f"{os.cpu_count()} cores of {model}, {platform.system()}, Python {platform.python_version()}"


def own_peak_megabytes() -> float:
    """The largest resident memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
