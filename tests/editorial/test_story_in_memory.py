"""From an outline to readers, by several people at once, without a disk."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Lock
from typing import Final

import pytest

from authoring.audit.verify import verify
from authoring.drafting.tools import DraftingTools
from authoring.editorial.actions import perform
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.draft import Draft
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.look import Look
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.editorial.actions.submit import Submit
from authoring.editorial.context import Context
from authoring.editorial.queries.changes import since_last_look
from authoring.editorial.queries.pieces import pieces
from authoring.errors import Conflict
from authoring.llm.fake import FakeModel
from authoring.model import events
from authoring.model.config import ReviewRules, TargetSettings
from authoring.model.states import State
from authoring.sourcing.grounding import nearness
from authoring.store.pieces import Piece
from authoring.workspace import settings_of
from tests.worlds.disk import disk_watched
from tests.worlds.drafting import SLUG, SPOKEN, workshop
from tests.worlds.memory_target import MemoryTarget

LANGUAGES: Final = {"agathe": "en", "samir": "fr", "lena": "en"}


class Team:
    """Everybody at work on one store in memory; each act is a minute later."""

    def __init__(self) -> None:
        self.target = MemoryTarget()
        self.store = workshop()
        settings = settings_of(self.store, base=Path("/nowhere"), environment={})
        targets = {"blog": TargetSettings("blog", "markdown", "blog")}
        self.settings = settings._replace(review=ReviewRules(quorum=2), targets=targets)
        self.time = datetime(2026, 11, 23, 9, tzinfo=UTC)
        self.guard = Lock()

    def clock(self) -> datetime:
        with self.guard:
            self.time += timedelta(minutes=1)
            return self.time

    def as_(self, name: str) -> Context:
        """The workspace with somebody at work, in their language, with every check of the program."""
        person = self.settings.people[name]
        context = Context(self.store, self.settings, self.clock, person, LANGUAGES[name])
        return replace(context, exporter_of=lambda _context, _target: self.target)

    @property
    def piece(self) -> Piece:
        return self.as_("agathe").repository.piece(SLUG)

    def state(self) -> State:
        """Where the piece stands; a call, since it changes between two looks."""
        return self.piece.situation.state

    def draft(self) -> None:
        """Agathe has a model write the piece of the outline."""
        context = self.as_("agathe")
        tools = DraftingTools.of(context.repository, environment={}, clock=self.clock)
        perform(Draft(SLUG, replace(tools, model=FakeModel(lambda _request: SPOKEN))), context)

    def approve_at_once(self, *names: str) -> None:
        """Several people approve at the same moment; who was slower looks and approves again."""
        barrier = Barrier(len(names))

        def approve(name: str) -> None:
            context = self.as_(name)
            action = Approve(SLUG, revision=context.repository.piece(SLUG).hash, scope=("facts",))
            prepared = action.prepare(context)
            barrier.wait(timeout=60)
            try:
                action.execute(context, prepared)
            except Conflict:
                perform(action, context)

        with ThreadPoolExecutor(len(names)) as pool:
            list(pool.map(approve, names))


def declared_languages(piece: Piece) -> dict[str, str]:
    """In which language each approver declared what they answer for."""
    statements = [(event.actor, events.approval(event).statement) for event in piece.events]
    return {name: statement["responsibility"]["lang"] for name, statement in statements if statement}


def test_an_article_is_drafted_reviewed_by_two_in_two_languages_and_published_without_a_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nearness, "is_installed", lambda: False)  # whose cache is a file
    team = Team()
    with disk_watched() as changes:
        team.draft()
        perform(Submit(SLUG, to="samir"), team.as_("agathe"))
        assert [entry.slug for entry in pieces(team.as_("samir"), mine=True).entries] == [SLUG]

        perform(Look(SLUG), team.as_("samir"))
        perform(RequestChanges(SLUG, note="Dites qui prête les outils."), team.as_("samir"))
        assert team.state() is State.changes_requested

        text = team.piece.document.text.replace("with tools and a kettle", "with tools of the neighbours and a kettle")
        perform(Edit(SLUG, text, team.piece.hash), team.as_("agathe"))
        perform(Submit(SLUG, to="samir"), team.as_("agathe"))
        latest_changes = since_last_look(team.as_("samir"), SLUG)
        assert latest_changes is not None
        assert "neighbours" in str(latest_changes.groups)

        team.approve_at_once("samir", "lena")
        assert team.state() is State.approved
        perform(Publish(SLUG), team.as_("lena"))
        verification = verify(team.as_("lena"))

    assert changes == []
    assert list(verification.problems) == []
    assert declared_languages(team.piece) == {"samir": "fr", "lena": "en"}
    assert [event.action.value for event in team.piece.events] == [
        "draft",
        "submit",
        "request_changes",
        "revise",
        "submit",
        "approve",
        "approve",
        "publish",
    ]
    (published,) = team.target.pieces.values()
    assert published.hash == team.piece.situation.live == team.piece.hash
    assert "tools of the neighbours" in published.body
    assert team.as_("lena").repository.testimony("nora-lind").words_spoken in published.body
    assert set(published.disclosure.reviewers) == {"Samir Haddad", "Lena Novak"}


def test_the_watch_over_the_disk_sees_what_is_written_moved_and_deleted(tmp_path: Path) -> None:
    with disk_watched() as changes:
        (tmp_path / "a").write_text("a", "utf-8")
        (tmp_path / "a").rename(tmp_path / "b")
        (tmp_path / "b").unlink()
        (tmp_path / "c").mkdir()
        sqlite3.connect(tmp_path / "d").close()
        assert list(tmp_path.iterdir())
    assert [change.partition(":")[0] for change in changes] == [
        "open",
        "os.rename",
        "os.remove",
        "os.mkdir",
        "sqlite3.connect",
    ]
