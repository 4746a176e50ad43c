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


def decode_object(text: str | bytes) -> dict[str, Any]:
    """The JSON object of a text that can be done without; an empty one when it is missing, or no object."""
    if not text:
        return {}
    try:
        value = decode_json(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
