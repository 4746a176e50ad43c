"""A piece in the Lantern's workspace, at any point of its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any, Final, TypeVar

from authoring.audit.verify import verify
from authoring.checks import Check, Finding, Subject
from authoring.editorial.actions import EditorialAction, Outcome, event_of, perform
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.submit import Submit
from authoring.editorial.context import Context
from authoring.errors import Problem
from authoring.model.events import Publication, Writing
from authoring.model.states import Action, State
from authoring.sourcing import authorship
from authoring.store import Key
from authoring.store.folder import FolderStore
from authoring.store.pieces import Piece
from authoring.store.recording import record
from authoring.store.repository import Repository
from authoring.testing import memory_store
from authoring.workspace import settings_of
from tests.worlds.files import build
from tests.worlds.lantern import MORNING, OUTLINE, SETTINGS, TESTIMONY

R = TypeVar("R")

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


@dataclass
class FixedCheck:
    """A check that says the same of every text."""

    findings: Sequence[Finding] = ()
    name: str = "fixed"

    def run(self, subject: Subject) -> Iterable[Finding]:
        return self.findings


class Newsroom:
    """The Lantern's workspace with one drafted piece, and everybody who works on it. Each act is a minute later.

    It lies in memory, or in the folder `root`. `checks` guard submissions and approvals; by default nothing is found.
    `caches` is the folder of what can be made again.
    """

    def __init__(
        self,
        root: Path | None = None,
        *,
        text: str = TEXT,
        settings: str = SETTINGS,
        quorum: int = 1,
        drafted: bool = True,
    ) -> None:
        files = {
            "authoring.toml": settings,
            "outlines/neighbours.md": OUTLINE,
            "testimonies/nora-lind.md": TESTIMONY,
            f"drafts/{SLUG}/index.md": text,
        }
        plain = {name: dedent(content).lstrip("\n") for name, content in files.items()}
        self.store = FolderStore(build(root, files)) if root else memory_store(plain, clock=lambda: MORNING)
        settings_in_file = settings_of(self.store, base=root or Path("/nowhere"), environment={})
        self.settings = settings_in_file._replace(review=settings_in_file.review._replace(quorum=quorum))
        self.root = root or Path("/nowhere")
        self.minutes = 0
        self.checks: Sequence[Check] = ()
        self.caches: Path | None = None
        if drafted:
            self.record_draft()

    @property
    def repository(self) -> Repository:
        return Repository(self.store, self.settings)

    @property
    def piece(self) -> Piece:
        return self.repository.piece(SLUG)

    @property
    def path(self) -> Path:
        """The piece's file, for a newsroom in a folder."""
        return Path(self.piece.label)

    def state(self) -> State:
        """Where the piece stands; a call, since it changes between two looks."""
        return self.piece.situation.state

    def now(self) -> datetime:
        self.minutes += 1
        return MORNING + timedelta(minutes=self.minutes)

    def as_(self, name: str, *, language: str = "en") -> Context:
        """The workspace with somebody at work, a minute later."""
        moment = self.now()
        checks = self.checks
        person = self.settings.people[name]
        return Context(self.store, self.settings, lambda: moment, person, language, lambda: checks, caches=self.caches)

    def do(self, name: str, action: EditorialAction[Any, R]) -> R:
        """Have somebody perform an action."""
        return perform(action, self.as_(name))

    def record_draft(self, models: Sequence[str] = ("fake",)) -> Piece:
        """Record that agathe had models write the present text."""
        return self.record(Action.draft, by="agathe", models=models)

    def record(self, action: Action, *, by: str, models: Sequence[str] = ("fake",)) -> Piece:
        """A model's text as the program records it, with no guard before it."""
        details = Writing(tuple(models)).as_details()
        piece, event = event_of(self.as_(by), self.piece, action, target=self.state(), details=details)
        return record(self.repository, piece, event)

    def edit(self, old: str, new: str) -> None:
        """Change the text as somebody does in an editor of their own, without the program."""
        text = self.piece.document.text
        assert old in text
        self.write(text.replace(old, new))

    def write(self, text: str) -> None:
        """Save a text as somebody does in an editor of their own."""
        with self.store.transaction(SLUG) as change:
            change.write(Key("piece", SLUG), text.encode())

    def add_picture(self, src: str, content: bytes) -> None:
        """Put a picture beside the text, or another one in its place."""
        with self.store.transaction(SLUG) as change:
            change.picture(Key("piece", SLUG), src, content)

    def problems(self) -> list[Problem]:
        """The problems that `verify` reports of the workspace."""
        return list(verify(self.as_("lena")).problems)

    def submit(self) -> Outcome:
        return self.do("agathe", Submit(SLUG))

    def approve(self, name: str = "samir") -> Outcome:
        return self.do(name, Approve(SLUG, revision=self.piece.hash))

    def put_out(self) -> Piece:
        """Record that lena published the approved text; no target is asked."""
        piece = self.piece
        details = Publication(authorship.parts(piece.events, piece.draft, piece.calls)).as_details()
        piece, event = event_of(self.as_("lena"), piece, Action.publish, target=State.published, details=details)
        return record(self.repository, piece, event)


def with_body(body: str) -> str:
    """The Lantern's piece with another body."""
    front = dedent(TEXT).lstrip("\n").split("\n---\n")[0]
    return f"{front}\n---\n\n{body}"
