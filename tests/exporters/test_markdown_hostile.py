"""The folder of plain Markdown, read by readers that let raw HTML through: it shows what our own page shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import frontmatter
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from authoring.errors import InputError
from authoring.exporters.hugo import HugoExporter
from authoring.exporters.jekyll import JekyllExporter
from authoring.exporters.markdown import body
from authoring.exporters.rendering import html
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.wordpress.media import NamedPicture
from authoring.model.config import TargetSettings
from authoring.model.documents import Picture
from authoring.sourcing.disclosure import disclosure
from authoring.testing import pictures
from servers.bare_sites import hugo_site, jekyll_site
from servers.markdown_readers import READERS
from servers.markup import dangers, fragment, words
from tests.worlds.pictures import png
from tests.worlds.revisions import markdown_exporter, revision, settings_in, store_of_pieces

SCRIPT = "<script>alert(1)</script>"
PLACES = {
    "a block": "{}",
    "within a sentence": "Before {} after.",
    "the start of a line": "Before\n{}\nafter.",
    "a heading": "## {}",
    "a heading underlined": "{}\n---",
    "a quotation": "> {}\n> more\n{}",
    "a list": "- one\n- {}\n\n  {}\n1. {}",
    "a table": "| a | {} |\n|---|---|\n| {} | b |",
    "code in a line": "`{}` and `a\n{}\n`",
    "code in a block": "```{}\n{}\n```\n\n    {}",
    "a link's words": "[{}](https://example.org)",
    "a link's address": "[x]({}) [x](<{}>) [x](\n{})",
    "a link's title": '[x](https://example.org "{}") [x](https://example.org "a\n{}\n")',
    "a definition": '[x]: {}\n\n[y]:\n{}\n\n[z]: <{}>\n"{}"\n\n[x] [y] [z]',
    "an emphasis": "*{}* **a {}** ~~{}~~",
    "a testimony": "<!-- testimony:nora -->\n{}\n<!-- /testimony:nora -->",
}
PAYLOADS = (
    SCRIPT,
    "<img src=x onerror=alert(1)>",
    "<!-- a --><b onclick=alert(1)>b</b>",
    "<?php echo 1 ?>",
    "<![CDATA[ <script>1</script> ]]>",
    "<!DOCTYPE html>",
    "&lt;script&gt;1&lt;/script&gt;",
    "\\<script>1</script>",
    "\\\\<script>1</script>",
    "[x](javascript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "![x](https://evil.example/x.png)",
    "<javascript:alert(1)>",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[y]: data:text/html,x\n[y]",
    "`<b>`` <i onclick=a>` ``",
    "<div\nonclick=alert(1)\n>",
    '<a href="javascript:alert(1)">x</a>',
    "&#60;script>&#10;&#10;<script>",
    "&#32;&#32;&#32;&#32;<script>",
)
SIGNS = """< > </ <!-- --> script b a p ` ``` * _ [ ] ( ) javascript: ![ x " ' \\ &lt; &#60; - 1. # | |-| onclick=
= :// ]: <? ~~ <![CDATA[ https://example.org/"""


def exported(root: Path, text: str) -> str:
    piece = revision(body=text, disclosure=disclosure("human-only", lang="en"))
    markdown_exporter(root).export([piece])
    return (root / "notes/neighbours/index.md").read_text("utf-8")


def written(text: str) -> str:
    piece = revision(body=text, disclosure=disclosure("human-only", lang="en"))
    return body(piece, Gallery(piece))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_reader_finds_anything_to_run_or_fetch(place: str, payload: str) -> None:
    try:
        text = written(PLACES[place].replace("{}", payload))
    except InputError:
        return  # a picture from elsewhere is refused
    for name, read in READERS.items():
        assert list(dangers(fragment(read(text)))) == [], (name, text)


@given(
    text=st.lists(
        st.sampled_from(
            ["\n", "\n\n", "    ", " ", *SIGNS.split()]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
@example(text="[a]:\n<script>\n")
@example(text="* ---\n<b>")
@example(text="# a \\#\n<b>")
def test_what_a_reader_shows_is_what_our_page_shows(text: str) -> None:
    piece = revision(body=text)
    try:
        page = html.render(text, gallery=Gallery(piece))
        markdown = written(text)
    except InputError:
        return
    for name, read in READERS.items():
        assert list(dangers(fragment(read(markdown)))) == [], (name, markdown)
    assert "".join(words(READERS["markdown-it"](markdown))) == "".join(words(page)), markdown


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_field_of_the_front_matter_is_dangerous_where_it_is_shown_as_text(tmp_path: Path, payload: str) -> None:
    piece = replace(
        revision(),
        title=payload,
        description=payload,
        author=payload,
        tags=(payload,),
        checkpoint=payload,
        disclosure=disclosure("ai-assisted", lang="en", responsible=payload, contact=payload, wording=payload),
        images=(Picture("x.png", alt=payload, caption=payload, credit=payload),),
        pictures=pictures({"x.png": png()}),
    )
    markdown_exporter(tmp_path).export([piece])
    whole = (tmp_path / "notes/neighbours/index.md").read_text("utf-8")
    post = frontmatter.loads(whole)
    assert (post["title"], post["description"], post["tags"]) == (payload, payload, [payload])
    for name, read in READERS.items():
        assert list(dangers(fragment(read(post.content)))) == [], (name, post.content)
        assert list(dangers(fragment(read(whole)))) == [], (name, whole)


def test_a_text_that_every_reader_shows_alike_stays_as_it_was_written() -> None:
    text = "* One, <https://example.org>\n* [two][x]\n\n```\n<b>\n```\n\n[x]: https://example.org 'T'"
    assert written(text) == text


def test_a_description_that_is_shown_as_markup_elsewhere_shows_its_own_words(tmp_path: Path) -> None:
    described = "Why <b onclick=a>we</b> *came*, and [x](javascript:a)"
    piece = replace(revision(), description=described, slug="neighbours")
    root = tmp_path
    hugo_site(root / "hugo")
    store = store_of_pieces(root)
    HugoExporter(settings_in(store, root), TargetSettings("hugo", "hugo", "hugo"), store).export([piece])
    summary = str(frontmatter.load(str(root / "hugo/content/posts/neighbours/index.md"))["summary"])
    assert words(READERS["markdown-it"](summary)) == described.split()
    jekyll_site(root / "jekyll")
    JekyllExporter(settings_in(store, root), TargetSettings("jekyll", "jekyll", "jekyll"), store).export([piece])
    (post,) = (root / "jekyll").rglob("*-neighbours.html")
    assert words(str(frontmatter.load(str(post))["excerpt"])) == described.split()


def test_the_library_of_pictures_gets_a_caption_as_html_that_shows_its_words() -> None:
    described = Picture("x.png", "A <saw>", "By <b onclick=a>Lena</b>", "R&D")
    piece = replace(revision(), images=(described,), pictures=pictures({"x.png": png()}))
    values = NamedPicture.of(Gallery(piece).show("x.png")).words
    assert values == {"alt_text": "A <saw>", "caption": "By &lt;b onclick=a&gt;Lena&lt;/b&gt; – R&amp;D"}
