"""The round trip that the benchmark measures, in small: every construct there goes to Word and comes back."""

from __future__ import annotations

import pytest

from benchmarks import word

for _module in ("pypandoc", "typst"):
    pytest.importorskip(_module, reason="the round trip needs the extra `word`")


def test_every_construct_comes_back_with_its_words_and_its_structure() -> None:
    rows = word.measure(20, through="no program")
    assert {row.work: row.ours for row in rows if row.wanted == "all"} == {
        "20 pieces to Word and back: text equal": "20 of 20",
        "20 pieces to Word and back: structure equal": "20 of 20",
        "a tracked word in each of 20 pieces: found, proposed in its place, nothing else": "20 of 20",
    }
