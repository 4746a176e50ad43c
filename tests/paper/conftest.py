"""These tests need the extra `word`: without it they are skipped on a person's machine, and fail in CI."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

IS_THERE = find_spec("pypandoc") is not None and find_spec("typst") is not None


@pytest.fixture(autouse=True)
def word_extra(request: pytest.FixtureRequest) -> None:
    """The extra is there, or the test says how to get it."""
    if not IS_THERE and not request.node.get_closest_marker("no_extra") and not os.environ.get("CI"):
        pytest.skip("pip install 'authoring[word]' to run the tests of Word, OpenDocument and PDF")
