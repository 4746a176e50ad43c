"""Where this machine keeps what can be made again: never in the workspace, so that nobody copies it along."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where what can be made again is kept: `AUTHORING_CACHE_DIR`, else the system's place for it."""
    chosen = environment.get("AUTHORING_CACHE_DIR")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_cache_path("authoring", appauthor=False)


def index_path(identity: str, cache: Path) -> Path:
    """Where the index of a store lies below a cache folder; `identity` tells the store from all others."""
    import hashlib  # loads OpenSSL, which other commands do not need

    name = hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return cache / "index" / f"{name}.sqlite"
