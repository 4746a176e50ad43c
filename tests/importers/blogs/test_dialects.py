"""Hugo's and Jekyll's Markdown is read here as the sites' generators read it, punctuation and footnotes included."""

from __future__ import annotations

import random
import threading
from html import unescape
from pathlib import Path

import pytest

from authoring.importers import Post
from authoring.importers.blogs import dialects, kramdown
from authoring.importers.blogs.jekyll import JekyllBlog
from authoring.importers.blogs.visible_text import words as visible
from servers.bare_sites import hugo_site, text_in
from servers.markup import words
from tests.worlds.files import build
from tests.worlds.site_generators import build_hugo, needs_jekyll

QUOTES = r"""
'90s, the '80s and '99s. 'twas 'em 'new' 'nouns' 'established' 'later' I'm don't it's Smiths' 'quoted words'.
"say 'hi' now", "'nested' words", 'a "b" c', rock 'n' roll, "Monitor 21"" and ""; '' ('/') "a"'s `a`'s "`b`".
**"c"** *'d'* "**e**" x"y"z 5' 6" x='y' label:"feature request"
"/a", "./b". --- -- ... << a<<b \"x\" \'y\' &quot;z&quot;
l'eau d'or qu'il "l'eau" aujourd'hui ['l'](https://example.org/'x') and "open

until here", and 'm 't "(brackets)" '(brackets)' "-" '-' ----
"""
SIGNS = ("'", '"', "--", "...", "word", "n", "ve", "s", "90s", "1", " ", "(", ")", ",", ".", "*", "é", "<", "«", "\n")


def jekyll(tmp_path: Path, text: str, **files: str | bytes) -> Post:
    build(tmp_path, {"old/_posts/2020-01-02-a.md": f"---\ntitle: A\n---\n\n{text}\n", **files})
    (post,) = JekyllBlog(tmp_path / "old").posts()
    assert isinstance(post, Post)
    return post


def test_quotes_turn_as_hugo_turned_them(tmp_path: Path) -> None:
    chance = random.Random(5)
    samples = ["A" + "".join(chance.choice(SIGNS) for _ in range(40)) + "z" for _ in range(200)]
    texts = [QUOTES, *("\n\n".join(samples[start : start + 5]) for start in range(0, len(samples), 5))]
    site = hugo_site(tmp_path)
    build(site, {f"content/posts/p{n}.md": f"---\ntitle: P\n---\n\n{text}\n" for n, text in enumerate(texts)})
    build_hugo(site)
    for number, text in enumerate(texts):
        page = text_in(site / "public" / "posts" / f"p{number}" / "index.html")
        if "<!-- raw HTML omitted -->" not in page:
            assert words(dialects.goldmark(text, raw=False)) == words(page), text


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        (None, "“a” – l’eau"),
        (False, '"a" -- l\'eau'),
        ({"disable": True}, '"a" -- l\'eau'),
        ({"leftDoubleQuote": "&laquo;\u00a0", "rightDoubleQuote": "\u00a0»"}, "«\u00a0a\u00a0» – l’eau"),
    ],
)
def test_a_site_may_choose_its_signs(settings: object, shown: str) -> None:
    assert unescape(dialects.goldmark('"a" -- l\'eau', raw=False, typographer=settings)) == f"<p>{shown}</p>\n"


@needs_jekyll
@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("one | two\nthree | four", "| one | two |\n| three | four |"),
        ("1) a", "1\\) a"),
        (r"\*\*a\*\*", r"\*\*a\*\*"),
        ("say 'new' and \"new\"", "say ‘new’ and “new”"),
        ("*[HTML]: a language\n\nHTML here", "HTML here"),
    ],
)
def test_jekyll_s_own_reader_says_what_a_text_is(tmp_path: Path, typed: str, body: str) -> None:
    post = jekyll(tmp_path, typed)
    assert body in post.body or _cells(body) == _cells(post.body)
    assert post.losses == ()


def _cells(text: str) -> list[str]:
    return [word for word in text.replace("|", " ").split() if set(word) - {"-"}]


@needs_jekyll
def test_the_site_s_switches_count_and_what_names_code_does_not(tmp_path: Path) -> None:
    settings = "kramdown:\n  smart_quotes: apos,apos,quot,quot\n  hard_wrap: true\n  template: /etc/hostname\n"
    post = jekyll(tmp_path, '"a"\nb', **{"old/_config.yml": settings})
    assert post.body == '"a"\\\nb'


def test_without_kramdown_every_post_says_that_another_reader_was_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("authoring.importers.blogs.kramdown.shutil.which", lambda _name: None)
    post = jekyll(tmp_path, 'It\'s "here" -- now.')
    assert post.body == "It’s “here” – now."
    assert [loss.kind for loss in post.losses] == ["other-reader"]


def test_a_site_with_another_reader_than_kramdown_is_read_as_commonmark(tmp_path: Path) -> None:
    post = jekyll(tmp_path, "1) a", **{"old/_config.yml": "markdown: CommonMark\n"})
    assert (post.body, post.losses) == ("1. a", ())


@needs_jekyll
def test_a_text_that_stops_kramdown_is_read_by_the_other_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kramdown, "_LONGEST", 0.0)
    monkeypatch.setattr(kramdown, "_exchanged", lambda process, _line: str(process.wait(10) and ""))
    post = jekyll(tmp_path, "Words.")
    assert (post.body, [loss.kind for loss in post.losses]) == ("Words.", ["other-reader"])


@needs_jekyll
def test_the_system_ends_a_kramdown_that_nobody_waits_for_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timer = threading.Timer
    monkeypatch.setattr(threading, "Timer", lambda _seconds, end: timer(3600, end))
    monkeypatch.setattr(kramdown, "_LONGEST", 1.0)
    post = jekyll(tmp_path, "*a _b " * 4000)
    assert [loss.kind for loss in post.losses] == ["other-reader"]


@needs_jekyll
@pytest.mark.parametrize("by_kramdown", [True, False])
def test_footnotes_become_numbers_in_brackets_and_a_list_at_the_end(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    by_kramdown: bool,
) -> None:
    if not by_kramdown:
        monkeypatch.setattr("authoring.importers.blogs.kramdown.shutil.which", lambda _name: None)
    post = jekyll(tmp_path, "A claim[^a] and another.[^b]\n\n[^b]: Second *note*.\n[^a]: First note.")
    assert visible(dialects.goldmark(post.body.replace("\\", ""), raw=True)) == (
        "A claim[1] and another.[2] First note. Second note.".split()
    )
    assert post.body.partition("\n\n")[2].startswith("---\n\n1. First note.")
    assert ("footnotes", 2) in [(loss.kind, loss.count) for loss in post.losses]
