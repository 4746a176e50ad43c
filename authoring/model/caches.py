"""The folder of this machine's caches: never in a workspace, so that nobody copies them with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def cache_folder(environment: Mapping[str, str]) -> Path:
    """The folder of caches: `AUTHORING_CACHE_DIR`, else the system's usual place."""
    chosen = environment.get("AUTHORING_CACHE_DIR")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_cache_path("authoring", appauthor=False)
