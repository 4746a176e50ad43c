"""Two people of two languages at work in one process: each reads, and declares, in their own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from authoring.editorial import approvals
from authoring.editorial.actions.approve import Approve
from authoring.errors import AuthoringError, Conflict
from authoring.model import events
from authoring.model.states import State
from authoring.text import i18n
from tests.worlds.newsroom import SLUG, Newsroom

LANGUAGES = {"samir": "fr", "lena": "en"}


@pytest.fixture
def newsroom() -> Newsroom:
    newsroom = Newsroom(quorum=2)
    newsroom.submit()
    return newsroom


def approve_at_once(newsroom: Newsroom, name: str, barrier: Barrier) -> list[str]:
    """Approve together with somebody else, and again where they were quicker; the messages that this person got."""
    messages = []
    context = newsroom.as_(name, language=LANGUAGES[name])
    for revision in ("0" * 64, newsroom.piece.hash):
        action = Approve(SLUG, revision=revision)
        refusal = action.allowed(context)
        messages += [str(refusal)] if refusal else []
    prepared = action.prepare(context)
    barrier.wait(timeout=30)
    try:
        action.execute(context, prepared)
    except Conflict as conflict:
        messages.append(str(conflict))
        action.execute(context, action.prepare(context))
    return messages


def approvals_by_name(newsroom: Newsroom) -> Iterator[tuple[str, events.Approval]]:
    for event in newsroom.piece.events:
        approval = events.approval(event)
        if approval.statement is not None:
            yield event.actor, approval


def test_each_declares_and_reads_in_their_language(newsroom: Newsroom) -> None:
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        messages_by_person = dict(
            zip(LANGUAGES, pool.map(lambda name: approve_at_once(newsroom, name, barrier), LANGUAGES), strict=True)
        )

    assert newsroom.state() is State.approved
    assert {message for messages in messages_by_person.values() for message in messages[1:]} <= {
        "Quelqu’un d’autre vient d’agir sur «\xa0neighbours\xa0»\u202f; rien n’a été enregistré.",
        "Somebody else has just done something to “neighbours”; nothing was recorded.",
    }
    assert messages_by_person["samir"][0].startswith("Le texte en est maintenant à la révision")
    assert messages_by_person["lena"][0].startswith("The text is now at revision")
    assert sum(len(messages) for messages in messages_by_person.values()) == 3
    for name, approval in approvals_by_name(newsroom):
        assert approval.statement is not None
        declared = newsroom.store.records.read(SLUG, f"{approvals.folder_of(approval.statement)}/responsibility.txt")
        assert declared.decode() == f"{approvals.responsibility(LANGUAGES[name])}\n"
        assert approval.statement["responsibility"] == {
            "lang": LANGUAGES[name],
            "version": approvals.VERSION,
            "sha256": hashlib.sha256(declared).hexdigest(),
        }
    assert newsroom.problems() == []


def test_the_language_of_the_process_does_not_count(newsroom: Newsroom) -> None:
    i18n.use("fr")
    with pytest.raises(AuthoringError, match="The text is now at revision"):
        newsroom.do("lena", Approve(SLUG, revision="0" * 64))
    newsroom.approve("lena")
    ((_name, approval),) = approvals_by_name(newsroom)
    assert approval.statement is not None
    assert approval.statement["responsibility"]["lang"] == "en"
    assert i18n.current() == "fr"


def test_the_two_declarations_say_the_same_in_two_languages() -> None:
    assert approvals.responsibility("fr") != approvals.responsibility("en")
    assert approvals.responsibility("fr").startswith("J’ai lu")
