"""Writes a part in rounds: candidates, judged by the program; what the best one lacks is asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from authoring.drafting import judge
from authoring.drafting.ask import Asker
from authoring.drafting.judging import Fault, Judgement, PartJudge
from authoring.drafting.parts import Part, Prose
from authoring.drafting.questions import Question
from authoring.errors import BudgetReached, UnusableAnswer

CANDIDATES: Final = 1
ROUNDS: Final = 1

_AFTER_NOTHING: Final = 2

Mending = Callable[[Part, str, list[Fault]], Question]
"""The question that names what a part's text lacks."""


@dataclass(frozen=True)
class Judged:
    """An answer's usable text, and what is wrong with it."""

    prose: Prose
    judgement: Judgement


@dataclass(frozen=True)
class SectionWriter:
    """Writes one part at a time, with at most `candidates` first answers and `rounds` of mending."""

    asker: Asker
    mending: Mending
    candidates: int
    rounds: int

    def write(self, part: Part, question: Question, judge_of_part: PartJudge) -> Prose:
        """The best text, by the program's judgement. Raises what models raise for the first answer."""
        best = min(self._first(part, question, judge_of_part), key=_rank)
        for number in range(1, self.rounds + 1):
            faults = best.judgement.worth_asking
            if not faults or not best.prose.text:
                break
            self.asker.announce(part.name, number, faults[0].message())
            mended = self._mended(part, best, faults, judge_of_part)
            if mended is None:
                break
            best = min(best, mended, key=_rank)
        return best.prose

    def _first(self, part: Part, question: Question, judge_of_part: PartJudge) -> Iterator[Judged]:
        """First answers, until one has no fault worth asking for; after one without any text, one more."""
        number, count = 0, self.candidates
        while number < count:
            asked = question if not number else question.again(number)
            judged = self._judged(asked, part, judge_of_part)
            yield judged
            if judged.prose.text and not judged.judgement.worth_asking:
                return
            number += 1
            if not judged.prose.text:
                count = max(count, _AFTER_NOTHING)

    def _mended(self, part: Part, best: Judged, faults: list[Fault], judge_of_part: PartJudge) -> Judged | None:
        """The text with its faults mended; None where the budget or the model allows no further answer."""
        try:
            mending = self.mending(part, best.prose.text, faults)
            # what stood in the text may stand there again: only the rest of the prompt is no answer
            prompt = mending.prompt.text.replace(best.prose.text, "")
            judged = self._judged(mending, part, judge_of_part, prompt=prompt)
        except (BudgetReached, UnusableAnswer):
            return None
        sources = {**best.prose.sources, **judged.prose.sources}  # of sentences that were copied
        return replace(judged, prose=replace(judged.prose, sources=sources)) if judged.prose.text else None

    def _judged(self, question: Question, part: Part, judge_of_part: PartJudge, *, prompt: str = "") -> Judged:
        prose = judge.prose(self.asker.ask(question), part, prompt=prompt or question.prompt.text)
        return Judged(prose, judge_of_part.judge(prose.text))


def _rank(judged: Judged) -> tuple[bool, float]:
    """What is best comes first: any text before none, and the fewest and lightest faults."""
    return not judged.prose.text, judged.judgement.weight
