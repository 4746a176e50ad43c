"""The folder of plain Markdown: what other tools and people find in it."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import frontmatter
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from authoring.errors import Conflict
from authoring.exporters.markdown import quoted
from authoring.model.documents import Picture
from authoring.sourcing.disclosure import disclosure
from authoring.testing import pictures
from servers.markup import fragment
from tests.worlds.files import snapshot, texts
from tests.worlds.markup import find, text_of
from tests.worlds.pictures import png
from tests.worlds.revisions import markdown_exporter, revision


def exported(root: Path) -> str:
    return (root / "notes/neighbours/index.md").read_text("utf-8")


def shown(text: str) -> Element:
    """What another CommonMark reader makes of a text, read by an independent HTML parser."""
    return fragment(MarkdownIt("commonmark").render(text))


def test_a_piece_is_a_file_with_front_matter_and_its_disclosure_first(tmp_path: Path) -> None:
    markdown_exporter(tmp_path).export([revision(body="The Lantern is open.\n\n## Come in\n\nAll of you.\n")])
    assert exported(tmp_path) == (
        "---\n"
        "generator: authoring; changes made here are lost\n"
        "title: Why the Lantern needs its neighbours\n"
        "description: What neighbours bring, and what they take home.\n"
        "slug: neighbours\n"
        "lang: en\n"
        "author: Agathe Berger\n"
        "date: '2026-11-01T09:30:00+01:00'\n"
        "updated: '2026-11-01T09:30:00+01:00'\n"
        "tags:\n- neighbours\n- third place\n"
        "disclosure:\n"
        "  kind: ai-assisted\n"
        "  text: 'This article was written in part with the help of a language model, then read and approved by our "
        "team before publication. Responsible for publication: Agathe Berger. A question? hello@example.org'\n"
        "  responsible: Agathe Berger\n"
        "  contact: hello@example.org\n"
        "  digital_source_type: http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia\n"
        "meta:\n"
        "  ai-disclosure: ai-assisted\n"
        "json_ld:\n"
        "  '@context': https://schema.org\n"
        "  '@type': BlogPosting\n"
        "  headline: Why the Lantern needs its neighbours\n"
        "  description: What neighbours bring, and what they take home.\n"
        "  inLanguage: en\n"
        "  datePublished: '2026-11-01T09:30:00+01:00'\n"
        "  dateModified: '2026-11-01T09:30:00+01:00'\n"
        "  author:\n    '@type': Person\n    name: Agathe Berger\n"
        "  digitalSourceType: http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia\n"
        "  accountablePerson:\n    '@type': Person\n    name: Agathe Berger\n"
        "  keywords:\n  - neighbours\n  - third place\n"
        f"revision: {'a' * 64}\n"
        "checkpoint: 7-3f2a\n"
        "---\n\n"
        "> This article was written in part with the help of a language model, then read and approved by our team "
        "before publication. Responsible for publication: Agathe Berger. A question? hello@example.org\n\n"
        "The Lantern is open.\n\n## Come in\n\nAll of you.\n"
    )


def test_a_text_without_a_model_begins_with_itself(tmp_path: Path) -> None:
    markdown_exporter(tmp_path).export([revision(disclosure=disclosure("human-only", lang="en"))])
    assert frontmatter.loads(exported(tmp_path)).content == "The Lantern is open."


def test_a_testimony_is_a_plain_block_quote_without_our_marks(tmp_path: Path) -> None:
    body = (
        "Before.\n\n<!-- testimony:nora -->\nI *came* in 2021.\n\n1. Not a list.\n<!-- /testimony:nora -->\n\nAfter.\n"
    )
    markdown_exporter(tmp_path).export([revision(body=body, disclosure=disclosure("human-only", lang="en"))])
    content = frontmatter.loads(exported(tmp_path)).content
    assert content == "Before.\n\n> I \\*came\\* in 2021\\.\n>\n> 1\\. Not a list\\.\n\nAfter."
    assert [text_of(p) for p in find(shown(content), "blockquote").iter("p")] == ["I *came* in 2021.", "1. Not a list."]


def test_words_that_markdown_leaves_alone_are_not_escaped() -> None:
    words = "J’ai dit : « A cette époque… » (en 2018), 50 % – voilà\u00a0!\nOui.\n\nFin."
    assert quoted(words) == "> J’ai dit : « A cette époque… » (en 2018), 50 % – voilà\u00a0!\n> Oui.\n>\n> Fin."


@given(words=st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n"), min_size=1, max_size=120))
@example(
    words="# heading\n> quote\n- item\n* item\n+ item\n1) item\n===\n---\n***\n```\n    code\n|a|\n|-|\n&amp; <b> \\*"
)
@example(words="<!A")
@example(words="I am <b>bold</b>.")
@example(words="[x]: https://example.org\n[x]\n![x](y)\n<https://example.org>")
def test_any_testimony_shows_its_own_words(words: str) -> None:
    assert text_of(shown(quoted(words.strip()))).split() == words.split()


def test_pictures_carry_their_words_and_lie_beside_the_text(tmp_path: Path) -> None:
    names = ("images/a.png", "images/b.png")
    images = (Picture("images/a.png", "A [bench]", 'By the "door"', "Photo: Lena"), Picture("images/b.png", "A chair"))
    body = "Introduction.\n\n## One\n\nSee ![](images/b.png) and `![](images/b.png)`.\n"
    piece = revision(body=body, images=images, pictures=pictures(dict.fromkeys(names, png())))
    markdown_exporter(tmp_path).export([piece])
    post = frontmatter.loads(exported(tmp_path))
    assert post.content.partition("\n\n")[2] == (
        'Introduction.\n\n![A \\[bench\\]](images/a.png "By the \\"door\\" – Photo: Lena")\n\n## One\n\n'
        "See ![A chair](images/b.png) and `![A chair](images/b.png)`."
    )
    assert post["images"] == [
        {"src": "images/a.png", "alt": "A [bench]", "caption": 'By the "door"', "credit": "Photo: Lena"},
        {"src": "images/b.png", "alt": "A chair"},
    ]
    assert sorted(texts(tmp_path / "notes")) == [
        "neighbours/images/a.png", "neighbours/images/b.png", "neighbours/index.md",
    ]  # fmt: skip


def test_a_second_export_writes_nothing_and_a_retraction_leaves_nothing(tmp_path: Path) -> None:
    exporter = markdown_exporter(tmp_path)
    exporter.export([revision()])
    before = snapshot(tmp_path / "notes")
    assert [r.outcome for r in markdown_exporter(tmp_path).export([revision()])] == ["unchanged"]
    assert snapshot(tmp_path / "notes") == before
    exporter.retract(["neighbours"])
    assert texts(tmp_path / "notes") == {}


def test_a_file_that_is_not_ours_is_never_touched(tmp_path: Path) -> None:
    theirs = tmp_path / "notes/neighbours/index.md"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("Somebody’s own.")
    with pytest.raises(Conflict):
        markdown_exporter(tmp_path).export([revision()])
    assert markdown_exporter(tmp_path).retract(["neighbours"]) == []
    assert theirs.read_text() == "Somebody’s own."
