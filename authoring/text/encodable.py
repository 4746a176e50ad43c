"""Text from outside the program as UTF-8 can store it: a lone half of a surrogate pair becomes U+FFFD.

JSON and YAML can spell such a half (`"\\ud800"`), and Python reads it, but no file in UTF-8 can hold it.
"""

from __future__ import annotations

import re
from typing import Any, Final

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def encodable(text: str) -> str:
    """`text` with whole surrogate pairs joined to their character, and each lone half replaced by U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def encodable_value(value: Any) -> Any:
    """A decoded JSON or YAML value with all its texts, keys included, made encodable."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list):
        return [encodable_value(item) for item in value]
    if isinstance(value, tuple):
        return tuple(encodable_value(item) for item in value)
    if isinstance(value, dict):
        return {encodable_value(key): encodable_value(item) for key, item in value.items()}
    return value
