"""Workspaces of any size for measurements: real drafts with the history that the program writes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from authoring.model import history
from authoring.model.events import Event
from authoring.model.workflow import Action, State
from authoring.store import HISTORY
from benchmarks.posts import posts

SETTINGS: Final = """
lang = "fr"

[model]
use = "fake"

[people.agathe]
name = "Agathe"
roles = ["author", "editor"]
"""


def drafts(folder: Path, count: int) -> None:
    """A workspace with `count` drafts, each with one event in its history."""
    (folder / "authoring.toml").write_text(SETTINGS, encoding="utf-8")
    for post in posts(count):
        piece = folder / "drafts" / post.slug
        piece.mkdir(parents=True)
        (piece / "index.md").write_text(post.text, encoding="utf-8")
        (piece / HISTORY).write_bytes(_drafted(post.slug))


def _drafted(slug: str) -> bytes:
    event = Event(
        seq=1,
        time=datetime(2026, 11, 1, 9, tzinfo=UTC),
        actor="agathe",
        kind="person",
        action=Action.draft,
        source=None,
        target=State.draft,
        hash="0" * 64,
        details={"slug": slug, "models": ["fake"]},
    )
    return history.encode(event)
