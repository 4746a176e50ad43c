"""What real Hugo and real Jekyll show of a piece is what was approved, whatever the site's own settings are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from authoring.exporters import ApprovedRevision
from authoring.exporters.hugo import HugoExporter
from authoring.exporters.jekyll import JekyllExporter
from authoring.exporters.rendering import html
from authoring.exporters.rendering.gallery import Gallery
from authoring.model.config import TargetSettings
from servers.bare_sites import hugo_site, jekyll_site, text_in
from servers.markup import words
from tests.worlds.awkward_pieces import SPOKEN, awkward, sample_revisions
from tests.worlds.effort import examples
from tests.worlds.revisions import revision, settings_in, store_of_pieces
from tests.worlds.site_generators import HAS_JEKYLL, build_hugo, build_jekyll, needs_jekyll

# every extension of CommonMark that Hugo's Markdown can be configured to apply
EVERYTHING: Final = """
enableEmoji = true
[markup.goldmark.extensions.extras]
[markup.goldmark.extensions.extras.insert]
enable = true
[markup.goldmark.extensions.extras.mark]
enable = true
[markup.goldmark.extensions.extras.subscript]
enable = true
[markup.goldmark.extensions.extras.superscript]
enable = true
[markup.goldmark.parser.attribute]
block = true
[markup.goldmark.extensions.passthrough]
enable = true
[markup.goldmark.extensions.passthrough.delimiters]
block = [['\\\\[', '\\\\]'], ['$$', '$$']]
inline = [['\\\\(', '\\\\)'], ['$', '$']]
"""


def expected(one: ApprovedRevision) -> list[str]:
    """The words of the disclosure, then those of the piece as our own page shows it."""
    return [*one.disclosure.text.split(), *words(html.render(one.body, gallery=Gallery(one)))]


def hugo_text(tmp_path: Path, *sent: ApprovedRevision, options: str = "") -> dict[str, str]:
    site = hugo_site(tmp_path / "blog", settings=options)
    target, store = TargetSettings("blog", "hugo", folder="blog"), store_of_pieces(tmp_path)
    receipts = HugoExporter(settings_in(store, tmp_path), target, store).export(sent)
    assert {receipt.outcome for receipt in receipts} == {"created"}, receipts
    output = build_hugo(site)
    return {piece.slug: text_in(output / "posts" / piece.slug / "index.html") for piece in sent}


def jekyll_text(tmp_path: Path, *sent: ApprovedRevision, options: str = "") -> dict[str, str]:
    site = jekyll_site(tmp_path / "blog", settings=options)
    target, store = TargetSettings("blog", "jekyll", folder="blog"), store_of_pieces(tmp_path)
    receipts = JekyllExporter(settings_in(store, tmp_path), target, store).export(sent)
    assert {receipt.outcome for receipt in receipts} == {"created"}, receipts
    output = build_jekyll(site)
    return {piece.slug: text_in(output / piece.slug / "index.html") for piece in sent}


@pytest.mark.parametrize("options", ["", EVERYTHING], ids=["as it comes", "everything switched on"])
def test_hugo_shows_the_words_of_the_most_awkward_piece(tmp_path: Path, options: str) -> None:
    piece = awkward()
    text = hugo_text(tmp_path, piece, options=options)[piece.slug]
    assert words(text) == expected(piece)
    assert " ".join(SPOKEN.split()) in " ".join(words(text))
    assert text.count("<img") == 2
    assert 'src="images/bench.png"' in text
    page = (tmp_path / "blog" / "public" / "2020" / "01" / "old-one" / "index.html").read_text()
    assert "url=https://blog.example.org/posts/neighbours/" in page


@needs_jekyll
def test_jekyll_shows_the_words_of_the_most_awkward_piece(tmp_path: Path) -> None:
    piece = awkward()
    text = jekyll_text(tmp_path, piece, options="baseurl: /sub\nplugins: []\n")[piece.slug]
    assert words(text) == expected(piece)
    assert " ".join(SPOKEN.split()) in " ".join(words(text))
    assert 'src="/sub/assets/neighbours/images/bench.png"' in text
    page = (tmp_path / "blog" / "_site" / "2020" / "01" / "old-one" / "index.html").read_text()
    assert "url=/sub/neighbours/" in page


def test_hugo_shows_every_sample_as_approved(tmp_path: Path) -> None:
    samples = sample_revisions()
    texts = hugo_text(tmp_path, *samples)
    for sample in samples:
        assert words(texts[sample.slug]) == expected(sample)


@needs_jekyll
def test_jekyll_shows_every_sample_as_approved(tmp_path: Path) -> None:
    samples = sample_revisions()
    texts = jekyll_text(tmp_path, *samples)
    for sample in samples:
        assert words(texts[sample.slug]) == expected(sample)


ANY_TEXT: Final = st.text(
    alphabet=st.sampled_from(list("abzAZ09 \n\t#*_-+>|`~:;!?.,()[]{}<>%$^=&'\"@/\\é «»“”’…—")), min_size=1, max_size=120
)


@example(
    [
        "ab!!*-[b.]{ x*:_",
        "!*[a](/b)*",
        "a|b\n-|-\n`c \\| d`|e",
        "Z**a**&>***(>#A*b*!",
        "x @0/A~~~x~~",
        "two  \nlines\n==",
        "[a <https://a.b> c](d)",
        "é.=*…- ’*~~x~~~~y~~<^",
        ',b****~~x~~ "***~«(~+ *b*c*',
    ]
)
@settings(max_examples=examples(2, full=12), deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(ANY_TEXT, min_size=30, max_size=60))
def test_any_text_is_shown_as_our_own_page_shows_it(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str]
) -> None:
    sent = [revision(f"piece-{number}", body=f"{body}\n") for number, body in enumerate(bodies)]
    sent += [
        revision(f"spoken-{number}", body=f"<!-- testimony:nora -->\nx {body} x\n<!-- /testimony:nora -->\n")
        for number, body in enumerate(bodies)
    ]
    for make in (hugo_text, *([jekyll_text] if HAS_JEKYLL else [])):
        texts = make(tmp_path_factory.mktemp("site"), *[piece for piece in sent if "![" not in piece.body])
        for piece in sent:
            if piece.slug in texts:
                assert words(texts[piece.slug]) == expected(piece), (make.__name__, piece.body)
