"""Pieces that went every way, and every plausible alteration of their histories, chained anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import pytest

from authoring.editorial import signing
from authoring.model import history
from authoring.model.events import Event, approval
from authoring.model.states import Action, State
from tests.worlds.courses import COURSES, KINDS, course
from tests.worlds.effort import sample
from tests.worlds.forgeries import Forgery, forgeries, rest_of, tally
from tests.worlds.newsroom import SLUG

pytestmark = pytest.mark.matrix
ROWS = [(name, kind) for name in COURSES for kind in KINDS]
SAMPLE = 25


@pytest.fixture(autouse=True)
def signatures_are_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same signature over the same bytes is asked of `ssh-keygen` once: thousands of forgeries share it."""
    is_signed: Callable[..., bool] = signing.is_signed

    @cache
    def remembered(content: bytes, signature: bytes, signer: str, keys: tuple[str, ...]) -> bool:
        return is_signed(content, signature, signer=signer, keys=keys)

    def checked(content: bytes, signature: bytes, *, signer: str, keys: Iterable[str]) -> bool:
        return remembered(content, signature, signer, tuple(keys))

    monkeypatch.setattr(signing, "is_signed", checked)


def approvals(events: Iterable[Event]) -> list[tuple[object, ...]]:
    """What the approvals of a history come to: who, of what, towards which state, by which statement."""
    return [
        (event.actor, event.hash, event.target, str(approval(event).statement), approval(event).signature)
        for event in events
        if event.action is Action.approve
    ]


def lets_nothing_else_out(honest: Iterable[Event], forged: Iterable[Event]) -> bool:
    """Whether a forgery adds no approval, and publishes nothing that was not approved."""
    genuine, lines = approvals(honest), list(forged)
    approved = {event.hash for event in lines if event.action is Action.approve and event.target is State.approved}
    published = {event.hash for event in lines if event.action is Action.publish}
    return all(entry in genuine for entry in approvals(lines)) and published <= approved


@pytest.mark.parametrize(("name", "kind"), ROWS)
def test_every_alteration_is_found_that_the_workflow_or_a_signature_forbids(
    name: str, kind: str, request: pytest.FixtureRequest
) -> None:
    newsroom = course(name, kind)
    content = newsroom.store.events.read(SLUG)
    assert newsroom.problems() == []

    result = tally(newsroom, sample(list(forgeries(content)), SAMPLE, of=f"forgeries {name} {kind}"))

    request.node.user_properties += result.figures().items()  # for the benchmark, which reads the report of the run
    assert result.against_checkpoint == result.up_to_checkpoint
    assert [what for what in result.missed if not rest_of(what)] == []
    honest = history.decode(content, "")
    passed = [forgery for forgery in result.passed if not lets_nothing_else_out(honest, decoded(forgery))]
    assert passed == []


def decoded(forgery: Forgery) -> list[Event]:
    return history.decode(forgery.content, "")
