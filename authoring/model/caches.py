"""Where this machine keeps what can be made again: never in a workspace, so that nobody copies it along."""

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
