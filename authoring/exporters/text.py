"""Text that pages, feeds and addresses can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import Final

_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` without the characters that neither HTML nor XML may hold; line ends become line feeds."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def identifier(text: str, *, taken: Container[str] = ()) -> str:
    """`text` as a readable id that is not in `taken`: lower case, without accents, words joined by hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    base = re.sub(r"[\W_]+", "-", plain).strip("-") or "section"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found
