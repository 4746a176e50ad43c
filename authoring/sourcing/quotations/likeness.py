"""The passage of a testimony that is most like words that stand in none, and what differs: shown, never decisive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from authoring.model.documents import Testimony
from authoring.sourcing.quotations.placing import SpokenIndex
from authoring.sourcing.quotations.spoken import Run, Spoken
from authoring.text import alignment, sentences
from authoring.text.i18n import _
from authoring.text.spelling import folded

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_RUN: Final = re.compile(r"[^\W_]+")
NEAR: Final = 0.5
_RAREST: Final = 8
_CANDIDATES: Final = 6
_LOOKED_AT: Final = 2000  # places: the rarest words tell enough


@dataclass(frozen=True)
class Nearest:
    """The passage of a testimony that has most words in common with a quotation, and how far: 0 to 1."""

    testimony: Testimony
    words: str
    likeness: float


def nearest(words: str, index: SpokenIndex) -> Nearest | None:
    """The passage that shares most words with `words`, as many sentences long as they are."""
    keys = [match.group().casefold() for match in _RUN.finditer(folded(words))]
    length = max(1, len(sentences.spans(words)))
    wanted = Counter(keys)
    best: Nearest | None = None
    for number, window in _candidates(keys, length, index):
        spoken = index.library.spoken[number]
        likeness = _dice(wanted, Counter(spoken.keys[window[0] : window[1]]))
        if likeness > (best.likeness if best else 0):
            best = Nearest(index.testimonies[number], _passage(spoken, window), likeness)
    return best


def _candidates(keys: Sequence[str], length: int, index: SpokenIndex) -> Iterator[tuple[int, Run]]:
    """The sentences in a row that hold most of the rarest words, which tell passages apart."""
    library = index.library
    rarest = sorted(set(keys), key=lambda key: (len(library.places(key)) or 1_000_000, key))[:_RAREST]
    shared: Counter[tuple[int, Run]] = Counter()
    for key in rarest:
        if shared and shared.total() + len(library.places(key)) > _LOOKED_AT:
            break
        for number, word in library.places(key):
            shared[number, library.spoken[number].sentence(word)] += 1
    for (number, sentence), _count in shared.most_common(_CANDIDATES):
        for window in library.spoken[number].windows(sentence, length):
            yield number, window


def _passage(spoken: Spoken, window: Run) -> str:
    passage = spoken.between(window)
    first = _RUN.search(passage)
    return passage[first.start() :].strip() if first else passage.strip()


def _dice(counts: Counter[str], other: Counter[str]) -> float:
    shared = sum(min(count, other[word]) for word, count in counts.items())
    return 2 * shared / max(1, counts.total() + other.total())


def difference(piece: str, source: str, *, limit: int = 4) -> str:
    """What was done to the source's words, in words: at most `limit` changes, in reading order."""
    ours, theirs = _WORD.findall(piece), _WORD.findall(source)
    aligned = alignment.opcodes([_plain(word) for word in theirs], [_plain(word) for word in ours])
    codes = [code for code in aligned if code[0] != "equal"]
    changes = [
        _change(" ".join(theirs[i1:i2]), " ".join(ours[j1:j2]))
        for tag, i1, i2, j1, j2 in codes
        if tag != "delete" or (i1 > 0 and i2 < len(theirs))  # a quotation may begin later and end earlier
    ]
    listed = changes[:limit] + (["…"] if len(changes) > limit else [])
    return _("; ").join(listed) or _("spelling or punctuation differs")


def _plain(word: str) -> str:
    return word.replace("’", "'")


def _change(old: str, new: str) -> str:
    if not new:
        return _("“{old}” is left out").format(old=old)
    if not old:
        return _("“{new}” is added").format(new=new)
    return _("“{new}” stands for “{old}”").format(new=new, old=old)
