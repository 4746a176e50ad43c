"""Whether a text is one that a model wrote elsewhere: by runs of five words that both have, wherever they stand.

Typography, Markdown, case, accents and the order of sentences do not count, and a few changed words do not help. A
quarter of the runs is looked at, chosen by their digests, so that an index of thousands of drafts stays small. Words of
testimonies are nobody's draft, and quotations are none of a model's.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Final

from authoring.sourcing.provenance import Sentence, sentences_of
from authoring.sourcing.provenance.digests import words
from authoring.sourcing.quotations import marks

RUN: Final = 5  # words: two people rarely write more of them in the same order by chance
IN_A_ROW: Final = 10  # words that a testimony and a model's sentence share by no chance
_APART: Final = "\n"  # no word, between words that quoted ones part
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


def runs_of_words(spoken: str) -> frozenset[int]:
    """The runs of somebody's words, such as a testimony's."""
    return _runs_in(words(spoken))


def own_words(body: str, *, before: str = "") -> tuple[str, ...]:
    """The words of what a model wrote in a text, as `runs_of_draft` takes it, without what stands between quotation
    marks: that is somebody's.
    """
    earlier = {sentence.sha256 for sentence in sentences_of(before)} if before else frozenset[str]()
    stream: list[str] = []
    for sentence in sentences_of(body):
        if sentence.role == "prose" and sentence.sha256 not in earlier:
            text = marks.normalised(sentence.text)
            position = 0
            for quotation in marks.in_prose(text, 0, len(text)):
                stream += [*words(text[position : quotation.start]), _APART]
                position = quotation.end
            stream += words(text[position:])
    return tuple(stream)


def common_words(spoken: str, written: Sequence[str]) -> str:
    """The first words in a row that somebody is said to have spoken and a model wrote; empty for fewer than ten."""
    stream = words(spoken)
    runs = {tuple(written[start : start + IN_A_ROW]) for start in range(len(written) - IN_A_ROW + 1)}
    first = next((it for it in range(len(stream) - IN_A_ROW + 1) if stream[it : it + IN_A_ROW] in runs), None)
    return "" if first is None else " ".join(stream[first : first + IN_A_ROW])


def is_same(shared: int, *, text: int, draft: int) -> bool:
    """Whether a text is a draft, by the number of runs of both and of those that they share."""
    return shared >= _FEWEST and (shared >= text * _OF_TEXT or shared >= draft * _OF_DRAFT)


def _runs(sentences: Iterable[Sentence]) -> frozenset[int]:
    return _runs_in([word for sentence in sentences for word in words(sentence.text)])


def _runs_in(stream: Sequence[str]) -> frozenset[int]:
    digests = (zlib.crc32(" ".join(stream[place : place + RUN]).encode()) for place in range(len(stream) - RUN + 1))
    return frozenset(digest for digest in digests if digest % _ONE_IN == 0)
