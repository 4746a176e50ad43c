"""How everything is measured: whole commands, ours and the peer's in turn, medians, and memory."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

CHECKOUT: Final = Path(__file__).parents[1]
MEMORY: Final = 250  # megabytes that a command may take
_PROGRAM: Final = Path(sys.executable).with_name("authoring")
_AS_USUAL: Final = {"PYTHONUNBUFFERED": ""}  # which would make a long list slow, and which few people set
_POLL: Final = 0.005  # seconds between two looks at the memory of a command's processes


@dataclass(frozen=True)
class Scale:
    """How much is measured: pieces in a workspace, and posts on a site, for one size after the other.

    In a trial, `most` is how many of anything else there may be.
    """

    pieces: int = 10_000
    posts: Sequence[int] = (1_000, 6_667, 50_000)
    most: int | None = None

    @classmethod
    def trial(cls, count: int) -> Scale:
        """A scale on which everything is small, to see whether it runs."""
        return cls(count, (count,), count)

    def up_to(self, usual: int) -> int:
        """The usual number of something, or what a trial allows."""
        return usual if self.most is None else min(usual, self.most)


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
        """A row for two times and the ratio that was wanted at most; 0 for one that is only shown."""
        ratio = seconds / against
        wanted = f"≤ {limit:g} ×" if limit else "shown"
        return cls(work, as_time(seconds), f"{peer}: {as_time(against)}", ratio, wanted, not limit or ratio <= limit)

    @classmethod
    def memory(cls, work: str, megabytes: float) -> Row:
        """A row for the memory that a command took at most."""
        return cls(f"{work}, memory", f"{megabytes:.0f} MB", "", None, f"< {MEMORY} MB", megabytes < MEMORY)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Command:
    """A program to be timed; `before` is done each time and not timed, a program's words or a function."""

    words: Sequence[str]
    folder: Path
    before: Sequence[Sequence[str] | Callable[[], object]] = ()
    environment: Mapping[str, str] | None = None

    def seconds(self) -> float:
        """The time that one run takes. Raises `CalledProcessError` when it fails."""
        self._prepare()
        start = time.perf_counter()
        subprocess.run(
            self.words,
            cwd=self.folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=self._environment,
        )
        return time.perf_counter() - start

    def output(self) -> str:
        """What one run prints, not timed. Raises `CalledProcessError` when it fails."""
        self._prepare()
        done = subprocess.run(
            self.words, cwd=self.folder, check=True, capture_output=True, text=True, env=self._environment
        )
        return done.stdout

    def megabytes(self) -> float:
        """The most memory that one run has resident, all its processes together.

        Linux: pages that two processes share count twice, so that the figure is never too small by them.
        """
        self._prepare()
        process = subprocess.Popen(
            self.words,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._environment,
        )
        most = 0
        while process.poll() is None:
            most = max(most, _resident(process.pid))
            time.sleep(_POLL)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, self.words)
        return most / 1e6

    def _prepare(self) -> None:
        for step in self.before:
            if callable(step):
                step()
            else:
                subprocess.run(step, cwd=self.folder, check=True, capture_output=True)

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, **_AS_USUAL, **(self.environment or {})}


def authoring(
    *words: str,
    folder: Path,
    before: Sequence[Sequence[str] | Callable[[], object]] = (),
    environment: Mapping[str, str] | None = None,
) -> Command:
    """A command of this checkout's program, started as people start it."""
    own = {"PYTHONPATH": str(CHECKOUT), "AUTHORING_CACHE_DIR": str(cache_of(folder))}
    return Command([str(_PROGRAM), *words], folder, before, {**own, **(environment or {})})


def cache_of(workspace: Path) -> Path:
    """Where the commands in a sample workspace keep what can be made again: beside it, to be deleted with it."""
    return workspace.with_name(f"{workspace.name}-cache")


def compile_program() -> None:
    """Compile the checkout's modules, as an installation does: else each run could compile them anew."""
    import compileall

    compileall.compile_dir(CHECKOUT / "authoring", quiet=1)


def as_time(seconds: float) -> str:
    """A time as the page shows it."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def medians(commands: Sequence[Command], *, runs: int) -> list[float]:
    """The median seconds of each command; they take turns, so that a noisy minute hits all of them."""
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(runs):
        for command, seconds in zip(commands, times, strict=True):
            seconds.append(command.seconds())
    return [statistics.median(seconds) for seconds in times]


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


def _resident(pid: int) -> int:
    """The most bytes that a process had resident so far, and all that it has started and that run still."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text("ascii").split()]
    except OSError:  # it has just ended
        return 0
    peak = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return (int(peak.group(1)) * 1024 if peak else 0) + sum(_resident(int(child)) for child in children)
