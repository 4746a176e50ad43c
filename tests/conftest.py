"""What every test may rely on: English messages, no model, no network beyond loopback, a clean environment."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, Final

import pytest
from hypothesis import settings

from authoring.text import i18n
from tests.servers.ghost import Ghost
from tests.servers.running import NotInstalled, not_installed
from tests.servers.wordpress import WordPress

# The same examples each time: a change is blamed for what it broke, not for what chance found.
# `pytest --hypothesis-profile=explore` looks further.
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("repeatable")

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_HAS_WORD_EXTRA: Final = find_spec("pypandoc") is not None and find_spec("typst") is not None


@pytest.fixture(scope="session")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """A real WordPress for all tests of a process; each empties it before it begins."""
    from tests.servers import wordpress as server

    try:
        with server.wordpress(tmp_path_factory.mktemp("wordpress")) as site:
            yield site
    except NotInstalled as missing:
        not_installed(missing)


@pytest.fixture(scope="session")
def ghost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ghost]:
    """A real Ghost for all tests of a process; each empties it before it begins."""
    from tests.servers import ghost as server

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


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages in English, whatever the test before chose."""
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key and no setting of the person who runs the tests reaches a test."""
    for name in list(os.environ):
        if name.startswith(("AUTHORING_", "OPENAI_", "ANTHROPIC_", "LANGCHAIN_", "LANGSMITH_")):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for another machine fails at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
