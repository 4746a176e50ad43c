"""Every test of this folder needs the extra `word`."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def with_word(word_extra: None) -> None:
    """The extra is installed."""
