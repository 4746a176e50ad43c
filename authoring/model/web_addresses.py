"""Addresses of sites and blogs in the settings: whether they are whole, and hold no password."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

_LABELS: Final = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))*\.?\Z")
_UNSEEN: Final = re.compile(r"[\s\x00-\x1f\x7f\\<>\"]")


def site_address(address: str) -> SplitResult | None:
    """The parts of a site's address; None for what is none, and for one that holds a name or a password.

    Whoever refuses one must not show it: it may hold a secret.
    """
    if _UNSEEN.search(address):
        return None
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and _is_host(parts.hostname or "") and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        return None
    return parts if is_whole and "@" not in parts.netloc and not parts.query and not parts.fragment else None


def bare_address(address: str) -> str:
    """The host and the path of a site's address, by which two ways to write it are the same; empty for what is none."""
    parts = site_address(address.strip())
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}" if parts else ""


def _is_host(name: str) -> bool:
    if ":" in name:
        ip_address(name.partition("%")[0])
        return True
    try:
        encoded = name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        return False
    return len(encoded) <= 253 and bool(_LABELS.match(encoded))
