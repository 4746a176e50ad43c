"""A piece in the Lantern's workspace, at any point of its way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Final

from authoring.editorial.review import Review, record_writing
from authoring.model import config
from authoring.model.workflow import Action, State
from authoring.store import Piece
from authoring.store.folder import FolderStore
from tests.worlds.lantern import lantern

MORNING: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
SLUG: Final = "neighbours"

TEXT: Final = """
    ---
    title: Why the Lantern needs its neighbours
    description: A shared workshop tells what its neighbours bring, and what it gives back.
    lang: en
    author: agathe
    status: draft
    outline: neighbours
    testimonies: [nora-lind]
    tags: [third place, neighbours]
    ---

    The Lantern is a shared workshop in a street of old houses. What do its neighbours bring, and what do they find?

    ## What is a neighbourhood workshop?

    It is a place with tools that everybody may use, and with people who show how.

    > “I had no saw of my own.”
    >
    > — Nora Lind, carpenter and member

    ## What Nora Lind tells us

    <!-- testimony:nora-lind -->
    I came to the Lantern in 2021. I had no saw of my own. My neighbours showed me how to use theirs.

    Today I teach others on Saturdays.
    <!-- /testimony:nora-lind -->
"""


class Newsroom:
    """The Lantern's workspace with one drafted piece, and everybody who works on it. Each act is a minute later."""

    def __init__(self, root: Path, *, text: str = TEXT, quorum: int = 1, drafted: bool = True) -> None:
        self.root = lantern(root, **{f"drafts/{SLUG}/index.md": text})
        self.settings = config.load(root, {})
        self.store = FolderStore(self.settings)
        self.quorum = quorum
        self.minutes = 0
        if drafted:
            record_writing(
                self.store,
                self.piece,
                action=Action.draft,
                actor=self.settings.people["agathe"],
                when=self.now(),
                models=["fake"],
            )

    @property
    def piece(self) -> Piece:
        return self.store.piece(SLUG)

    @property
    def path(self) -> Path:
        return self.piece.folder / "index.md"

    def state(self) -> State:
        """Where the piece stands; a call, since it changes between two looks."""
        return self.piece.situation.state

    def now(self) -> datetime:
        self.minutes += 1
        return MORNING + timedelta(minutes=self.minutes)

    def as_(self, name: str) -> Review:
        return Review(self.store, self.settings.people[name], self.now(), self.quorum)

    def edit(self, old: str, new: str) -> None:
        text = self.path.read_text("utf-8")
        assert old in text
        self.path.write_text(text.replace(old, new), "utf-8")

    def submit(self) -> None:
        self.as_("agathe").submit(SLUG, findings=lambda piece: [])

    def approve(self, name: str = "samir") -> None:
        self.as_(name).approve(SLUG, revision=self.piece.hash)


def with_body(body: str) -> str:
    """The Lantern's piece with another body."""
    front = dedent(TEXT).lstrip("\n").split("\n---\n")[0]
    return f"{front}\n---\n\n{body}"
