"""Straight quotation marks become what the site's own generator makes of them: compared with the real ones."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from authoring.importers.blogs import dialects
from servers.bare_sites import hugo_site, jekyll_site, text_in
from servers.markup import words
from tests.worlds.files import build
from tests.worlds.site_generators import build_hugo, build_jekyll, needs_jekyll

_MARKED: Final = "' \" ' \" ' \" a b tag let s 90s 21 , . ( ) - @ é *b* `c` [l](x) = -- ... don't 's / ? “ >= x"
_PIECES: Final = (*_MARKED.split(), " ", "  ", " y", "\n")


@pytest.mark.parametrize(
    ("typed", "hugo", "jekyll"),
    [
        ("""He said "it's 'fine'" twice.""", "He said “it’s ‘fine’” twice.", "He said “it’s ‘fine’” twice."),
        ("the 'tag' and the 'author'", "the ’tag’ and the ‘author’", "the ‘tag’ and the ‘author’"),
        ('an empty "" string', 'an empty "" string', "an empty “” string"),
        ("the '90s, 21\" wide", 'the ’90s, 21" wide', "the ’90s, 21” wide"),
        ("`require()`'d", "require()’d", "require()‘d"),
        ("with *emphasis*'s end", "with emphasis’s end", "with emphasis’s end"),
    ],
)
def test_marks_are_made_as_each_generator_makes_them(typed: str, hugo: str, jekyll: str) -> None:
    assert words(dialects.goldmark(typed, raw=False)) == hugo.split()
    assert words(dialects.kramdown(typed)) == jekyll.split()


def test_a_mark_that_stays_open_is_closed_in_a_later_paragraph_by_hugo_and_not_by_jekyll() -> None:
    typed = 'a "b\n\nx "" y'
    assert words(dialects.goldmark(typed, raw=False)) == ["a", "“b", "x", '"”', "y"]
    assert words(dialects.kramdown(typed)) == ["a", "“b", "x", "“”", "y"]


def test_hugo_makes_the_same_marks_of_any_text(tmp_path: Path) -> None:
    texts = _texts(tmp_path, "content/posts/{name}.md")
    site = build_hugo(hugo_site(tmp_path))
    for name, text in texts.items():
        page_words = words(text_in(site / "posts" / name / "index.html"))
        assert words(dialects.goldmark(text, raw=False)) == page_words, text


@needs_jekyll
def test_jekyll_makes_the_same_marks_of_any_text(tmp_path: Path) -> None:
    texts = _texts(tmp_path, "_posts/2020-01-01-{name}.md", layout="layout: post\n")
    site = build_jekyll(jekyll_site(tmp_path))
    for name, text in texts.items():
        assert words(dialects.kramdown(text)) == words(text_in(site / name / "index.html")), text


def _texts(site: Path, path: str, *, layout: str = "") -> dict[str, str]:
    """Texts full of marks, the same each time, written as posts of a site."""
    chance = random.Random(11)
    texts = {f"p{number}": _text(chance) for number in range(150)}
    front = f"---\ntitle: T\ndate: 2020-01-01T09:00:00Z\n{layout}---\n\n"
    build(site, {path.format(name=name): f"{front}{text}\n".encode() for name, text in texts.items()})
    return texts


def _text(chance: random.Random) -> str:
    paragraphs = []
    for _number in range(chance.randint(1, 3)):
        parts: list[str] = []
        for part in chance.choices(_PIECES, k=chance.randint(2, 14)):
            is_doubled = part == "`c`" and parts[-1:] == ["`c`"]  # another construct: a fence of two
            parts += [] if is_doubled else [part]
        paragraphs.append(f"w {''.join(parts)} z".replace("\n\n", "\n"))
    return "\n\n".join(paragraphs)
