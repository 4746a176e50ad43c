"""A text and its translations lead to each other where readers find them, as long as both are out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from authoring.editorial.actions.retract import Retract
from authoring.exporters.hugo import HugoFolder
from authoring.exporters.jekyll import JekyllFolder
from tests.worlds.newsroom import SLUG
from tests.worlds.translated import BilingualRoom

PAGE = '<link rel="alternate" hreflang="{lang}" href="https://blog.example.org/posts/{slug}.html">'


def test_both_pages_lead_to_each_other_until_one_is_taken_down(tmp_path: Path) -> None:
    room = BilingualRoom(tmp_path)
    english, french = (tmp_path / "site" / "posts" / f"{slug}.html" for slug in (SLUG, f"{SLUG}-fr"))
    for page in (english, french):
        text = page.read_text("utf-8")
        assert PAGE.format(lang="en", slug=SLUG) in text
        assert PAGE.format(lang="fr", slug=f"{SLUG}-fr") in text
    assert f'href="{SLUG}-fr.html"' in english.read_text("utf-8")
    before = english.stat().st_mtime_ns
    assert {it.outcome for it in room.export()} == {"unchanged"}
    assert english.stat().st_mtime_ns == before
    room.do("lena", Retract(f"{SLUG}-fr", note="A word was wrong."))
    room.export()
    assert "hreflang" not in english.read_text("utf-8")


def test_front_matter_names_the_original_and_the_other_languages(tmp_path: Path) -> None:
    BilingualRoom(tmp_path)
    texts = [path.read_text("utf-8") for path in (tmp_path / "notes").rglob("*.md")]
    assert sum(f"translation_of: {SLUG}\n" in text for text in texts) == 1
    assert sum(f"- hreflang: fr\n  slug: {SLUG}-fr" in text for text in texts) == 1


def test_hugo_and_jekyll_know_which_texts_belong_together(tmp_path: Path) -> None:
    from authoring.editorial.approved_revisions import ApprovedRevisions

    room = BilingualRoom(tmp_path)
    revision = ApprovedRevisions(room.repository, translations={f"{SLUG}-fr": {"en": SLUG}}).read(f"{SLUG}-fr")
    hugo = HugoFolder(tmp_path, section="posts").files_of(revision)
    jekyll = JekyllFolder(tmp_path, section="", layout="post").files_of(revision)
    assert f"translationKey: {SLUG}".encode() in b"".join(hugo.values())
    assert f"translation_of: {SLUG}".encode() in b"".join(jekyll.values())
    alone = replace(revision, translation_of="", translations={})
    assert b"translationKey" not in b"".join(HugoFolder(tmp_path, section="posts").files_of(alone).values())
