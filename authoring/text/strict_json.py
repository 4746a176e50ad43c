"""JSON that may come from anywhere: its value in texts that UTF-8 can store, or `ValueError`, however deep it is."""

from __future__ import annotations

import re
from typing import Any, Final

from authoring.text.encodable import encodable_value

_ESCAPED: Final = re.compile(r"\\u[dD]")
_ESCAPED_OR_RAW: Final = re.compile(rb"\\u[dD]|\xed|\x00")  # a zero byte stands in UTF-16


def decode_json(text: str | bytes) -> Any:
    """What a JSON text says. Raises `ValueError` for what is none, and for what is nested too deep to be read."""
    import json

    try:
        value = json.loads(text)
        return encodable_value(value) if _may_spell_surrogates(text) else value
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


def _may_spell_surrogates(text: str | bytes) -> bool:
    """Whether the text may hold a surrogate, escaped or in bytes; most texts cannot and are not walked through."""
    return bool(_ESCAPED.search(text) if isinstance(text, str) else _ESCAPED_OR_RAW.search(text))
