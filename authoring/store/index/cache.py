"""Where the index of a store lies in the cache folder of this machine."""

from __future__ import annotations

from pathlib import Path


def index_path(identity: str, cache: Path) -> Path:
    """Where the index of a store lies below a cache folder; `identity` tells the store from all others."""
    import hashlib  # loads OpenSSL, which other commands do not need

    name = hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return cache / "index" / f"{name}.sqlite"
