"""What the check of coverage finds in labelled pairs of points and texts, with the model of meaning and without it.

The pairs are in `tests/cases/coverage`. The thresholds, the lexicon and the rules were chosen on the `tuning` files;
the rows of the page are those of the `held_out` files. A point counts as found when the check gives it the label that
it has; other rows count any finding about it. A note that no word of a point stands in the text is no alarm, and
counts for a missing point only among the findings.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final, Literal

from authoring.checks.support.covering import split
from authoring.sourcing.coverage import Nearness, Point, Status, cover
from authoring.sourcing.grounding import nearness
from benchmarks.measuring import Row

CASES: Final = Path(__file__).parent.parent / "tests" / "cases" / "coverage"
LANGUAGES: Final = ("fr", "en")
Part = Literal["tuning", "held_out"]
Verdict = Literal["said", "partly", "changed", "missing", "note"]
Counts = Counter[tuple[str, str, Verdict]]  # language, label, and what the check says


@dataclass(frozen=True)
class Case:
    """A labelled pair: a point of an outline, and a text that says it, in part, otherwise, or not."""

    lang: str
    label: Status
    point: Point
    text: str


def cases(part: Part) -> Iterator[Case]:
    """The labelled pairs of one part, those of one text together."""
    for lang in LANGUAGES:
        for line in (CASES / f"{part}.{lang}.jsonl").read_text(encoding="utf-8").splitlines():
            values = json.loads(line)
            yield Case(lang, values["label"], Point(values["id"], values["point"], values["section"]), values["text"])


def counts(pairs: Iterable[Case], *, model: Nearness | None) -> Counts:
    """How often the check says what of the pairs with each label; the points of one text are judged together."""
    by_text = sorted(pairs, key=lambda case: (case.lang, case.text))
    result: Counts = Counter()
    for (lang, text), group in groupby(by_text, key=lambda case: (case.lang, case.text)):
        judged = list(group)
        coverages = cover([case.point for case in judged], split(text), lang=lang, nearness=model)
        for case, coverage in zip(judged, coverages, strict=True):
            result[lang, case.label, coverage.status if coverage.is_certain else "note"] += 1
    return result


def rate(result: Counts, lang: str, label: Status, verdicts: Iterable[Verdict]) -> tuple[float, int]:
    """The share of the pairs with this label of which the check says one of these, and how many pairs there are."""
    total = sum(count for (own, own_label, _verdict), count in result.items() if (own, own_label) == (lang, label))
    hits = sum(result[lang, label, verdict] for verdict in verdicts)
    return hits / max(total, 1), total


def measure() -> list[Row]:
    """The rates on the pairs that were held out, by language, with the model of meaning and without it."""
    rows = []
    for name, model in _models():
        result = counts(cases("held_out"), model=model)
        for lang in LANGUAGES:
            rows += list(_rows(result, lang, name))
    return rows


def _models() -> Iterator[tuple[str, Nearness | None]]:
    if nearness.is_installed():
        yield "with the model of meaning", nearness.Embeddings()
    yield "by words alone", None


def _rows(result: Counts, lang: str, name: str) -> Iterator[Row]:
    wanted: tuple[tuple[Status, str, tuple[Verdict, ...], float], ...] = (
        ("missing", "missing points found", ("missing",), 0.97),
        ("missing", "missing points with any finding", ("missing", "partly", "changed", "note"), 0.97),
        ("changed", "changed facts found", ("changed",), 0.97),
        ("changed", "changed facts with any finding", ("changed", "partly", "missing"), 0.97),
        ("partly", "incomplete points with any finding", ("partly", "changed", "missing"), 0.0),
        ("said", "points that are said and have a finding", ("partly", "changed", "missing"), 0.03),
    )
    for label, work, verdicts, limit in wanted:
        share, total = rate(result, lang, label, verdicts)
        is_alarm = label == "said"
        sign = "≤" if is_alarm else "≥"
        holds = share <= limit if is_alarm else share >= limit
        wish = f"{sign} {limit:.0%}" if limit else "shown"
        yield Row(f"{work}, {lang}, {name}; {total} pairs held out", f"{share:.1%}", "", None, wish, holds)
