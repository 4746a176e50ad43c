"""Names with accents: in the letters (NFC) or apart (NFD, as some Macs write them), they are one name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.store import Key
from authoring.store.addresses import same_name, spellings
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.pictures import png
from tests.worlds.publishing import PublishingNewsroom

FORMS = ("NFC", "NFD")
NAME = "images/été à l’île.png"


def form(name: str, text: str) -> str:
    return unicodedata.normalize(name, text)  # type: ignore[arg-type]


def newsroom_with_picture(root: Path, *, on_disk: str, in_front: str, in_body: str) -> PublishingNewsroom:
    front = f'images:\n      - src: "{form(in_front, NAME)}"\n        alt: A hedge in bloom\n    tags'
    text = TEXT.replace("tags", front, 1) + f"\n    ![]({form(in_body, NAME).replace(' ', '%20')})\n"
    newsroom = PublishingNewsroom(root, text=text, drafted=False)
    path = root / f"drafts/{SLUG}" / form(on_disk, NAME)
    path.parent.mkdir()
    path.write_bytes(png())
    newsroom.record_draft()
    return newsroom


@pytest.mark.parametrize("on_disk", FORMS)
@pytest.mark.parametrize(("in_front", "in_body"), [("NFC", "NFC"), ("NFC", "NFD"), ("NFD", "NFC")])
def test_a_picture_is_one_whatever_the_form_of_its_name(
    tmp_path: Path, on_disk: str, in_front: str, in_body: str
) -> None:
    newsroom = newsroom_with_picture(tmp_path, on_disk=on_disk, in_front=in_front, in_body=in_body)
    newsroom.out()
    assert newsroom.problems() == []
    assert newsroom.page().count('alt="A hedge in bloom"') == 1
    assert len(list((newsroom.root / "site").rglob("*.png"))) == 1
    (folder,) = (newsroom.root / f"published/{SLUG}/revisions").iterdir()
    assert len(list((folder / "images").iterdir())) == 1


def test_a_name_in_a_mixed_form_is_the_same_too(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path)
    folder = tmp_path / f"drafts/{SLUG}/images"
    folder.mkdir()
    (folder / ("é" + form("NFD", "é") + ".png")).write_bytes(png())
    assert newsroom.store.blobs.read(Key("piece", SLUG), "images/éé.png") == png()


def test_two_files_that_differ_in_the_form_alone_are_a_conflict(tmp_path: Path) -> None:
    newsroom = newsroom_with_picture(tmp_path, on_disk="NFC", in_front="NFC", in_body="NFC")
    assert newsroom.store.strays() == []
    (tmp_path / f"drafts/{SLUG}" / form("NFD", NAME)).write_bytes(b"another")
    (conflict,) = newsroom.store.strays()
    assert "conflict" in conflict.message
    assert form("NFC", conflict.file).endswith(NAME)
    assert newsroom.store.blobs.read(Key("piece", SLUG), form("NFC", NAME)) == png()
    assert newsroom.store.blobs.read(Key("piece", SLUG), form("NFD", NAME)) == b"another"


@given(st.text("aéêà日か゚が%20 ", min_size=1, max_size=12), st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_whatever_the_forms_a_name_is_found_among_names(name: str, one: str, other: str) -> None:
    names = ["x.png", f"{form(one, name)}.png"]
    assert same_name(f"{form(other, name)}.png", names) == names[1]
    assert spellings(f"{name}.png")[0] == f"{name}.png"
