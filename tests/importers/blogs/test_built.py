"""A post is compared with the page that the site's generator last built of it, where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.importers import Loss, Post
from authoring.importers.blogs.built_site import difference
from authoring.importers.blogs.hugo import HugoBlog
from authoring.importers.blogs.jekyll import JekyllBlog
from tests.worlds.files import build


def test_words_that_stand_on_the_page_in_a_row_differ_in_nothing() -> None:
    page = "Home About We built a bench. It holds three. Share".split()
    assert difference("We built a bench. It holds three.".split(), page, []) == ""
    assert difference([], page, []) == ""


def test_the_first_words_that_differ_are_said_there_and_here() -> None:
    page = "Home We built a We built a table. It holds three.".split()
    excerpt = difference("We built a bench. It holds three.".split(), page, [])
    assert excerpt == "a table. It holds three. ≠ a bench. It holds three."
    assert difference(["Gone"], page, []) == "Home We built a ≠ Gone"


def test_a_caption_on_the_page_is_no_difference() -> None:
    page = "We built it. The yard in May. It holds three.".split()
    ours = "We built it. It holds three.".split()
    assert difference(ours, page, [["The", "yard", "in", "May."]]) == ""
    assert difference(ours, page, []) != ""


@pytest.mark.parametrize("kind", ["hugo", "jekyll"])
@pytest.mark.parametrize(("shown", "is_told"), [("three", False), ("four", True)])
def test_a_theme_that_showed_other_words_is_told_in_the_report(
    tmp_path: Path, kind: str, shown: str, *, is_told: bool
) -> None:
    text = "---\ntitle: A bench\ndate: 2019-05-04\n---\n\nIt is *ours*. It holds three.\n"
    page = (
        f"<html><title>A bench</title><body><nav>Home</nav><p>It is <em>ours</em>. It holds {shown}.</p></body></html>"
    )
    if kind == "hugo":
        root = build(tmp_path, {
            "hugo.toml": "", "content/posts/bench.md": text.encode(), "public/posts/bench/index.html": page,
        })  # fmt: skip
        posts = list(HugoBlog(root).posts())
    else:
        root = build(tmp_path, {
            "_config.yml": "", "_posts/2019-05-04-bench.md": text.encode(), "_site/2019/05/04/bench.html": page,
        })  # fmt: skip
        posts = list(JekyllBlog(root).posts())
    (post,) = posts
    assert isinstance(post, Post)
    losses = (Loss("page", "holds four. ≠ holds three."),) if is_told else ()
    assert post.losses == losses


def test_no_page_says_nothing_and_none_is_read_from_outside(tmp_path: Path) -> None:
    text = "---\ntitle: A bench\ndate: 2019-05-04\npermalink: /../../secret.html\n---\n\nIt holds three.\n"
    root = build(tmp_path / "site", {"_config.yml": "", "_posts/2019-05-04-bench.md": text.encode(), "_site/x": ""})
    build(tmp_path, {"secret.html": "<p>other</p>"})
    (post,) = JekyllBlog(root).posts()
    assert isinstance(post, Post)
    assert not [loss for loss in post.losses if loss.kind == "page"]


def test_without_kramdown_boxes_to_tick_and_lines_that_it_shows_as_tables_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("authoring.importers.blogs.kramdown.shutil.which", lambda _name: None)
    body = "- [ ] one\n- [x] two\n\nvalue {a|b} is one\n\n1) no list\n\n`a|b` is none\n"
    text = f"---\ntitle: T\ndate: 2019-05-04\n---\n\n{body}"
    root = build(tmp_path, {"_config.yml": "", "_posts/2019-05-04-t.md": text.encode()})
    (post,) = JekyllBlog(root).posts()
    assert isinstance(post, Post)
    assert post.losses == (
        Loss("other-reader", ""),
        Loss("formatting", "value {a|b} is one"),
        Loss("formatting", "boxes to tick", 2),
    )
    assert post.body == "- one\n- two\n\nvalue {a|b} is one\n\n1\\) no list\n\n`a|b` is none"
