"""Files that LibreOffice wrote: it opens what we print, and what it saves comes back whole."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from authoring.exporters.review_files import printing
from authoring.importers.word import returned, reviews, word_file
from tests.worlds.newsroom import SLUG, Newsroom, with_body
from tests.worlds.word_files import EVERY_CONSTRUCT, deleted, edited, inserted

SOFFICE = shutil.which("soffice")

pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="install LibreOffice to run these: apt-get install libreoffice-writer-nogui"
)


def saved(content: bytes, folder: Path, *, name: str, to: str) -> bytes:
    """The file as LibreOffice saves it again."""
    assert SOFFICE is not None
    (folder / "in").mkdir(exist_ok=True)
    path = folder / "in" / name
    path.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, "--headless", profile, "--convert-to", to, "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return next((folder / "out").glob(f"{path.stem}.*")).read_bytes()


def test_a_printed_piece_that_libreoffice_saved_comes_back_unchanged(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, text=with_body(EVERY_CONSTRUCT))
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    path = tmp_path / "back.docx"
    path.write_bytes(saved(content, tmp_path, name="a.docx", to="docx:MS Word 2007 XML"))
    proposal = reviews.proposal_in(path, SLUG, newsroom.repository)
    assert [(change.kind, change.what, change.before, change.after) for change in proposal.changes] == []


def test_changes_survive_libreoffice(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    before, after = "It is a place with </w:t></w:r>", '<w:r><w:t xml:space="preserve">'
    tracked = f"{before}{deleted('tools')}{inserted('saws')}{after}"
    content = edited(content, ("It is a place with tools", tracked))
    path = tmp_path / "back.docx"
    path.write_bytes(saved(content, tmp_path, name="a.docx", to="docx:MS Word 2007 XML"))
    proposal = reviews.proposal_in(path, SLUG, newsroom.repository)
    assert [(change.kind, change.is_tracked, change.people[0][0]) for change in proposal.changes] == [
        ("reworded", True, "Samir Haddad")
    ]


def test_an_opendocument_text_of_libreoffices_own_is_read(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, text=with_body(EVERY_CONSTRUCT))
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    path = tmp_path / "a.odt"
    path.write_bytes(saved(content, tmp_path, name="a.docx", to="odt"))
    read = word_file.read(path)
    assert read.kind == "odt"
    assert read.properties["authoring-slug"] == SLUG
    assert any("« oui\u202f! » and\u00a0more." in row.text for row in returned.rows(read, "after"))
