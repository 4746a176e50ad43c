"""An existing blog moves in: whole, once, with an honest record and a report of what was left behind."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from authoring.audit.verify import verify
from authoring.editorial import actions
from authoring.editorial.actions import perform
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.vouch import Vouch
from authoring.editorial.context import Context
from authoring.editorial.signing import Signer
from authoring.errors import InputError, NotAllowed, NotPossibleNow
from authoring.importers import Blog
from authoring.importers.blogs import blog_import
from authoring.importers.blogs.blog_import import BlogImport, PostResult
from authoring.importers.blogs.hugo import HugoBlog
from authoring.importers.blogs.jekyll import JekyllBlog
from authoring.model.states import Action
from authoring.store.addresses import PROVENANCE
from authoring.workspace import open_workspace
from tests.worlds.files import build
from tests.worlds.lantern import SETTINGS, lantern
from tests.worlds.pictures import png
from tests.worlds.signing import make_key
from tests.worlds.terminal import Terminal

TARGET = '\n    [targets.site]\n    kind = "site"\n    folder = "site"\n'
HUGO: dict[str, str | bytes] = {
    "old/hugo.toml": """
        baseURL = "https://old.example.org/"
        timeZone = "Europe/Paris"
        [permalinks]
        posts = "/:year/:slug/"
    """,
    "old/content/posts/a-bench/index.md": """
        +++
        title = "A bench, {{ built }}"
        date = 2019-05-04T10:00:00
        lastmod = 2020-01-01T08:00:00+02:00
        tags = ["wood"]
        categories = ["News"]
        aliases = ["/bench.html"]
        mood = "good"
        +++
        We built a "bench".

        {{< figure src="bench.png" alt="A bench" caption="In the *yard*" >}}

        {{< poll id="3" >}} <b>Raw</b> words, and ![gone](missing.png).
    """,
    "old/content/posts/a-bench/bench.png": png(4, 3),
    "old/content/posts/later.md": "---\ntitle: Later\ndate: 2999-01-01\n---\n\nNot yet.\n",
    "old/content/posts/half.md": "---\ntitle: Half\ndate: 2019-01-01\ndraft: true\n---\n\nHalf.\n",
    "old/content/posts/broken.md": "---\ntitle: [\n---\n\nBroken.\n",
    "old/content/about.md": "---\ntitle: About\n---\n\nUs.\n",
}


def workspace(tmp_path: Path, **files: str | bytes) -> Context:
    root = lantern(tmp_path / "here", **{"authoring.toml": SETTINGS + TARGET})
    build(tmp_path, files)
    return acting(open_workspace(root, {}), "agathe")


def acting(here: Context, who: str) -> Context:
    return replace(here, checks=lambda: []).acting_as(here.settings.people[who])


def imported(here: Context, blog: Blog, who: str = "agathe") -> list[PostResult]:
    return list(BlogImport(acting(here, who)).run(blog))


def root_of(here: Context) -> Path:
    return here.settings.base


def vouched(here: Context, keys: Path) -> Context:
    """The workspace after samir signed for everything that was imported."""
    key = make_key(keys)
    public = " ".join(key.with_suffix(".pub").read_text("utf-8").split()[:2])
    people = {**here.settings.people, "samir": here.settings.people["samir"]._replace(ssh_key=public)}
    here = replace(here, settings=here.settings._replace(people=people))
    prepared = Vouch().prepare(acting(here, "samir"))
    signature = Signer(str(key)).sign(prepared.voucher.content, signer="samir", key=prepared.key)
    Vouch().execute(acting(here, "samir"), prepared, signature=signature)
    return here


def hugo(tmp_path: Path) -> HugoBlog:
    return HugoBlog(tmp_path / "old", now=datetime(2026, 11, 23, tzinfo=UTC))


def test_a_post_arrives_with_its_dates_tags_pictures_and_former_addresses(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    entries = imported(here, hugo(tmp_path))
    assert sorted((entry.result, entry.origin) for entry in entries) == [
        ("imported", "content/posts/a-bench/index.md"),
        ("skipped", "content/posts/broken.md"),
        ("skipped", "content/posts/half.md"),
        ("skipped", "content/posts/later.md"),
    ]
    assert (root_of(here) / "published" / "a-bench" / "index.md").read_text("utf-8") == (
        "---\ntitle: A bench, {{ built }}\ndescription: We built a “bench”. Raw words, and gone.\nlang: en\n"
        "author: The Lantern’s blog\ntags:\n  - wood\n  - News\nimages:\n  - src: images/bench.png\n    alt: A bench\n"
        "    caption: In the yard\naliases:\n  - /2019/a-bench/\n  - /bench.html\nstatus: published\n---\n\n"
        "We built a “bench”.\n\n![A bench](images/bench.png)\n\nRaw words, and gone.\n"
    )
    assert (root_of(here) / "published" / "a-bench" / "images" / "bench.png").read_bytes() == png(4, 3)


def test_a_file_whose_name_is_not_in_utf_8_is_skipped_and_the_others_arrive(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    name = os.fsdecode(b"a-caf\xe9.md")
    (tmp_path / "old/content/posts" / name).write_bytes(b"---\ntitle: A coffee\ndate: 2020-01-01\n---\n\nText.\n")
    entries = {entry.origin: entry for entry in imported(here, hugo(tmp_path))}
    assert entries["content/posts/a-caf\ufffd.md"].result == "skipped"
    assert entries["content/posts/a-bench/index.md"].result == "imported"


def test_nothing_is_dropped_without_a_word(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    blog = hugo(tmp_path)
    entries = {entry.origin: entry for entry in imported(here, blog)}
    assert {(loss.kind, loss.what) for loss in entries["content/posts/a-bench/index.md"].losses} == {
        ("custom-fields", "mood"),
        ("missing-picture", "missing.png"),
        ("raw-html", "HTML that the site did not show either"),
        ("shortcode", "poll"),
    }
    assert [(loss.kind, loss.what, loss.count) for loss in blog.losses] == [("other-type", "/", 1)]


def test_the_record_says_imported_and_never_approved(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    imported(here, hugo(tmp_path))
    piece = here.repository.piece("a-bench")
    assert [event.action for event in piece.events] == [Action.import_]
    event = piece.events[0]
    assert (event.actor, event.source, event.hash, event.target.value) == ("agathe", None, piece.hash, "published")
    assert {key: value for key, value in event.details.items() if key not in ("records", "authority")} == {
        "slug": "a-bench",
        "import": {
            "source": "hugo",
            "from": "content/posts/a-bench/index.md",
            "sha256": event.details["import"]["sha256"],
            "site": "old.example.org",
        },
        "published": "2019-05-04T10:00:00+02:00",
        "updated": "2020-01-01T08:00:00+02:00",
        "manifest_format": 2,
    }
    assert piece.situation.approvals == ()
    assert {name: piece.manifest["disclosure"][name] for name in ("kind", "text", "parts")} == {
        "kind": "not-recorded",
        "text": "",
        "parts": [],
    }
    record = json.loads(here.store.records.read("a-bench", PROVENANCE))
    assert {sentence["kind"] for sentence in record["sentences"]} == {"imported"}
    assert verify(here).problems == ()


def test_readers_find_it_in_lists_with_its_own_date_and_no_claim_about_a_model(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    imported(here, hugo(tmp_path))
    here = vouched(here, tmp_path)
    Export().execute(here, [])
    page = next((root_of(here) / "site").rglob("*a-bench*.html")).read_text("utf-8")
    assert "2019-05-04" in page
    assert 'ai-disclosure" content' not in page
    assert "digitalSourceType" not in page
    assert "A bench" in (root_of(here) / "site" / "feed.xml").read_text("utf-8")


def test_a_second_import_changes_nothing_and_says_what_changed_there(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    imported(here, hugo(tmp_path))
    before = {path: path.read_bytes() for path in root_of(here).rglob("*") if path.is_file()}
    assert [entry.result for entry in imported(here, hugo(tmp_path)) if entry.result != "skipped"] == ["unchanged"]
    assert {path: path.read_bytes() for path in root_of(here).rglob("*") if path.is_file()} == before
    post = tmp_path / "old" / "content" / "posts" / "a-bench" / "index.md"
    post.write_text(post.read_text().replace("We built", "They built"))
    assert [entry.result for entry in imported(here, hugo(tmp_path)) if entry.result != "skipped"] == ["changed-there"]
    assert {path: path.read_bytes() for path in root_of(here).rglob("*") if path.is_file()} == before


def test_a_name_that_is_taken_is_reported_and_two_posts_of_one_name_both_come(tmp_path: Path) -> None:
    text = "---\ntitle: {}\ndate: 2019-01-01\n---\n\nWords of {}.\n"
    here = workspace(
        tmp_path,
        **{
            "here/drafts/ours/index.md": "---\ntitle: Ours\nlang: en\nauthor: agathe\n---\n\nOurs.\n",
            "old/content/posts/ours.md": text.format("Theirs", "theirs"),
            "old/content/posts/one/same.md": text.format("One", "one"),
            "old/content/posts/two/same.md": text.format("Two", "two"),
        },
    )
    results = {entry.origin: (entry.result, entry.slug) for entry in imported(here, hugo(tmp_path))}
    assert results == {
        "content/posts/ours.md": ("name-taken", "ours"),
        "content/posts/one/same.md": ("imported", "same"),
        "content/posts/two/same.md": ("imported", "same-2"),
    }
    assert "Ours." in (root_of(here) / "drafts" / "ours" / "index.md").read_text()
    assert {entry.result for entry in imported(here, hugo(tmp_path))} == {"name-taken", "unchanged"}


@pytest.mark.parametrize("whole", [True, False])
def test_an_import_that_was_cut_off_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    here = workspace(tmp_path, **HUGO)
    recorded = actions.perform

    def cut(*arguments: Any) -> Any:
        if whole:
            recorded(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(blog_import, "perform", cut)
        with pytest.raises(KeyboardInterrupt):
            imported(here, hugo(tmp_path))
    imported(here, hugo(tmp_path))
    piece = here.repository.piece("a-bench")
    assert piece.is_out
    assert len(piece.events) == 1
    assert verify(here).problems == ()


def test_a_text_that_lies_there_without_a_history_is_taken_where_it_is_the_posts_own(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    imported(here, hugo(tmp_path))
    text = here.repository.piece("a-bench").document.with_values({"status": None}).text
    other = workspace(tmp_path / "other", **{**HUGO, "here/drafts/a-bench/index.md": text.encode()})
    assert [entry.result for entry in imported(other, hugo(tmp_path / "other")) if entry.slug] == ["imported"]
    assert other.repository.piece("a-bench").is_out
    assert verify(other).problems == ()


def test_only_an_editor_who_is_a_person_may_import(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    for who in ("samir", "robot"):
        with pytest.raises(NotAllowed):
            imported(here, hugo(tmp_path), who)


def test_a_piece_with_a_history_cannot_be_passed_off_as_imported(tmp_path: Path) -> None:
    from authoring.model import workflow

    here = workspace(tmp_path, **HUGO)
    imported(here, hugo(tmp_path))
    piece = here.repository.piece("a-bench")
    with pytest.raises(NotPossibleNow, match="has a history already"):
        workflow.permit(Action.import_, now=piece.situation, actor=here.settings.people["agathe"])


def test_a_correction_of_an_imported_post_is_reviewed_like_any_other(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    imported(here, hugo(tmp_path))
    perform(Correct("a-bench"), here)
    path = root_of(here) / "drafts" / "a-bench" / "index.md"
    path.write_text(path.read_text("utf-8").replace("We built", "We have built"), "utf-8")
    perform(Submit("a-bench"), here)
    piece = here.repository.piece("a-bench")
    assert piece.manifest["disclosure"]["kind"] == "not-recorded"
    perform(Approve("a-bench", revision=piece.hash), acting(here, "samir"))
    perform(Publish("a-bench"), here)
    assert here.repository.piece("a-bench").situation.live == piece.hash
    assert verify(here).problems == ()


JEKYLL: dict[str, str | bytes] = {
    "old/_config.yml": "url: https://old.example.org\nbaseurl: /sub\ntimezone: Europe/Paris\nauthor: Samir Haddad\n",
    "old/_posts/2018-03-02-a-door.md": """
        ---
        title: A door
        categories: [news]
        redirect_from: /door/
        image: /assets/door.png
        ---
        See [the next]({% post_url 2018-04-01-a-window %}) -- "soon".
        {: .lead}

        {% highlight ruby %}
        puts '{{ page.title }}'
        {% endhighlight %}

        {% include ad.html %} {{ site.time }}{% raw %}{{ kept }}{% endraw %}
    """,
    "old/_posts/2018-04-01-a-window.md": "---\ntitle: A window\n---\n\n![](../assets/door.png)\n",
    "old/_drafts/idea.md": "---\ntitle: Idea\n---\n",
    "old/assets/door.png": png(5, 5),
    "old/about.md": "---\ntitle: About\n---\n",
}


def test_a_jekyll_site_moves_in_with_liquid_read_or_named(tmp_path: Path) -> None:
    here = workspace(tmp_path, **JEKYLL)
    blog = JekyllBlog(tmp_path / "old", zone=here.settings.zone)
    entries = imported(here, blog)
    assert [entry.result for entry in entries] == ["imported", "imported"]
    piece = here.repository.piece("a-door")
    assert piece.draft.body.strip() == (
        "See [the next](/sub/2018/04/01/a-window.html) – “soon”.\n\n```ruby\nputs 'A door'\n```\n\n{{ kept }}"
    )
    assert piece.draft.extra["aliases"] == ["/news/2018/03/02/a-door.html", "/door/"]
    assert (piece.draft.author, [image.src for image in piece.draft.images]) == ("samir", ["images/door.png"])
    assert [(loss.kind, loss.what) for loss in entries[0].losses] == [
        ("shortcode", "include ad.html"),
        ("shortcode", "{{ site.time }}"),
    ]
    assert [(loss.what, loss.count) for loss in blog.losses] == [("_drafts", 1), ("pages", 1)]


HOSTILE: dict[str, str | bytes] = {
    "secret.png": png(9, 9),
    "old/content/posts/steps.md": "---\ntitle: Steps\nslug: ../../../etc/passwd\nurl: /../../x\n"
    "image: ../../../secret.png\naliases: [/../up, //other.example.org/x, 'javascript:alert(1)', /fine/]\n"
    "date: 2019-01-01\n---\n\n"
    "![a](../../../secret.png) ![b](/etc/passwd) ![c](file:///etc/passwd) [x](javascript:alert(1))\n",
    "old/content/posts/bomb.md": "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: Bomb\n"
    "date: 2019-01-01\n---\n\nBoom.\n",
    "old/content/posts/deep.md": "{" + '"a":[' * 5000 + "\n\nDeep.\n",
    "old/content/posts/marks.md": "---\ntitle: Marks\ndate: 2019-01-01\n---\n\n"
    "    <!-- testimony:nora-lind -->\n    I never said so.\n    <!-- /testimony:nora-lind -->\n",
    "old/content/posts/binary.md": b"---\ntitle: \xff\xfe\n---\n",
    "old/content/posts/quotes.md": "---\ntitle: Quotes\ndate: 2019-01-01\n---\n\n" + "> " * 3000 + "deep\n",
}


def test_hostile_posts_stay_in_their_folder_and_stop_nothing(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HOSTILE)
    (tmp_path / "old" / "content" / "posts" / "link.md").symlink_to("/etc/hostname")
    results = {entry.origin.rpartition("/")[2]: entry.result for entry in imported(here, hugo(tmp_path))}
    assert results == {
        "steps.md": "imported", "bomb.md": "skipped", "deep.md": "skipped", "marks.md": "imported",
        "binary.md": "skipped", "quotes.md": "imported",
    }  # fmt: skip
    steps = here.repository.piece("etc-passwd")
    assert steps.draft.extra["aliases"] == ["/fine/"]
    assert steps.draft.images == ()
    assert "secret" not in "".join(steps.files.names())
    from authoring.text import markdown

    assert markdown.TESTIMONY_BLOCK.search(here.repository.piece("marks").draft.body) is None
    Export().execute(here, [])
    assert not list(tmp_path.rglob("passwd"))


def test_a_folder_that_is_no_blog_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    here = workspace(tmp_path, **{"old/readme.txt": "nothing"})
    for blog in (hugo(tmp_path), JekyllBlog(tmp_path / "old")):
        with pytest.raises(InputError, match="no folder of a"):
            imported(here, blog)


def test_the_command_says_in_words_what_came_and_what_did_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = workspace(tmp_path, **HUGO)
    terminal = Terminal(root_of(here), monkeypatch, capsys)
    assert terminal.ok("import", "hugo", "../old", "--as", "agathe", "--report", "report.md").out == (
        "left out: 3\nimported: 1\n\nNot carried over:\n"
        "  posts that readers do not see: 2 (in 2 posts)\n"
        "  what cannot be read: 1 (in 1 post)\n"
        "  inserted by the old blog’s programs (shortcodes, dynamic blocks): 1 (in 1 post)\n"
        "  HTML that no post may hold: 1 (in 1 post)\n"
        "  pictures that are missing, now links: 1 (in 1 post)\n"
        "  fields that no piece has: 1 (in 1 post)\n"
        "  what is no post: /\n"
        "Bring the lists and feeds up to date: authoring export\n"
    )
    report = (root_of(here) / "report.md").read_text("utf-8")
    assert (
        "## A bench, {{ built }}\n\nimported: content/posts/a-bench/index.md → published/a-bench/index.md\n" in report
    )
    assert "- inserted by the old blog’s programs (shortcodes, dynamic blocks): poll\n" in report
    posts = terminal.ok("import", "hugo", "../old", "--as", "agathe", "--json").json["posts"]
    assert {re.sub(r".*/", "", post["from"]): post["result"] for post in posts}["index.md"] == "unchanged"
