"""A long batch of revisions, written by two processes where that pays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from authoring.exporters import ApprovedRevision
from authoring.text import i18n

_WORTH_TWO_PROCESSES: Final = 400

Written = TypeVar("Written")


def write_all(write: Callable[[ApprovedRevision], Written], revisions: Iterable[ApprovedRevision]) -> list[Written]:
    """What `write` gives for each revision, in their order.

    The second half of a long sequence is written, and read where it is lazy, by another process; `write` must
    then be picklable.
    """
    if not isinstance(revisions, Sequence) or len(revisions) < _WORTH_TWO_PROCESSES:
        return [write(revision) for revision in revisions]
    from concurrent.futures import ProcessPoolExecutor

    half = len(revisions) // 2
    with ProcessPoolExecutor(max_workers=1) as pool:
        rest = pool.submit(_write_speaking, i18n.current(), write, revisions[half:])
        first = _write_each(write, revisions[:half])
        return first + rest.result()


def _write_speaking(
    lang: str, write: Callable[[ApprovedRevision], Written], revisions: Iterable[ApprovedRevision]
) -> list[Written]:
    with i18n.speaking(lang):
        return _write_each(write, revisions)


def _write_each(write: Callable[[ApprovedRevision], Written], revisions: Iterable[ApprovedRevision]) -> list[Written]:
    return [write(revision) for revision in revisions]
