"""Tests of prompts: cases written by several contenders, several times each, held against what each case asks for.

```python
report = test_prompts(cases, [(in_use, tools), (other, tools)], runs=5)
report.passed, report.differences[0].is_more_than_noise
```

A contender is a choice of templates and a model (`contenders`). The first one is what `draft` writes with: it alone
decides whether the cases pass; the others are compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from authoring.audit.measures import figures
from authoring.audit.prompt_tests.comparing import Difference, Spread, compare, spread
from authoring.audit.prompt_tests.contenders import Contender
from authoring.audit.prompt_tests.running import Run, run
from authoring.drafting.tools import DraftingTools
from authoring.prompts.cases import Case

__all__ = ["MEASURED", "Report", "Run", "run_cases"]

TOOK: Final = ("tokens", "cost", "seconds")
MEASURED: Final = (*figures.NAMES, *TOOK)
_MORE_IS_BETTER: Final = frozenset(figure.name for figure in figures.FIGURES if figure.more_is_better)


@dataclass(frozen=True)
class Report:
    """All runs of all contenders, whose names are in order; the first one is what is in use."""

    contenders: tuple[str, ...]
    runs: tuple[Run, ...]

    @property
    def passed(self) -> bool:
        """Whether what is in use keeps, in every run, what the cases ask for."""
        return not any(run.failures for run in self.of(self.contenders[0]))

    @property
    def calls(self) -> int:
        """How many answers were asked for now: none for what was tested before and is unchanged."""
        return sum(run.calls for run in self.runs)

    def of(self, contender: str) -> list[Run]:
        """The runs of a contender, by case and number."""
        return [run for run in self.runs if run.contender == contender]

    def spread(self, contender: str, figure: str) -> Spread | None:
        """A figure's mean over all cases, and its spread over the runs; None where it was not measured."""
        numbers = sorted({run.number for run in self.runs})
        by_run = [[_value(run, figure) for run in self.of(contender) if run.number == number] for number in numbers]
        measured = [[value for value in values if value is not None] for values in by_run]
        return spread(measured) if all(measured) else None

    def difference(self, contender: str, figure: str) -> Difference | None:
        """How a contender differs from what is in use, over the cases and runs in which both were measured."""
        both = [
            (before, after)
            for first, second in zip(self.of(self.contenders[0]), self.of(contender), strict=True)
            if (before := _value(first, figure)) is not None and (after := _value(second, figure)) is not None
        ]
        return compare([before for before, _after in both], [after for _before, after in both]) if both else None

    def as_json(self) -> dict[str, Any]:
        """The keys that `prompts test --json` prints."""
        return {
            "passed": self.passed,
            "calls": self.calls,
            "contenders": [
                {"name": name, "figures": {figure: _spread_json(self.spread(name, figure)) for figure in MEASURED}}
                for name in self.contenders
            ],
            "differences": [
                _difference_json(name, figure, difference)
                for name in self.contenders[1:]
                for figure in MEASURED
                if (difference := self.difference(name, figure))
            ],
            "runs": [run.as_json() for run in self.runs],
        }


def run_cases(
    cases: Sequence[Case],
    contenders: Sequence[tuple[Contender, DraftingTools]],
    *,
    runs: int,
    on_run: Callable[[Run], None] = lambda _run: None,
) -> Report:
    """Have every case written so many times by every contender, with its tools; `on_run` receives each run.

    Answers are kept: what was asked before costs nothing. Raises as `running.run` does.
    """
    done: list[Run] = []
    for contender, tools in contenders:
        for case in cases:
            for number in range(runs):
                done.append(run(case, contender, tools, number=number))
                on_run(done[-1])
    return Report(tuple(contender.name for contender, _tools in contenders), tuple(done))


def is_better(figure: str, difference: Difference) -> bool:
    """Whether a difference of this figure is one for the better."""
    return (difference.mean > 0) == (figure in _MORE_IS_BETTER)


def _value(run: Run, figure: str) -> float | None:
    return run.figures()[figure]


def _spread_json(values: Spread | None) -> dict[str, float] | None:
    return None if values is None else {"mean": values.mean, "least": values.least, "most": values.most}


def _difference_json(contender: str, figure: str, difference: Difference) -> dict[str, Any]:
    return {
        "contender": contender,
        "figure": figure,
        "difference": difference.mean,
        "pairs": difference.pairs,
        "p": difference.p,
        "more_than_noise": difference.is_more_than_noise,
        "better": is_better(figure, difference) if difference.mean else None,
    }
