"""A workspace of a newer format: everything can be read, nothing can be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from authoring.editorial.actions import perform
from authoring.editorial.actions.look import Look
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.upgrade import Upgrade
from authoring.editorial.context import Context
from authoring.editorial.queries.pieces import pieces
from authoring.editorial.scaffold import new_outline
from authoring.errors import InputError
from authoring.model import config
from authoring.store import WORKSPACE, Key, Store
from authoring.store.read_only import ReadOnlyStore
from authoring.workspace import writable
from tests.worlds.newsroom import SLUG
from tests.worlds.states import newsroom_in
from tests.worlds.stored import everything

NEWER = config.FORMAT + 1


@pytest.fixture
def context() -> Context:
    """A workspace with a piece in correction, whose settings state a format of the future."""
    newsroom = newsroom_in("in correction")
    newsroom.store.records.write(WORKSPACE, "sent/ab/abc.json", b"{}")
    context = newsroom.as_("agathe")
    settings = context.settings._replace(format=NEWER, label="memory:authoring.toml")
    return replace(context, settings=settings, store=writable(context.store, settings))


def write_text(store: Store) -> None:
    with store.transaction(SLUG) as change:
        change.write(Key("piece", SLUG), b"other")


def take_lock(store: Store) -> None:
    with store.lock("exports/blog"):
        pass


WRITES: dict[str, Callable[[Store], None]] = {
    "transaction": write_text,
    "lock": take_lock,
    "record": lambda store: store.records.write(SLUG, "notes.json", b"{}"),
    "private record": lambda store: store.records.write(WORKSPACE, "answers/a.json", b"{}", private=True),
    "line of a record": lambda store: store.records.append(SLUG, "calls.jsonl", b"{}"),
    "deletion": lambda store: store.records.write(WORKSPACE, "sent/ab/abc.json", None),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_write_is_refused_with_the_format_and_what_to_do(context: Context, write: str) -> None:
    before = everything(context.store)
    with pytest.raises(InputError) as refusal:
        WRITES[write](context.store)
    assert (refusal.value.code, refusal.value.values) == ("newer-format", {"format": NEWER})
    assert refusal.value.problem.file == "memory:authoring.toml"
    assert everything(context.store) == before


def test_everything_can_be_read() -> None:
    newsroom = newsroom_in("in correction")
    store = ReadOnlyStore(newsroom.store, written_format=NEWER, label="")
    assert everything(store) == everything(newsroom.store)
    assert store.holding(lambda content: True) == newsroom.store.holding(lambda content: True)


def test_questions_are_answered_and_actions_are_refused(context: Context) -> None:
    assert [entry.slug for entry in pieces(context).entries] == [SLUG]
    before = everything(context.store)
    for act in (lambda: perform(Submit(SLUG), context), lambda: perform(Look(SLUG), context)):
        with pytest.raises(InputError) as refusal:
            act()
        assert refusal.value.code == "newer-format"
    with pytest.raises(InputError):
        new_outline(context, "garden", lang="en", author="agathe")
    assert everything(context.store) == before


def test_a_workspace_is_never_brought_back_to_an_older_format(context: Context) -> None:
    assert perform(Upgrade(), context).is_done
    assert context.settings.format == NEWER


def test_a_workspace_of_this_format_or_an_older_one_is_written() -> None:
    context = newsroom_in("draft").as_("agathe")
    for number in (1, config.FORMAT):
        assert writable(context.store, context.settings._replace(format=number)) is context.store
