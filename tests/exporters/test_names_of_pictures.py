"""Pictures whose names are long, accented, in any script or full of signs, through every target."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from authoring.exporters import Exporter
from authoring.exporters.ghost.images import NamedPicture as GhostPicture
from authoring.exporters.hugo import HugoExporter
from authoring.exporters.jekyll import JekyllExporter
from authoring.exporters.markdown import MarkdownExporter
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.site import SiteExporter
from authoring.exporters.wordpress.media import NamedPicture as WordPressPicture
from authoring.model.config import Settings, SiteSettings, TargetSettings
from authoring.model.documents import Picture
from authoring.store import Store
from authoring.testing import pictures, revision
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.pictures import png
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.revisions import settings_in, store_of_pieces

NAMES = [
    "日本.png",
    "été à l’île.png",
    "a b.png",
    "a#b.png",
    "a?b.png",
    "50%.png",
    "a%20b.png",
    "a&b<c>.png",
    'it\'s "so".png',
    "a(b)[c].png",
    "{{ x }}.png",
    "x" * 200 + ".png",
    "x" * 246 + ".png",
    "é" * 124 + ".png",
    "日" * 82 + ".png",
]
TOO_LONG = ["x" * 296 + ".png", "日" * 300 + ".png"]
KINDS: dict[str, Callable[[Settings, TargetSettings, Store], Exporter]] = {
    "hugo": HugoExporter,
    "jekyll": JekyllExporter,
    "markdown": MarkdownExporter,
    "site": SiteExporter,
}


def exporter(root: Path, kind: str) -> Exporter:
    (root / "out").mkdir(exist_ok=True)
    store = store_of_pieces(root)
    settings = settings_in(store, root)._replace(site=SiteSettings(url="https://blog.example.org"))
    return KINDS[kind](settings, TargetSettings("blog", kind, folder="out"), store)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [*NAMES, *TOO_LONG], ids=lambda name: name[:12])
@pytest.mark.parametrize("is_in_front", [True, False])
def test_a_picture_arrives_under_the_address_that_the_post_has(
    tmp_path: Path, kind: str, name: str, is_in_front: bool
) -> None:
    src = f"images/{name}"
    address = f"images/{quote(name)}"
    images = (Picture(src, "A bench"),) if is_in_front else ()
    body = "One.\n\n## Two\n\nText.\n" if is_in_front else f"One.\n\n![A bench]({address})\n"
    stored = pictures({src if is_in_front else address: png(4, 3)})
    post = replace(revision(body=body), images=images, pictures=stored)
    outcomes = [receipt.outcome for receipt in exporter(tmp_path, kind).export([post])]
    assert outcomes == ["created"]
    (copy,) = (tmp_path / "out").rglob("*.png")
    texts = [*tmp_path.glob("out/**/index.md"), *tmp_path.glob(f"out/**/*{post.slug}.html")]
    assert any(quote(copy.name) in text.read_text("utf-8") for text in texts)
    assert [receipt.outcome for receipt in exporter(tmp_path, kind).export([post])] == ["unchanged"]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:12])
def test_a_piece_with_such_a_picture_goes_all_the_way(tmp_path: Path, name: str) -> None:
    newsroom = PublishingNewsroom(tmp_path, text=TEXT + f"\n    ![A saw](images/{quote(name)})\n", drafted=False)
    images = tmp_path / f"drafts/{SLUG}/images"
    images.mkdir()
    (images / name).write_bytes(png())
    newsroom.record_draft()
    newsroom.out()
    assert newsroom.problems() == []
    assert len(list((tmp_path / "site").rglob("*.png"))) == 1
    assert (tmp_path / f"published/{SLUG}/images/{name}").exists()
    newsroom.correct()
    assert newsroom.problems() == []


@pytest.mark.parametrize("name", [*NAMES, *TOO_LONG, "日 本.png"], ids=lambda name: name[:12])
def test_a_blog_gets_a_short_plain_name_that_holds_the_hash(name: str) -> None:
    src = f"images/{name}"
    post = replace(revision(), images=(Picture(src, "A bench"),), pictures=pictures({src: png(4, 3)}))
    figure = Gallery(post).show(src)
    names = [WordPressPicture.of(figure).slug, GhostPicture.of(figure).name]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{17,100}", it) for it in names), names
