"""Finds withdrawn words in stored bytes: JSON, lines of JSON, HTML or plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from authoring.model import manifest
from authoring.privacy.confidences import Confidences
from authoring.text.strict_json import decode_json

_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_BEGINNING: Final = 8192  # bytes that are enough to recognise a picture or a database


def is_text(content: bytes) -> bool:
    """Whether these bytes are text; a picture or a database has a zero byte near its beginning."""
    return b"\0" not in content[:_BEGINNING]


def holds(content: bytes, words: Confidences) -> bool:
    """Whether these bytes hold the words."""
    text = content.decode("utf-8", "replace")
    return any(words.breach(passage) for passage in _passages(text))


def blanked(content: bytes, words: Confidences) -> bytes:
    """A report in JSON in which texts with the words are blanked; empty for an unreadable report."""
    try:
        return manifest.encode(_without(decode_json(content), words))
    except (ValueError, AttributeError):
        return b""


def _without(value: Any, words: Confidences) -> Any:
    if isinstance(value, Mapping):
        return {key: _without(entry, words) for key, entry in value.items()}
    if isinstance(value, list):
        return [_without(entry, words) for entry in value]
    return "" if isinstance(value, str) and words.breach(value) else value


def _passages(text: str) -> Iterator[str]:
    try:
        yield from _texts(decode_json(text))
    except ValueError:
        if text.startswith("{"):
            for line in text.splitlines():
                with suppress(ValueError):
                    yield from _texts(decode_json(line))
        yield html.unescape(_TAG.sub("", text)) if "<" in text else text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield str(key)
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, str):
        yield value
