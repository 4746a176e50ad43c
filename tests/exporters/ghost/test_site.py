"""What editors rely on at a real Ghost: exactly what was approved, once, and never a mail."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from authoring.exporters import ApprovedRevision, Receipt
from authoring.exporters.ghost import GhostExporter
from authoring.exporters.rendering import html as body_html
from authoring.exporters.rendering.gallery import Gallery
from authoring.model.config import TargetSettings
from authoring.model.documents import Picture
from authoring.testing import pictures, revision
from servers.ghost import Ghost
from servers.proxy import Fate, Proxy, proxy
from tests.worlds.pictures import png
from tests.worlds.revisions import settings_in, store_of_pieces
from tests.worlds.wordpress_newsroom import AWKWARD_FOR_WORDPRESS, shown_words

pytestmark = [pytest.mark.ghost, pytest.mark.server, pytest.mark.xdist_group("ghost")]


class GhostNewsroom:
    """A workspace with two pictures and a Ghost, and the exporter between them."""

    def __init__(self, root: Path, site: Ghost, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.site = site
        self.contents = {"images/a.png": png(), "b.png": png(50, 50)}
        self._monkeypatch = monkeypatch

    def exporter(self, url: str = "", *, key: str = "", **options: Any) -> GhostExporter:
        self._monkeypatch.setenv("AUTHORING_BLOG_KEY", key or self.site.key)
        target = TargetSettings("blog", "ghost", options={"url": url or self.site.url, **options})
        store = store_of_pieces(self.root)
        settings = settings_in(store, self.root)
        return GhostExporter(settings, target, store, sleep=lambda seconds: time.sleep(seconds / 10))

    def piece(self, slug: str = "neighbours", **changes: Any) -> ApprovedRevision:
        images = (Picture("b.png", "A bee", "The bee", "Nora Lind"),)
        files = pictures(self.contents)
        return replace(
            revision(slug, body=AWKWARD_FOR_WORDPRESS), images=images, pictures=files, author_id="agathe", **changes
        )

    def send(self, piece: ApprovedRevision | None = None) -> Receipt:
        return self.exporter().export([piece or self.piece()])[0]

    def page(self, slug: str = "neighbours") -> str:
        """What a reader's browser gets."""
        return httpx2.get(f"{self.site.url}/{slug}/", follow_redirects=True).text

    def record(self, slug: str = "neighbours") -> Path:
        return self.root / "drafts" / slug / "exports" / "blog.json"

    def pictures(self) -> int:
        return self.site.pictures()


@pytest.fixture
def newsroom(tmp_path: Path, ghost: Ghost, monkeypatch: pytest.MonkeyPatch) -> GhostNewsroom:
    ghost.empty()
    return GhostNewsroom(tmp_path, ghost, monkeypatch)


@pytest.fixture
def wire(ghost: Ghost) -> Iterator[Proxy]:
    with proxy(ghost.url) as relay:
        yield relay


def test_readers_see_exactly_the_approved_words(newsroom: GhostNewsroom) -> None:
    receipt = newsroom.send()
    assert (receipt.outcome, receipt.notes) == ("created", ())
    piece = newsroom.piece()
    ours = shown_words(body_html.render(piece.body, gallery=Gallery(piece)))
    theirs = [word for word in shown_words(newsroom.site.post("neighbours")["html"]) if word != "–"]
    assert theirs == [*piece.disclosure.text.split(), *ours]


def test_the_first_picture_is_the_posts_own_with_its_words(newsroom: GhostNewsroom) -> None:
    before = newsroom.pictures()
    newsroom.contents = {"images/a.png": png(70, 30), "b.png": png(70, 50)}
    newsroom.exporter().export([newsroom.piece(), newsroom.piece("other")])
    post = newsroom.site.post("neighbours")
    assert post["feature_image_alt"] == "A bee"
    assert post["feature_image_caption"] == "The bee – Nora Lind"
    assert httpx2.get(post["feature_image"]).content == png(70, 50)
    assert newsroom.pictures() == before + 2


def test_programs_read_how_it_was_made_in_the_pages_head(newsroom: GhostNewsroom) -> None:
    newsroom.send()
    page = newsroom.page()
    assert '<meta name="ai-disclosure" content="ai-assisted">' in page
    facts = [
        json.loads(script) for script in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    ]
    assert any(str(fact.get("digitalSourceType")).endswith("compositeWithTrainedAlgorithmicMedia") for fact in facts)


def test_tags_authors_dates_and_the_excerpt_arrive(newsroom: GhostNewsroom) -> None:
    newsroom.send(newsroom.piece(tags=("saws", "Café & Co"), published=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)))
    newsroom.send(newsroom.piece("other", tags=("saws",)))
    post = newsroom.site.post("neighbours")
    assert [tag["name"] for tag in post["tags"]] == ["saws", "Café & Co"]
    assert post["authors"][0]["name"] == "Agathe Berger"
    assert post["published_at"] == "2026-07-01T22:30:00.000Z"
    assert post["custom_excerpt"] == "A shared workshop tells what its neighbours bring."
    tags = newsroom.site.admin("GET", "tags/?limit=all")["tags"]
    assert sorted(tag["name"] for tag in tags if tag["name"] in ("saws", "Café & Co")) == ["Café & Co", "saws"]


def test_an_excerpt_that_the_site_cannot_hold_is_cut_and_told(newsroom: GhostNewsroom) -> None:
    receipt = newsroom.send(newsroom.piece(description="word " * 80))
    assert receipt.outcome == "created"
    assert receipt.notes == ("the excerpt is longer than the 300 characters that the site holds, and is cut",)
    assert len(newsroom.site.post("neighbours")["custom_excerpt"]) == 300


def test_no_mail_is_sent_whatever_is_done(newsroom: GhostNewsroom) -> None:
    newsroom.send()
    newsroom.send(newsroom.piece(hash="b" * 64, title="Another title"))
    newsroom.exporter().retract(["neighbours"])
    newsroom.send()
    assert newsroom.site.mails() == 0


def test_an_edit_that_the_words_do_not_show_is_found_too(newsroom: GhostNewsroom) -> None:
    newsroom.send()
    post = newsroom.site.post("neighbours")
    wide = post["lexical"].replace('"cardWidth":"regular"', '"cardWidth":"wide"')
    assert wide != post["lexical"]
    newsroom.site.edit("neighbours", lexical=wide)
    assert newsroom.exporter().inspect()[0].condition == "edited"
    assert newsroom.send(newsroom.piece(hash="b" * 64)).outcome == "conflict"


def test_an_edit_between_our_look_and_our_write_is_a_conflict(newsroom: GhostNewsroom, wire: Proxy) -> None:
    newsroom.exporter(wire.url).export([newsroom.piece()])

    def edit_before_the_write(request: str) -> Fate:
        if request.startswith("PUT"):
            time.sleep(1.1)  # Ghost counts in seconds
            newsroom.site.edit("neighbours", title="Their title")
        return "pass"

    wire.decide = edit_before_the_write
    receipt = newsroom.exporter(wire.url).export([newsroom.piece(hash="b" * 64)])[0]
    assert receipt.outcome == "conflict"
    assert [
        (difference.field, difference.there) for difference in receipt.differences if difference.field == "title"
    ] == [("title", "Their title")]
    assert newsroom.site.post("neighbours")["title"] == "Their title"


def test_a_key_that_is_none_is_explained_and_not_shown(newsroom: GhostNewsroom) -> None:
    receipt = newsroom.exporter(key="secret").export([newsroom.piece()])[0]
    assert receipt.where == f"The key for {newsroom.site.url} is not an Admin API key."
    wrong = f"{newsroom.site.key.partition(':')[0]}:{'ab' * 32}"
    receipt = newsroom.exporter(key=wrong).export([newsroom.piece()])[0]
    assert receipt.outcome == "failed"
    assert receipt.where.startswith(f"{newsroom.site.url} does not let us in: Invalid token")
    assert "ab" * 32 not in repr(receipt)


@pytest.mark.parametrize("fate", ["unsent", "unanswered", "half"])
def test_a_cut_connection_makes_no_duplicate(newsroom: GhostNewsroom, wire: Proxy, fate: Fate) -> None:
    counts: dict[str, int] = {}

    def decide(request: str) -> Fate:
        counts[request] = counts.get(request, 0) + 1
        return fate if counts[request] == 1 else "pass"

    wire.decide = decide
    before = newsroom.pictures()
    newsroom.contents = {"images/a.png": png(60, 20 + len(fate)), "b.png": png(20 + len(fate), 60)}
    receipt = newsroom.exporter(wire.url).export([newsroom.piece()])[0]
    assert receipt.outcome == "created"
    assert len(newsroom.site.posts()) == 1
    assert newsroom.pictures() == before + 2
    counts.clear()
    changed = newsroom.piece(hash="b" * 64, title="Another title")
    assert newsroom.exporter(wire.url).export([changed])[0].outcome == "updated"
    assert newsroom.site.post("neighbours")["title"] == "Another title"
    assert newsroom.pictures() == before + 2


def test_a_lost_record_makes_no_duplicate(newsroom: GhostNewsroom) -> None:
    newsroom.send()
    newsroom.record().unlink()
    pictures = newsroom.pictures()
    assert newsroom.send().outcome == "unchanged"
    assert (len(newsroom.site.posts()), newsroom.pictures()) == (1, pictures)


def test_their_edit_of_a_paragraph_comes_back_and_all_else_stays_letter_for_letter(newsroom: GhostNewsroom) -> None:
    newsroom.send()
    html = newsroom.site.post("neighbours")["html"]
    newsroom.site.edit("neighbours", html=html.replace("“I had no saw.”", "“I had <em>no</em> saw.”"))
    pulled = newsroom.exporter().pull(newsroom.piece())
    assert pulled.body == AWKWARD_FOR_WORDPRESS.replace("“I had no saw.”", "“I had *no* saw.”")
    assert pulled.notes == ()


def test_what_of_their_text_cannot_come_along_is_said(newsroom: GhostNewsroom) -> None:
    newsroom.send()
    html = newsroom.site.post("neighbours")["html"]
    film = '<!--kg-card-begin: html--><iframe src="https://example.org/film"></iframe><!--kg-card-end: html-->'
    newsroom.site.edit("neighbours", html=f"{html}{film}")
    pulled = newsroom.exporter().pull(newsroom.piece())
    assert pulled.body == AWKWARD_FOR_WORDPRESS
    assert pulled.notes == ("a <iframe> of the site was left out",)


def test_a_scheduled_piece_waits_there(newsroom: GhostNewsroom) -> None:
    later = newsroom.piece(published=datetime(2126, 1, 1, 9, tzinfo=UTC), is_scheduled=True)
    assert newsroom.send(later).outcome == "scheduled"
    post = newsroom.site.post("neighbours")
    assert (post["status"], post["published_at"]) == ("scheduled", "2126-01-01T09:00:00.000Z")


def test_an_address_that_somebody_chose_there_stays(newsroom: GhostNewsroom) -> None:
    newsroom.send()
    newsroom.site.edit("neighbours", slug="our-neighbours")
    receipt = newsroom.send(newsroom.piece(hash="b" * 64, title="Another title"))
    assert (receipt.outcome, receipt.notes) == ("updated", ())
    assert receipt.where == f"{newsroom.site.url}/our-neighbours/"
