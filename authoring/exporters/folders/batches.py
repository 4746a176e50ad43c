"""Writes a long batch of revisions in two processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from authoring.exporters import ApprovedRevision
from authoring.text import i18n

_WORTH_TWO_PROCESSES: Final = 400

Written = TypeVar("Written")


def write_all(write: Callable[[ApprovedRevision], Written], revisions: Iterable[ApprovedRevision]) -> list[Written]:
    """The results of `write` for all revisions, in their order.

    Another process reads and writes the second half of a long sequence, unless a value cannot be sent to a process,
    such as a store in memory.
    """
    if not isinstance(revisions, Sequence) or len(revisions) < _WORTH_TWO_PROCESSES:
        return [write(revision) for revision in revisions]
    half = len(revisions) // 2
    first, second = revisions[:half], revisions[half:]
    if not _can_be_handed_over(write, second):
        return [write(revision) for revision in revisions]
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(max_workers=1) as pool:
        rest = pool.submit(_write_each, write, second, lang=i18n.current())
        return [write(revision) for revision in first] + rest.result()


def _can_be_handed_over(*values: object) -> bool:
    """Whether these values can be sent to another process. `pickle` raises three kinds of errors for others."""
    import pickle

    try:
        pickle.dumps(values)
    except (pickle.PicklingError, TypeError, AttributeError):
        return False
    return True


def _write_each(
    write: Callable[[ApprovedRevision], Written], revisions: Iterable[ApprovedRevision], *, lang: str
) -> list[Written]:
    with i18n.speaking(lang):
        return [write(revision) for revision in revisions]
