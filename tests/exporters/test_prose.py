"""The fast way gives what the parser gives, or does not answer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from authoring.errors import InputError
from authoring.exporters.rendering import html, prose
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.rendering.testimonies import set_aside
from authoring.model.documents import Picture
from authoring.testing import pictures
from tests.worlds.pictures import png
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
PICTURES = ["images/a.jpg", "images/b.jpg", "c.jpg"]
ALTS = ["", "A bench.", "« Été » : 5 %", " a ", "a-b @ c", "d'e", "(f)", '"g"', "h_i", "*j*", "k & l", "[m]"]
marks = st.builds("![{}]({})".format, st.sampled_from(ALTS), st.sampled_from([*PICTURES, "images/%C3%A9.jpg"]))
blocks = st.one_of(marks, marks.map("> {}".format), st.builds("{}\n{}".format, marks, marks), lines)


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


def both_ways(body: str, *, images: Sequence[Picture] = ()) -> tuple[str | None, str]:
    text, testimonies = set_aside(body)
    stored = pictures(dict.fromkeys(PICTURES, png()))
    fast, slow = (Gallery(revision(images=tuple(images), pictures=stored)) for _way in range(2))
    first = prose.render(text, testimonies, gallery=fast, place="post/")
    if first is None:
        return None, ""
    second = html._render(text, testimonies, gallery=slow, place="post/")
    assert fast.shown == slow.shown
    return clean(first), clean(second)


def clean(text: str) -> str:
    return html._cleaner().clean(text)


@settings(max_examples=400, deadline=None)
@given(body=bodies)
def test_both_ways_give_the_same_bytes(body: str) -> None:
    fast, slow = both_ways(body)
    assume(fast is not None)
    assert fast == slow


@settings(max_examples=150, deadline=None)
@given(
    body=st.lists(blocks, min_size=1, max_size=8).map("\n\n".join),
    images=st.lists(st.builds(Picture, st.sampled_from(PICTURES), st.sampled_from(ALTS), st.sampled_from(ALTS))),
)
def test_both_ways_show_the_same_pictures(body: str, images: list[Picture]) -> None:
    try:
        fast, slow = both_ways(body, images=images)
    except InputError:  # a picture that is not there
        assume(False)
        return
    assume(fast is not None)
    assert fast == slow


def test_a_post_with_pictures_goes_the_fast_way_and_needs_no_cleaning() -> None:
    body = "Before.\n\n![](images/a.jpg)\n\n## Then\n\nAfter.\n\n![A bench.](c.jpg)\n"
    images = [Picture("images/a.jpg", "A saw.", "The saw", "Nora"), Picture("images/b.jpg", "A kettle.")]
    fast, slow = both_ways(body, images=images)
    assert fast == slow
    assert fast is not None
    assert html._HARMLESS.fullmatch(fast)


@pytest.mark.parametrize("body", ["![x](images/missing.jpg)", "![](images/a.jpg)\n\n![](d.jpg)"])
def test_a_missing_picture_is_refused_on_the_fast_way_too(body: str) -> None:
    with pytest.raises(InputError):
        both_ways(body)


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
        "![x*](y)",
        "a ![x](y)",
        "![x](y) b",
        "![x](y)\nb",
        "> ![x](y)",
        '![x](y "z")',
        "[x](javascript:alert(1))",
        "[x]",
        "    code",
        "a  \nb",
        "\\*",
    ):
        assert prose.render(body, {}, gallery=Gallery(revision()), place="") is None


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
