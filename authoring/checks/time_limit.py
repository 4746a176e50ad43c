"""A time limit for a check of one text, so that a slow pattern or an endless loop cannot block a command.

On the main thread of Linux and macOS, where commands run checks, a signal interrupts the check anywhere, even within a
regular expression. In other threads that is not safe: there the time is compared whenever the check gives a finding
(docs/decisions/0028-a-check-that-takes-too-long.md).
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

SECONDS: Final = 10.0  # of processor time, for one text: ten thousand times the duration for a usual text
_WAITING: Final = 6  # times the limit is allowed in real time, for a check that waits for something
_AGAIN: Final = 1.0  # seconds after which the signal is sent again, in case the check's code has caught it


class TimeIsUp(BaseException):
    """The check has not finished. Not an `Exception`, so that a check's own `except Exception` does not catch it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeIsUp` in the block after the limit, where signals work; timers that ran before continue afterwards.

    The limit is in processor time, so that no check fails on a busy machine; in real time six times as much is allowed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    is_over = False

    def stop(_number: int, _frame: object) -> None:
        if not is_over:
            raise TimeIsUp

    with ExitStack() as timers:
        timers.enter_context(_timer(signal.ITIMER_PROF, signal.SIGPROF, seconds, stop))
        timers.enter_context(_timer(signal.ITIMER_REAL, signal.SIGALRM, seconds * _WAITING, stop))
        try:
            yield
        finally:
            is_over = True


@contextmanager
def _timer(timer: int, number: signal.Signals, seconds: float, stop: Callable[[int, object], None]) -> Iterator[None]:
    if signal.getsignal(number) is None:  # another program's handler, not set from Python
        yield
        return
    begun = _clock(timer)
    handler = signal.signal(number, stop)
    delay, interval = signal.setitimer(timer, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(number, handler)
        if delay:
            signal.setitimer(timer, max(0.001, delay - (_clock(timer) - begun)), interval)


def _clock(timer: int) -> float:
    return time.process_time() if timer == signal.ITIMER_PROF else time.monotonic()
