"""The sample pieces are what the program makes: it finds its own records in order, and no two pieces are alike."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.corpus import workspace as layout
from benchmarks.measuring import authoring


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two copies of a corrected and of a published piece."""
    folder = tmp_path_factory.mktemp("corpus")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        corpus.fill(folder / "workspace", 4, originals_count=2)
    return folder / "workspace"


def test_copies_are_found_in_order(workspace: Path) -> None:
    verified = json.loads(authoring("verify", "--json", folder=workspace).output())
    assert verified == {"ok": True, "checked": 4, "problems": []}


def test_no_two_pieces_share_a_text_or_a_picture(workspace: Path) -> None:
    texts = layout.texts(workspace)
    pictures = [path for text in texts for path in layout.pictures(text)]
    assert len({path.read_bytes() for path in texts}) == 4
    assert len({path.read_bytes() for path in pictures}) == 8


def test_a_number_is_the_same_piece_in_every_workspace(workspace: Path) -> None:
    assert sorted(map(corpus.piece_number, layout.published(workspace))) == [0, 1, 2, 3]


def test_copies_are_listed_with_the_state_of_their_original(workspace: Path) -> None:
    listed = json.loads(authoring("list", "--json", folder=workspace).output())
    assert [entry["state"] for entry in listed] == ["published"] * 4


def test_a_copy_is_found_by_its_own_words(workspace: Path) -> None:
    path = layout.texts(workspace)[0]
    place = path.read_text("utf-8").partition("title: À ")[2].partition(",")[0]
    assert path.parent.name in authoring("search", place, folder=workspace).output()


def test_copies_are_exported_once(workspace: Path) -> None:
    first, second = (json.loads(authoring("export", "--json", folder=workspace).output()) for _run in range(2))
    assert [receipt["outcome"] for receipt in first] == ["created"] * 4
    assert [receipt["outcome"] for receipt in second] == ["unchanged"] * 4


def test_an_alteration_of_a_copy_is_found(workspace: Path) -> None:
    path = sorted(workspace.glob("*/*/provenance.json"))[0]
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"kind": "model"', b'"kind": "person"', 1))
    try:
        with pytest.raises(subprocess.CalledProcessError):
            authoring("verify", folder=workspace).output()
    finally:
        path.write_bytes(content)
