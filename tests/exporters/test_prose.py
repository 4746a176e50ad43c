"""The fast way gives what the parser gives, or does not answer."""

from __future__ import annotations

import random
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from authoring.exporters.rendering import html, prose
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.rendering.testimonies import set_aside
from tests.worlds.revisions import revision

STARTS = ["", "", "", "# ", "## ", "### ", "- ", "* ", "> ", "> ", "> — ", "> - ", "1. ", "2. ", "2026 "]
PARTS = [
    *"* ** *** _ __ a é b1 2. 1 - ( ) *a* **b** a_b *( *. **« »** « » ’ ” “ — … ? : ; = + € ° , . !".split(),
    *[" ", " ", "\u00a0", "\u202f!", '"', "[a *b*](https://example.org/z)", "[x](https://example.org)"],
]
FIRST = ["a", "é", "« ", "“", "— ", "*a*", "**b** ", "_a_", "[x](https://example.org)"]
LAST = ["a", "b.", " »", "*", "**", "_", ")", "\u202f?", "[x](https://example.org)"]
lines = st.one_of(
    st.just(""),
    st.builds(
        lambda start, first, parts, last: "".join([start, first, *parts, last]),
        st.sampled_from(STARTS),
        st.sampled_from(FIRST),
        st.lists(st.sampled_from(PARTS), max_size=12),
        st.sampled_from(LAST),
    ),
)
bodies = st.lists(lines, min_size=1, max_size=10).map("\n".join)


ORDINARY = [
    "The workshop opens at nine. Everybody may use its tools, and **nobody** pays for them.",
    "Le samedi, on répare ; le dimanche, on se repose : c’est la règle, « depuis toujours ».",
    "Nora shows *how* it is done — then you do it yourself. See [the calendar](https://example.org/calendar).",
    "## What is a neighbourhood workshop?",
    "### Le potager",
    "- a saw\n- a kettle\n- two benches",
    "1. Come in.\n2. Ask.\n3. Try.",
    "> “I had no saw of my own.”\n>\n> — Nora Lind, carpenter",
    "Une ligne,\npuis une autre, dans le même paragraphe.",
]


def both_ways(body: str) -> tuple[str | None, str]:
    text, testimonies = set_aside(body)
    fast = prose.render(text, testimonies)
    if fast is None:
        return None, ""
    return clean(fast), clean(html._render(text, testimonies, gallery=Gallery(revision()), place=""))


def clean(text: str) -> str:
    return html._cleaner().clean(text)


@settings(max_examples=400, deadline=None)
@given(body=bodies)
def test_both_ways_give_the_same_bytes(body: str) -> None:
    fast, slow = both_ways(body)
    assume(fast is not None)
    assert fast == slow


def test_ordinary_posts_go_the_fast_way_and_come_out_the_same() -> None:
    chance = random.Random(7)
    for _post in range(40):
        fast, slow = both_ways("\n\n".join(chance.choices(ORDINARY, k=12)))
        assert fast is not None
        assert fast == slow


def test_a_testimony_comes_out_the_same() -> None:
    fast, slow = both_ways("Before.\n\n<!-- testimony:x -->\n*So* <b>she</b> said.\n\nTwice.\n<!-- /testimony:x -->\n")
    assert fast is not None
    assert fast == slow


def test_what_could_be_read_in_two_ways_is_left_to_the_parser() -> None:
    for body in (
        "<b>",
        "a & b",
        "a | b",
        "`a`",
        "![x](y)",
        "[x](javascript:alert(1))",
        "[x]",
        "    code",
        "a  \nb",
        "\\*",
    ):
        assert prose.render(body, {}) is None


PIECES = [
    *["<p>", "</p>", "<em>", "a", " ", "é", "&amp;", "&lt;", "&", ">", "<", '"', "'", "=", "<figure class=", "<h2 id="],
    *['<a href="', "https://example.org/x", "javascript:alert(1)", '">', "</a>", "<script>", "<img src=x onerror=y>"],
    *['<figure class="quote">', '<h2 id="a" onclick="b">', "<!--", "<svg/onload=a>", "\n", "<a href=//evil>"],
]


# texts that the fast way accepts often, so that its answers are compared too
WHOLE = [
    *["<p>a</p>", "<em>é</em>", '<a href="https://example.org/x">a</a>', '<h2 id="a">', "</h2>", "a &amp; b"],
    *['<figure class="quote">', "</figure>", "<li>", "</li>", "&lt;b&gt;", "it's"],
] * 6


class Opened(HTMLParser):
    """Every tag and attribute that an independent parser finds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += [(tag, name, value or "") for name, value in attrs] or [(tag, "", "")]


@settings(max_examples=600, deadline=None)
@given(text=st.lists(st.sampled_from([*WHOLE, *PIECES]), max_size=8).map("".join))
def test_what_passes_without_cleaning_holds_nothing_that_cleaning_would_take_away(text: str) -> None:
    assume(html._HARMLESS.fullmatch(text))
    for tag, name, value in Opened(text).tags:
        assert tag in html._TAGS
        assert (tag, name) in {("a", "href"), ("h2", "id"), ("figure", "class"), (tag, "")}
        assert name != "href" or value.startswith("https://")


@pytest.mark.parametrize("text", ["<script>", '<a href="javascript:x">', '<h2 id="a" onclick="b">', "&#106;", "<p"])
def test_what_might_do_harm_is_cleaned(text: str) -> None:
    assert not html._HARMLESS.fullmatch(text)
