"""A body as HTML: what it becomes, and what it can never become."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from authoring.errors import InputError
from authoring.exporters.rendering import html
from authoring.exporters.rendering.gallery import Gallery
from authoring.model.documents import Picture
from authoring.testing import pictures
from servers.markup import dangers, fragment
from tests.worlds.markup import find, parse, text_of
from tests.worlds.pictures import png
from tests.worlds.revisions import revision

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](data:image/png;base64,AAAA)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/x)",
    "[x](/\\evil.example/x)",
    "[x](\\\\evil.example\\x)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<https://example.org/'onmouseover='alert(1)>",
    '[x](https://example.org "\\" onmouseover=alert(1) x=\\"")',
    '[x](https://example.org/"onmouseover="alert(1))',
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    "```<script>\nx\n```",
    "<!-- <script>alert(1)</script> -->",
    "<!-- testimony:x -->\n</p><script>alert(1)</script>\n<!-- /testimony:x -->",
    "<!-- testimony:x -->\n--><img src=x onerror=alert(1)>\n<!-- /testimony:x -->",
    "<style>@import 'https://evil.example'</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<base href='https://evil.example/'>",
    "<form action='https://evil.example'><input name=x></form>",
    "| <script>a</script> | b |\n|---|---|\n| <img src=x onerror=a> | [x](javascript:a) |",
    "## <img src=x onerror=alert(1)>",
    "> — <img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>\u0000alert(1)</script>",
]


def rendered(body: str, *, images: tuple[Picture, ...] = (), files: dict[str, bytes] | None = None) -> str:
    piece = revision(body=body, images=images, pictures=pictures(files or {}))
    return html.render(body, gallery=Gallery(piece), place="neighbours/")


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_hostile_survives(body: str) -> None:
    assert list(dangers(fragment(rendered(body)))) == []


markdown_like = st.text(
    alphabet=st.one_of(st.sampled_from("#>*_`[]()!<>&\"'=/:\\|~-+.0123 \n\nabjxsé«’"), st.characters()), max_size=200
)
pieces_of_attacks = st.lists(st.one_of(st.sampled_from(HOSTILE), markdown_like), max_size=4).map("\n".join)


@given(body=st.one_of(markdown_like, pieces_of_attacks))
@example(body="![x](https://evil.example/x.png)")
@example(body="[![x](a)](b)")
def test_any_body_renders_without_script_handlers_or_remote_resources(body: str) -> None:
    try:
        text = rendered(body)
    except InputError:
        assert "![" in body  # the one thing that is refused: a picture that is no file of the piece
        return
    page = f"<!doctype html><html><head><title>x</title></head><body>{text}</body></html>"
    assert list(dangers(parse(page))) == []


@pytest.mark.parametrize(
    "words",
    [
        "I came in 2021.",
        "Two lines\nof one paragraph.\n\nAnd another one.",
        "*No emphasis*, `no code`, [no link](https://example.org), # no heading\n\n> no quote\n\n- no list\n1. none",
        "<b>No tags</b> & no &amp; entities, \"quotes\" and 'apostrophes'",
        "J’ai dit : « A cette époque… » — et\u202f? voilà\u00a0!",
        "    indented\n\n\n\nthree blank lines above\n \nand one that is not empty",
        "[[quote:nora#1]] and --> and <!-- here -->",
    ],
)
def test_a_testimony_is_shown_byte_for_byte(words: str) -> None:
    page = parse_body(f"Before.\n\n<!-- testimony:nora-lind -->\n{words}\n<!-- /testimony:nora-lind -->\n\nAfter.")
    assert text_of(find(page, "figure", class_="testimony")) == words
    assert [text_of(p) for p in page.iter("p")][-1] == "After."


printable = st.characters(exclude_categories=["Cc", "Cs", "Cn"], include_characters="\n\t")


@given(words=st.text(printable, min_size=1, max_size=300).map(str.strip).filter(bool))
def test_any_testimony_is_shown_byte_for_byte(words: str) -> None:
    page = parse_body(f"<!-- testimony:nora -->\n{words}\n<!-- /testimony:nora -->")
    assert text_of(find(page, "figure", class_="testimony")) == words


def test_a_testimony_right_below_a_paragraph_is_a_block_of_its_own() -> None:
    page = parse_body("Before.\n<!-- testimony:nora -->\nHer words.\n<!-- /testimony:nora -->\nAfter.")
    assert [text_of(p) for p in page.iter("p")] == ["Before.", "Her words.", "After."]


def test_the_marks_of_a_testimony_in_a_code_block_are_code() -> None:
    code = "<!-- testimony:nora -->\nHer words.\n<!-- /testimony:nora -->\n"
    assert text_of(find(parse_body(f"```\n{code}```\n"), "code")) == code


def test_a_quote_with_a_speaker_is_a_figure_with_a_caption() -> None:
    assert rendered("> “I stayed.”\n>\n> — Nora Lind, carpenter\n") == (
        '<figure class="quote">\n<blockquote>\n<p>“I stayed.”</p>\n</blockquote>\n'
        "<figcaption>— Nora Lind, carpenter</figcaption>\n</figure>\n"
    )


def test_a_quote_without_a_speaker_stays_a_block_quote() -> None:
    assert rendered("> one\n>\n> two\n") == "<blockquote>\n<p>one</p>\n<p>two</p>\n</blockquote>\n"


def test_headings_have_stable_ids_and_begin_at_level_two() -> None:
    body = "# L’été, déjà ?\n\n## Content\n\n## Content\n\n### !!!\n"
    assert rendered(body) == (
        '<h2 id="l-ete-deja">L’été, déjà ?</h2>\n<h2 id="content-2">Content</h2>\n'
        '<h2 id="content-3">Content</h2>\n<h3 id="section">!!!</h3>\n'
    )


def test_a_table_scrolls_in_its_own_box_and_aligns_by_class() -> None:
    text = rendered("| a | b |\n|--:|---|\n| 1 | 2 |\n")
    assert '<div class="table">\n<table>' in text
    assert '<th class="right">a</th>\n<th>b</th>' in text


def test_links_go_to_the_web_to_a_mailbox_or_within_the_site() -> None:
    body = "[a](https://example.org) [b](mailto:us@example.org) [c](other.html#x) [d](/about)"
    hrefs = [link.get("href") for link in parse_body(body).iter("a")]
    assert hrefs == ["https://example.org", "mailto:us@example.org", "other.html#x", "/about"]


def test_a_picture_has_its_size_its_words_and_its_credit() -> None:
    content = png(40, 30)
    described = Picture("images/bench.png", "A bench for two", "The bench, “mended”.", "Photo: Lena <Novak>")
    assert rendered("![](images/bench.png)\n", images=(described,), files={"images/bench.png": content}) == (
        '<figure class="picture">\n<img src="neighbours/images/bench.png" alt="A bench for two" width="40" '
        'height="30" loading="lazy" decoding="async">\n<figcaption>The bench, “mended”. '
        '<small class="credit">Photo: Lena &lt;Novak&gt;</small></figcaption>\n</figure>\n'
    )


def test_the_texts_own_words_count_where_the_front_matter_has_none() -> None:
    content = png()
    body = '![A *plain* bench](images/bench.png "By the door")\n'
    page = parse_body(body, images=(Picture("images/bench.png"),), files={"images/bench.png": content})
    assert find(page, "img").get("alt") == "A plain bench"
    assert text_of(find(page, "figcaption")) == "By the door"


def test_a_decorative_picture_is_silent() -> None:
    content = png()
    described = Picture("images/line.png", "A line", decorative=True)
    page = parse_body("![A line](images/line.png)", images=(described,), files={"images/line.png": content})
    assert find(page, "img").get("alt") == ""


def test_pictures_that_the_text_does_not_place_come_after_the_introduction() -> None:
    content = png()
    names = ("images/a.png", "images/b.png", "images/c.png")
    page = parse_body(
        "Introduction.\n\n## One\n\n![](images/b.png)\n",
        images=tuple(Picture(name, name[7:-4]) for name in names),
        files=dict.fromkeys(names, content),
    )
    order = [e.get("alt") or text_of(e) for e in page.iter() if e.tag in ("h2", "img") or e.text == "Introduction."]
    assert order == ["Introduction.", "a", "c", "One", "b"]


def test_a_picture_with_an_accent_in_its_name_is_found() -> None:
    content = png()
    described = Picture("images/été.png", "Summer")
    page = parse_body("![](images/été.png)", images=(described,), files={"images/été.png": content})
    assert find(page, "img").get("src") == "neighbours/images/%C3%A9t%C3%A9.png"
    assert find(page, "img").get("alt") == "Summer"


def test_a_picture_within_a_sentence_stays_there() -> None:
    content = png()
    page = parse_body("Press ![the key](key.png) twice.", files={"key.png": content})
    assert find(page, "p").find("img") is not None


def test_a_missing_picture_is_named() -> None:
    with pytest.raises(InputError) as caught:
        rendered("![A bench](images/bench.png)")
    assert caught.value.problem.message == "The picture images/bench.png of “neighbours” is missing."
    assert caught.value.problem.remedy == "Put the file there, or take the picture out of the text and of `images`."


@pytest.mark.parametrize("src", ["https://evil.example/x.png", "//evil.example/x.png", "/x.png"])
def test_a_picture_from_elsewhere_is_refused(src: str) -> None:
    with pytest.raises(InputError) as caught:
        rendered(f"![x]({src})")
    assert caught.value.problem.message == (
        f"The picture {src} of “neighbours” is not a file of the piece; readers would fetch it elsewhere."
    )
    assert caught.value.problem.remedy == "Save it in the piece’s images/ folder and write ![](images/NAME.jpg)."


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"not a picture", png()[:20]]
)
def test_a_file_that_is_no_picture_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        rendered("![A bench](images/bench.png)", files={"images/bench.png": content})
    assert caught.value.problem.message.startswith("The picture cannot be shown: ")
    assert caught.value.problem.file.endswith("images/bench.png")


def test_a_picture_that_would_open_as_a_page_is_refused() -> None:
    content = png()
    with pytest.raises(InputError):
        rendered("![A bench](images/bench.html)", files={"images/bench.html": content})


def parse_body(body: str, *, images: tuple[Picture, ...] = (), files: dict[str, bytes] | None = None) -> Element:
    text = rendered(body, images=images, files=files)
    return parse(f"<!doctype html><html><head><title>x</title></head><body>{text}</body></html>")
