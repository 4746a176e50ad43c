"""Answers that are made to be slow to read: the time for one grows with its length, and no faster."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from authoring.drafting import citations, cleaning
from authoring.privacy.pseudonyms import Restoring

NAMES = {"PERSON_7Q2": "Nora Lind", "FIRST_9XK_2": "Samir"}
LENGTH = 30_000
SLOW = (
    *("A", "A ", " ", "\t", "[", "[a](", "[from:", "[from: ", "<think>", "<!--", "**a", "**", "__ ", "- ", "`", "# "),
    *("PERSON_", "PERSON ", "«", "<", "![", "Note : "),
)


def cleaned(text: str) -> object:
    return cleaning.clean(text)


def one_line(text: str) -> object:
    return cleaning.line(text)


def arriving(text: str) -> object:
    restoring = Restoring(NAMES, [])
    return [restoring.take(text[start : start + 3000]) for start in range(0, len(text), 3000)]


@pytest.mark.parametrize("read", [cleaned, one_line, arriving, citations.without, cleaning.is_refusal])
def test_no_answer_takes_long_to_read(read: Callable[[str], object]) -> None:
    started = time.process_time()
    for unit in SLOW:
        read(unit * (LENGTH // len(unit)) + "x")
        read(f"{'A' * 20_000} " * 3)
    assert time.process_time() - started < 20
