from __future__ import annotations

from pathlib import Path

import pytest

from authoring.drafting import drafting, suggesting
from authoring.drafting.suggesting import Suggestion
from authoring.errors import NotPossibleNow
from tests.worlds.drafting import AGATHE, answering_by_part, desk, requests
from tests.worlds.lantern import OUTLINE, lantern

SLUG = "neighbours"
TITLES = """Here are 5 titles:

1. **What neighbours lend**
2. “A saw for everybody”
3. A saw for everybody
- Who holds the hammer?
"""
PICTURES = """
    images:
      - src: images/a.jpg
        caption: The bench on a Saturday
      - src: images/b.jpg"""


def drafted(root: Path, *, pictures: str = "") -> bytes:
    outline = OUTLINE.replace("testimonies: [nora-lind]", f"testimonies: [nora-lind]{pictures}")
    used = desk(lantern(root, **{"outlines/neighbours.md": outline}), answering_by_part())
    drafting.draft(used, SLUG, actor=AGATHE)
    return (root / "drafts" / SLUG / "index.md").read_bytes()


def test_titles_are_proposed_one_a_line_and_nothing_changes(tmp_path: Path) -> None:
    before = drafted(tmp_path)
    used = desk(tmp_path, lambda _request: TITLES)
    assert suggesting.suggest(used, SLUG, "title") == [
        Suggestion("What neighbours lend"),
        Suggestion("A saw for everybody"),
        Suggestion("Who holds the hammer?"),
    ]
    assert (tmp_path / "drafts" / SLUG / "index.md").read_bytes() == before
    assert "saw of my own" not in requests(used)[0].prompt
    assert "A workshop is a room with tools and a kettle." in requests(used)[0].prompt


def test_a_description_is_proposed_from_the_text_without_peoples_words(tmp_path: Path) -> None:
    drafted(tmp_path)
    used = desk(tmp_path, lambda _request: "Description: “What neighbours bring.”")
    assert suggesting.suggest(used, SLUG, "description") == [Suggestion("What neighbours bring.")]
    assert "showed me" not in requests(used)[0].prompt


def test_an_alternative_text_is_proposed_for_each_picture_with_a_caption(tmp_path: Path) -> None:
    drafted(tmp_path, pictures=PICTURES)
    used = desk(tmp_path, lambda _request: "A bench with tools on it.")
    assert suggesting.suggest(used, SLUG, "alt") == [Suggestion("A bench with tools on it.", "images/a.jpg")]
    assert "Caption of the picture: The bench on a Saturday" in requests(used)[0].prompt


def test_without_a_caption_there_is_nothing_to_go_by(tmp_path: Path) -> None:
    drafted(tmp_path)
    with pytest.raises(NotPossibleNow):
        suggesting.suggest(desk(tmp_path, answering_by_part()), SLUG, "alt")
