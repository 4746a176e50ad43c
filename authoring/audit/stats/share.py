"""How much of a model's text people kept, edited and removed, and how much they added: in words.

The texts are compared sentence by sentence and not by their position, so that a paragraph that was moved
was kept. White space, typography and emphasis are no edits: a program or a house style may mend them.
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

# Half of the words of two sentences in common, in the same order: then one reads as a rewording of the other. Of
# the 1,081 pairs of sentences in an article on one subject, three came over this, and those say the same thing
# twice; by characters instead of words, one unrelated pair in a hundred would.
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

    An edited sentence counts with the words that the model had given it.
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
    """Whether the sentence is the piece's own and no row of a table."""
    return sentence.role == "prose" and not sentence.text.lstrip().startswith("|")


def words_of(sentence: Sentence) -> str:
    """What a reader sees of the sentence."""
    return shown(markdown.TOKEN.sub("", sentence.text))


def compare(written: Iterable[str], final: Iterable[str]) -> Share:
    """What became of the sentences that a model wrote in the final text. The order of neither matters."""
    before, after = _counted(written), _counted(final)
    gone, come = before - after, after - before
    unchanged, model, people = _words_in(before & after), _words_in(gone), _words_in(come)
    edited, edited_into = _pair(list(gone.elements()), list(come.elements()))
    return Share(kept=unchanged, edited=edited, removed=model - edited, added=people - edited_into)


def plain(sentence: str) -> str:
    """The sentence as it is compared: white space and typography made one."""
    text = unicodedata.normalize("NFC", sentence).translate(_TYPOGRAPHY)
    return _SPACE_NO_MATTER.sub(r"\1", " ".join(text.split()))


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(key for key in map(plain, texts) if _WORD.search(key))


def _words_in(texts: Counter[str]) -> int:
    return sum(len(_WORD.findall(text)) * count for text, count in texts.items())


def _pair(gone: Sequence[str], come: Sequence[str]) -> tuple[int, int]:
    """How many words of both sides stand in sentences that are rewordings of each other: best pairs first."""
    old, new = ([_WORD.findall(text.casefold()) for text in texts] for texts in (gone, come))
    near = [
        (-likeness, gone[i], come[j], i, j)
        for i, before in enumerate(old)
        for j, after in enumerate(new)
        if (likeness := _likeness(before, after)) >= SAME_SENTENCE
    ]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    # sorted by likeness and then by the texts themselves, so that no order of sentences decides a tie
    for _rank, _old, _new, i, j in sorted(near):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
    return sum(len(old[i]) for i in taken_old), sum(len(new[j]) for j in taken_new)


def _likeness(before: Sequence[str], after: Sequence[str]) -> float:
    """From 0 to 1: the words that both have in the same order, in proportion to all of theirs."""
    total = len(before) + len(after)
    if 2 * (Counter(before) & Counter(after)).total() < SAME_SENTENCE * total:  # an upper bound that is quick to have
        return 0.0
    return alignment.ratio(before, after)
