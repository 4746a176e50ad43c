"""A limit on how long a check may take with one text, so that no pattern and no loop holds a command up for ever.

On the main thread of Linux and macOS, where commands and their processes run checks, a signal ends the check wherever
it is, in a regular expression too. In another thread no program can do that safely: there the clock is looked at
whenever the check gives a finding (docs/decisions/0026-a-check-that-takes-too-long.md).
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SECONDS: Final = 10.0  # what a check may take with one text; ten thousand times what one takes with a usual text
_AGAIN: Final = 1.0  # seconds after which the signal comes again, where code of a check has swallowed it


class TimeIsUp(BaseException):
    """The check has not finished. No `Exception`, so that a check's own `except Exception` does not swallow it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeIsUp` within the block when it takes longer, where a signal can; a timer that ran before goes on."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGALRM) is None:
        yield
        return
    is_over = False

    def stop(_number: int, _frame: object) -> None:
        if not is_over:
            raise TimeIsUp

    begun = time.monotonic()
    handler = signal.signal(signal.SIGALRM, stop)
    delay, interval = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        try:
            yield
        finally:
            is_over = True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if delay:
            signal.setitimer(signal.ITIMER_REAL, max(0.001, delay - (time.monotonic() - begun)), interval)
