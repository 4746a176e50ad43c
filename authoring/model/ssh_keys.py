"""Public SSH keys as written in `[people]`, and their fingerprints in records."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from datetime import date
from typing import Final

_KINDS: Final = re.compile(r"(?:sk-)?(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521))(?:@openssh\.com)?")

_UNTIL: Final = re.compile(r"\suntil (?P<day>\d{4}-\d\d-\d\d)\s*\Z")


def public_key(text: str) -> str:
    """The kind and the key of a line of `ssh-keygen`, without its comment; empty when it is not a public key."""
    parts = text.split()
    if len(parts) < 2 or not _KINDS.fullmatch(parts[0]) or "\n" in text.strip():
        return ""
    try:
        blob = base64.b64decode(parts[1], validate=True)
        length = struct.unpack(">I", blob[:4])[0]
    except (binascii.Error, ValueError, struct.error):
        return ""
    return " ".join(parts[:2]) if blob[4 : 4 + length] == parts[0].encode() and len(blob) > 4 + length else ""


def last_day(text: str) -> date | None:
    """The last day that a key's comment states (`until 2026-03-01`), on which it still proves; None where none does."""
    stated = _UNTIL.search(text)
    try:
        return date.fromisoformat(stated["day"]) if stated else None
    except ValueError:
        return None


def fingerprint(key: str) -> str:
    """The key's fingerprint as `ssh-keygen -l` shows it: `SHA256:…`."""
    digest = hashlib.sha256(base64.b64decode(key.split()[1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")
