"""Real servers for the tests that publish to them, and what is skipped where a program is missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Final

import pytest

from servers.ghost import Ghost
from servers.running import NotInstalled, not_installed
from servers.wordpress import WordPress
from tests.worlds import effort

_HAS_WORD_EXTRA: Final = find_spec("pypandoc") is not None and find_spec("typst") is not None


def pytest_report_header() -> str:
    return effort.description()


@pytest.fixture(scope="session")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """A real WordPress for all tests of a process; each test empties it first."""
    from servers import wordpress as server

    try:
        with server.wordpress(tmp_path_factory.mktemp("wordpress")) as site:
            yield site
    except NotInstalled as missing:
        not_installed(missing)


@pytest.fixture(scope="session")
def ghost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ghost]:
    """A real Ghost for all tests of a process; each test empties it first."""
    from servers import ghost as server

    try:
        with server.ghost(tmp_path_factory.mktemp("ghost")) as site:
            yield site
    except NotInstalled as missing:
        not_installed(missing)


@pytest.fixture
def word_extra(request: pytest.FixtureRequest) -> None:
    """The extra `word` is installed; without it the test is skipped on a person's machine, and fails in CI."""
    if not _HAS_WORD_EXTRA and not request.node.get_closest_marker("no_extra") and not os.environ.get("CI"):
        pytest.skip("pip install 'authoring[word]' to run the tests of Word, OpenDocument and PDF")
