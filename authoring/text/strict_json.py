"""JSON that may come from anywhere: what it says, or `ValueError`, however deep it is nested."""

from __future__ import annotations

from typing import Any


def decode_json(text: str | bytes) -> Any:
    """What a JSON text says. Raises `ValueError` for what is none, and for what is nested too deep to be read."""
    import json

    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None
