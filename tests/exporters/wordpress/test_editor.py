"""The site's own editor, in a real browser: it opens what we send as blocks, and has nothing to repair."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from servers.browser import Browser, browser
from servers.running import NotInstalled, not_installed
from servers.wordpress import WordPress
from tests.worlds.awkward_pieces import awkward, sample_revisions
from tests.worlds.revisions import store_of_pieces
from tests.worlds.wordpress_newsroom import WordPressNewsroom

pytestmark = [pytest.mark.wordpress, pytest.mark.server, pytest.mark.xdist_group("wordpress")]

# every block of the open post, those within others too: its name, and why it would have to be repaired
_BLOCKS: Final = """JSON.stringify((function walk(blocks) {
    return blocks.flatMap((block) => [
        [block.name, block.isValid ? '' : block.validationIssues.flatMap((it) => it.args).join(' ') || 'invalid'],
        ...walk(block.innerBlocks),
    ]);
})(wp.data.select('core/block-editor').getBlocks()))"""
_UNKNOWN: Final = ("core/missing", "core/freeform")
_IS_OPEN: Final = "wp.data.select('core/block-editor').getBlocks().length"
_SAVE: Final = "wp.data.dispatch('core/editor').savePost().then(() => true)"


class EditorsDesk:
    """Somebody who is signed in at the site, in a browser."""

    def __init__(self, site: WordPress, window: Browser) -> None:
        self._site = site
        self.window = window
        window.open(f"{site.url}/wp-login.php")
        window.run("user_login.value = 'agathe', user_pass.value = 'secret', loginform.submit()")
        window.wait_for("document.querySelector('#wpadminbar')")

    def open(self, slug: str) -> list[tuple[str, str]]:
        """Open a post in the editor; each of its blocks, with what is wrong with it."""
        identity = self._site.post(slug)["ID"]
        self.window.open(f"{self._site.url}/wp-admin/post.php?post={identity}&action=edit")
        self.window.wait_for(_IS_OPEN)
        return [(name, wrong) for name, wrong in json.loads(self.window.run(_BLOCKS))]

    def save(self) -> None:
        """Press “Update”."""
        self.window.run(_SAVE)


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    try:
        with browser(tmp_path_factory.mktemp("browser")) as page:
            yield page
    except NotInstalled as missing:
        not_installed(missing)


@pytest.fixture
def newsroom(tmp_path: Path, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch) -> WordPressNewsroom:
    wordpress.empty()
    return WordPressNewsroom(tmp_path, wordpress, monkeypatch)


@pytest.fixture
def desk(wordpress: WordPress, window: Browser) -> EditorsDesk:
    return EditorsDesk(wordpress, window)


def broken(blocks: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The blocks that the editor offers to repair, and those that it does not take for blocks."""
    return [(name, wrong) for name, wrong in blocks if wrong or name in _UNKNOWN]


def test_the_sites_editor_opens_every_piece_without_a_repair_and_saves_it_as_it_was(
    newsroom: WordPressNewsroom, desk: EditorsDesk, tmp_path: Path
) -> None:
    sent = [awkward(slug="awkward"), *sample_revisions()]
    store_of_pieces(newsroom.root, *(piece.slug for piece in sent))
    assert {receipt.outcome for receipt in newsroom.exporter().export(sent)} == {"created"}
    opened = {}
    for piece in sent:
        opened[piece.slug] = desk.open(piece.slug)
        desk.save()
    assert {slug: broken(blocks) for slug, blocks in opened.items()} == {piece.slug: [] for piece in sent}
    assert {name for name, _wrong in opened["awkward"]} >= {
        f"core/{name}" for name in "code heading html list list-item paragraph quote separator table".split()
    }
    # WordPress 6.1 takes away what kept a “[” of the awkward piece from being a shortcode: it counts as an edit
    is_kept = "&#091;" in newsroom.site.post("awkward")["post_content"]
    conditions = {post.slug: post.condition for post in newsroom.exporter().inspect()}
    assert conditions == {piece.slug: "as-sent" for piece in sent} | {"awkward": "as-sent" if is_kept else "edited"}
    pulled = newsroom.exporter().pull(sent[0])
    definition = "[^1]: nothing\n"  # no block holds it, so it is added at the end
    body = f"{sent[0].body.replace(f'{definition}{chr(10)}', '')}\n{definition}"
    assert (pulled.title, pulled.body) == (sent[0].title, body)


def test_what_the_editor_would_repair_is_seen(newsroom: WordPressNewsroom, desk: EditorsDesk) -> None:
    newsroom.send()
    wrong = (
        '<!-- wp:heading {"level":2} -->\n<h4>Ours?</h4>\n<!-- /wp:heading -->',
        "<!-- wp:nobody/knows /-->",
        "<p>No block.</p>",
    )
    newsroom.site.edit("neighbours", post_content="\n\n".join(wrong))
    names = [name for name, _wrong in broken(desk.open("neighbours"))]
    assert names == ["core/heading", "core/missing", "core/freeform"]
