"""A piece in the Lantern's workspace, at any point of its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Final

from authoring.checks import Check
from authoring.editorial.actions import event_of, perform
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.submit import Submit
from authoring.editorial.context import Context
from authoring.model.events import Writing
from authoring.model.workflow import Action, State
from authoring.store.folder import FolderStore
from authoring.store.pieces import Piece
from authoring.store.recording import record
from authoring.store.repository import Repository
from authoring.workspace import settings_of
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
    """The Lantern's workspace with one drafted piece, and everybody who works on it. Each act is a minute later.

    No check runs unless `checks` names some.
    """

    def __init__(self, root: Path, *, text: str = TEXT, quorum: int = 1, drafted: bool = True) -> None:
        self.root = lantern(root, **{f"drafts/{SLUG}/index.md": text})
        self.store = FolderStore(self.root)
        settings = settings_of(self.store, base=self.root, environment={})
        self.settings = replace(settings, review=replace(settings.review, quorum=quorum))
        self.checks: Sequence[Check] = ()
        self.minutes = 0
        if drafted:
            self.record(Action.draft, by="agathe")

    @property
    def repository(self) -> Repository:
        return Repository(self.store, self.settings)

    @property
    def piece(self) -> Piece:
        return self.repository.piece(SLUG)

    @property
    def path(self) -> Path:
        return Path(self.piece.label)

    def state(self) -> State:
        """Where the piece stands; a call, since it changes between two looks."""
        return self.piece.situation.state

    def now(self) -> datetime:
        self.minutes += 1
        return MORNING + timedelta(minutes=self.minutes)

    def as_(self, name: str) -> Context:
        """The workspace with somebody at work, a minute later."""
        moment = self.now()
        person = self.settings.people[name]
        return Context(self.store, self.settings, lambda: moment, person, checks=lambda: self.checks)

    def record(self, action: Action, *, by: str, models: Sequence[str] = ("fake",)) -> None:
        """A model's text as the program records it, with no guard before it."""
        context = self.as_(by)
        piece, event = event_of(
            context, self.piece, action, target=self.state(), details=Writing(tuple(models)).as_details()
        )
        record(self.repository, piece, event)

    def edit(self, old: str, new: str) -> None:
        text = self.path.read_text("utf-8")
        assert old in text
        self.path.write_text(text.replace(old, new), "utf-8")

    def submit(self) -> None:
        perform(Submit(SLUG), self.as_("agathe"))

    def approve(self, name: str = "samir") -> None:
        perform(Approve(SLUG, revision=self.piece.hash), self.as_(name))


def with_body(body: str) -> str:
    """The Lantern's piece with another body."""
    front = dedent(TEXT).lstrip("\n").split("\n---\n")[0]
    return f"{front}\n---\n\n{body}"
