"""Redirects at former addresses: they never replace another page, and are deleted with their alias."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from servers.markup import dangers
from tests.worlds.files import snapshot, texts
from tests.worlds.markup import find, parse, text_of
from tests.worlds.revisions import noon_of, revision, site_exporter

POST = "posts/neighbours.html"


def files(root: Path) -> set[str]:
    return set(texts(root / "site"))


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("/2019/05/a-bench/", "2019/05/a-bench/index.html"),
        ("/2019/05/a-bench", "2019/05/a-bench/index.html"),
        ("/bench.html", "bench.html"),
        ("/bench.php", "bench.php/index.html"),
        ("/caf%C3%A9/", "café/index.html"),
    ],
)
def test_a_former_address_leads_on(tmp_path: Path, alias: str, name: str) -> None:
    site_exporter(tmp_path).export([revision(aliases=(alias,), lang="fr")])
    page = parse((tmp_path / "site" / name).read_text("utf-8"))
    link = find(page, "a")
    assert (tmp_path / "site" / name).parent.joinpath(str(link.get("href"))).resolve() == tmp_path / "site" / POST
    assert find(page, "meta", **{"http-equiv": "refresh"}).get("content") == f"0; url={link.get('href')}"
    assert find(page, "link", rel="canonical").get("href") == f"https://blog.example.org/{POST}"
    assert find(page, "meta", name="robots").get("content") == "noindex"
    assert page.get("lang") == "fr"
    assert text_of(find(page, "p")) == "Cet article a déménagé : Why the Lantern needs its neighbours"
    assert list(dangers(page)) == []


def test_neither_sitemap_nor_feed_nor_list_names_it(tmp_path: Path) -> None:
    site_exporter(tmp_path).export([revision(aliases=("/old.html",))])
    assert not [name for name, content in texts(tmp_path / "site").items() if b"old.html" in content]


def test_it_goes_with_its_alias_and_with_its_post(tmp_path: Path) -> None:
    exporter = site_exporter(tmp_path)
    exporter.export([revision(aliases=("/old.html", "/older/"))])
    exporter.export([revision(aliases=("/old.html",))])
    assert {"old.html", "older/index.html"} & files(tmp_path) == {"old.html"}
    exporter.retract(["neighbours"])
    assert "old.html" not in files(tmp_path)


@pytest.mark.parametrize(
    "alias", ["/", "/index.html", "/feed.xml/..", "/posts/other.html", "/%2e%2e/up/", "/.git/x", "/a%00b"]
)
def test_it_takes_the_place_of_nothing(tmp_path: Path, alias: str) -> None:
    exporter = site_exporter(tmp_path)
    exporter.export([revision(), revision("other")])
    before = files(tmp_path)
    exporter.export([revision(aliases=(alias,)), revision("other")])
    assert files(tmp_path) == before
    assert 'http-equiv="refresh"' not in "".join(map(bytes.decode, texts(tmp_path / "site").values()))


@pytest.mark.parametrize("own", ["old/index.html", "old"])
def test_a_page_that_somebody_put_there_stays(tmp_path: Path, own: str) -> None:
    path = tmp_path / "site" / own
    path.parent.mkdir(parents=True)
    path.write_text("Somebody's.")
    exporter = site_exporter(tmp_path)
    exporter.export([revision(aliases=("/old/",))])
    exporter.retract(["neighbours"])
    assert path.read_text() == "Somebody's."


def test_a_new_post_takes_a_former_address_over(tmp_path: Path) -> None:
    exporter = site_exporter(tmp_path)
    exporter.export([revision(aliases=("/posts/other.html",))])
    exporter.export([revision("other", title="The other")])
    assert b"refresh" not in texts(tmp_path / "site")["posts/other.html"]
    exporter.retract(["neighbours"])
    assert "posts/other.html" in files(tmp_path)


@pytest.mark.parametrize("is_ledger_lost", [False, True])
def test_a_page_that_leads_on_from_a_retracted_post_does_not_show_it(tmp_path: Path, is_ledger_lost: bool) -> None:
    exporter = site_exporter(tmp_path)
    exporter.export([revision("other"), revision(aliases=("/posts/other.html",))])
    assert exporter.shows("other")
    if is_ledger_lost:
        shutil.rmtree(tmp_path / ".authoring", ignore_errors=True)
    exporter.retract(["other"])
    assert not exporter.shows("other")
    exporter.export([revision(aliases=("/posts/other.html",))])
    assert b"refresh" in texts(tmp_path / "site")["posts/other.html"]
    exporter.retract(["other"])
    assert not exporter.shows("other")
    assert exporter.shows("neighbours")


def test_a_title_that_spells_a_page_leading_on_hides_no_post(tmp_path: Path) -> None:
    exporter = site_exporter(tmp_path)
    exporter.export([revision(title='<meta http-equiv="refresh" content="0">', description='http-equiv="refresh"')])
    assert exporter.shows("neighbours")


def test_of_two_posts_with_one_former_address_the_older_keeps_it(tmp_path: Path) -> None:
    exporter = site_exporter(tmp_path)
    newer = revision("newer", aliases=("/old.html",), published=noon_of(2026), title="Newer")
    older = revision("older", aliases=("/old.html",), published=noon_of(2020), title="Older")
    exporter.export([newer])
    exporter.export([older])
    assert b"posts/older.html" in texts(tmp_path / "site")["old.html"]
    earlier_files = snapshot(tmp_path / "site")
    exporter.export([newer, older])
    assert snapshot(tmp_path / "site") == earlier_files
    exporter.retract(["older"])
    assert b"posts/newer.html" in texts(tmp_path / "site")["old.html"]
