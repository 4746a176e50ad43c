"""Every text from a word processor is written so that our Markdown reads the same words."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from authoring.exporters.review_files import body
from authoring.importers.word import to_markdown
from authoring.text.office import nodes
from authoring.text.office.nodes import Node

_SIGNS = st.text(st.sampled_from("ab1é«»\u00a0\u202f’–*_`[]()<>&#!|\\~-+=.:/ \n"), max_size=30)
_PLAIN = _SIGNS.map(
    lambda text: [
        {"t": "LineBreak"} if part == "\n" else {"t": "Space"} if part == " " else {"t": "Str", "c": part}
        for part in re.split(r"([ \n])", text)
        if part
    ]
)


def _inlines(inner: st.SearchStrategy[list[Node]]) -> st.SearchStrategy[list[Node]]:
    marked = st.builds(lambda kind, held: [nodes.marked(kind, held)], st.sampled_from(nodes.MARKS), inner)
    linked = st.builds(lambda held: [nodes.link(held, "https://example.org/a_(b)")], inner)
    coded = _SIGNS.map(lambda text: [nodes.code(text.replace("\n", " ").strip())])
    return st.lists(st.one_of(inner, marked, linked, coded), max_size=4).map(
        lambda lists: [n for inlines in lists for n in inlines]
    )


INLINES = st.recursive(_PLAIN, _inlines, max_leaves=6)


def lines(text: str) -> list[str]:
    """The words of each line, without empty lines; the number of spaces between words does not matter."""
    return [stripped for line in text.split("\n") if (stripped := re.sub(r"[ \t]+", " ", line).strip())]


@given(INLINES)
@example([{"t": "Str", "c": "\\"}, {"t": "LineBreak"}])
def test_the_words_are_read_as_they_were(inlines: list[Node]) -> None:
    written = to_markdown.line(inlines)
    assert lines(body.words_of(written)) == lines(nodes.text(inlines)) or not lines(nodes.text(inlines))


@given(INLINES)
def test_a_paragraph_stays_one_paragraph(inlines: list[Node]) -> None:
    from authoring.text import markdown

    written = to_markdown.line(inlines)
    if lines(nodes.text(inlines)):
        assert [token.type for token in markdown.tokens(written)] == ["paragraph_open", "inline", "paragraph_close"]


def test_formatting_is_kept_where_markdown_has_it() -> None:
    inlines = [
        nodes.marked("Strong", nodes.words("bold")),
        {"t": "Space"},
        nodes.marked("Emph", nodes.words("thin ")),
        nodes.link(nodes.words("a link"), "https://example.org/x"),
        {"t": "LineBreak"},
        nodes.code("a`b"),
    ]
    assert to_markdown.line(inlines) == "**bold** *thin* [a link](https://example.org/x)\\\n``a`b``"


def test_bold_that_a_word_processor_cut_in_two_is_one() -> None:
    cut = [nodes.marked("Strong", nodes.words("bo")), nodes.marked("Strong", nodes.words("ld"))]
    assert to_markdown.line(cut) == "**bold**"


def test_a_link_that_leads_nowhere_safe_is_its_words() -> None:
    assert to_markdown.line([nodes.link(nodes.words("click"), "javascript:alert(1)")]) == "click"


def test_our_tokens_stay_tokens_and_other_brackets_are_words() -> None:
    assert to_markdown.line(nodes.words("[[quote:nora-lind]] [x](y)")) == "[[quote:nora-lind]] \\[x\\](y)"


def test_a_footnote_is_told_where_it_stood() -> None:
    note = {"t": "Note", "c": [nodes.para(nodes.words("see there"))]}
    assert to_markdown.line([*nodes.words("A claim"), note, *nodes.words(".")]) == "A claim (note: see there)."
