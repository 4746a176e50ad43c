"""Checks addresses of sites and blogs in the settings: they must be complete and without a password."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

_LABELS: Final = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))*\.?\Z")
_UNSEEN: Final = re.compile(r"[\s\x00-\x1f\x7f\\<>\"]")


def site_address(address: str) -> SplitResult | None:
    """The parts of a site's address; None for an invalid address, and for one with a user name or a password.

    An error about a refused address must not show it: it may contain a secret.
    """
    if _UNSEEN.search(address):
        return None
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and _is_host(parts.hostname or "") and parts.port != 0
    except ValueError:  # an open bracket, a port that is not a number
        return None
    return parts if is_whole and "@" not in parts.netloc and not parts.query and not parts.fragment else None


def bare_address(address: str) -> str:
    """The host and the path of a site's address, for comparing two addresses; empty for an invalid one."""
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
