"""Whether a point is said, partly said, changed or missing, from the sentences that are about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from authoring.sourcing.coverage import contradicting
from authoring.sourcing.coverage.aligning import Aligner, Nearness
from authoring.sourcing.coverage.marks import Fact
from authoring.sourcing.coverage.parts import absent_parts
from authoring.sourcing.coverage.reading import Reading, joined

_CLEAR: Final = 0.6  # the share of a point's words in one sentence that leaves no doubt what it is about
_ALSO: Final = 0.0  # evidence that makes a sentence be about a point beside the best one
_MOST_SENTENCES: Final = 3


@dataclass(frozen=True)
class Verdict:
    """What is said of one point; `is_clear` where a sentence says most of it in its own words."""

    status: Literal["said", "partly", "changed", "missing"]
    sentences: tuple[int, ...] = ()
    missing: tuple[Fact, ...] = ()
    changed: tuple[tuple[Fact, str], ...] = ()
    is_certain: bool = True
    is_clear: bool = False


def verdicts(points: Sequence[Reading], sentences: Sequence[Reading], nearness: Nearness | None) -> list[Verdict]:
    """What the sentences say of each point."""
    judge = Judge(points, sentences, nearness)
    return [judge.verdict(number) for number in range(len(points))]


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
        is_clear = best.words >= _CLEAR
        if best.presence <= 0:
            return Verdict("missing", is_certain=self.nearness is not None or best.shares)
        indices = self._about(number, best.sentence)
        missing, changed = self._facts(self.points[number], indices)
        if changed:
            return Verdict("changed", indices, missing, changed, is_clear=is_clear)
        return Verdict("partly" if missing else "said", indices, missing, is_clear=is_clear)

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
        absent = [mark for mark in point.statements if not any(sentence.states(mark) for sentence in sentences)]
        changed = contradicting.contradictions(point, text, absent, best=sentences[0])
        facts = {fact for fact, _words in changed}
        unstated = [mark for mark in absent if not any(sentence.states(mark) for sentence in around)]
        missing = [mark.fact for mark in unstated if mark.fact not in facts]
        if not missing and not changed:
            missing = absent_parts(point, self.sentences[indices[0]], joined(tuple(around)))
        return tuple(dict.fromkeys(missing)), changed

    def _around(self, indices: Sequence[int]) -> list[int]:
        """The sentences, and those before and after the best one, which may hold what goes without saying again."""
        best = indices[0]
        near = [index for index in (best - 1, best + 1) if 0 <= index < len(self.sentences)]
        return [*dict.fromkeys([*indices, *near])]
