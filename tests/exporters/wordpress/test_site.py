"""What editors rely on at a real WordPress: exactly what was approved, once, whatever the connection does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from authoring.cli.advice import words
from authoring.exporters.rendering import html as body_html
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.wordpress import WordPressExporter
from authoring.model.config import TargetSettings
from authoring.model.documents import Picture
from authoring.privacy import metadata
from authoring.testing import pictures, revision
from servers.proxy import Fate, Proxy, proxy
from servers.wordpress import DATABASE, WordPress
from tests.worlds.revisions import settings_in, store_of_pieces
from tests.worlds.wordpress_newsroom import AWKWARD_FOR_WORDPRESS, WordPressNewsroom, shown_words

pytestmark = [pytest.mark.wordpress, pytest.mark.server, pytest.mark.xdist_group("wordpress")]


@pytest.fixture
def newsroom(tmp_path: Path, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch) -> WordPressNewsroom:
    wordpress.empty()
    return WordPressNewsroom(tmp_path, wordpress, monkeypatch)


@pytest.fixture
def wire(wordpress: WordPress) -> Iterator[Proxy]:
    with proxy(wordpress.url) as relay:
        yield relay


def test_readers_see_exactly_the_approved_words(newsroom: WordPressNewsroom) -> None:
    receipt = newsroom.send()
    assert (receipt.outcome, receipt.notes) == ("created", ())
    piece = newsroom.piece()
    ours = shown_words(body_html.render(piece.body, gallery=Gallery(piece)))
    # a caption and its credit are joined by a dash there
    theirs = [word for word in shown_words(newsroom.shown()) if word != "–"]
    assert theirs == [*piece.disclosure.text.split(), *ours]


@pytest.mark.parametrize("user", ["agathe", "nora"])
def test_the_site_stores_the_text_that_was_sent_whoever_sends_it(newsroom: WordPressNewsroom, user: str) -> None:
    receipt = newsroom.exporter(user=user).export([newsroom.piece()])[0]
    assert receipt.outcome == "created"
    assert not [note for note in receipt.notes if "changed" in words(note)]


def test_an_author_is_told_what_their_account_could_not_do(newsroom: WordPressNewsroom) -> None:
    receipt = newsroom.exporter(user="nora").export([newsroom.piece()])[0]
    assert receipt.notes == (
        "The account may not write for “Agathe Berger”; the post stands under “Nora Lind”.",
        "The account may not write machine-readable marks (JSON-LD); the text alone tells of the model.",
    )
    assert "ld+json" not in newsroom.shown()
    assert 'data-ai-disclosure="ai-assisted"' in newsroom.shown()


def test_an_editor_sends_the_marks_for_programs_too(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    marks = re.search(r'<script type="application/ld\+json">(.*?)</script>', newsroom.shown())
    assert marks is not None
    facts = json.loads(marks[1])
    assert facts["digitalSourceType"].endswith("compositeWithTrainedAlgorithmicMedia")
    assert facts["accountablePerson"]["name"] == "Agathe Berger"


def test_a_contributor_learns_that_the_account_cannot_publish(newsroom: WordPressNewsroom) -> None:
    receipt = newsroom.exporter(user="ilse").export([revision()])[0]
    assert receipt.outcome == "failed"
    assert receipt.where == (
        f"{newsroom.site.url} does not allow it to “ilse”: "
        "Sorry, you are not allowed to publish posts in this post type."
    )
    assert receipt.notes == ("Give that user the role of an author, or of an editor, in the site’s list of users.",)
    assert newsroom.site.count("post") == 0


def test_a_picture_is_uploaded_once_with_its_words(newsroom: WordPressNewsroom) -> None:
    newsroom.exporter().export([newsroom.piece(), newsroom.piece("other")])
    assert newsroom.site.count("attachment") == 2
    rows = newsroom.site.database.run(
        "SELECT p.post_excerpt, m.meta_value FROM wp_posts p JOIN wp_postmeta m ON m.post_id = p.ID "
        "WHERE m.meta_key = '_wp_attachment_image_alt' ORDER BY p.ID",
        database=DATABASE,
    )
    assert rows == "The bee – Nora Lind\tA bee\nOur door\tThe “door” [open]\n"
    featured = newsroom.site.run_php("echo get_post_thumbnail_id(get_page_by_path('neighbours', OBJECT, 'post'));")
    assert newsroom.site.run_php(f"echo basename(get_attached_file({featured}));") == "b.png"


def test_an_uploaded_picture_tells_nothing_of_where_it_was_taken(newsroom: WordPressNewsroom) -> None:
    from tests.worlds.pictures import camera_picture

    images = (Picture("b.jpg", "A bee"),)
    newsroom.send(replace(revision(), images=images, pictures=pictures({"b.jpg": camera_picture("jpeg")})))
    sent = next(newsroom.site.folder.glob("wp-content/uploads/*/*/b.jpg")).read_bytes()
    assert metadata.tells_position(camera_picture("jpeg"))
    assert not metadata.tells_position(sent)


def test_other_words_for_a_picture_reach_the_library(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    other = newsroom.piece(hash="b" * 64)
    newsroom.send(replace(other, images=(Picture("b.png", "Another bee"),)))
    assert newsroom.site.count("attachment") == 2
    alts = newsroom.site.database.run(
        "SELECT meta_value FROM wp_postmeta WHERE meta_key = '_wp_attachment_image_alt' ORDER BY post_id",
        database=DATABASE,
    )
    assert alts.splitlines()[0] == "Another bee"


def test_a_tag_is_found_among_a_thousand(newsroom: WordPressNewsroom) -> None:
    names = ",".join(f"({number}, 'tag {number:04}', 'tag-{number}', 0)" for number in range(1000, 2000))
    kinds = ",".join(f"({number}, {number}, 'post_tag', '', 0, 0)" for number in range(1000, 2000))
    newsroom.site.database.run(
        f"INSERT INTO wp_terms VALUES {names}; INSERT INTO wp_term_taxonomy VALUES {kinds};", database=DATABASE
    )
    newsroom.send(newsroom.piece(tags=("TAG 1999", "Café & Co", "neuf")))
    tags = newsroom.site.run_php(
        "$p = get_page_by_path('neighbours', OBJECT, 'post')->ID;"
        "echo implode('|', wp_get_post_tags($p, array('fields' => 'names')));"
    )
    assert tags == "Café &amp; Co|neuf|tag 1999"
    assert newsroom.site.database.run("SELECT COUNT(*) FROM wp_terms", database=DATABASE) == "1003\n"


def test_a_tag_that_is_a_category_there_is_sent_as_one(newsroom: WordPressNewsroom) -> None:
    receipts = newsroom.exporter(categories=["Life"], category="News").export(
        [newsroom.piece(tags=("life", "saws")), newsroom.piece("other", tags=())]
    )
    assert [receipt.outcome for receipt in receipts] == ["created", "created"]
    categories = [
        newsroom.site.run_php(
            f"$p = get_page_by_path('{slug}', OBJECT, 'post')->ID;"
            "echo implode('|', wp_get_post_categories($p, array('fields' => 'names')));"
        )
        for slug in ("neighbours", "other")
    ]
    assert categories == ["Life", "News"]


def test_categories_that_are_not_ours_to_set_are_the_sites_affair(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    newsroom.site.run_php("wp_insert_term('Theirs', 'category');")
    newsroom.site.run_php(
        "wp_set_post_terms(get_page_by_path('neighbours', OBJECT, 'post')->ID, "
        "array(get_term_by('name', 'Theirs', 'category')->term_id), 'category');"
    )
    assert newsroom.exporter().inspect()[0].condition == "as-sent"
    assert newsroom.send(newsroom.piece(hash="b" * 64)).outcome == "updated"


def test_the_author_is_who_the_settings_say(newsroom: WordPressNewsroom) -> None:
    newsroom.exporter(authors={"agathe": "nora"}).export([newsroom.piece()])
    author = newsroom.site.run_php(
        "echo get_userdata(get_page_by_path('neighbours', OBJECT, 'post')->post_author)->user_login;"
    )
    assert author == "nora"


def test_dates_are_those_of_the_publication_in_the_sites_own_time(newsroom: WordPressNewsroom) -> None:
    newsroom.send(newsroom.piece(published=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)))
    assert newsroom.site.post("neighbours")["post_date"] == "2026-07-02 00:30:00"


def test_a_scheduled_piece_goes_live_by_itself_and_that_is_no_edit(newsroom: WordPressNewsroom) -> None:
    later = newsroom.piece(published=datetime(2126, 1, 1, 9, tzinfo=UTC), is_scheduled=True)
    assert newsroom.send(later).outcome == "scheduled"
    assert newsroom.site.post("neighbours")["post_status"] == "future"
    newsroom.site.run_php("wp_publish_post(get_page_by_path('neighbours', OBJECT, 'post'));")
    assert newsroom.exporter().inspect()[0].condition == "as-sent"
    before = newsroom.site.post("neighbours")
    receipt = newsroom.send(newsroom.piece(published=datetime(2126, 1, 1, 9, tzinfo=UTC)))
    assert (receipt.outcome, newsroom.site.post("neighbours")) == ("unchanged", before)


def test_a_name_that_is_taken_there_is_told(newsroom: WordPressNewsroom) -> None:
    newsroom.site.run_php(
        "wp_insert_post(array('post_title' => 'x', 'post_name' => 'neighbours', 'post_status' => 'publish'));"
    )
    receipt = newsroom.send(newsroom.piece(body="Text.\n"))
    assert receipt.outcome == "created"
    assert "the name “neighbours” was taken there; the piece is called “neighbours-2”" in receipt.notes


@pytest.mark.parametrize(("options", "state"), [({}, "draft"), ({"bin": True}, "trash")])
def test_a_retracted_piece_goes_to_the_drafts_or_the_bin(
    newsroom: WordPressNewsroom, options: dict[str, Any], state: str
) -> None:
    newsroom.exporter(**options).export([newsroom.piece()])
    receipts = newsroom.exporter(**options).retract(["neighbours"])
    assert [receipt.outcome for receipt in receipts] == ["retracted"]
    status = newsroom.site.database.run("SELECT post_status FROM wp_posts WHERE post_type = 'post'", database=DATABASE)
    assert status == f"{state}\n"
    receipts = newsroom.exporter(**options).export([newsroom.piece()])
    assert [receipt.outcome for receipt in receipts] == ["created"]
    assert newsroom.site.count("post") == 1
    assert newsroom.site.post("neighbours")["post_status"] == "publish"


def test_a_site_without_pretty_addresses_is_reached_too(newsroom: WordPressNewsroom) -> None:
    newsroom.site.run_php("update_option('permalink_structure', ''); flush_rewrite_rules();")
    try:
        assert newsroom.send().outcome == "created"
        assert all(probe.is_fine for probe in newsroom.exporter().probe())
    finally:
        newsroom.site.run_php(
            "update_option('permalink_structure', '/%postname%/'); update_option('rewrite_rules', '');"
        )


def test_a_server_that_hides_the_password_is_explained(newsroom: WordPressNewsroom, wire: Proxy) -> None:
    wire.hidden = "Authorization"
    receipt = newsroom.exporter(wire.url).export([newsroom.piece()])[0]
    assert receipt.outcome == "failed"
    assert receipt.where == f"{wire.url} does not let “agathe” in: You are not currently logged in."
    assert receipt.notes == (
        "Check the user’s name and the application password. If both are right, Apache has taken the header away: add "
        '`SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1` to the site’s .htaccess. '
        "Without https, application passwords are off.",
    )


def test_a_wrong_password_is_explained_and_not_shown(newsroom: WordPressNewsroom) -> None:
    receipts = newsroom.exporter(password="wrong secret").export([newsroom.piece(), newsroom.piece("other")])
    assert [receipt.outcome for receipt in receipts] == ["failed", "failed"]
    assert receipts[0].where.startswith(f"{newsroom.site.url} does not let “agathe” in:")
    assert "secret" not in repr(receipts)


def test_an_address_without_a_wordpress_is_explained(newsroom: WordPressNewsroom) -> None:
    probe = newsroom.exporter(newsroom.site.url.removesuffix("/blog") + "/elsewhere").probe()[0]
    assert not probe.is_fine
    assert "There is no WordPress at" in probe.what


@pytest.mark.parametrize("fate", ["unsent", "unanswered", "half"])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_cut_connection_makes_no_duplicate(newsroom: WordPressNewsroom, wire: Proxy, fate: Fate, nth: int) -> None:
    counts: dict[str, int] = {}

    def decide(request: str) -> Fate:
        counts[request] = counts.get(request, 0) + 1
        return fate if counts[request] <= nth else "pass"

    wire.decide = decide
    receipt = newsroom.exporter(wire.url).export([newsroom.piece()])[0]
    assert receipt.outcome == "created"
    assert (newsroom.site.count("post"), newsroom.site.count("attachment")) == (1, 2)
    counts.clear()
    changed = newsroom.piece(hash="b" * 64, title="Another title")
    assert newsroom.exporter(wire.url).export([changed])[0].outcome == "updated"
    assert newsroom.site.post("neighbours")["post_title"] == "Another title"
    assert (newsroom.site.count("post"), newsroom.site.count("attachment")) == (1, 2)


def test_a_run_that_was_killed_is_taken_up_without_a_duplicate(newsroom: WordPressNewsroom, wire: Proxy) -> None:
    class Killed(BaseException):
        pass

    def kill(request: str) -> Fate:
        return "unanswered" if request.startswith("POST") and "/posts" in request else "pass"

    wire.decide = kill
    store = store_of_pieces(newsroom.root)
    exporter = WordPressExporter(
        settings_in(store, newsroom.root),
        TargetSettings("blog", "wordpress", options={"url": wire.url, "user": "agathe"}),
        store,
        sleep=lambda _seconds: (_ for _ in ()).throw(Killed),
    )
    newsroom.exporter()
    with pytest.raises(Killed):
        exporter.export([newsroom.piece()])
    assert newsroom.site.count("post") == 1
    wire.decide = lambda _request: "pass"
    assert dict(newsroom.exporter(wire.url).known()) == {"neighbours": "unfinished"}
    assert newsroom.exporter(wire.url).inspect()[0].condition == "unfinished"
    assert newsroom.exporter(wire.url).export([newsroom.piece()])[0].outcome in ("created", "unchanged")
    assert newsroom.site.count("post") == 1
    assert newsroom.exporter(wire.url).known() == {"neighbours": "a" * 64}


def test_a_lost_record_makes_no_duplicate(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    newsroom.record().unlink()
    assert newsroom.send().outcome == "unchanged"
    assert (newsroom.site.count("post"), newsroom.site.count("attachment")) == (1, 2)
    assert newsroom.exporter().known() == {"neighbours": "a" * 64}


def test_a_lost_record_does_not_lose_somebodys_edit(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    newsroom.record().unlink()
    text = str(newsroom.site.post("neighbours")["post_content"])
    newsroom.site.edit("neighbours", post_content=text.replace("I had no saw", "I had two saws"))
    receipt = newsroom.send(newsroom.piece(hash="b" * 64))
    assert receipt.outcome == "conflict"
    assert "two saws" in next(difference.there for difference in receipt.differences if difference.field == "content")


def test_ours_over_theirs_keeps_their_text_with_the_reason(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    newsroom.site.edit("neighbours", post_title="Their title")
    newsroom.exporter().overwrite(newsroom.piece(), by="agathe", reason="Not approved.")
    overwritten = json.loads(newsroom.record().read_text("utf-8"))["overwritten"]
    assert [(entry["by"], entry["reason"], entry["fields"]["title"]) for entry in overwritten] == [
        ("agathe", "Not approved.", "Their title")
    ]


def test_their_edit_of_a_paragraph_comes_back_and_all_else_stays_letter_for_letter(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    text = str(newsroom.site.post("neighbours")["post_content"])
    newsroom.site.edit("neighbours", post_content=text.replace("“I had no saw.”", "“I had <em>no</em> *saw*.”"))
    pulled = newsroom.exporter().pull(newsroom.piece())
    assert pulled.body == AWKWARD_FOR_WORDPRESS.replace("“I had no saw.”", "“I had *no* \\*saw\\*.”")
    assert pulled.notes == ()


def test_a_note_that_the_sites_editor_leaves_is_no_edit(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    text = str(newsroom.site.post("neighbours")["post_content"])
    marked = text.replace("no saw", '<mark class="wp-note" data-id="7">no saw</mark>')
    newsroom.site.edit("neighbours", post_content=marked)
    assert newsroom.exporter().inspect()[0].condition == "as-sent"


def test_a_new_look_that_changes_nothing_writes_nothing(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    before = newsroom.site.post("neighbours")
    newsroom.record().write_text(newsroom.record().read_text("utf-8").replace('"look": "', '"look": "other'), "utf-8")
    assert newsroom.send().outcome == "unchanged"
    assert newsroom.site.post("neighbours") == before


def test_an_address_that_somebody_chose_there_stays(newsroom: WordPressNewsroom) -> None:
    newsroom.send()
    newsroom.site.edit("neighbours", post_name="our-neighbours")
    receipt = newsroom.send(newsroom.piece(hash="b" * 64, title="Another title"))
    assert (receipt.outcome, receipt.notes) == ("updated", ())
    assert receipt.where == f"{newsroom.site.url}/our-neighbours/"


def someone_saves_first(newsroom: WordPressNewsroom, wire: Proxy, fate: Fate = "pass", **columns: str) -> None:
    """Somebody presses “Update” in the moment between our look at the post and our write."""
    waiting = [True]

    def decide(request: str) -> Fate:
        if not (waiting and request.startswith("POST") and re.search(r"/posts/\d+", request)):
            return "pass"
        waiting.clear()
        newsroom.site.edit("neighbours", **columns)
        return fate

    wire.decide = decide


@pytest.mark.parametrize(("fate", "saves"), [("pass", 0), ("pass", 2), ("unanswered", 1)])
def test_a_save_between_our_look_and_our_write_is_found_and_put_back(
    newsroom: WordPressNewsroom, wire: Proxy, fate: Fate, saves: int
) -> None:
    sent = [
        newsroom.piece(),
        *(newsroom.piece(hash=f"{number}" * 64, title=f"Title {number}") for number in range(saves)),
    ]
    for piece in sent:
        newsroom.exporter(wire.url).export([piece])
    text = str(newsroom.site.post("neighbours")["post_content"]).replace("no saw", "two saws")
    someone_saves_first(newsroom, wire, fate, post_content=text)
    receipt = newsroom.exporter(wire.url).export([newsroom.piece(hash="b" * 64, title="Another title")])[0]
    assert receipt.outcome == "conflict"
    assert [difference.field for difference in receipt.differences] == ["content"]
    assert "two saws" in receipt.differences[0].there
    place = re.fullmatch(
        r"Somebody saved it there while ours was on its way. Their text is back in its place, and ours is kept: "
        rf"{wire.url}/wp-admin/revision.php\?revision=(\d+)",
        words(receipt.notes[0]),
    )
    assert place is not None
    content = newsroom.site.database.run(f"SELECT post_content FROM wp_posts WHERE ID = {place[1]}", database=DATABASE)
    assert "two saws" in content
    there = newsroom.site.post("neighbours")
    assert (there["post_content"], there["post_title"], there["post_status"]) == (text, sent[-1].title, "publish")
    assert newsroom.exporter(wire.url).inspect()[0].condition == "edited"
    assert newsroom.exporter(wire.url).export([newsroom.piece(hash="b" * 64)])[0].outcome == "conflict"


def test_a_save_between_is_found_where_the_site_keeps_two_versions_only(
    newsroom: WordPressNewsroom, wire: Proxy
) -> None:
    plugin = newsroom.site.folder / "wp-content" / "mu-plugins" / "few.php"
    plugin.parent.mkdir(exist_ok=True)
    plugin.write_text("<?php add_filter('wp_revisions_to_keep', function () { return 2; });")
    try:
        for number in range(4):
            piece = newsroom.piece(hash=str(number) * 64, title=f"Title {number}")
            assert newsroom.exporter(wire.url).export([piece])[0].outcome in ("created", "updated")
        someone_saves_first(newsroom, wire, post_title="Their title")
        receipt = newsroom.exporter(wire.url).export([newsroom.piece(hash="b" * 64, title="Another title")])[0]
        assert (receipt.outcome, newsroom.site.post("neighbours")["post_title"]) == ("conflict", "Their title")
    finally:
        plugin.unlink()


def test_an_ordinary_update_asks_nothing_more_than_to_look_and_to_write(
    newsroom: WordPressNewsroom, wire: Proxy
) -> None:
    newsroom.exporter(wire.url).export([newsroom.piece()])
    for number in range(2):
        wire.requests.clear()
        again = newsroom.piece(hash=str(number) * 64, title=f"Title {number}")
        assert newsroom.exporter(wire.url).export([again])[0].outcome == "updated"
        requests = [request for request in wire.requests if "/posts" in request]
        assert [request.partition(" ")[0] for request in requests] == ["GET", "POST"]
