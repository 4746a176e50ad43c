"""How many words of a model's text people kept, edited and removed, and how many they added.

The texts are compared by sentence and not by position, so that a moved paragraph counts as kept. Changes of white
space, typography and emphasis are not edits: a program may make them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from authoring.sourcing.provenance import Sentence, sentences_of
from authoring.sourcing.provenance.text import shown
from authoring.text import alignment, markdown

# Two sentences with half of their words in common, in the same order, count as a rewording. Of the 1,081 pairs of
# sentences in an article on one subject, three exceed this, and these do have the same meaning. Compared by
# characters instead of words, one unrelated pair in a hundred would exceed it.
SAME_SENTENCE: Final = 0.5

_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SPACE_NO_MATTER: Final = re.compile(r"\s*(\")\s*|\s+(?=[;:!?%.,)])")
_TYPOGRAPHY: Final = {
    **dict.fromkeys(map(ord, "’‘ʼ"), "'"),
    **dict.fromkeys(map(ord, "“”„«»"), '"'),
    **dict.fromkeys(map(ord, "–—‑−"), "-"),
    ord("…"): "...",
    ord("\u00ad"): None,
}


@dataclass(frozen=True)
class Share:
    """Words of a model's text that people kept, edited and removed, and words that they added.

    An edited sentence counts with its number of words as the model wrote it.
    """

    kept: int = 0
    edited: int = 0
    removed: int = 0
    added: int = 0

    @property
    def written(self) -> int:
        """All the words that the model wrote."""
        return self.kept + self.edited + self.removed

    def __add__(self, other: Share) -> Share:
        return Share(
            self.kept + other.kept,
            self.edited + other.edited,
            self.removed + other.removed,
            self.added + other.added,
        )


def prose(body: str) -> list[str]:
    """The sentences of a body's own prose, in order: no headings, testimonies, block quotes, tables or code."""
    return [words_of(sentence) for sentence in sentences_of(body) if is_prose(sentence)]


def is_prose(sentence: Sentence) -> bool:
    """Whether the sentence is the piece's own prose, and not a row of a table."""
    return sentence.role == "prose" and not sentence.text.lstrip().startswith("|")


def words_of(sentence: Sentence) -> str:
    """The words of the sentence that a reader sees, without markup."""
    return shown(markdown.TOKEN.sub("", sentence.text))


def compare(written: Iterable[str], final: Iterable[str]) -> Share:
    """The share of a model's sentences in the final text. The order of sentences does not matter."""
    before, after = _counted(written), _counted(final)
    gone, come = before - after, after - before
    unchanged, model, people = _words_in(before & after), _words_in(gone), _words_in(come)
    edited, edited_into = _pair(list(gone.elements()), list(come.elements()))
    return Share(kept=unchanged, edited=edited, removed=model - edited, added=people - edited_into)


def plain(sentence: str) -> str:
    """The sentence as it is compared, with uniform white space and typography."""
    text = unicodedata.normalize("NFC", sentence).translate(_TYPOGRAPHY)
    return _SPACE_NO_MATTER.sub(r"\1", " ".join(text.split()))


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(key for key in map(plain, texts) if _WORD.search(key))


def _words_in(texts: Counter[str]) -> int:
    return sum(len(_WORD.findall(text)) * count for text, count in texts.items())


def _pair(gone: Sequence[str], come: Sequence[str]) -> tuple[int, int]:
    """The numbers of words of both sides in sentences that reword each other; the most similar pairs first."""
    old, new = ([_WORD.findall(text.casefold()) for text in texts] for texts in (gone, come))
    near = [
        (-likeness, gone[i], come[j], i, j)
        for i, before in enumerate(old)
        for j, after in enumerate(new)
        if (likeness := _likeness(before, after)) >= SAME_SENTENCE
    ]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    # sorted by likeness and then by the texts, so that the order of sentences does not decide a tie
    for _rank, _old, _new, i, j in sorted(near):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
    return sum(len(old[i]) for i in taken_old), sum(len(new[j]) for j in taken_new)


def _likeness(before: Sequence[str], after: Sequence[str]) -> float:
    """From 0 to 1: the common words in the same order, divided by all words of both."""
    total = len(before) + len(after)
    if 2 * (Counter(before) & Counter(after)).total() < SAME_SENTENCE * total:  # an upper bound that is fast to compute
        return 0.0
    return alignment.ratio(before, after)
