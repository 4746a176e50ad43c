"""Four times the text takes about four times as long, not sixteen times, whatever stands in it.

The benchmark `pathologies` looks at every check, parser and importer with every sign; here stand those that were slow.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.text import alignment
from benchmarks import pathologies

SHORT, TIMES = 3_000, 4
NOTICED = 0.03  # seconds: what takes less is not slow, and too short to be compared
CASES = (
    ("sentences", "."),
    ("sentences", "p. "),
    ("differences", "$"),
    ("differences of a quotation", "mot "),
    ("tracing of sentences", "1 "),
    ("sentences with their places", " "),
    ("sentences with their places", "\u00a0"),
    ("HTML to Markdown", "<a "),
    ("literal parts", "1-"),
    ("literal parts", "1 mai "),
    ("names", "A. "),
    ("instructions", "```\n"),
    ("typography mended, French", "1-"),
    ("what checks share: the quotations", "« a » "),
    ("a disclosure's wording", "."),
    ("a page", "## a\n\n"),
    ("import from Hugo", "\n"),
    ("import from WordPress, a classic post", "."),
)


def step(name: str, text: str, folder: Path) -> Callable[[], object]:
    works = pathologies.works(folder)
    return pathologies.checks(text)[name] if name not in works else lambda: works[name](text)


def seconds(name: str, text: str, folder: Path) -> float:
    begun = time.process_time()
    step(name, text, folder)()
    return time.process_time() - begun


@pytest.mark.parametrize(("name", "sign"), CASES)
def test_time_grows_with_the_text_and_not_with_its_square(name: str, sign: str, tmp_path: Path) -> None:
    step(name, "Un mot.", tmp_path)()  # loads what it needs
    short, long = (sign * (size // len(sign)) for size in (SHORT, SHORT * TIMES))
    growths = []
    for _attempt in range(3):
        before = max(seconds(name, short, tmp_path), NOTICED / TIMES)
        growths.append(seconds(name, long, tmp_path) / before)
        if growths[-1] < 2 * TIMES:
            return
    pytest.fail(f"{TIMES} times the text took {growths} times as long")


def test_a_number_of_five_hundred_digits_is_a_number() -> None:
    from authoring.sourcing.grounding import literals

    assert [part.kind for part in literals.of_sentence("Il y en a " + "9" * 500 + ".")] == ["number"]


class Compared(str):
    """A word that counts how often it is compared."""

    __slots__ = ()
    count = 0

    def __eq__(self, other: object) -> bool:
        Compared.count += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_sequences_of_one_word_are_not_compared_pair_by_pair() -> None:
    Compared.count = 0
    before = [Compared("mot") for _number in range(2_000)]
    runs = alignment.matching_runs(before, [*before[:500], Compared("autre"), *before[500:]])
    assert runs == [(0, 0, 500), (500, 501, 1_500)]
    assert Compared.count < 20_000


def test_what_is_costly_is_aligned_by_what_stands_once() -> None:
    filler = ["mot"] * 300
    before = ["a", *filler, "b", *filler, "c"]
    after = [*filler[:200], "b", *filler, "c", "d"]
    runs = alignment.matching_runs(before, after)
    assert runs == [(101, 0, 502)]
    assert alignment.opcodes(before, after)[-1] == ("insert", 603, 603, 502, 503)
    assert 0.5 < alignment.ratio(before, after) < 1


def test_empty_sequences_are_the_same() -> None:
    assert alignment.ratio([], []) == 1.0
    assert alignment.opcodes("", "a") == [("insert", 0, 0, 0, 1)]
