"""A piece as HTML for mail: no external files, inline styles only, the same numbers and words as on paper."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from authoring.exporters.review_files import printing
from tests.worlds.newsroom import TEXT, Newsroom, with_body
from tests.worlds.pictures import png
from tests.worlds.word_files import EVERY_CONSTRUCT


class Page(HTMLParser):
    """What a page holds: its elements and attributes, and its words."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data


def mailed(newsroom: Newsroom) -> Page:
    return Page(printing.write(newsroom.piece, newsroom.settings, "email"))


def test_nothing_is_fetched_and_every_style_is_within(tmp_path: Path) -> None:
    text = TEXT.replace("tags: [third place, neighbours]", "images: [{src: images/a.png, alt: A saw}]")
    newsroom = Newsroom(tmp_path, text=text)
    newsroom.add_picture("images/a.png", png())
    page = mailed(newsroom)
    assert {tag for tag, _attributes in page.tags} & {"link", "script", "style", "iframe"} == set()
    assert {name for _tag, attributes in page.tags for name in attributes} <= {
        "style", "lang", "charset", "src", "alt", "width", "href", "start",
    }  # fmt: skip
    sources = [attributes["src"] for _tag, attributes in page.tags if "src" in attributes]
    assert len(sources) == 1
    assert sources[0].startswith("data:image/png;base64,")
    assert "url(" not in printing.write(newsroom.piece, newsroom.settings, "email").decode()


def test_it_says_that_nobody_approved_it(tmp_path: Path) -> None:
    assert "NOT APPROVED (a draft). For reading and commenting only" in mailed(Newsroom(tmp_path)).words


def test_every_kind_of_block_is_there(tmp_path: Path) -> None:
    page = mailed(Newsroom(tmp_path, text=with_body(EVERY_CONSTRUCT)))
    tags = {tag for tag, _attributes in page.tags}
    assert {"p", "ul", "ol", "li", "blockquote", "h2", "h3", "table", "th", "td", "pre", "code", "hr", "em"} <= tags
    assert ("ol", "3") in [(tag, attributes.get("start", "")) for tag, attributes in page.tags]
    numbers = re.findall(r"(\d+)\u2002", page.words)
    assert numbers == ["1", "2", "3", "4", "5", "6", "7", "8"]


def test_a_text_cannot_bring_markup_or_a_script_along(tmp_path: Path) -> None:
    page = mailed(
        Newsroom(tmp_path, text=with_body('<script>x</script> [a](javascript:x) ![b](http://evil.test/p.png "t")\n'))
    )
    assert {tag for tag, _held in page.tags} & {"script", "img", "a"} == set()
    assert "<script>x</script>" in page.words
