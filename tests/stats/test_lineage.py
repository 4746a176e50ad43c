"""Whose sentences are whose, after several hands and several runs of a model."""

from __future__ import annotations

from authoring import provenance
from authoring.provenance import Passage, Provenance
from authoring.stats.lineage import Writing, written_by_model

DRAFT = "We opened in May.\n\n## Tools\n\nThere are saws. There are planes.\n\n## People\n\nWe are ten.\n"
# A person has edited “People” and added a paragraph to “Tools”; then a model revised “Tools”.
REVISED = (
    "We opened in May.\n\n## Tools\n\nSaws and planes wait for you.\n\nBring your own gloves."
    "\n\n## People\n\nWe are twelve by now.\n"
)


def record(*model_texts: str) -> Provenance:
    return Provenance(tuple(Passage("model", provenance.digest(text)) for text in model_texts))


FULL = record("We opened in May.", "There are saws. There are planes.", "We are ten.", "Saws and planes wait for you.")


def test_a_draft_is_the_models_text() -> None:
    found = written_by_model([Writing(DRAFT, is_whole=True)], Provenance())
    assert found == ["We opened in May.", "There are saws.", "There are planes.", "We are ten."]


def test_a_revision_replaces_its_section_and_leaves_what_people_wrote_to_them() -> None:
    found = written_by_model([Writing(DRAFT, is_whole=True), Writing(REVISED, is_whole=False)], FULL)
    assert found == ["We opened in May.", "Saws and planes wait for you.", "We are ten."]


def test_a_sentence_that_a_revision_left_as_the_model_had_written_it_is_still_the_models() -> None:
    edited = REVISED.replace("Bring your own gloves.", "There are saws. Bring gloves.")
    found = written_by_model([Writing(DRAFT, is_whole=True), Writing(edited, is_whole=False)], FULL)
    assert found == ["We opened in May.", "Saws and planes wait for you.", "There are saws.", "We are ten."]


def test_a_new_draft_replaces_everything() -> None:
    writings = [Writing(DRAFT, is_whole=True), Writing("All is new.\n", is_whole=True)]
    assert written_by_model(writings, FULL) == ["All is new."]


def test_without_the_record_all_that_is_new_since_the_model_last_wrote_counts_as_its_own() -> None:
    found = written_by_model([Writing(DRAFT, is_whole=True), Writing(REVISED, is_whole=False)], Provenance())
    assert found == [
        "We opened in May.",
        "Saws and planes wait for you.",
        "Bring your own gloves.",
        "We are twelve by now.",
    ]


def test_a_piece_that_no_model_wrote_in_has_no_such_sentences() -> None:
    assert written_by_model([], Provenance()) == []
