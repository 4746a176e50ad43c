"""Drafting in tests chooses quotations by words: by meaning, each test would compute embeddings for seconds."""

from __future__ import annotations

import pytest

from authoring.sourcing.grounding import nearness


@pytest.fixture(autouse=True)
def _without_the_extra_nearness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "is_installed", lambda: False)
