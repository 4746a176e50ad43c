"""How many examples the costly properties try: few by default, all with `TESTS_IN_FULL=1`."""

from __future__ import annotations

import os
from typing import Final

IS_FULL: Final = bool(os.environ.get("TESTS_IN_FULL"))


def examples(usual: int, *, full: int) -> int:
    """How many examples to try."""
    return full if IS_FULL else usual
