"""The values of an answer as far as they can be true: whoever runs a server can state anything.

A number of tokens that cannot be becomes None, "not reported", and a text becomes one that UTF-8 can store, so that
each call can be recorded and its record can be read again.
"""

from __future__ import annotations

import math
from typing import Final, get_args

from authoring.llm import Completion, FinishReason
from authoring.text.encodable import encodable

_MOST_TOKENS: Final = 10**9
_LONGEST_NAME: Final = 300
_FINISHES: Final[tuple[FinishReason, ...]] = get_args(FinishReason)


def token_count(stated: object) -> int | None:
    """A number of tokens; None for what is no whole number, is negative, or is more than any request can have."""
    if isinstance(stated, bool) or not isinstance(stated, int | float) or not 0 <= stated <= _MOST_TOKENS:
        return None
    return int(stated) if stated == int(stated) else None


def plausible(completion: Completion) -> Completion:
    """The completion that is recorded, cached and used."""
    seconds, attempts = completion.seconds, completion.attempts
    return Completion(
        encodable(str(completion.text)),
        model=encodable(str(completion.model or ""))[:_LONGEST_NAME],
        finish=completion.finish if completion.finish in _FINISHES else "unknown",
        input_tokens=token_count(completion.input_tokens),
        output_tokens=token_count(completion.output_tokens),
        seconds=seconds if isinstance(seconds, int | float) and 0 <= seconds < math.inf else 0.0,
        attempts=attempts if isinstance(attempts, int) and attempts > 0 else 1,
    )
