"""The static site: what stands in it, what is written when, and what is left alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as options
from hypothesis import strategies as st

from authoring.errors import Conflict, InputError
from authoring.exporters import ApprovedRevision, Revisions
from authoring.exporters.site import SiteExporter
from authoring.model.config import SiteSettings, TargetSettings
from authoring.model.documents import Picture
from authoring.sourcing.disclosure import disclosure
from authoring.store.folder import FolderStore
from authoring.store.memory import MemoryStore
from authoring.testing import pictures
from servers.markup import dangers
from tests.worlds.files import snapshot, texts
from tests.worlds.markup import find, parse, text_of
from tests.worlds.pictures import png
from tests.worlds.revisions import PARIS, SITE, noon_of, revision, settings, site_exporter

ATOM = "{http://www.w3.org/2005/Atom}"


def page(root: Path, name: str) -> ElementTree.Element:
    return parse((root / "site" / name).read_text("utf-8"))


def meta(document: ElementTree.Element, name: str) -> str:
    return str(find(document, "meta", name=name).get("content"))


def test_a_post_stands_in_the_list_in_the_feed_and_on_its_own_page(tmp_path: Path) -> None:
    receipts = site_exporter(tmp_path).export([revision()])
    assert [(r.slug, r.outcome, r.where) for r in receipts] == [
        ("neighbours", "created", str(tmp_path / "site/posts/neighbours.html"))
    ]
    assert sorted(texts(tmp_path / "site")) == [
        "404.html", "feed.xml", "index.html", "posts/neighbours.html", "robots.txt", "sitemap.xml", "style.css",
        "tags/neighbours.html", "tags/third-place.html",
    ]  # fmt: skip
    entry = find(page(tmp_path, "index.html"), "h2")
    assert text_of(entry) == "Why the Lantern needs its neighbours"
    assert find(entry, "a").get("href") == "posts/neighbours.html"
    post = page(tmp_path, "posts/neighbours.html")
    assert text_of(find(post, "h1")) == "Why the Lantern needs its neighbours"
    assert text_of(find(post, "p", class_="meta")) == "By Agathe Berger · 1 November 2026"
    assert text_of(find(post, "p", class_="back")) == "Back to the list"


def test_every_page_is_valid_runs_nothing_and_fetches_nothing_from_elsewhere(tmp_path: Path) -> None:
    for name in many(tmp_path):
        document = page(tmp_path, name)
        assert list(dangers(document)) == [], name
        assert document.get("lang") in ("fr", "en"), name
        assert document.find("head/title") is not None, name
        assert find(document, "main").get("id") == "content", name
        policy = find(document, "meta", **{"http-equiv": "Content-Security-Policy"}).get("content")
        assert policy == "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"


def test_every_link_within_the_site_leads_somewhere(tmp_path: Path) -> None:
    for name in many(tmp_path):
        document = page(tmp_path, name)
        ids = {element.get("id") for element in document.iter()}
        for element in document.iter():
            target = element.get("href") or element.get("src") or ""
            if target.startswith("#"):
                assert target[1:] in ids
            elif target and ":" not in target and name != "404.html":
                assert (tmp_path / "site" / name).parent.joinpath(unquote(target)).resolve().is_file(), (name, target)


def many(root: Path) -> list[str]:
    """A site of 30 posts with a picture, both languages, tags and hostile titles; the names of its pages."""
    image = Picture("images/x.png", 'A "bench" & <more>', "By the <door>", "Photo: “Lena” & co")
    pictured = revision(
        "pictured", body="![](images/x.png)\n\n## One\n", images=(image,), pictures=pictures({"images/x.png": png()})
    )
    odd = revision(
        "odd",
        title="<script>alert(1)</script> & “x”",
        description='" onload="x',
        author="</title>",
        tags=("<b>", "日本"),
    )
    rest = [
        revision(
            f"post-{n}",
            published=noon_of(2020 + n % 4, 1 + n % 12),
            updated=noon_of(2026),
            lang="fr" if n % 2 else "en",
        )
        for n in range(28)
    ]
    site_exporter(root).export([pictured, odd, *rest])
    return [name for name in texts(root / "site") if name.endswith(".html")]


def test_posts_are_listed_newest_first_and_each_year_has_its_page(tmp_path: Path) -> None:
    pieces = [revision(f"p{n:02}", title=f"P{n:02}", published=noon_of(2020 + n // 12, 1 + n % 12)) for n in range(30)]
    site_exporter(tmp_path).export(pieces)
    first = page(tmp_path, "index.html")
    assert [text_of(h2) for h2 in first.iter("h2")] == [
        *(f"P{n:02}" for n in range(29, 9, -1)),
        "All posts, year by year",
    ]
    assert [text_of(li).strip() for li in find(first, "nav").iter("li")] == ["2022 (6)", "2021 (12)", "2020 (12)"]
    year = page(tmp_path, "2020.html")
    assert text_of(find(year, "h1")) == "Posts of 2020"
    assert [text_of(h2) for h2 in year.iter("h2")][:12] == [f"P{n:02}" for n in range(11, -1, -1)]


def test_the_site_speaks_its_language_and_each_post_its_own(tmp_path: Path) -> None:
    site_exporter(tmp_path, lang="fr").export(
        [revision(lang="en"), revision("voisins", lang="fr", title="Nos voisins")]
    )
    english = page(tmp_path, "posts/neighbours.html")
    assert english.get("lang") == "en"
    assert text_of(find(english, "time")) == "1 November 2026"
    assert text_of(find(english, "p", class_="meta")) == "By Agathe Berger · 1 November 2026"
    assert find(english, "p", class_="back").get("lang") == "fr"
    assert text_of(find(english, "p", class_="back")) == "Retour à la liste"
    french = page(tmp_path, "posts/voisins.html")
    assert french.get("lang") == "fr"
    assert text_of(find(french, "p", class_="meta")) == "Par Agathe Berger · 1er novembre 2026"
    assert text_of(find(french, "time")) == "1er novembre 2026"
    assert find(french, "time").get("datetime") == "2026-11-01T09:30:00+01:00"
    listed = page(tmp_path, "index.html")
    assert [(text_of(t), li.get("lang")) for li in listed.iter("li") for t in li.iter("time")] == [
        ("1 November 2026", "en"),
        ("1er novembre 2026", None),
    ]


def test_a_correction_shows_its_date(tmp_path: Path) -> None:
    corrected = datetime(2026, 11, 20, 8, tzinfo=PARIS)
    site_exporter(tmp_path).export([revision(updated=corrected)])
    line = find(page(tmp_path, "posts/neighbours.html"), "p", class_="meta")
    assert text_of(line) == "By Agathe Berger · 1 November 2026 · updated on 20 November 2026"


def test_the_disclosure_stands_above_the_text_and_in_the_head(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([revision()])
    post = page(tmp_path, "posts/neighbours.html")
    note = find(post, "aside", class_="disclosure")
    assert text_of(note).strip() == (
        "This article was written in part with the help of a language model, then read and approved by our team "
        "before publication. Responsible for publication: Agathe Berger. A question? hello@example.org"
    )
    assert find(note, "a").get("href") == "mailto:hello@example.org"
    order = [element.get("class") for element in find(post, "article").iter() if element.get("class")]
    assert order.index("disclosure") < order.index("text")
    assert meta(post, "ai-disclosure") == "ai-assisted"
    assert meta(post, "authoring-revision") == "a" * 64
    assert meta(post, "authoring-checkpoint") == "7-3f2a"


def test_a_text_without_a_model_carries_no_note(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([revision(disclosure=disclosure("human-only", lang="en", responsible="Agathe"))])
    post = page(tmp_path, "posts/neighbours.html")
    assert list(post.iter("aside")) == []
    assert meta(post, "ai-disclosure") == "human-only"
    assert facts(post)["digitalSourceType"] == "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"


def facts(post: ElementTree.Element) -> dict[str, Any]:
    linked_data: dict[str, Any] = json.loads(text_of(find(post, "script", type="application/ld+json")))
    return linked_data


def test_programs_read_how_the_post_was_made_and_who_answers_for_it(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([revision(title="</script> & more")])
    assert facts(page(tmp_path, "posts/neighbours.html")) == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "</script> & more",
        "description": "What neighbours bring, and what they take home.",
        "inLanguage": "en",
        "url": "https://blog.example.org/posts/neighbours.html",
        "datePublished": "2026-11-01T09:30:00+01:00",
        "dateModified": "2026-11-01T09:30:00+01:00",
        "author": {"@type": "Person", "name": "Agathe Berger"},
        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
        "accountablePerson": {"@type": "Person", "name": "Agathe Berger"},
        "keywords": ["neighbours", "third place"],
    }


def test_the_feed_holds_what_a_feed_must_hold(tmp_path: Path) -> None:
    image = Picture("images/x.png", "A bench > a chair")
    body = "Read [more](other.html), [here](#one) or [there](https://example.com/?a=1&b=2).\n\n![](images/x.png)\n"
    post = revision(body=body, images=(image,), pictures=pictures({"images/x.png": png()}), title="A & <b>")
    site_exporter(tmp_path).export([post, revision("older", published=noon_of(2020), updated=noon_of(2021))])
    feed = ElementTree.fromstring((tmp_path / "site/feed.xml").read_bytes())
    assert feed.tag == f"{ATOM}feed"
    assert value(feed, "id") == "https://blog.example.org/"
    assert value(feed, "title") == "The Lantern’s blog"
    assert value(feed, "updated") == "2026-11-01T09:30:00+01:00"
    assert {(e.get("rel"), e.get("href")) for e in feed.findall(f"{ATOM}link")} == {
        ("self", "https://blog.example.org/feed.xml"),
        ("alternate", "https://blog.example.org/"),
    }
    entries = feed.findall(f"{ATOM}entry")
    assert [value(entry, "id") for entry in entries] == [
        "https://blog.example.org/posts/neighbours.html",
        "https://blog.example.org/posts/older.html",
    ]
    newest = entries[0]
    assert value(newest, "title") == "A & <b>"
    assert value(newest, "published") == value(newest, "updated") == "2026-11-01T09:30:00+01:00"
    assert value(newest, "author/name") == "Agathe Berger"
    assert value(newest, "summary") == "What neighbours bring, and what they take home."
    content = parse(f"<!doctype html><html><head><title>x</title></head><body>{value(newest, 'content')}</body></html>")
    assert text_of(find(content, "aside")).strip().startswith("This article was written in part")
    assert [link.get("href") for link in find(content, "div", class_="text").iter("a")] == [
        "https://blog.example.org/posts/other.html",
        "https://blog.example.org/posts/neighbours.html#one",
        "https://example.com/?a=1&b=2",
    ]
    assert find(content, "img").get("src") == "https://blog.example.org/posts/neighbours/images/x.png"
    assert find(content, "img").get("alt") == "A bench > a chair"


def value(element: ElementTree.Element, path: str) -> str:
    child = element.find("/".join(f"{ATOM}{part}" for part in path.split("/")))
    assert child is not None, path
    return child.text or ""


def test_an_empty_site_has_a_valid_feed_and_says_that_nothing_is_there(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([])
    feed = ElementTree.fromstring((tmp_path / "site/feed.xml").read_bytes())
    assert value(feed, "updated") == "1970-01-01T00:00:00+00:00"
    assert "Nothing has been published yet." in text_of(page(tmp_path, "index.html"))


def test_the_sitemap_names_every_post_once(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([revision(), revision("été-ouvert", updated=noon_of(2026, 12))])
    urls = ElementTree.fromstring((tmp_path / "site/sitemap.xml").read_bytes())
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [url.findtext(f"{space}loc") for url in urls] == [
        "https://blog.example.org/",
        "https://blog.example.org/posts/%C3%A9t%C3%A9-ouvert.html",
        "https://blog.example.org/posts/neighbours.html",
    ]
    assert (tmp_path / "site/robots.txt").read_text("utf-8").endswith("Sitemap: https://blog.example.org/sitemap.xml\n")


def test_a_long_sitemap_is_cut_into_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("authoring.exporters.site.lists._SITEMAP_LIMIT", 2)
    site_exporter(tmp_path).export([revision("one"), revision("two"), revision("three")])
    index = ElementTree.fromstring((tmp_path / "site/sitemap.xml").read_bytes())
    assert [text_of(part).strip() for part in index] == [
        "https://blog.example.org/sitemap-1.xml",
        "https://blog.example.org/sitemap-2.xml",
    ]


def test_the_page_for_wrong_addresses_finds_its_way_from_anywhere(tmp_path: Path) -> None:
    site_exporter(tmp_path, site=SITE._replace(url="https://example.org/blog")).export([])
    document = page(tmp_path, "404.html")
    assert find(document, "link", rel="stylesheet").get("href") == "/blog/style.css"
    assert find(find(document, "main"), "a").get("href") == "/blog/index.html"


def test_the_same_posts_give_the_same_bytes_in_any_order_and_anywhere(tmp_path: Path) -> None:
    pieces = [revision(f"p{n}", published=noon_of(2026, 1 + n % 3)) for n in range(25)]
    for folder, order in (("a", pieces), ("b", pieces[::-1])):
        (tmp_path / folder).mkdir()
        site_exporter(tmp_path / folder).export(order)
    assert texts(tmp_path / "a/site") == texts(tmp_path / "b/site")


def test_a_second_export_writes_nothing(tmp_path: Path) -> None:
    pieces = [revision("one"), revision("two")]
    site_exporter(tmp_path).export(pieces)
    before = snapshot(tmp_path)
    assert [r.outcome for r in site_exporter(tmp_path).export(pieces)] == ["unchanged", "unchanged"]
    site_exporter(tmp_path).export([])
    assert snapshot(tmp_path) == before


def test_one_change_rewrites_the_post_and_the_lists_that_show_it(tmp_path: Path) -> None:
    pieces = [
        revision(f"p{n:02}", published=noon_of(2020 + n // 12, 1 + n % 12), tags=(f"t{n % 2}",)) for n in range(30)
    ]
    site_exporter(tmp_path).export(pieces)
    before = snapshot(tmp_path / "site")
    site_exporter(tmp_path).export([replace(pieces[0], hash="b" * 64, title="Another title")])
    after = snapshot(tmp_path / "site")
    assert sorted(name for name in after if after[name] != before[name]) == [
        "2020.html", "posts/p00.html", "tags/t0.html",
    ]  # fmt: skip


def test_a_new_post_leaves_older_years_and_posts_alone(tmp_path: Path) -> None:
    pieces = [revision(f"p{n:02}", published=noon_of(2020 + n // 12, 1 + n % 12), tags=("t",)) for n in range(30)]
    site_exporter(tmp_path).export(pieces)
    before = snapshot(tmp_path / "site")
    site_exporter(tmp_path).export([revision("new", published=noon_of(2023), tags=())])
    after = snapshot(tmp_path / "site")
    assert sorted(name for name in after if after[name] != before.get(name)) == [
        "2023.html", "feed.xml", "index.html", "posts/new.html", "sitemap.xml",
    ]  # fmt: skip


def test_what_somebody_deleted_or_changed_in_the_folder_is_not_known_and_comes_back(tmp_path: Path) -> None:
    pieces = [revision("one"), revision("two"), revision("three")]
    site_exporter(tmp_path).export(pieces)
    whole = texts(tmp_path / "site")
    (tmp_path / "site/posts/one.html").unlink()
    (tmp_path / "site/posts/two.html").write_text(whole["posts/two.html"].decode().replace("open", "shut"))
    (tmp_path / "site/index.html").unlink()
    again = site_exporter(tmp_path)
    assert again.known() == {"three": "a" * 64}
    again.export(pieces[:2])
    assert texts(tmp_path / "site") == whole


def test_a_lost_ledger_costs_time_and_changes_nothing(tmp_path: Path) -> None:
    pieces = [revision("one"), revision("two")]
    site_exporter(tmp_path).export(pieces)
    before = snapshot(tmp_path / "site")
    (tmp_path / ".authoring/exports/blog.json").write_text("{broken")
    again = site_exporter(tmp_path)
    assert again.known() == {}
    assert [r.outcome for r in again.export(pieces)] == ["unchanged", "unchanged"]
    assert snapshot(tmp_path / "site") == before


def test_a_changed_setting_that_readers_see_makes_every_post_stale(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([revision()])
    assert site_exporter(tmp_path, site=SITE._replace(title="Another name")).known() == {}


def test_a_retracted_post_is_gone_from_every_file(tmp_path: Path) -> None:
    gone = revision("gone", body="![x](images/x.png)", title="Ours no more", pictures=pictures({"images/x.png": png()}))
    exporter = site_exporter(tmp_path)
    exporter.export([gone, revision("kept", tags=())])
    assert (tmp_path / "site/posts/gone/images/x.png").is_file()
    assert [r.outcome for r in exporter.retract(["gone"])] == ["retracted"]
    assert sorted(texts(tmp_path / "site")) == [
        "404.html", "feed.xml", "index.html", "posts/kept.html", "robots.txt", "sitemap.xml", "style.css",
    ]  # fmt: skip
    assert not (tmp_path / "site/posts/gone").exists()
    assert not any(b"Ours no more" in content or b"gone" in content for content in texts(tmp_path / "site").values())


def test_a_retraction_works_without_the_ledger(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([revision()])
    (tmp_path / ".authoring/exports/blog.json").unlink()
    assert [r.outcome for r in site_exporter(tmp_path).retract(["neighbours"])] == ["retracted"]
    assert not (tmp_path / "site/posts/neighbours.html").exists()


def test_a_picture_that_a_correction_drops_is_taken_down(tmp_path: Path) -> None:
    exporter = site_exporter(tmp_path)
    exporter.export([revision(body="![x](images/x.png)", pictures=pictures({"images/x.png": png()}))])
    exporter.export([revision(hash="b" * 64)])
    assert not (tmp_path / "site/posts/neighbours").exists()


def test_a_replaced_picture_is_copied_again(tmp_path: Path) -> None:
    pictured = revision(body="![x](images/x.png)", pictures=pictures({"images/x.png": png(10, 10)}))
    site_exporter(tmp_path).export([pictured])
    other = pictures({"images/x.png": png(20, 20)})
    site_exporter(tmp_path).export([replace(pictured, hash="b" * 64, pictures=other)])
    assert (tmp_path / "site/posts/neighbours/images/x.png").read_bytes() == png(20, 20)


@pytest.mark.parametrize("name", ["index.html", "posts/neighbours.html", "robots.txt", "posts/neighbours/images/x.png"])
def test_a_file_that_is_not_ours_is_never_touched(tmp_path: Path, name: str) -> None:
    theirs = tmp_path / "site" / name
    theirs.parent.mkdir(parents=True)
    theirs.write_text("Somebody’s own.")
    with pytest.raises(Conflict) as caught:
        site_exporter(tmp_path).export(
            [revision(body="![x](images/x.png)", pictures=pictures({"images/x.png": png()}))]
        )
    assert caught.value.problem.file == str(theirs)
    assert caught.value.problem.message == "A file that this program did not write stands where a page has to go."
    assert theirs.read_text() == "Somebody’s own."


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "site/posts/neighbours").mkdir(parents=True)
    (tmp_path / "site/CNAME").write_text("blog.example.org")
    (tmp_path / "site/posts/neighbours/notes.txt").write_text("ours")
    exporter = site_exporter(tmp_path)
    exporter.export([revision()])
    exporter.retract(["neighbours"])
    assert (tmp_path / "site/CNAME").read_text() == "blog.example.org"
    assert (tmp_path / "site/posts/neighbours/notes.txt").read_text() == "ours"


def test_nothing_of_our_own_lies_in_the_public_folder(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([revision()])
    assert not [
        name for name in texts(tmp_path / "site") if name.startswith(".") or "/." in name or name.endswith(".json")
    ]


@pytest.mark.parametrize("folder", ["", ".", "drafts", "published/site", ".authoring", "../elsewhere", "a/../.."])
def test_a_folder_that_would_mix_with_the_workspace_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(InputError) as caught:
        site_exporter(tmp_path, folder=folder)
    assert caught.value.problem.file == str(tmp_path / "authoring.toml")


def test_a_folder_that_leads_out_of_the_workspace_by_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "workspace/site").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError):
        site_exporter(tmp_path / "workspace")


def test_a_whole_path_may_lie_anywhere(tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()
    site_exporter(tmp_path / "workspace", folder=str(tmp_path / "public")).export([revision()])
    assert (tmp_path / "public/posts/neighbours.html").is_file()


def test_another_folder_begins_anew(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([revision()])
    assert site_exporter(tmp_path, folder="web").known() == {}


def test_a_site_without_an_address_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        site_exporter(tmp_path, site=SiteSettings(title="x"))
    assert caught.value.problem.message == "The site has no address, which its feed and its sitemap must contain."
    assert caught.value.problem.remedy == 'Write it below [site]: url = "https://blog.example.org"'


def test_a_misspelt_key_of_a_target_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        SiteExporter(settings(tmp_path), TargetSettings("blog", "site", "site", {"foldr": "x"}), FolderStore(tmp_path))
    assert caught.value.problem.message == "The target “blog” has keys that are not known: foldr."


def read(slug: str) -> ApprovedRevision:
    if slug == "bad":
        raise InputError("The kept revision is no longer what was approved.")
    return revision(slug, published=noon_of(2000 + int(slug[1:]) % 20, 1 + int(slug[1:]) % 12))


def test_a_long_batch_shared_by_two_processes_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slugs = [f"p{n}" for n in range(60)]
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    site_exporter(tmp_path / "one").export(Revisions(slugs, read))
    monkeypatch.setattr("authoring.exporters.batches._WORTH_TWO_PROCESSES", 10)
    receipts = site_exporter(tmp_path / "two").export(Revisions(slugs, read))
    assert [receipt.slug for receipt in receipts] == slugs
    assert texts(tmp_path / "one/site") == texts(tmp_path / "two/site")


def test_a_long_batch_of_a_store_in_memory_is_written_by_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("authoring.exporters.batches._WORTH_TWO_PROCESSES", 10)
    store = MemoryStore(clock=noon_of_2026)
    exporter = SiteExporter(settings(tmp_path), TargetSettings("blog", "site", "site"), store)
    receipts = exporter.export(Revisions([f"p{n}" for n in range(20)], Reading(store).read))
    assert {receipt.outcome for receipt in receipts} == {"created"}


@dataclass(frozen=True)
class Reading:
    """Revisions that are read from a store, as the engine reads them."""

    store: MemoryStore

    def read(self, slug: str) -> ApprovedRevision:
        return read(slug)


def noon_of_2026() -> datetime:
    return noon_of(2026)


def test_a_revision_that_cannot_be_read_in_the_other_process_is_told_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("authoring.exporters.batches._WORTH_TWO_PROCESSES", 4)
    with pytest.raises(InputError) as caught:
        site_exporter(tmp_path).export(Revisions(["p1", "p2", "p3", "bad"], read))
    assert caught.value.problem.message == "The kept revision is no longer what was approved."


lines = st.text(min_size=1, max_size=60)


@options(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=lines, description=lines, author=lines, tag=lines, text=lines)
def test_any_words_make_valid_pages_and_feeds(
    tmp_path: Path, title: str, description: str, author: str, tag: str, text: str
) -> None:
    piece = revision(
        title=title,
        description=description,
        author=author,
        tags=(tag,),
        disclosure=disclosure("ai-assisted", lang="en", responsible=author, contact=text),
    )
    site_exporter(tmp_path).export([piece])
    for name, content in texts(tmp_path / "site").items():
        if name.endswith(".html"):
            assert list(dangers(parse(content.decode()))) == []
        if name.endswith(".xml"):
            ElementTree.fromstring(content)
    site_exporter(tmp_path).retract(["neighbours"])
