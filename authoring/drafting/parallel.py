"""Runs tasks in parallel, such as the parts of a piece: one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import TypeVar

from authoring.drafting.calls import Interrupted
from authoring.errors import AuthoringError, BudgetReached, InputError, ServiceError, ServiceRefused
from authoring.text.i18n import plural

Task = TypeVar("Task")
Result = TypeVar("Result")

_ENDS_ALL = (BudgetReached, ServiceRefused, InputError)  # the next call would fail in the same way


def run_all(
    tasks: Sequence[Task], work: Callable[[Task], Result], *, stop: Callable[[], None], concurrency: int
) -> list[Result]:
    """The result of each task, in order. Raises the first failure once all have ended, naming the others too.

    After a failure that every other task would have too, tasks that have not begun are skipped. `stop` ends
    tasks that are running when the caller is interrupted.
    Each task runs in a copy of the caller's context, and so in the caller's language.
    """
    executor = ThreadPoolExecutor(max_workers=max(1, concurrency), thread_name_prefix="section")
    try:
        futures = [executor.submit(copy_context().run, work, task) for task in tasks]
        _await(futures)
    except BaseException:
        stop()
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    executor.shutdown(wait=True)
    failures = [error for future in futures if not future.cancelled() and (error := future.exception())]
    _raise_first(failures, done=len(futures) - len(failures) - sum(future.cancelled() for future in futures))
    return [future.result() for future in futures]


def _await(futures: Sequence[Future[Result]]) -> None:
    pending = set(futures)
    while pending:
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        if any(isinstance(future.exception(), _ENDS_ALL) for future in done if not future.cancelled()):
            for future in pending:
                future.cancel()


def _raise_first(failures: Sequence[BaseException], *, done: int) -> None:
    """Raise the first failure, with the messages of the others and what is kept; an unexpected error comes first."""
    for error in failures:
        if not isinstance(error, AuthoringError | Interrupted):
            raise error
    expected = [error for error in failures if isinstance(error, AuthoringError)]
    if not expected:
        return
    first = expected[0]
    progress = plural(
        "{count} part is written and kept; the next run goes on from there.",
        "{count} parts are written and kept; the next run goes on from there.",
        done,
    )
    message = " ".join([*dict.fromkeys(str(error) for error in expected), progress])
    if isinstance(first, ServiceError | BudgetReached):
        raise first.reworded(message) from first
    raise first
