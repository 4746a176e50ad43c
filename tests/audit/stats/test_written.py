"""Who wrote each sentence, after edits by several people and several runs of a model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from authoring.audit.stats.written import by_model
from authoring.model.events import Event
from authoring.model.states import Action, State
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Passage, Provenance, Sentence, sentences_of
from authoring.sourcing.provenance.tracing import Revision, advance
from authoring.store.origins import Step

DRAFT = "We opened in May.\n\n## Tools\n\nThere are saws. There are planes.\n\n## People\n\nWe are ten.\n"
# A person has edited “People” and added a paragraph to “Tools”; then a model revised “Tools”.
REVISED = (
    "We opened in May.\n\n## Tools\n\nSaws and planes wait for you.\n\nBring your own gloves."
    "\n\n## People\n\nWe are twelve by now.\n"
)


def record(*model_texts: str) -> Provenance:
    return Provenance(tuple(Passage("model", provenance.digest(text)) for text in model_texts))


FULL = record("We opened in May.", "There are saws. There are planes.", "We are ten.", "Saws and planes wait for you.")
WHEN = datetime(2026, 11, 23, tzinfo=UTC)


def steps(of_record: Provenance, *texts: tuple[Action, str]) -> Iterator[Step]:
    """The record after each text: a model's draft or revision, or what a person handed in."""
    before: list[Sentence] = []
    for number, (action, body) in enumerate(texts, start=1):
        is_by_model = action in (Action.draft, Action.revise)
        details = {"models": ["fake"]} if is_by_model else {}
        event = Event(number, WHEN, "agathe", "person", action, None, State.draft, f"r{number}", details=details)
        revision = Revision(
            event.hash, sentences_of(body), number, "agathe", "person", True, is_by_model, action is Action.draft
        )
        of_record = advance(of_record, before, revision)
        before = list(revision.sentences)
        yield Step(event, before, of_record)


def written_by_model(of_record: Provenance, *texts: tuple[Action, str]) -> list[str]:
    return by_model(steps(of_record, *texts))


def test_a_draft_is_the_models_text() -> None:
    sentences = written_by_model(Provenance(), (Action.draft, DRAFT))
    assert sentences == ["We opened in May.", "There are saws.", "There are planes.", "We are ten."]


def test_what_people_did_since_takes_nothing_away_from_what_the_model_wrote() -> None:
    sentences = written_by_model(FULL, (Action.draft, DRAFT), (Action.submit, "We opened in June.\n"))
    assert sentences == ["We opened in May.", "There are saws.", "There are planes.", "We are ten."]


def test_a_revision_replaces_its_section_and_leaves_what_people_wrote_to_them() -> None:
    sentences = written_by_model(FULL, (Action.draft, DRAFT), (Action.revise, REVISED))
    assert sentences == ["We opened in May.", "Saws and planes wait for you.", "We are ten."]


def test_a_sentence_that_a_revision_left_as_the_model_had_written_it_is_still_the_models() -> None:
    edited = REVISED.replace("Bring your own gloves.", "There are saws. Bring gloves.")
    sentences = written_by_model(FULL, (Action.draft, DRAFT), (Action.revise, edited))
    assert sentences == ["We opened in May.", "Saws and planes wait for you.", "There are saws.", "We are ten."]


def test_a_new_draft_replaces_everything() -> None:
    new = record("All is new.")
    sentences = written_by_model(new, (Action.draft, DRAFT), (Action.draft, "All is new.\n"))
    assert sentences == ["All is new."]


def test_without_the_record_all_that_is_new_since_the_model_last_wrote_counts_as_its_own() -> None:
    sentences = written_by_model(Provenance(), (Action.draft, DRAFT), (Action.revise, REVISED))
    assert sentences == [
        "We opened in May.",
        "Saws and planes wait for you.",
        "Bring your own gloves.",
        "We are twelve by now.",
    ]


def test_a_piece_that_no_model_wrote_in_has_no_such_sentences() -> None:
    assert written_by_model(FULL, (Action.submit, DRAFT)) == []
