"""Whether a text is one that a model wrote elsewhere: by runs of five words that both have, wherever they stand.

Typography, Markdown, case, accents and the order of sentences do not count, and a few changed words do not help. A
quarter of the runs is looked at, chosen by their digests, so that an index of thousands of drafts stays small. Words of
testimonies are nobody's draft, and quotations are none of a model's.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Final

from authoring.sourcing.provenance import Sentence, sentences_of
from authoring.sourcing.provenance.digests import words

RUN: Final = 5  # words: two people rarely write more of them in the same order by chance
_ONE_IN: Final = 4  # runs
# Five of one in four runs are some twenty-five words: less is a phrase, an address or opening hours.
_FEWEST: Final = 5
_OF_TEXT: Final = 1 / 3
_OF_DRAFT: Final = 1 / 2


def runs_of_text(body: str) -> frozenset[int]:
    """The runs by which a text is compared with drafts: all of its words but those of testimonies."""
    return _runs(sentence for sentence in sentences_of(body) if sentence.role != "testimony")


def runs_of_draft(body: str, *, before: str = "") -> frozenset[int]:
    """The runs of what a model wrote in a text; `before` is the text that it was given, whose sentences are not its."""
    earlier = {sentence.sha256 for sentence in sentences_of(before)} if before else frozenset[str]()
    prose = (sentence for sentence in sentences_of(body) if sentence.role == "prose")
    return _runs(sentence for sentence in prose if sentence.sha256 not in earlier)


def is_same(shared: int, *, text: int, draft: int) -> bool:
    """Whether a text is a draft, by the number of runs of both and of those that they share."""
    return shared >= _FEWEST and (shared >= text * _OF_TEXT or shared >= draft * _OF_DRAFT)


def _runs(sentences: Iterable[Sentence]) -> frozenset[int]:
    stream = [word for sentence in sentences for word in words(sentence.text)]
    digests = (zlib.crc32(" ".join(stream[place : place + RUN]).encode()) for place in range(len(stream) - RUN + 1))
    return frozenset(digest for digest in digests if digest % _ONE_IN == 0)
