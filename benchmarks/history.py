"""How long a history of a hundred thousand events takes to verify, and whether every alteration of one is found.

An alteration is a changed byte, a deleted, doubled or swapped line, or a cut tail; it is found when the history no
longer holds, or no longer passes through the checkpoint that was kept elsewhere.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from authoring.model import history
from authoring.model.events import Event
from authoring.model.states import Action, State
from benchmarks.measuring import Row

EVENTS: Final = 100_000
SAMPLES: Final = 60
WANTED: Final = 2.0
_BEGUN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_ROUND: Final = (
    (Action.submit, State.draft, State.in_review, "agathe"),
    (Action.accept, State.in_review, State.in_review, "samir"),
    (Action.request_changes, State.in_review, State.changes_requested, "samir"),
    (Action.revise, State.changes_requested, State.changes_requested, "agathe"),
)


def measure(events: int = EVENTS) -> list[Row]:
    """The time to verify, and the alterations found: all of them in a short history, sampled in a long one."""
    long, short = written(events), written(4)
    times = [_seconds(long) for _run in range(5)]
    spread = f"{statistics.median(times):.2f} s (of 5: {min(times):.2f} to {max(times):.2f})"
    work = f"a history of {events:,} events, {len(long) / 1e6:.0f} MB, verified against its checkpoint"
    rows = [Row(work, spread, "", None, f"≤ {WANTED:g} s", statistics.median(times) <= WANTED)]
    for name, content, altered in (
        ("every alteration of a history of 4 events", short, alterations(short)),
        (f"sampled alterations of a history of {events:,} events", long, sampled(long, SAMPLES)),
    ):
        caught, count = count_found(content, altered)
        rows.append(
            Row(f"{name}: found against a checkpoint", f"{caught:,} of {count:,}", "", None, "all", caught == count)
        )
    return rows


def written(events: int) -> bytes:
    """A history as the program writes it."""
    lines: list[bytes] = []
    checkpoint = "0"
    for number in range(1, events + 1):
        action, source, target, actor = _ROUND[(number - 1) % len(_ROUND)]
        when = _BEGUN + timedelta(minutes=number)
        event = Event(0, when, actor, "person", action, source, target, f"{number // 4:064x}")
        lines.append(history.encode(history.following(checkpoint, event)))
        checkpoint = f"{number}-{history.digest_of(lines[-1])}"
    return b"".join(lines)


def is_found(content: bytes, checkpoint: str) -> bool:
    """Whether something does not hold."""
    return bool(history.problems(content, label="")) or history.against(content, checkpoint, label="") is not None


def count_found(content: bytes, altered: Iterable[bytes]) -> tuple[int, int]:
    """How many alterations are found, of how many."""
    checkpoint = history.checkpoint(content)
    verdicts = [is_found(other, checkpoint) for other in altered if other != content]
    return sum(verdicts), len(verdicts)


def alterations(content: bytes) -> Iterator[bytes]:
    """Every byte changed (to a neighbour, a line end, a space) or gone; every cut; lines gone, doubled and swapped."""
    for place, byte in enumerate(content):
        for other in {byte ^ 1, 10, 13, 32} - {byte}:
            yield content[:place] + bytes([other]) + content[place + 1 :]
        yield content[:place] + content[place + 1 :]
        yield content[:place]
    yield from _lines_moved(content.splitlines(keepends=True), range(content.count(b"\n")))


def sampled(content: bytes, count: int) -> Iterator[bytes]:
    """Some bytes changed, some lines gone, doubled and swapped, some cuts, all over a long history."""
    chance = random.Random(15)  # noqa: S311  places, no secrets
    for _sample in range(count):
        place = chance.randrange(len(content))
        yield content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]
        yield content[: chance.randrange(len(content))]
    lines = content.splitlines(keepends=True)
    yield from _lines_moved(lines, [chance.randrange(len(lines)) for _sample in range(count // 3)])


def _lines_moved(lines: list[bytes], places: Iterable[int]) -> Iterator[bytes]:
    for place in places:
        yield b"".join(lines[:place] + lines[place + 1 :])
        yield b"".join(lines[: place + 1] + lines[place:])
        yield b"".join(lines[:place])
        if place + 1 < len(lines):
            yield b"".join([*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]])


def _seconds(content: bytes) -> float:
    checkpoint = history.checkpoint(content)
    begun = time.perf_counter()
    assert not is_found(content, checkpoint)
    return time.perf_counter() - begun
