from __future__ import annotations

import pytest

from authoring.drafting.preview import preview
from authoring.errors import AuthoringError
from tests.worlds.drafting import SLUG, WritingRoom, answering_by_part, with_model, workshop


@pytest.mark.parametrize("model", ["fake", "local", "openai:gpt-5-mini"])
@pytest.mark.parametrize(("name", "section"), [("introduction", 0), ("section", 1)])
def test_what_is_rendered_is_exactly_what_is_sent(name: str, section: int, model: str) -> None:
    room = WritingRoom(workshop(), answering_by_part(), settings=with_model(model), quick=True)
    planned = preview(room.tools, name, SLUG, section=section)
    assert room.requests == []
    room.draft()
    assert planned.request in room.requests


@pytest.mark.parametrize(
    ("name", "part"), [("titles", "other titles"), ("description", "single sentence"), ("revision", "Shorter!")]
)
def test_prompts_about_a_piece_are_rendered_from_it(name: str, part: str) -> None:
    room = WritingRoom(workshop(), answering_by_part())
    room.draft()
    assert part in preview(room.tools, name, SLUG, instruction="Shorter!").request.prompt


@pytest.mark.parametrize(
    ("name", "section", "message"),
    [
        ("section", 2, "“What Nora Lind tells us” calls no model: it holds nothing that one would write."),
        ("section", 9, "The outline has no section 9."),
        ("titles", 1, "There is no piece “neighbours”."),
        ("poem", 1, "There is no piece “neighbours”."),
    ],
)
def test_what_cannot_be_rendered_is_explained(name: str, section: int, message: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        preview(WritingRoom(workshop()).tools, name, SLUG, section=section)
    assert str(caught.value) == message
