"""A WordPress behind a real Apache that keeps passwords from it, as many hosts have it: what we say, and what helps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from authoring.cli.advice import words
from servers.apache import Apache, apache
from servers.running import NotInstalled, not_installed
from servers.wordpress import WordPress
from tests.worlds.pictures import png
from tests.worlds.wordpress_newsroom import WordPressNewsroom

pytestmark = [pytest.mark.wordpress, pytest.mark.server, pytest.mark.xdist_group("wordpress")]


@pytest.fixture
def newsroom(tmp_path: Path, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch) -> WordPressNewsroom:
    wordpress.empty()
    return WordPressNewsroom(tmp_path, wordpress, monkeypatch)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, wordpress: WordPress) -> Iterator[Apache]:
    try:
        with apache(tmp_path_factory.mktemp("apache"), wordpress) as running:
            yield running
    except NotInstalled as missing:
        not_installed(missing)


def test_a_kept_password_is_explained_and_the_line_that_we_name_lets_it_through(
    newsroom: WordPressNewsroom, server: Apache
) -> None:
    server.tell()
    refused = newsroom.exporter(server.url).export([newsroom.piece()])[0]
    assert (refused.outcome, newsroom.site.count("post")) == ("failed", 0)
    assert refused.where == f"{server.url} does not let “agathe” in: You are not currently logged in."
    line = re.search(r"add `(.+?)` to the site’s \.htaccess", words(refused.notes[0]))
    assert line is not None
    server.tell(line[1])
    receipt = newsroom.exporter(server.url).export([newsroom.piece()])[0]
    assert (receipt.outcome, receipt.where, receipt.notes) == ("created", f"{server.url}/neighbours/", ())


@pytest.mark.parametrize(
    "line", ["CGIPassAuth On", "RewriteEngine On\nRewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]"]
)
def test_what_hosts_themselves_advise_lets_it_through_as_well(
    newsroom: WordPressNewsroom, server: Apache, line: str
) -> None:
    server.tell(line)
    assert all(probe.is_fine for probe in newsroom.exporter(server.url).probe())


def test_a_piece_stands_in_the_sub_folder_under_its_pretty_address(newsroom: WordPressNewsroom, server: Apache) -> None:
    server.tell("CGIPassAuth On")
    receipt = newsroom.exporter(server.url).export([newsroom.piece()])[0]
    page = httpx2.get(receipt.where)
    assert (page.status_code, str(page.url)) == (200, f"{server.url}/neighbours/")
    assert "I had no saw." in page.text
    image = re.search(rf'src="({re.escape(server.url)}/wp-content/uploads/[^"]+/a\.png)"', page.text)
    assert image is not None
    assert httpx2.get(image[1]).content == png()


def test_a_site_whose_addresses_are_not_rewritten_is_reached_too(newsroom: WordPressNewsroom, server: Apache) -> None:
    server.tell("CGIPassAuth On", is_pretty=False)
    assert newsroom.exporter(server.url).export([newsroom.piece()])[0].outcome == "created"
