"""Matches the sentences of a text with those of the text before: the same, split or joined, reworded, or new.

A sentence whose words all occurred before, in the same runs, keeps its writer, even if it was moved, split or joined. A
sentence with other words counts as reworded when at least half of its words are in a former sentence, in the same
order; otherwise it is new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from authoring.sourcing.provenance.digests import words
from authoring.sourcing.provenance.text import Sentence
from authoring.text import alignment

How = Literal["same", "regrouped", "near"]

NEAR: Final = 0.6  # of the words of both; below it, two sentences on one subject may be similar by chance
NEAR_IN_PLACE: Final = 0.5  # between the same neighbours, fewer common words are enough
HELD: Final = 0.7  # of the shorter sentence: then it was split from the longer one, or joined to it
_RUN: Final = 3  # words: shorter runs are found in any two sentences
_LONG: Final = 6  # words: a shorter sentence is a phrase that many others contain
_CANDIDATES: Final = 4
_MOST_PLACES: Final = 64  # of two words in a row, in a whole text: more is a repeated phrase

Tile = tuple[int, int, int]  # an old sentence, and where in its words a run begins and ends


@dataclass(frozen=True)
class Match:
    """The old sentences of a new one, by their index, the one with most of its words first."""

    how: How
    parents: tuple[int, ...]


def match(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Match | None]:
    """The match of each new sentence in the old text; None for a new one."""
    matches: list[Match | None] = _same(old, new)
    unchanged = {pair.parents[0] for pair in matches if pair}
    loose_old = {index: words(sentence.text) for index, sentence in enumerate(old) if index not in unchanged}
    loose_new = {index: words(new[index].text) for index, pair in enumerate(matches) if pair is None}
    if loose_old and loose_new:
        for index, parents in _regrouped(loose_old, loose_new).items():
            matches[index] = Match("regrouped", parents)
            del loose_new[index]
        for index, parent in _near(loose_old, loose_new, matches).items():
            matches[index] = Match("near", (parent,))
    return matches


def _same(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Match | None]:
    """Equal sentences, wherever they stand; of several equal ones, that of the same section comes first."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, sentence in enumerate(old):
        places[sentence.sha256].append(index)
    matches: list[Match | None] = []
    for sentence in new:
        equal = places.get(sentence.sha256)
        if not equal:
            matches.append(None)
            continue
        chosen = equal[0]
        if len(equal) > 1:  # a copy beyond their number is the last one's
            chosen = next((place for place in equal if old[place].section == sentence.section), chosen)
            equal.remove(chosen)
        matches.append(Match("same", (chosen,)))
    return matches


def _regrouped(old: Mapping[int, tuple[str, ...]], new: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[int, ...]]:
    """New sentences made of whole runs of old ones, whose words are all there still."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for index, sentence_words in old.items():
        for offset in range(len(sentence_words)):
            places[sentence_words[offset : offset + 2]].append((index, offset))
    used_words: set[tuple[int, int]] = set()
    tiled = {
        index: tiles
        for index, sentence_words in new.items()
        if (tiles := _tiles(sentence_words, old, places, used_words))
    }
    while True:
        used: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for tiles in tiled.values():
            for parent, start, end in tiles:
                used[parent].append((start, end))
        partly = {parent for parent, spans in used.items() if not _is_whole(spans, len(old[parent]))}
        if not partly:
            break
        tiled = {index: tiles for index, tiles in tiled.items() if not partly & {tile[0] for tile in tiles}}
    return {index: _parents(tiles) for index, tiles in tiled.items()}


def _tiles(
    sentence_words: tuple[str, ...],
    old: Mapping[int, tuple[str, ...]],
    places: Mapping[tuple[str, ...], Sequence[tuple[int, int]]],
    used_words: set[tuple[int, int]],
) -> list[Tile]:
    """The old runs that a sentence is put together from, the longest first at each word; nothing if a word is left.

    Of runs of one length one that no other sentence uses comes first, and best where another one ended: a
    phrase may stand in several sentences.
    """
    tiles: list[Tile] = []
    offset = 0
    while offset < len(sentence_words):
        starts = places.get(sentence_words[offset : offset + 2], ()) or places.get(
            sentence_words[offset : offset + 1], ()
        )
        compared = starts[:_MOST_PLACES]
        runs = [(_run(sentence_words, offset, old[parent], start), parent, start) for parent, start in compared]
        if not runs:
            return []
        length, parent, start = max(
            runs, key=lambda run: (run[0], run[1:] not in used_words, (run[1], run[2] - 1) in used_words)
        )
        tiles.append((parent, start, start + length))
        offset += length
    used_words.update((parent, place) for parent, start, end in tiles for place in range(start, end))
    return tiles


def _run(sentence_words: tuple[str, ...], offset: int, other: tuple[str, ...], start: int) -> int:
    length = 0
    while (
        offset + length < len(sentence_words)
        and start + length < len(other)
        and sentence_words[offset + length] == other[start + length]
    ):
        length += 1
    return length


def _is_whole(spans: list[tuple[int, int]], length: int) -> bool:
    reached = 0
    for start, end in sorted(spans):
        if start != reached:
            return False
        reached = end
    return reached == length


def _parents(tiles: Sequence[Tile]) -> tuple[int, ...]:
    sizes: Counter[int] = Counter()
    for parent, start, end in tiles:
        sizes[parent] += end - start
    return tuple(parent for parent, _size in sizes.most_common())


def _near(
    old: Mapping[int, tuple[str, ...]], new: Mapping[int, tuple[str, ...]], matches: Sequence[Match | None]
) -> dict[int, int]:
    """For each reworded sentence the old one that it has most in common with."""
    holding: dict[str, list[int]] = defaultdict(list)
    for index, sentence_words in old.items():
        for word in set(sentence_words):
            holding[word].append(index)
    nearest = {}
    for index, sentence_words in new.items():
        shared = Counter(parent for word in set(sentence_words) for parent in holding.get(word, ()))
        low, high = _gap(index, matches)
        ranked = [
            (likeness, -abs(parent - index), parent)
            for parent, _count in shared.most_common(_CANDIDATES)
            if (likeness := _likeness(old[parent], sentence_words, in_place=low < parent < high))
        ]
        if ranked:
            nearest[index] = max(ranked)[2]
    return nearest


def _gap(index: int, matches: Sequence[Match | None]) -> tuple[float, float]:
    """The old sentences between which a new one stands, by its neighbours that stood there already."""
    before = next((pair.parents[0] for pair in reversed(matches[:index]) if pair and pair.how == "same"), -1)
    after = next((pair.parents[0] for pair in matches[index + 1 :] if pair and pair.how == "same"), None)
    return before, float("inf") if after is None else after


def _likeness(before: tuple[str, ...], after: tuple[str, ...], *, in_place: bool) -> float:
    """From 0 to 1, how much of two sentences is common to both; 0 when that says nothing."""
    runs = [size for _first, _second, size in alignment.matching_runs(before, after)]
    common = 2 * sum(runs) / (len(before) + len(after))
    if common >= (NEAR_IN_PLACE if in_place else NEAR):
        return common
    shorter = min(len(before), len(after))
    covered = sum(size for size in runs if size >= _RUN) / shorter if shorter >= _LONG else 0
    return common if covered >= HELD else 0
