from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from authoring.sourcing import provenance
from authoring.sourcing.provenance import Note, Origin, Passage, Provenance, sentences_of

BODY = """An introduction
on two lines.

## First

A paragraph by the model.

> “Words.”
>
> — Nora Lind

## Second

<!-- testimony:nora-lind -->
One paragraph.

Another one.
<!-- /testimony:nora-lind -->

![](images/x.jpg)
"""


def test_passages_are_paragraphs_quotations_testimonies_and_pictures_with_their_lines() -> None:
    assert [(block.section, block.text.splitlines()[0], block.line) for block in provenance.blocks(BODY)] == [
        ("", "An introduction", 1),
        ("First", "A paragraph by the model.", 6),
        ("First", "> “Words.”", 8),
        ("Second", "<!-- testimony:nora-lind -->", 14),
        ("Second", "![](images/x.jpg)", 20),
    ]


def test_a_passage_that_a_person_touched_is_theirs_and_its_notes_no_longer_stand() -> None:
    written = provenance.blocks(BODY)
    note = Note("truncated", passage="model.")
    record = Provenance(tuple(Passage("model", block.sha256, "c1", notes=(note,)) for block in written))
    edited = BODY.replace("by the model", "by a person")
    assert [passage.kind for passage in provenance.passages(edited, record)] == [
        "model", "person", "model", "model", "model",
    ]  # fmt: skip
    assert [line for _note, line in provenance.standing(edited, record)] == [1, 8, 14, 20]


def test_white_space_and_line_ends_make_no_other_passage() -> None:
    crlf = "A paragraph\r\non two lines.\r\n"
    assert provenance.digest(crlf) == provenance.digest("A paragraph\non two lines.")


def test_a_record_comes_back_as_it_was_kept() -> None:
    note = Note("mark_dropped", {"what": "[[quote:x#9]]"})
    record = Provenance((Passage("quote", "0" * 64, "", "nora-lind", (note,)),))
    assert provenance.decode(record.encode()) == record


def test_a_record_holds_no_words_of_the_text() -> None:
    text = "Nora Lind keeps the key."
    note = Note("truncated", passage=text)
    origins = sentences_of(f"## What Nora Lind says\n\n{text}\n")
    record = Provenance(
        (Passage("model", provenance.digest(text), "c1", notes=(note,)),),
        tuple(Origin(sentence.place, sentence.sha256, "model", "c1") for sentence in origins),
    )
    assert b"Nora" not in record.encode()


def test_a_note_is_about_the_end_of_its_passage_where_something_was_cut_off() -> None:
    text = f"First {'and then ' * 20}last."
    assert Note("truncated").about(text).passage.endswith("then last.")
    assert Note("language").about(text).passage.startswith("First and")


def test_a_record_of_the_second_format_places_its_sentences_by_their_headings() -> None:
    former = {"section": "Come and see", "sha256": "ab", "kind": "model", "call": "c1"}
    record = {"format": 2, "revision": "r", "events": 1, "passages": [], "sentences": [former], "gone": []}
    (read,) = provenance.decode(json.dumps(record).encode()).sentences
    (sentence, *_others) = sentences_of("## Come and see\n\nIt is open.\n")
    assert read.section == sentence.place


def test_a_record_that_is_missing_or_broken_is_empty() -> None:
    for content in (b"", b"{", b"[]", b'{"passages": 3}', b'{"passages": [{}]}', b"\xff"):
        assert provenance.decode_or_empty(content) == Provenance()


def test_every_note_has_its_message_and_its_remedy() -> None:
    values = {"what": "a heading", "slug": "nora-lind", "planned": "90"}
    for kind in (
        "truncated",
        "language",
        "quote_chosen",
        "quote_added",
        "mark_dropped",
        "mark_lost",
        "shortened",
        "tidied",
    ):
        note = Note(kind, values)
        assert note.message
        assert note.remedy
        assert "{" not in note.message
    assert Note("tidied", values).message == "The program removed what the model wrote around the text: a heading."


@given(st.text(alphabet="a> #\n-`", max_size=60))
def test_any_body_has_passages_and_every_word_is_in_one(body: str) -> None:
    passages = provenance.blocks(body)
    assert sum(block.text.count("a") for block in passages) <= body.count("a")
    lines = body.split("\n")
    for block in passages:
        assert block.text.split("\n")[0] == lines[block.line - 1]
