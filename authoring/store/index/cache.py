"""The path of a store's index in the cache folder of this machine."""

from __future__ import annotations

import zlib
from pathlib import Path


def index_path(identity: str, cache: Path) -> Path:
    """The path of a store's index below a cache folder; `identity` is the store's `location`.

    If two stores had the same checksum, the index would still give correct results, only slowly: it is compared with
    the documents before each query. A cryptographic digest would load OpenSSL, which a list does not need.
    """
    name = zlib.crc32(identity.encode("utf-8", "surrogateescape"))
    return cache / "index" / f"{name:08x}.sqlite"
