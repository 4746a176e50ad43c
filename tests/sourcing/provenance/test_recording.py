"""The record of a piece that a program wrote after people did is the one that is worked out anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.editorial.actions import event_of
from authoring.model.events import Writing
from authoring.model.states import Action
from authoring.sourcing.provenance import Passage, Provenance, blocks
from authoring.store.addresses import PROVENANCE
from authoring.store.origins import Origins
from authoring.store.recording import Additions, record
from tests.worlds.newsroom import SLUG, Newsroom, with_body
from tests.worlds.states import MemoryNewsroom

OURS = "We oil the hinges ourselves."
THEIRS = "The workshop is open on Saturdays."


def write_by_model(newsroom: Newsroom, body: str, action: Action = Action.draft) -> None:
    """Record that a model wrote this body, with a passage for each paragraph, as drafting does."""
    stored = Origins(newsroom.store, newsroom.piece).stored()
    written = Provenance(tuple(Passage("model", block.sha256, "a-call") for block in blocks(body)))
    context = newsroom.as_("agathe")
    piece = newsroom.repository.edited(newsroom.piece, newsroom.piece.document.with_body(f"\n{body}\n").text)
    details = Writing(("fake",)).as_details()
    piece, event = event_of(context, piece, action, target=newsroom.state(), details=details)
    record(newsroom.repository, piece, event, additions=Additions(provenance=stored.joined(written)))


def write_by_hand(newsroom: Newsroom, body: str) -> None:
    """Agathe writes this body and has it recorded."""
    newsroom.write(newsroom.piece.document.with_body(f"\n{body}\n").text)
    newsroom.record(Action.revise, by="agathe", models=())


@pytest.mark.parametrize("action", [Action.draft, Action.revise])
def test_a_sentence_of_a_person_that_a_model_wrote_again_is_in_order(action: Action) -> None:
    newsroom = MemoryNewsroom(text=with_body(f"{THEIRS}\n"), drafted=False)
    write_by_hand(newsroom, f"{THEIRS}\n\n{OURS}")
    write_by_model(newsroom, f"{OURS}\n\n{THEIRS}", action)
    assert newsroom.problems() == []


def test_a_new_revision_over_edits_is_in_order_where_the_first_draft_has_no_record() -> None:
    newsroom = MemoryNewsroom()
    before = newsroom.piece.draft.body
    newsroom.edit("It is a place with tools", f"{OURS} It is a place with tools")
    newsroom.record(Action.revise, by="agathe", models=())
    write_by_model(newsroom, before)
    assert newsroom.problems() == []


@settings(max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.permutations([OURS, THEIRS, "Come in."])), min_size=1, max_size=5))
def test_whoever_writes_after_whom_the_record_is_the_one_worked_out_anew(
    steps: Sequence[tuple[bool, list[str]]],
) -> None:
    newsroom = MemoryNewsroom(text=with_body(f"{THEIRS}\n"), drafted=False)
    for number, (is_model, sentences) in enumerate(steps):
        body = "\n\n".join(sentences[: 1 + number % 3])
        (write_by_model if is_model else write_by_hand)(newsroom, body)
    assert newsroom.problems() == []


def test_a_record_as_earlier_versions_made_it_accuses_nobody() -> None:
    newsroom = MemoryNewsroom(text=with_body(f"{THEIRS}\n"), drafted=False)
    write_by_hand(newsroom, f"{THEIRS}\n\n{OURS}")
    write_by_model(newsroom, f"{OURS}\n\n{THEIRS}", Action.revise)
    origins = Origins(newsroom.store, newsroom.piece)
    passages = origins.stored().passages
    early = Provenance(tuple(replace(passage, event=0) for passage in passages))
    *_steps, last = replace(origins, written=early).steps(newsroom.piece.events)
    record_before = replace(last.record, passages=passages, events=len(newsroom.piece.events))
    assert record_before != origins.stored()
    newsroom.store.records.write(SLUG, PROVENANCE, record_before.encode())
    assert list(origins.problems()) == []
    forged = replace(record_before, sentences=tuple(replace(it, by="samir") for it in record_before.sentences))
    newsroom.store.records.write(SLUG, PROVENANCE, forged.encode())
    assert len(list(origins.problems())) == 1
