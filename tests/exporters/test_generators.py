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
from tests.worlds.awkward_pieces import SPOKEN, awkward, sample_revisions
from tests.worlds.effort import examples
from tests.worlds.revisions import revision, settings_in, store_of_pieces
from tests.worlds.site_generators import (
    HAS_JEKYLL,
    build_hugo,
    build_jekyll,
    hugo_site,
    jekyll_site,
    needs_jekyll,
    text_in,
    words,
)

# everything that Hugo's Markdown can be told to do besides CommonMark
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
    """The words of our own page of it, behind those of the disclosure."""
    return [*one.disclosure.text.split(), *words(html.render(one.body, gallery=Gallery(one)))]


def hugo_text(tmp_path: Path, *sent: ApprovedRevision, options: str = "") -> dict[str, str]:
    site = hugo_site(tmp_path / "blog", settings=options)
    target, store = TargetSettings("blog", "hugo", folder="blog"), store_of_pieces(tmp_path)
    receipts = HugoExporter(settings_in(store, tmp_path), target, store).export(sent)
    assert {one.outcome for one in receipts} == {"created"}, receipts
    made = build_hugo(site)
    return {one.slug: text_in(made / "posts" / one.slug / "index.html") for one in sent}


def jekyll_text(tmp_path: Path, *sent: ApprovedRevision, options: str = "") -> dict[str, str]:
    site = jekyll_site(tmp_path / "blog", settings=options)
    target, store = TargetSettings("blog", "jekyll", folder="blog"), store_of_pieces(tmp_path)
    receipts = JekyllExporter(settings_in(store, tmp_path), target, store).export(sent)
    assert {one.outcome for one in receipts} == {"created"}, receipts
    made = build_jekyll(site)
    return {one.slug: text_in(made / one.slug / "index.html") for one in sent}


@pytest.mark.parametrize("options", ["", EVERYTHING], ids=["as it comes", "everything switched on"])
def test_hugo_shows_the_words_of_the_most_awkward_piece(tmp_path: Path, options: str) -> None:
    one = awkward()
    made = hugo_text(tmp_path, one, options=options)[one.slug]
    assert words(made) == expected(one)
    assert " ".join(SPOKEN.split()) in " ".join(words(made))
    assert made.count("<img") == 2
    assert 'src="images/bench.png"' in made
    page = (tmp_path / "blog" / "public" / "2020" / "01" / "old-one" / "index.html").read_text()
    assert "url=https://blog.example.org/posts/neighbours/" in page


@needs_jekyll
def test_jekyll_shows_the_words_of_the_most_awkward_piece(tmp_path: Path) -> None:
    one = awkward()
    made = jekyll_text(tmp_path, one, options="baseurl: /sub\nplugins: []\n")[one.slug]
    assert words(made) == expected(one)
    assert " ".join(SPOKEN.split()) in " ".join(words(made))
    assert 'src="/sub/assets/neighbours/images/bench.png"' in made
    page = (tmp_path / "blog" / "_site" / "2020" / "01" / "old-one" / "index.html").read_text()
    assert "url=/sub/neighbours/" in page


def test_hugo_shows_every_sample_as_approved(tmp_path: Path) -> None:
    samples = sample_revisions()
    made = hugo_text(tmp_path, *samples)
    for one in samples:
        assert words(made[one.slug]) == expected(one)


@needs_jekyll
def test_jekyll_shows_every_sample_as_approved(tmp_path: Path) -> None:
    samples = sample_revisions()
    made = jekyll_text(tmp_path, *samples)
    for one in samples:
        assert words(made[one.slug]) == expected(one)


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
        made = make(tmp_path_factory.mktemp("site"), *[each for each in sent if "![" not in each.body])
        for one in sent:
            if one.slug in made:
                assert words(made[one.slug]) == expected(one), (make.__name__, one.body)
