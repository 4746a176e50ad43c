"""Where the index of a store lies in the cache folder of this machine."""

from __future__ import annotations

import zlib
from pathlib import Path


def index_path(identity: str, cache: Path) -> Path:
    """Where the index of a store lies below a cache folder; `identity` tells the store from all others.

    Should two stores ever share a checksum, their index is right all the same, and only slow: it is compared with the
    documents before each answer. A cryptographic digest would load OpenSSL, for which a list has no other use.
    """
    name = zlib.crc32(identity.encode("utf-8", "surrogateescape"))
    return cache / "index" / f"{name:08x}.sqlite"
