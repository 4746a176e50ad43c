"""Rarer quotation marks count like common ones: what looks quoted to a reader is examined."""

from __future__ import annotations

import pytest

from authoring.sourcing.quotations import marks


@pytest.mark.parametrize("pair", ["＂＂", "″″", "ʺʺ", "❝❞", "〝〞", "「」", "『』", "《》", "⟪⟫"])
def test_rare_marks_quote_like_common_ones_at_the_same_offsets(pair: str) -> None:
    text = f"Lou said {pair[0]}we open on Saturdays{pair[1]} to us."
    plain = marks.normalised(text)
    assert len(plain) == len(text)
    assert [quotation.words for quotation in marks.in_prose(plain, 0, len(plain))] == ["we open on Saturdays"]


def test_two_straight_marks_quote_like_one() -> None:
    plain = marks.normalised("Lou said ''we open on Saturdays'' to us.")
    assert [quotation.words for quotation in marks.in_prose(plain, 0, len(plain))] == ["we open on Saturdays"]
