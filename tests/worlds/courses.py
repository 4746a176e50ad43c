"""Pieces that went every way the program knows, in memory: each course ends in another state."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from authoring.editorial.actions import Outcome
from authoring.editorial.actions.accept import Accept
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.assign import Assign
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.import_piece import ImportPiece
from authoring.editorial.actions.mend import Mend
from authoring.editorial.actions.reject import Reject
from authoring.editorial.actions.reopen import Reopen
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.editorial.actions.retract import Retract
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.withdraw import Withdraw
from authoring.editorial.signing import Signer
from authoring.model.events import QUOTE, WARNING, Accepted, Import
from tests.worlds.erasure import erase_nora, withdraw_nora
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.signing import make_key
from tests.worlds.states import LATER, UNTYPOGRAPHIC, MemoryNewsroom

REVIEWERS: Final = ("samir", "lena")


@cache
def key_of(name: str) -> Path:
    """The private key of a reviewer, made once for a run of the tests."""
    return make_key(Path(tempfile.mkdtemp(prefix="keys")), name)


class SigningMemoryNewsroom(MemoryNewsroom):
    """The newsroom in memory where both reviewers have a key."""

    def __init__(self, *, quorum: int = 1, text: str = TEXT, drafted: bool = True) -> None:
        super().__init__(quorum=quorum, text=text, drafted=drafted)
        keys = {name: key_of(name).with_suffix(".pub").read_text("utf-8") for name in REVIEWERS}
        people = self.settings.people
        signing = {name: people[name]._replace(ssh_key=" ".join(key.split()[:2])) for name, key in keys.items()}
        self.settings = self.settings._replace(people={**people, **signing})

    def approve(self, name: str = "samir") -> Outcome:
        action = Approve(SLUG, revision=self.piece.hash, scope=("facts",))
        context = self.as_(name)
        prepared = action.prepare(context)
        signature = Signer(str(key_of(name))).sign(prepared.statement, signer=name, key=prepared.key)
        return action.execute(context, prepared, signature=signature)


def approved_by_both(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    for name in REVIEWERS:
        newsroom.approve(name)


def _edit(newsroom: MemoryNewsroom, old: str, new: str, name: str = "agathe") -> None:
    text = newsroom.piece.document.text
    assert old in text
    newsroom.do(name, Edit(SLUG, text.replace(old, new), newsroom.piece.hash))


def in_review_with_everything(newsroom: MemoryNewsroom) -> None:
    newsroom.do("agathe", Mend(SLUG))
    newsroom.do("agathe", Submit(SLUG, to="samir"))
    newsroom.do("agathe", Assign(SLUG, to="lena"))
    newsroom.do("samir", Accept(SLUG, (Accepted(WARNING, "sources", "0" * 64),)))
    newsroom.do("agathe", Accept(SLUG, (Accepted(QUOTE, "quotes", "1" * 64, "nora-lind"),)))
    newsroom.approve("samir")


def taken_back(newsroom: MemoryNewsroom) -> None:
    approved_by_both(newsroom)
    newsroom.do("samir", RequestChanges(SLUG, note="I was too fast."))


def voided_and_approved_again(newsroom: MemoryNewsroom) -> None:
    approved_by_both(newsroom)
    _edit(newsroom, "in a street", "in the street")
    newsroom.edit("in the street", "in one street")
    for name in REVIEWERS:
        newsroom.approve(name)


def scheduled(newsroom: MemoryNewsroom) -> None:
    approved_by_both(newsroom)
    newsroom.do("lena", Schedule(SLUG, at=LATER))


def published(newsroom: MemoryNewsroom) -> None:
    scheduled(newsroom)
    newsroom.publish()


def corrected(newsroom: MemoryNewsroom) -> None:
    approved_by_both(newsroom)
    newsroom.publish()
    newsroom.do("agathe", Correct(SLUG))
    _edit(newsroom, "in a street", "in the street")
    approved_by_both(newsroom)
    newsroom.publish()


def retracted(newsroom: MemoryNewsroom) -> None:
    corrected(newsroom)
    newsroom.do("agathe", Correct(SLUG))
    newsroom.do("lena", Retract(SLUG, note="A name was wrong."))


def rejected_and_reopened(newsroom: MemoryNewsroom) -> None:
    newsroom.submit()
    newsroom.do("agathe", Withdraw(SLUG))
    newsroom.submit()
    newsroom.do("samir", Reject(SLUG, note="Not our subject."))
    newsroom.do("agathe", Reopen(SLUG))


def erased(newsroom: MemoryNewsroom) -> None:
    approved_by_both(newsroom)
    newsroom.publish()
    withdraw_nora(newsroom)
    newsroom.do("lena", Retract(SLUG, note="Nora Lind took her words back."))
    newsroom.do("agathe", Reopen(SLUG))
    front = newsroom.piece.document.text.split("---\n")[1].replace("testimonies: [nora-lind]\n", "")
    newsroom.write(f"---\n{front}---\n\nNeighbours bring tools.\n")
    erase_nora(newsroom)


def imported_and_corrected(newsroom: MemoryNewsroom) -> None:
    """The text began as a post of an old blog, and nobody drafted it here."""
    moment = datetime(2019, 5, 4, tzinfo=UTC)
    origin = Import("hugo", "content/posts/a.md", "2" * 64, moment, moment)
    newsroom.do("lena", ImportPiece(SLUG, newsroom.piece.document.text, origin))
    newsroom.do("agathe", Correct(SLUG))
    _edit(newsroom, "in a street", "in the street")
    approved_by_both(newsroom)
    newsroom.publish()


def declared(newsroom: MemoryNewsroom) -> None:
    """No model wrote it: its author hands it in, takes it back, and declares that people alone wrote it."""
    newsroom.submit()
    newsroom.do("agathe", Withdraw(SLUG))
    newsroom.do("agathe", Submit(SLUG, human_only=True))
    for name in REVIEWERS:
        newsroom.approve(name)
    newsroom.publish()


COURSES: Final[Mapping[str, Callable[[MemoryNewsroom], None]]] = {
    "in review": in_review_with_everything,
    "taken back": taken_back,
    "approved again": voided_and_approved_again,
    "scheduled": scheduled,
    "published": published,
    "corrected": corrected,
    "retracted": retracted,
    "reopened": rejected_and_reopened,
    "erased": erased,
    "imported": imported_and_corrected,
    "declared": declared,
}
KINDS: Final = ("signed", "unsigned")


def course(name: str, kind: str) -> MemoryNewsroom:
    """A newsroom whose piece went this way, with a quorum of two."""
    kinds = {"signed": SigningMemoryNewsroom, "unsigned": MemoryNewsroom}
    text = UNTYPOGRAPHIC if name == "in review" else TEXT
    newsroom = kinds[kind](quorum=2, text=text, drafted=name not in ("imported", "declared"))
    COURSES[name](newsroom)
    return newsroom
