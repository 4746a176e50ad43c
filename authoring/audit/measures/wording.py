"""How a sentence is worded: in the outline's own words, twice the same, or without saying anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from authoring.sourcing import coverage
from authoring.sourcing.grounding import Sources, negation
from authoring.sourcing.points import is_note, without_notes
from authoring.text.folding import plain

_FEWEST: Final = 2  # words that carry something: a sentence with fewer says nothing
_RUN: Final = 3  # words in a row that come twice in a sentence
_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = 4
# Words of praise and of joining, by the stems of `negation`: whatever is written, they fit.
_STOCK: Final = frozenset(
    """
    impor notam essen oppor exper uniqu verit incro merve forid super magni excep remar permet contr offre offri
    offra ensem grace enric enthou parta senti ambia conv chale belle beau bonne joie plais momen aussi ainsi enfin
    effet egale vraim autre chose lieu place monde vie toujo encor mieux riche riches dynam engag passio esprit valeu
    const const avent initi proje soyez venez rejoi decou mainte aujou quoti evolu
    signi great amazi incre wonde uniqu truly reall impor notab essen oppor exper enric vibra passi spiri value jour
    adven initi proje join disco today world thing place life alway still bette toget thank offer allow enabl contr
    share feel feeli warm welco commu speci testa provi crea creat helps help make makes bring
    """.split()
)


def in_own_words(points: Sequence[str], sentences: Sequence[str]) -> Iterator[str]:
    """The points that stand as a sentence in the outline's own words: only case, stops and typography differ."""
    bare = {_bare(sentence) for sentence in sentences}
    for_readers = (point for point in points if not is_note(point))
    yield from (point for point in for_readers if _bare(without_notes(point)) in bare)


def copied_notes(points: Sequence[str], sentences: Sequence[str]) -> Iterator[str]:
    """The labels and notes to oneself of the outline that a sentence repeats: “Question:”, “to be checked”."""
    bare = [_bare(sentence) for sentence in sentences]
    for point in points:
        text = "" if is_note(point) else without_notes(point)
        label, _text, note = " ".join(point.split()).partition(text) if text else ("", "", point)
        opening, closing = _bare(f"{label} {text.partition(' ')[0]}"), _bare(note)
        if _bare(label) and any(f" {opening} " in f" {sentence} " for sentence in bare):
            yield label.strip()
        if len(closing.split()) > 1 and any(closing in sentence for sentence in bare):
            yield note.strip()


def repeats_itself(sentence: str) -> bool:
    """Whether three words in a row, two of them long, come twice in the sentence; figures are often listed alike."""
    words = [plain(word) for word in _WORD.findall(sentence)]
    runs = [tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)]
    return any(_tells(run) and run in runs[number + _RUN :] for number, run in enumerate(runs))


def is_empty(sentence: str, sources: Sources, lang: str) -> bool:
    """Whether a sentence says nothing: fewer than two words that would not fit anywhere, and no fact.

    What a source says in as few words is not empty.
    """
    stems = negation.stems(sentence)
    if len(stems - _STOCK) >= _FEWEST or coverage.facts_of(sentence, lang):
        return False
    return not stems or not any(stems <= negation.stems(source.text) for source in sources.citable)


def _tells(run: tuple[str, ...]) -> bool:
    return not any(word.isdigit() for word in run) and sum(len(word) >= _LETTERS for word in run) >= 2


def _bare(text: str) -> str:
    """The text's words alone."""
    return " ".join(plain(word) for word in _WORD.findall(text))
