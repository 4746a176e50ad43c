"""An existing blog moves in: whole, once, with an honest record and a report of what was left behind."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from authoring.audit.verify import verify
from authoring.errors import InputError, NotAllowed, NotPossibleNow
from authoring.importers import Blog
from authoring.importers.blogs.blog_import import Taken, Taking
from authoring.importers.blogs.hugo import HugoBlog
from authoring.importers.blogs.jekyll import JekyllBlog
from authoring.model.workflow import Action
from authoring.workspace import Workspace
from tests.worlds.files import build
from tests.worlds.lantern import SETTINGS, lantern
from tests.worlds.pictures import png
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


def workspace(tmp_path: Path, **files: str | bytes) -> Workspace:
    root = lantern(tmp_path / "here", **{"authoring.toml": SETTINGS + TARGET})
    build(tmp_path, files)
    return Workspace.open(root, {"AUTHORING_USER": "agathe"})


def take(here: Workspace, blog: Blog, who: str = "agathe") -> list[Taken]:
    return list(Taking(here.store, here.settings, here.settings.people[who], here.now()).take(blog))


def hugo(tmp_path: Path) -> HugoBlog:
    return HugoBlog(tmp_path / "old", now=datetime(2026, 11, 23, tzinfo=UTC))


def test_a_post_arrives_with_its_dates_tags_pictures_and_former_addresses(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    taken = take(here, hugo(tmp_path))
    assert sorted((one.result, one.origin) for one in taken) == [
        ("imported", "content/posts/a-bench/index.md"),
        ("skipped", "content/posts/broken.md"),
        ("skipped", "content/posts/half.md"),
        ("skipped", "content/posts/later.md"),
    ]
    assert (here.root / "published" / "a-bench" / "index.md").read_text("utf-8") == (
        "---\ntitle: A bench, {{ built }}\ndescription: We built a “bench”. Raw words, and gone.\nlang: en\n"
        "author: The Lantern’s blog\ntags:\n  - wood\n  - News\nimages:\n  - src: images/bench.png\n    alt: A bench\n"
        "    caption: In the yard\naliases:\n  - /2019/a-bench/\n  - /bench.html\nstatus: published\n---\n\n"
        "We built a “bench”.\n\n![A bench](images/bench.png)\n\nRaw words, and gone.\n"
    )
    assert (here.root / "published" / "a-bench" / "images" / "bench.png").read_bytes() == png(4, 3)


def test_nothing_is_dropped_without_a_word(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    blog = hugo(tmp_path)
    taken = {one.origin: one for one in take(here, blog)}
    assert {(loss.kind, loss.what) for loss in taken["content/posts/a-bench/index.md"].losses} == {
        ("custom-fields", "mood"),
        ("missing-picture", "missing.png"),
        ("raw-html", "HTML that the site did not show either"),
        ("shortcode", "poll"),
    }
    assert [(loss.kind, loss.what, loss.count) for loss in blog.losses] == [("other-type", "/", 1)]


def test_the_record_says_imported_and_never_approved(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    take(here, hugo(tmp_path))
    piece = here.store.piece("a-bench")
    assert [event.action for event in piece.events] == [Action.import_]
    event = piece.events[0]
    assert (event.actor, event.source, event.hash, event.target.value) == ("agathe", None, piece.hash, "published")
    assert {key: value for key, value in event.details.items() if key != "records"} == {
        "slug": "a-bench",
        "import": {
            "source": "hugo",
            "from": "content/posts/a-bench/index.md",
            "sha256": event.details["import"]["sha256"],
        },
        "published": "2019-05-04T10:00:00+02:00",
        "updated": "2020-01-01T08:00:00+02:00",
    }
    assert piece.situation.approvals == ()
    assert piece.manifest["disclosure"] == {"kind": "not-recorded", "text": ""}
    record = json.loads((piece.folder / "provenance.json").read_text("utf-8"))
    assert {each["kind"] for each in record["sentences"]} == {"imported"}
    assert verify(here.store, here.settings).problems == []


def test_readers_find_it_in_lists_with_its_own_date_and_no_claim_about_a_model(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    take(here, hugo(tmp_path))
    here.publisher([]).export(when=here.now())
    page = next((here.root / "site").rglob("*a-bench*.html")).read_text("utf-8")
    assert "2019-05-04" in page
    assert 'ai-disclosure" content' not in page
    assert "digitalSourceType" not in page
    assert "A bench" in (here.root / "site" / "feed.xml").read_text("utf-8")


def test_a_second_import_changes_nothing_and_says_what_changed_there(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    take(here, hugo(tmp_path))
    before = {path: path.read_bytes() for path in here.root.rglob("*") if path.is_file()}
    assert [one.result for one in take(here, hugo(tmp_path)) if one.result != "skipped"] == ["unchanged"]
    assert {path: path.read_bytes() for path in here.root.rglob("*") if path.is_file()} == before
    post = tmp_path / "old" / "content" / "posts" / "a-bench" / "index.md"
    post.write_text(post.read_text().replace("We built", "They built"))
    assert [one.result for one in take(here, hugo(tmp_path)) if one.result != "skipped"] == ["changed-there"]
    assert {path: path.read_bytes() for path in here.root.rglob("*") if path.is_file()} == before


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
    results = {one.origin: (one.result, one.slug) for one in take(here, hugo(tmp_path))}
    assert results == {
        "content/posts/ours.md": ("name-taken", "ours"),
        "content/posts/one/same.md": ("imported", "same"),
        "content/posts/two/same.md": ("imported", "same-2"),
    }
    assert "Ours." in (here.root / "drafts" / "ours" / "index.md").read_text()
    assert {one.result for one in take(here, hugo(tmp_path))} == {"name-taken", "unchanged"}


@pytest.mark.parametrize("step", ["create", "append"])
def test_an_import_that_was_cut_off_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    here = workspace(tmp_path, **HUGO)
    original = getattr(type(here.store), step)

    def cut(*arguments: Any, **named: Any) -> Any:
        original(*arguments, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(here.store), step, cut)
        with pytest.raises(KeyboardInterrupt):
            take(here, hugo(tmp_path))
    take(here, hugo(tmp_path))
    piece = here.store.piece("a-bench")
    assert piece.is_out
    assert len(piece.events) == 1
    assert verify(here.store, here.settings).problems == []


def test_only_an_editor_who_is_a_person_may_import(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    for who in ("samir", "robot"):
        with pytest.raises(NotAllowed):
            take(here, hugo(tmp_path), who)


def test_a_piece_with_a_history_cannot_be_passed_off_as_imported(tmp_path: Path) -> None:
    from authoring.model import workflow

    here = workspace(tmp_path, **HUGO)
    take(here, hugo(tmp_path))
    piece = here.store.piece("a-bench")
    with pytest.raises(NotPossibleNow, match="has a history already"):
        workflow.permit(Action.import_, now=piece.situation, actor=here.settings.people["agathe"])


def test_a_correction_of_an_imported_post_is_reviewed_like_any_other(tmp_path: Path) -> None:
    here = workspace(tmp_path, **HUGO)
    take(here, hugo(tmp_path))
    here.review(here.settings.people["agathe"]).correct("a-bench")
    path = here.root / "drafts" / "a-bench" / "index.md"
    path.write_text(path.read_text("utf-8").replace("We built", "We have built"), "utf-8")
    here.review(here.settings.people["agathe"]).submit("a-bench", findings=lambda _piece: [])
    piece = here.store.piece("a-bench")
    assert piece.manifest["disclosure"]["kind"] == "not-recorded"
    here.review(here.settings.people["samir"]).approve("a-bench", revision=piece.hash)
    here.publisher([]).publish("a-bench", actor=here.settings.people["agathe"], when=here.now())
    assert here.store.piece("a-bench").situation.live == piece.hash
    assert verify(here.store, here.settings).problems == []


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
    taken = take(here, blog)
    assert [one.result for one in taken] == ["imported", "imported"]
    piece = here.store.piece("a-door")
    assert piece.draft.body.strip() == (
        "See [the next](/sub/2018/04/01/a-window.html) – “soon”.\n\n```ruby\nputs 'A door'\n```\n\n{{ kept }}"
    )
    assert piece.draft.extra["aliases"] == ["/news/2018/03/02/a-door.html", "/door/"]
    assert (piece.draft.author, [image.src for image in piece.draft.images]) == ("samir", ["images/door.png"])
    assert [(loss.kind, loss.what) for loss in taken[0].losses] == [
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
    results = {one.origin.rpartition("/")[2]: one.result for one in take(here, hugo(tmp_path))}
    assert results == {
        "steps.md": "imported", "bomb.md": "skipped", "deep.md": "skipped", "marks.md": "imported",
        "binary.md": "skipped", "quotes.md": "imported",
    }  # fmt: skip
    steps = here.store.piece("etc-passwd")
    assert steps.draft.extra["aliases"] == ["/fine/"]
    assert steps.draft.images == ()
    assert "secret" not in "".join(path.name for path in steps.folder.rglob("*"))
    from authoring.text import markdown

    assert markdown.TESTIMONY_BLOCK.search(here.store.piece("marks").draft.body) is None
    here.publisher([]).export(when=here.now())
    assert not list(tmp_path.rglob("passwd"))


def test_a_folder_that_is_no_blog_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    here = workspace(tmp_path, **{"old/readme.txt": "nothing"})
    for blog in (hugo(tmp_path), JekyllBlog(tmp_path / "old")):
        with pytest.raises(InputError, match="no folder of a"):
            take(here, blog)


def test_the_command_says_in_words_what_came_and_what_did_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = workspace(tmp_path, **HUGO)
    terminal = Terminal(here.root, monkeypatch, capsys)
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
    report = (here.root / "report.md").read_text("utf-8")
    assert "## A bench, {{ built }}\n\nimported: content/posts/a-bench/index.md → published/a-bench\n" in report
    assert "- inserted by the old blog’s programs (shortcodes, dynamic blocks): poll\n" in report
    posts = terminal.ok("import", "hugo", "../old", "--as", "agathe", "--json").json["posts"]
    assert {re.sub(r".*/", "", one["from"]): one["result"] for one in posts}["index.md"] == "unchanged"
