"""Another try where it can help: as long as the service asks for, else longer each time, never all at once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from authoring.errors import ServiceUnavailable

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How often and how long to wait, in seconds.

    Without a wish of the service the n-th wait is anywhere between nothing and `first` × 2ⁿ, at most `longest` (full
    jitter: callers that failed together come back apart). A wish is kept, plus a little; one beyond `longest_wish` is
    not waited for, since a person at a terminal would rather know.
    """

    retries: int = 4
    first: float = 1.0
    longest: float = 60.0
    longest_wish: float = 300.0
    sleep: Callable[[float], object] | None = None
    uniform: Callable[[float, float], float] = random.uniform

    def wait(self, attempt: int, wish: float | None) -> float:
        """The seconds before the next try; `attempt` counts from 1, `wish` is what the service asked for."""
        if wish is not None:
            return wish + self.uniform(0, self.first / 2)
        return self.uniform(0, min(self.longest, self.first * 2.0 ** (attempt - 1)))

    def is_worth_it(self, error: BaseException) -> bool:
        """Whether another try may help, and soon enough."""
        return isinstance(error, ServiceUnavailable) and (error.retry_after or 0) <= self.longest_wish

    def attempt(
        self,
        work: Callable[[int], T],
        *,
        on_wait: Callable[[ServiceUnavailable, float], None],
        sleep: Callable[[float], object] = time.sleep,
    ) -> T:
        """The result of `work`, which receives the number of the try; `on_wait` is told why and how long.

        `sleep` is the caller's way to wait, unless `Patience` was given another.
        """
        from tenacity import Retrying, retry_if_exception, stop_after_attempt

        def pause(seconds: float) -> None:
            (self.sleep or sleep)(seconds)

        def wait(state: RetryCallState) -> float:
            return self.wait(state.attempt_number, _failure(state).retry_after)

        def tell(state: RetryCallState) -> None:
            assert state.next_action is not None
            on_wait(_failure(state), state.next_action.sleep)

        retrying = Retrying(
            stop=stop_after_attempt(self.retries + 1),
            wait=wait,
            retry=retry_if_exception(self.is_worth_it),
            sleep=pause,
            before_sleep=tell,
            reraise=True,
        )
        for attempt in retrying:
            with attempt:
                result = work(attempt.retry_state.attempt_number)
        return result


def _failure(state: RetryCallState) -> ServiceUnavailable:
    assert state.outcome is not None
    error = state.outcome.exception()
    assert isinstance(error, ServiceUnavailable)
    return error
