"""The newsroom in memory with its piece in each state, and everything that people may try to do to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from authoring.editorial.actions import EditorialAction
from authoring.editorial.actions.accept import Accept
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.assign import Assign
from authoring.editorial.actions.confirm_quote import StandByQuote
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.look import Look
from authoring.editorial.actions.mend import Mend
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.reject import Reject
from authoring.editorial.actions.reopen import Reopen
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.editorial.actions.retract import Retract
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.withdraw import Withdraw
from authoring.editorial.actions.withdraw_consent import WithdrawConsent
from authoring.editorial.context import Context
from authoring.model.config import TargetSettings
from authoring.model.events import QUOTE, WARNING, Accepted
from tests.worlds.memory_target import MemoryTarget
from tests.worlds.newsroom import SLUG, TEXT, Newsroom

LATER: Final = datetime(2027, 1, 1, tzinfo=UTC)
UNTYPOGRAPHIC: Final = TEXT.replace("What do its neighbours bring", "What do it's  neighbours bring")


class MemoryNewsroom(Newsroom):
    """The newsroom in memory, with a target in memory that is never asked for anything else."""

    def __init__(self, *, quorum: int = 1, text: str = TEXT, drafted: bool = True) -> None:
        self.target = MemoryTarget()
        super().__init__(quorum=quorum, text=text, drafted=drafted)
        self.settings = self.settings._replace(targets={"blog": TargetSettings("blog", "markdown", "blog")})

    def as_(self, name: str, *, language: str = "en") -> Context:
        return replace(super().as_(name, language=language), exporter_of=lambda _context, _target: self.target)

    def publish(self) -> None:
        self.do("lena", Publish(SLUG))

    def out(self) -> MemoryNewsroom:
        self.submit()
        self.approve()
        self.publish()
        return self


def _in_review(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()


def _changes_requested(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    newsroom.do("samir", RequestChanges(SLUG, note="Say who lends the tools."))


def _approved(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    newsroom.approve()


def _void(newsroom: MemoryNewsroom) -> None:
    _approved(newsroom)
    newsroom.edit("in a street", "in the street")


def _scheduled(newsroom: MemoryNewsroom) -> None:
    _approved(newsroom)
    newsroom.do("lena", Schedule(SLUG, at=LATER))


def _published(newsroom: MemoryNewsroom) -> None:
    newsroom.out()


def _in_correction(newsroom: MemoryNewsroom) -> None:
    newsroom.out()
    newsroom.do("agathe", Correct(SLUG))


def _retracted(newsroom: MemoryNewsroom) -> None:
    newsroom.out()
    newsroom.do("lena", Retract(SLUG, note="A name was wrong."))


def _rejected(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    newsroom.do("samir", Reject(SLUG, note="Not our subject."))


STATES: Final[Mapping[str, Callable[[MemoryNewsroom], None]]] = {
    "draft": lambda newsroom: None,
    "in review": _in_review,
    "changes requested": _changes_requested,
    "approved": _approved,
    "approved and edited": _void,
    "scheduled": _scheduled,
    "published": _published,
    "in correction": _in_correction,
    "retracted": _retracted,
    "rejected": _rejected,
}

Attempt = Callable[[MemoryNewsroom], EditorialAction[Any, Any]]

ATTEMPTS: Final[Mapping[str, Attempt]] = {
    "submit": lambda newsroom: Submit(SLUG),
    "submit to": lambda newsroom: Submit(SLUG, to="samir"),
    "assign": lambda newsroom: Assign(SLUG, to="lena"),
    "withdraw": lambda newsroom: Withdraw(SLUG),
    "accept warning": lambda newsroom: Accept(SLUG, (Accepted(WARNING, "sources", "0" * 64),)),
    "accept quote": lambda newsroom: Accept(SLUG, (Accepted(QUOTE, "quotes", "0" * 64, "nora-lind"),)),
    "stand by quote": lambda newsroom: StandByQuote(SLUG, ()),
    "approve": lambda newsroom: Approve(SLUG, revision=newsroom.piece.hash),
    "approve another": lambda newsroom: Approve(SLUG, revision="0" * 64),
    "request changes": lambda newsroom: RequestChanges(SLUG, note="Say who lends the tools, please."),
    "request changes silently": lambda newsroom: RequestChanges(SLUG),
    "reject": lambda newsroom: Reject(SLUG, note="It is not true."),
    "schedule": lambda newsroom: Schedule(SLUG, at=datetime(2027, 2, 2, tzinfo=UTC)),
    "schedule in the past": lambda newsroom: Schedule(SLUG, at=datetime(2020, 2, 2, tzinfo=UTC)),
    "publish": lambda newsroom: Publish(SLUG),
    "correct": lambda newsroom: Correct(SLUG),
    "retract": lambda newsroom: Retract(SLUG, note="A figure was wrong."),
    "reopen": lambda newsroom: Reopen(SLUG),
    "edit": lambda newsroom: Edit(
        SLUG, newsroom.piece.document.text.replace("old houses", "new houses"), newsroom.piece.hash
    ),
    "mend": lambda newsroom: Mend(SLUG),
    "look": lambda newsroom: Look(SLUG),
    "withdraw consent": lambda newsroom: WithdrawConsent("nora-lind"),
}


def newsroom_in(state: str) -> MemoryNewsroom:
    """A newsroom in memory whose piece is in this state, with a typographic mistake to correct in its text."""
    newsroom = MemoryNewsroom(text=UNTYPOGRAPHIC)
    STATES[state](newsroom)
    return newsroom
