"""A limit on how long a check may take with one text, so that no pattern and no loop holds a command up for ever.

On the main thread of Linux and macOS, where commands and their processes run checks, a signal ends the check wherever
it is, in a regular expression too. In another thread no program can do that safely: there the clock is looked at
whenever the check gives a finding (docs/decisions/0028-a-check-that-takes-too-long.md).
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

SECONDS: Final = 10.0  # of the processor, for one text; ten thousand times what a check takes with a usual text
_WAITING: Final = 6  # times the limit by the clock on the wall: for a check that waits for something
_AGAIN: Final = 1.0  # seconds after which the signal comes again, where code of a check has swallowed it


class TimeIsUp(BaseException):
    """The check has not finished. No `Exception`, so that a check's own `except Exception` does not swallow it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeIsUp` within the block when it takes longer, where a signal can; timers that ran before go on.

    The processor's time counts, so that a busy machine makes no check fail; on the wall it may be six times that.
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
    if signal.getsignal(number) is None:  # something that is not Python waits for it
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
