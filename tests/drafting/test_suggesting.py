from __future__ import annotations

import pytest

from authoring.drafting.suggest import Suggestion
from authoring.errors import NotPossibleNow
from tests.worlds.drafting import TWO_PICTURES, WritingRoom, answering_by_part, drafted

TITLES = """Here are 5 titles:

1. **What neighbours lend**
2. “A saw for everybody”
3. A saw for everybody
- Who holds the hammer?
"""


def test_titles_are_proposed_one_a_line_and_nothing_changes() -> None:
    room = WritingRoom(drafted(), lambda _request: TITLES)
    before = room.text
    assert room.suggest("title") == [
        Suggestion("What neighbours lend"),
        Suggestion("A saw for everybody"),
        Suggestion("Who holds the hammer?"),
    ]
    assert room.text == before
    assert "saw of my own" not in room.requests[0].prompt
    assert "A workshop is a room with tools and a kettle." in room.requests[0].prompt


def test_a_description_is_proposed_from_the_text_without_peoples_words() -> None:
    room = WritingRoom(drafted(), lambda _request: "Description: “What neighbours bring.”")
    assert room.suggest("description") == [Suggestion("What neighbours bring.")]
    assert "showed me" not in room.requests[0].prompt


def test_an_alternative_text_is_proposed_for_each_picture_with_a_caption() -> None:
    room = WritingRoom(drafted(pictures=TWO_PICTURES), lambda _request: "A bench with tools on it.")
    assert room.suggest("alt") == [Suggestion("A bench with tools on it.", "images/a.jpg")]
    assert "Caption of the picture: The bench on a Saturday" in room.requests[0].prompt


def test_without_a_caption_there_is_nothing_to_go_by() -> None:
    with pytest.raises(NotPossibleNow):
        WritingRoom(drafted(), answering_by_part()).suggest("alt")
