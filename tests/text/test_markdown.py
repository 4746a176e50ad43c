"""Where a body's sections, pictures and testimonies are, whatever the line ends."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

from authoring.text import markdown

BODY = """An introduction.

## The first part

```
## no heading
```

Text.

<!-- testimony:nora -->
## not a heading either
<!-- /testimony:nora -->

## The second part ##

![A saw](images/saw.png) and [a link](https://example.org/).
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_sections_are_found_and_code_and_testimonies_are_not_searched(newline: str) -> None:
    body = BODY.replace("\n", newline)
    sections = markdown.sections(body)
    assert [section.heading for section in sections] == ["", "The first part", "The second part"]
    assert "".join(body[section.start : section.end] for section in sections) == body
    assert [section.line for section in sections] == [1, 3, 15]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_testimony_is_found_between_its_marks(newline: str) -> None:
    match = markdown.TESTIMONY_BLOCK.search(BODY.replace("\n", newline))
    assert match is not None
    assert (match["slug"], match["words"]) == ("nora", "## not a heading either")


def test_pictures_and_links_are_named_with_their_line() -> None:
    assert markdown.pictures(BODY) == [markdown.Picture("images/saw.png", "A saw", 17)]
    assert markdown.links(BODY) == [markdown.Link("https://example.org/", "a link", 17)]


_PIECES_OF_MARKDOWN = (
    "![A saw](images/saw.png)",
    "![a]",
    "[a]: images/a.png",
    "[a]",
    "](b.png)",
    "![",
    "word",
    "<!--",
    "-->",
    "\n",
    "\n\n",
    "\r\n\r\n",
    "\r",
    "    ",
    "\t",
    " ",
    "- ",
    "1. ",
    "> ",
    "## ",
    "---",
    "| a | b |\n|---|---|\n",
    "```",
    "~~~",
    "`",
    "*",
    "\\",
    "\u00a0",
    "\x0c",
)


@given(st.lists(st.sampled_from(_PIECES_OF_MARKDOWN), max_size=25).map("".join))
@example("- a\n\n  ![A saw](images/saw.png)\n\n      ![no](picture.png)\n")
@example("> a\n\n    ![no](picture.png)\n\n![A saw](images/saw.png)")
def test_pictures_are_those_of_the_body_parsed_whole(body: str) -> None:
    whole = [
        markdown.Picture(str(child.attrs["src"]), child.content, (block.map or [0])[0] + 1)
        for block in markdown.tokens(body)
        for child in block.children or ()
        if child.type == "image"
    ]
    pictures = [(picture.src, picture.alt) for picture in markdown.pictures(body)]
    assert pictures == [(picture.src, picture.alt) for picture in whole]
    assert all(ours.line >= theirs.line for ours, theirs in zip(markdown.pictures(body), whole, strict=True))


PARTS = ["[", "]", "![", "](u)", "][a]", "[a]", "x", "`", "\\", "<", "(", ")", "**", " ", "\n", "\n\n[a]: /u\n\n"]


@given(st.lists(st.sampled_from(PARTS), max_size=16).map("".join))
def test_brackets_that_nothing_closes_are_passed_over_and_change_nothing(text: str) -> None:
    plain = MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough")
    assert markdown.parser().render(f"{text}\n\n[a]: /u\n") == plain.render(f"{text}\n\n[a]: /u\n")


@pytest.mark.parametrize("pathology", ["![", "[", "![a", "[[x"])
def test_an_opening_bracket_alone_takes_few_steps(pathology: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    skip = ParserInline.skipToken

    def counted(inline: ParserInline, state: StateInline) -> None:
        nonlocal steps
        steps += 1
        skip(inline, state)

    monkeypatch.setattr(ParserInline, "skipToken", counted)
    markdown.tokens(pathology * 2000)
    assert steps < 2000
