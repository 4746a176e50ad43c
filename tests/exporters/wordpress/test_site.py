"""What editors rely on at a real WordPress: exactly what was approved, once, whatever the connection does."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from authoring.exporters import ApprovedRevision, Receipt
from authoring.exporters.rendering import html as body_html
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.wordpress import WordPressExporter
from authoring.model import config
from authoring.model.config import TargetSettings
from authoring.model.documents import Picture
from authoring.privacy import metadata
from authoring.testing import revision
from tests.exporters.samples import png
from tests.servers.proxy import Fate, Proxy, proxy
from tests.servers.wordpress import DATABASE, WordPress
from tests.worlds import lantern

pytestmark = [pytest.mark.wordpress, pytest.mark.server, pytest.mark.xdist_group("wordpress")]

AWKWARD = """He said "it's -- well... 3x4 (c)", see [gallery id=1] & https://example.org/a.

https://www.youtube.com/watch?v=x

![The “door” [open]](images/a.png "Our door")

## Why [this](https://example.org/?a=1&b=2)?

- one
- two
  - nested *deep*

3. three
4. four

   and more

- code

  ```
  x < 1
  ```

> “I had no saw.”
>
> — Nora Lind, carpenter

| a | b |
|:-:|--:|
| 1 | 2 |

```python
print("[caption]")
```

---

<script>alert(1)</script>

<!-- testimony:nora-lind -->
I came "here" in 2021... it's
my second line.

Now -- I teach.
<!-- /testimony:nora-lind -->

A line\\
broken « à la française » : 12 h.
"""


class Office:
    """A workspace with two pictures and a site, and the exporter between them."""

    def __init__(self, root: Path, site: WordPress, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = lantern(root, **{"a.png": png(), "b.png": png(50, 50)})
        self.site = site
        self._monkeypatch = monkeypatch

    def exporter(self, url: str = "", *, user: str = "agathe", password: str = "", **options: Any) -> WordPressExporter:
        self._monkeypatch.setenv("AUTHORING_BLOG_PASSWORD", password or self.site.passwords[user])
        target = TargetSettings("blog", "wordpress", options={"url": url or self.site.url, "user": user, **options})
        return WordPressExporter(config.load(self.root, {}), target, sleep=lambda seconds: time.sleep(seconds / 10))

    def piece(self, slug: str = "neighbours", **changes: Any) -> ApprovedRevision:
        shown = (Picture("b.png", "A bee", "The bee", "Nora Lind"),)
        files = {"images/a.png": self.root / "a.png", "b.png": self.root / "b.png"}
        return replace(revision(slug, body=AWKWARD), images=shown, pictures=files, author_id="agathe", **changes)

    def send(self, piece: ApprovedRevision | None = None) -> Receipt:
        return self.exporter().export([piece or self.piece()])[0]

    def shown(self, slug: str = "neighbours") -> str:
        """The text as a reader's browser gets it."""
        return self.site.run_php(
            f"$p = get_page_by_path('{slug}', OBJECT, 'post'); setup_postdata($p);"
            "echo apply_filters('the_content', $p->post_content);"
        )

    def record(self, slug: str = "neighbours") -> Path:
        return self.root / "published" / slug / "exports" / "blog.json"


@pytest.fixture
def office(tmp_path: Path, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch) -> Office:
    wordpress.empty()
    return Office(tmp_path, wordpress, monkeypatch)


@pytest.fixture
def wire(wordpress: WordPress) -> Iterator[Proxy]:
    with proxy(wordpress.url) as told:
        yield told


def words(html: str) -> list[str]:
    """What a reader sees, word by word."""
    from html import unescape

    text = re.sub(r"<(?:script|style).*?</(?:script|style)>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<br ?/?>|</?[^>]+>", " ", text)).split()


def test_readers_see_exactly_the_approved_words(office: Office) -> None:
    receipt = office.send()
    assert (receipt.outcome, receipt.notes) == ("created", ())
    piece = office.piece()
    ours = words(body_html.render(piece.body, gallery=Gallery(piece)))
    # a caption and its credit are joined by a dash there
    theirs = [word for word in words(office.shown()) if word != "–"]
    assert theirs == [*piece.disclosure.text.split(), *ours]


@pytest.mark.parametrize("user", ["agathe", "nora"])
def test_the_site_stores_the_text_that_was_sent_whoever_sends_it(office: Office, user: str) -> None:
    receipt = office.exporter(user=user).export([office.piece()])[0]
    assert receipt.outcome == "created"
    assert not [note for note in receipt.notes if "changed" in note]


def test_an_author_is_told_what_their_account_could_not_do(office: Office) -> None:
    receipt = office.exporter(user="nora").export([office.piece()])[0]
    assert receipt.notes == (
        "The account may not write for “Agathe Berger”; the post stands under “Nora Lind”.",
        "The account may not write machine-readable marks (JSON-LD); the text alone tells of the model.",
    )
    assert "ld+json" not in office.shown()
    assert 'data-ai-disclosure="ai-assisted"' in office.shown()


def test_an_editor_sends_the_marks_for_programs_too(office: Office) -> None:
    office.send()
    marks = re.search(r'<script type="application/ld\+json">(.*?)</script>', office.shown())
    assert marks is not None
    facts = json.loads(marks[1])
    assert facts["digitalSourceType"].endswith("compositeWithTrainedAlgorithmicMedia")
    assert facts["accountablePerson"]["name"] == "Agathe Berger"


def test_a_contributor_learns_that_the_account_cannot_publish(office: Office) -> None:
    receipt = office.exporter(user="ilse").export([revision()])[0]
    assert receipt.outcome == "failed"
    assert receipt.where == (
        f"{office.site.url} does not allow it to “ilse”: Sorry, you are not allowed to publish posts in this post type."
    )
    assert receipt.notes == ("Give that user the role of an author, or of an editor, in the site’s list of users.",)
    assert office.site.count("post") == 0


def test_a_picture_is_uploaded_once_with_its_words(office: Office) -> None:
    office.exporter().export([office.piece(), office.piece("other")])
    assert office.site.count("attachment") == 2
    rows = office.site.database.run(
        "SELECT p.post_excerpt, m.meta_value FROM wp_posts p JOIN wp_postmeta m ON m.post_id = p.ID "
        "WHERE m.meta_key = '_wp_attachment_image_alt' ORDER BY p.ID",
        database=DATABASE,
    )
    assert rows == "The bee – Nora Lind\tA bee\nOur door\tThe “door” [open]\n"
    featured = office.site.run_php("echo get_post_thumbnail_id(get_page_by_path('neighbours', OBJECT, 'post'));")
    assert office.site.run_php(f"echo basename(get_attached_file({featured}));") == "b.png"


def test_an_uploaded_picture_tells_nothing_of_where_it_was_taken(office: Office) -> None:
    from tests.test_metadata import taken  # which is left out where Pillow is missing

    (office.root / "b.jpg").write_bytes(taken("jpeg"))
    shown = (Picture("b.jpg", "A bee"),)
    office.send(replace(revision(), images=shown, pictures={"b.jpg": office.root / "b.jpg"}))
    sent = next(office.site.folder.glob("wp-content/uploads/*/*/b.jpg")).read_bytes()
    assert metadata.tells_position(taken("jpeg"))
    assert not metadata.tells_position(sent)


def test_other_words_for_a_picture_reach_the_library(office: Office) -> None:
    office.send()
    other = office.piece(hash="b" * 64)
    office.send(replace(other, images=(Picture("b.png", "Another bee"),)))
    assert office.site.count("attachment") == 2
    alts = office.site.database.run(
        "SELECT meta_value FROM wp_postmeta WHERE meta_key = '_wp_attachment_image_alt' ORDER BY post_id",
        database=DATABASE,
    )
    assert alts.splitlines()[0] == "Another bee"


def test_a_tag_is_found_among_a_thousand(office: Office) -> None:
    names = ",".join(f"({number}, 'tag {number:04}', 'tag-{number}', 0)" for number in range(1000, 2000))
    kinds = ",".join(f"({number}, {number}, 'post_tag', '', 0, 0)" for number in range(1000, 2000))
    office.site.database.run(
        f"INSERT INTO wp_terms VALUES {names}; INSERT INTO wp_term_taxonomy VALUES {kinds};", database=DATABASE
    )
    office.send(office.piece(tags=("TAG 1999", "Café & Co", "neuf")))
    held = office.site.run_php(
        "$p = get_page_by_path('neighbours', OBJECT, 'post')->ID;"
        "echo implode('|', wp_get_post_tags($p, array('fields' => 'names')));"
    )
    assert held == "Café &amp; Co|neuf|tag 1999"
    assert office.site.database.run("SELECT COUNT(*) FROM wp_terms", database=DATABASE) == "1003\n"


def test_a_tag_that_is_a_category_there_is_sent_as_one(office: Office) -> None:
    receipt = office.exporter(categories=["Life"], category="News").export(
        [office.piece(tags=("life", "saws")), office.piece("other", tags=())]
    )
    assert [one.outcome for one in receipt] == ["created", "created"]
    held = [
        office.site.run_php(
            f"$p = get_page_by_path('{slug}', OBJECT, 'post')->ID;"
            "echo implode('|', wp_get_post_categories($p, array('fields' => 'names')));"
        )
        for slug in ("neighbours", "other")
    ]
    assert held == ["Life", "News"]


def test_categories_that_are_not_ours_to_set_are_the_sites_affair(office: Office) -> None:
    office.send()
    office.site.run_php("wp_insert_term('Theirs', 'category');")
    office.site.run_php(
        "wp_set_post_terms(get_page_by_path('neighbours', OBJECT, 'post')->ID, "
        "array(get_term_by('name', 'Theirs', 'category')->term_id), 'category');"
    )
    assert office.exporter().inspect()[0].condition == "as-sent"
    assert office.send(office.piece(hash="b" * 64)).outcome == "updated"


def test_the_author_is_who_the_settings_say(office: Office) -> None:
    office.exporter(authors={"agathe": "nora"}).export([office.piece()])
    author = office.site.run_php(
        "echo get_userdata(get_page_by_path('neighbours', OBJECT, 'post')->post_author)->user_login;"
    )
    assert author == "nora"


def test_dates_are_those_of_the_publication_in_the_sites_own_time(office: Office) -> None:
    office.send(office.piece(published=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)))
    assert office.site.post("neighbours")["post_date"] == "2026-07-02 00:30:00"


def test_a_scheduled_piece_goes_live_by_itself_and_that_is_no_edit(office: Office) -> None:
    later = office.piece(published=datetime(2126, 1, 1, 9, tzinfo=UTC), is_scheduled=True)
    assert office.send(later).outcome == "scheduled"
    assert office.site.post("neighbours")["post_status"] == "future"
    office.site.run_php("wp_publish_post(get_page_by_path('neighbours', OBJECT, 'post'));")
    assert office.exporter().inspect()[0].condition == "as-sent"
    before = office.site.post("neighbours")
    receipt = office.send(office.piece(published=datetime(2126, 1, 1, 9, tzinfo=UTC)))
    assert (receipt.outcome, office.site.post("neighbours")) == ("unchanged", before)


def test_a_name_that_is_taken_there_is_told(office: Office) -> None:
    office.site.run_php(
        "wp_insert_post(array('post_title' => 'x', 'post_name' => 'neighbours', 'post_status' => 'publish'));"
    )
    receipt = office.send(office.piece(body="Text.\n"))
    assert receipt.outcome == "created"
    assert "the name “neighbours” was taken there; the piece is called “neighbours-2”" in receipt.notes


@pytest.mark.parametrize(("options", "state"), [({}, "draft"), ({"bin": True}, "trash")])
def test_a_retracted_piece_goes_to_the_drafts_or_the_bin(office: Office, options: dict[str, Any], state: str) -> None:
    office.exporter(**options).export([office.piece()])
    receipts = office.exporter(**options).retract(["neighbours"])
    assert [one.outcome for one in receipts] == ["retracted"]
    found = office.site.database.run("SELECT post_status FROM wp_posts WHERE post_type = 'post'", database=DATABASE)
    assert found == f"{state}\n"
    receipts = office.exporter(**options).export([office.piece()])
    assert [one.outcome for one in receipts] == ["created"]
    assert office.site.count("post") == 1
    assert office.site.post("neighbours")["post_status"] == "publish"


def test_a_site_without_pretty_addresses_is_reached_too(office: Office) -> None:
    office.site.run_php("update_option('permalink_structure', ''); flush_rewrite_rules();")
    try:
        assert office.send().outcome == "created"
        assert all(probe.is_fine for probe in office.exporter().probe())
    finally:
        office.site.run_php("update_option('permalink_structure', '/%postname%/'); update_option('rewrite_rules', '');")


def test_a_server_that_hides_the_password_is_explained(office: Office, wire: Proxy) -> None:
    wire.hidden = "Authorization"
    receipt = office.exporter(wire.url).export([office.piece()])[0]
    assert receipt.outcome == "failed"
    assert receipt.where == f"{wire.url} does not let “agathe” in: You are not currently logged in."
    assert receipt.notes == (
        "Check the user’s name and the application password. If both are right, Apache has taken the header away: add "
        '`SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1` to the site’s .htaccess. '
        "Without https, application passwords are off.",
    )


def test_a_wrong_password_is_explained_and_not_shown(office: Office) -> None:
    receipt = office.exporter(password="wrong secret").export([office.piece(), office.piece("other")])
    assert [one.outcome for one in receipt] == ["failed", "failed"]
    assert receipt[0].where.startswith(f"{office.site.url} does not let “agathe” in:")
    assert "secret" not in repr(receipt)


def test_an_address_without_a_wordpress_is_explained(office: Office) -> None:
    probe = office.exporter(office.site.url.removesuffix("/blog") + "/elsewhere").probe()[0]
    assert not probe.is_fine
    assert "There is no WordPress at" in probe.what


@pytest.mark.parametrize("fate", ["unsent", "unanswered", "half"])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_cut_connection_makes_no_duplicate(office: Office, wire: Proxy, fate: Fate, nth: int) -> None:
    seen: dict[str, int] = {}

    def decide(request: str) -> Fate:
        seen[request] = seen.get(request, 0) + 1
        return fate if seen[request] <= nth else "pass"

    wire.decide = decide
    receipt = office.exporter(wire.url).export([office.piece()])[0]
    assert receipt.outcome == "created"
    assert (office.site.count("post"), office.site.count("attachment")) == (1, 2)
    seen.clear()
    changed = office.piece(hash="b" * 64, title="Another title")
    assert office.exporter(wire.url).export([changed])[0].outcome == "updated"
    assert office.site.post("neighbours")["post_title"] == "Another title"
    assert (office.site.count("post"), office.site.count("attachment")) == (1, 2)


def test_a_run_that_was_killed_is_taken_up_without_a_duplicate(office: Office, wire: Proxy) -> None:
    class Killed(BaseException):
        pass

    def kill(request: str) -> Fate:
        return "unanswered" if request.startswith("POST") and "/posts" in request else "pass"

    wire.decide = kill
    exporter = WordPressExporter(
        config.load(office.root, {}),
        TargetSettings("blog", "wordpress", options={"url": wire.url, "user": "agathe"}),
        sleep=lambda _seconds: (_ for _ in ()).throw(Killed),
    )
    office.exporter()
    with pytest.raises(Killed):
        exporter.export([office.piece()])
    assert office.site.count("post") == 1
    wire.decide = lambda _request: "pass"
    assert dict(office.exporter(wire.url).known()) == {"neighbours": "unfinished"}
    assert office.exporter(wire.url).inspect()[0].condition == "unfinished"
    assert office.exporter(wire.url).export([office.piece()])[0].outcome in ("created", "unchanged")
    assert office.site.count("post") == 1
    assert office.exporter(wire.url).known() == {"neighbours": "a" * 64}


def test_a_lost_record_makes_no_duplicate(office: Office) -> None:
    office.send()
    office.record().unlink()
    assert office.send().outcome == "unchanged"
    assert (office.site.count("post"), office.site.count("attachment")) == (1, 2)
    assert office.exporter().known() == {"neighbours": "a" * 64}


def test_a_lost_record_does_not_lose_somebodys_edit(office: Office) -> None:
    office.send()
    office.record().unlink()
    text = str(office.site.post("neighbours")["post_content"])
    office.site.edit("neighbours", post_content=text.replace("I had no saw", "I had two saws"))
    receipt = office.send(office.piece(hash="b" * 64))
    assert receipt.outcome == "conflict"
    assert "two saws" in next(one.there for one in receipt.differences if one.field == "content")


def test_ours_over_theirs_keeps_their_text_with_the_reason(office: Office) -> None:
    office.send()
    office.site.edit("neighbours", post_title="Their title")
    office.exporter().overwrite(office.piece(), by="agathe", reason="Not approved.")
    kept = json.loads(office.record().read_text("utf-8"))["overwritten"]
    assert [(one["by"], one["reason"], one["fields"]["title"]) for one in kept] == [
        ("agathe", "Not approved.", "Their title")
    ]


def test_their_edit_of_a_paragraph_comes_back_and_all_else_stays_letter_for_letter(office: Office) -> None:
    office.send()
    text = str(office.site.post("neighbours")["post_content"])
    office.site.edit("neighbours", post_content=text.replace("“I had no saw.”", "“I had <em>no</em> *saw*.”"))
    pulled = office.exporter().pull(office.piece())
    assert pulled.body == AWKWARD.replace("“I had no saw.”", "“I had *no* \\*saw\\*.”")
    assert pulled.notes == ()


def test_a_note_that_the_sites_editor_leaves_is_no_edit(office: Office) -> None:
    office.send()
    text = str(office.site.post("neighbours")["post_content"])
    marked = text.replace("no saw", '<mark class="wp-note" data-id="7">no saw</mark>')
    office.site.edit("neighbours", post_content=marked)
    assert office.exporter().inspect()[0].condition == "as-sent"


def test_a_new_look_that_changes_nothing_writes_nothing(office: Office) -> None:
    office.send()
    before = office.site.post("neighbours")
    office.record().write_text(office.record().read_text("utf-8").replace('"look": "', '"look": "other'), "utf-8")
    assert office.send().outcome == "unchanged"
    assert office.site.post("neighbours") == before


def test_an_address_that_somebody_chose_there_stays(office: Office) -> None:
    office.send()
    office.site.edit("neighbours", post_name="our-neighbours")
    receipt = office.send(office.piece(hash="b" * 64, title="Another title"))
    assert (receipt.outcome, receipt.notes) == ("updated", ())
    assert receipt.where == f"{office.site.url}/our-neighbours/"


def someone_saves_first(office: Office, wire: Proxy, fate: Fate = "pass", **columns: str) -> None:
    """Somebody presses “Update” in the moment between our look at the post and our write."""
    waiting = [True]

    def decide(request: str) -> Fate:
        if not (waiting and request.startswith("POST") and re.search(r"/posts/\d+", request)):
            return "pass"
        waiting.clear()
        office.site.edit("neighbours", **columns)
        return fate

    wire.decide = decide


@pytest.mark.parametrize(("fate", "saves"), [("pass", 0), ("pass", 2), ("unanswered", 1)])
def test_a_save_between_our_look_and_our_write_is_found_and_put_back(
    office: Office, wire: Proxy, fate: Fate, saves: int
) -> None:
    sent = [office.piece(), *(office.piece(hash=f"{number}" * 64, title=f"Title {number}") for number in range(saves))]
    for one in sent:
        office.exporter(wire.url).export([one])
    text = str(office.site.post("neighbours")["post_content"]).replace("no saw", "two saws")
    someone_saves_first(office, wire, fate, post_content=text)
    receipt = office.exporter(wire.url).export([office.piece(hash="b" * 64, title="Another title")])[0]
    assert receipt.outcome == "conflict"
    assert [one.field for one in receipt.differences] == ["content"]
    assert "two saws" in receipt.differences[0].there
    place = re.fullmatch(
        r"Somebody saved it there while ours was on its way. Their text is back in its place, and ours is kept: "
        rf"{wire.url}/wp-admin/revision.php\?revision=(\d+)",
        receipt.notes[0],
    )
    assert place is not None
    kept = office.site.database.run(f"SELECT post_content FROM wp_posts WHERE ID = {place[1]}", database=DATABASE)
    assert "two saws" in kept
    there = office.site.post("neighbours")
    assert (there["post_content"], there["post_title"], there["post_status"]) == (text, sent[-1].title, "publish")
    assert office.exporter(wire.url).inspect()[0].condition == "edited"
    assert office.exporter(wire.url).export([office.piece(hash="b" * 64)])[0].outcome == "conflict"


def test_a_save_between_is_found_where_the_site_keeps_two_versions_only(office: Office, wire: Proxy) -> None:
    plugin = office.site.folder / "wp-content" / "mu-plugins" / "few.php"
    plugin.parent.mkdir(exist_ok=True)
    plugin.write_text("<?php add_filter('wp_revisions_to_keep', function () { return 2; });")
    try:
        for number in range(4):
            one = office.piece(hash=str(number) * 64, title=f"Title {number}")
            assert office.exporter(wire.url).export([one])[0].outcome in ("created", "updated")
        someone_saves_first(office, wire, post_title="Their title")
        receipt = office.exporter(wire.url).export([office.piece(hash="b" * 64, title="Another title")])[0]
        assert (receipt.outcome, office.site.post("neighbours")["post_title"]) == ("conflict", "Their title")
    finally:
        plugin.unlink()


def test_an_ordinary_update_asks_nothing_more_than_to_look_and_to_write(office: Office, wire: Proxy) -> None:
    office.exporter(wire.url).export([office.piece()])
    for number in range(2):
        wire.requests.clear()
        again = office.piece(hash=str(number) * 64, title=f"Title {number}")
        assert office.exporter(wire.url).export([again])[0].outcome == "updated"
        asked = [request for request in wire.requests if "/posts" in request]
        assert [request.partition(" ")[0] for request in asked] == ["GET", "POST"]
