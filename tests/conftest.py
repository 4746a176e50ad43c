"""What every test may rely on: English messages, no model, no network beyond loopback, a clean environment."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from authoring.text import i18n
from tests.servers.ghost import Ghost
from tests.servers.running import NotInstalled
from tests.servers.wordpress import WordPress

# The same examples each time: a change is blamed for what it broke, not for what chance found.
# `pytest --hypothesis-profile=explore` looks further.
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("repeatable")

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


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


def not_installed(missing: NotInstalled) -> None:
    """Say loudly that tests are left out; where everything must be there, that is a failure."""
    if os.environ.get("CI") and not os.environ.get("AUTHORING_WITHOUT_SERVERS"):
        pytest.fail(f"{missing} (in CI nothing is skipped)")
    pytest.skip(str(missing))


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
def own_cache(
    request: pytest.FixtureRequest, clean_environment: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No test meets what another, or the person who runs the tests, has in the cache folder."""
    if "local_model" not in request.keywords:  # whose gigabyte is joined once
        monkeypatch.setenv("AUTHORING_CACHE_DIR", str(tmp_path.with_name(f"{tmp_path.name}-cache")))


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for another machine fails at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
