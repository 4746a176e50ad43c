"""Whether a point is said, partly said, changed or missing, from the sentences that are about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from authoring.sourcing.coverage import contradicting
from authoring.sourcing.coverage.aligning import Aligner, Nearness
from authoring.sourcing.coverage.marks import Fact
from authoring.sourcing.coverage.reading import Reading, joined

_ALSO: Final = 0.0  # evidence that makes a sentence be about a point beside the best one
_MOST_SENTENCES: Final = 3


@dataclass(frozen=True)
class Verdict:
    """What is said of one point."""

    status: Literal["said", "partly", "changed", "missing"]
    sentences: tuple[int, ...] = ()
    missing: tuple[Fact, ...] = ()
    changed: tuple[tuple[Fact, str], ...] = ()
    is_certain: bool = True


@dataclass(frozen=True)
class Judge:
    """Judges the points of an outline against the sentences of a text."""

    points: Sequence[Reading]
    sentences: Sequence[Reading]
    nearness: Nearness | None = None

    def verdict(self, number: int) -> Verdict:
        """What the text says of the point with this number."""
        if not self.sentences:
            return Verdict("missing")
        best = self._aligner.best(number)
        if best.presence <= 0:
            return Verdict("missing", is_certain=self.nearness is not None or best.shares)
        indices = self._about(number, best.sentence)
        missing, changed = self._facts(self.points[number], indices)
        if changed:
            return Verdict("changed", indices, missing, changed)
        return Verdict("partly" if missing else "said", indices, missing)

    @cached_property
    def _aligner(self) -> Aligner:
        return Aligner(self.points, self.sentences, self.nearness)

    def _about(self, point: int, best: int) -> tuple[int, ...]:
        """The best sentence, and others for which there is evidence and that are rather about this point."""
        evidence = self._aligner.evidence
        others = [
            index
            for index, value in enumerate(evidence[point])
            if index != best and value > _ALSO and value >= max(row[index] for row in evidence)
        ]
        others.sort(key=lambda index: -evidence[point][index])
        return (best, *others[: _MOST_SENTENCES - 1])

    def _facts(self, point: Reading, indices: Sequence[int]) -> tuple[tuple[Fact, ...], tuple[tuple[Fact, str], ...]]:
        sentences = [self.sentences[index] for index in indices]
        around = [self.sentences[index] for index in self._around(indices)]
        text = joined(tuple(sentences))
        absent = [mark for mark in point.statements if not any(sentence.states(mark) for sentence in around)]
        changed = contradicting.contradictions(point, text, absent)
        facts = {fact for fact, _words in changed}
        return tuple(mark.fact for mark in absent if mark.fact not in facts), changed

    def _around(self, indices: Sequence[int]) -> list[int]:
        """The sentences, and those before and after the best one, which may hold what goes without saying again."""
        best = indices[0]
        near = [index for index in (best - 1, best + 1) if 0 <= index < len(self.sentences)]
        return [*dict.fromkeys([*indices, *near])]
