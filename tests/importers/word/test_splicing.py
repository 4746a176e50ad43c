"""Changes to a body leave every other line as it is, and never touch testimonies and quotes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from authoring.exporters.review_files import body
from authoring.exporters.review_files.body import Body, Passage
from authoring.importers.word.returned import Row
from authoring.importers.word.splicing import Splice
from tests.worlds.word_files import EVERY_CONSTRUCT

SPOKEN = "\n<!-- testimony:nora -->\nI said *so*.\n\n- And\tthat.  \n<!-- /testimony:nora -->\n\nAfter it.\n"
TEXT = EVERY_CONSTRUCT + SPOKEN + EVERY_CONSTRUCT
READ = body.read(TEXT)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["reword", "remove", "insert"]),
        st.integers(0, len(READ.passages) - 1),
        st.sampled_from(["new words", "two\\\nlines", "**bold**", "a\\|b"]),
        st.sampled_from(["paragraph", "item", "heading", "quote"]),
    ),
    max_size=6,
    unique_by=lambda change: READ.passages[change[1]].start,
)


def guarded(read: Body) -> list[str]:
    return [passage.text for passage in read.passages if passage.is_guarded]


def change(splice: Splice, what: str, passage: Passage, words: str, kind: str) -> None:
    if what == "insert":
        splice.insert(Row(kind, 0, [], words, level=2), words, after=passage)
    elif not passage.is_guarded:
        _made = splice.reword(passage, words) if what == "reword" else splice.remove(passage)


def test_without_a_change_it_is_the_same_text() -> None:
    assert Splice(READ).text() == TEXT


@given(CHANGES)
def test_what_others_said_stays_whatever_is_changed_around_it(changes: list[tuple[str, int, str, str]]) -> None:
    splice = Splice(READ)
    for what, index, words, kind in changes:
        change(splice, what, READ.passages[index], words, kind)
    text = splice.text()
    assert "<!-- testimony:nora -->\nI said *so*.\n\n- And\tthat.  \n<!-- /testimony:nora -->" in text
    assert guarded(body.read(text)) == guarded(READ)


@given(CHANGES)
def test_a_change_that_says_it_is_made_is_in_the_text(changes: list[tuple[str, int, str, str]]) -> None:
    for what, index, words, kind in changes:
        passage, splice = READ.passages[index], Splice(READ)
        if what == "reword" and not passage.is_guarded and splice.reword(passage, words):
            assert words.split("\\\n")[-1] in splice.text()
        if what == "insert" and splice.insert(Row(kind, 0, [], words, level=2), words, after=passage):
            assert len(body.read(splice.text()).passages) == len(READ.passages) + 1
