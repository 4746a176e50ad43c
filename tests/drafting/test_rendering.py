from __future__ import annotations

from pathlib import Path

import pytest

from authoring.drafting import drafting, rendering
from authoring.errors import AuthoringError
from tests.worlds.drafting import AGATHE, answering_by_part, desk, requests, with_model
from tests.worlds.lantern import lantern

SLUG = "neighbours"


@pytest.mark.parametrize("model", ["fake", "openai:gpt-5-mini"])
@pytest.mark.parametrize(("name", "section"), [("introduction", 0), ("section", 1)])
def test_what_is_rendered_is_exactly_what_is_sent(tmp_path: Path, name: str, section: int, model: str) -> None:
    used = desk(lantern(tmp_path), answering_by_part(), settings=with_model(model))
    rendered = rendering.render(used, name, SLUG, section=section)
    assert requests(used) == []
    drafting.draft(used, SLUG, actor=AGATHE)
    assert (rendered.system, rendered.text) in [(request.system, request.prompt) for request in requests(used)]


@pytest.mark.parametrize(
    ("name", "part"), [("titles", "other titles"), ("description", "single sentence"), ("revision", "Shorter!")]
)
def test_prompts_about_a_piece_are_rendered_from_it(tmp_path: Path, name: str, part: str) -> None:
    used = desk(lantern(tmp_path), answering_by_part())
    drafting.draft(used, SLUG, actor=AGATHE)
    assert part in rendering.render(used, name, SLUG, instruction="Shorter!").text


@pytest.mark.parametrize(
    ("name", "section", "message"),
    [
        ("section", 2, "“What Nora Lind tells us” calls no model: it holds nothing that one would write."),
        ("section", 9, "The outline has no section 9."),
        ("titles", 1, "There is no piece “neighbours”."),
        ("poem", 1, "There is no piece “neighbours”."),
    ],
)
def test_what_cannot_be_rendered_is_explained(tmp_path: Path, name: str, section: int, message: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        rendering.render(desk(lantern(tmp_path)), name, SLUG, section=section)
    assert str(caught.value) == message
