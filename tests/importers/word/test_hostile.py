"""Files made to do harm: each ends in a clear error that names the file, soon, with nothing fetched or left behind."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.importers.word import word_file
from authoring.text.office import archive
from tests.worlds.lantern import lantern
from tests.worlds.terminal import Terminal
from tests.worlds.word_files import docx, p, relation, zipped

WORKING = docx(p("A point."))


def parts() -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(WORKING)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def bomb() -> bytes:
    """A megabyte that unpacks to a gigabyte."""
    return zipped({**parts(), "word/media/a.png": b"\0" * (1024 * 1024 * 256)})


def lying_bomb() -> bytes:
    """An archive that says of a part that it is small."""
    content = bytearray(zipped({**parts(), "word/media/a.png": b"\0" * (1024 * 1024 * 30)}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        position = content.rindex(signature, 0, content.rindex(b"word/media/a.png") + 1)
        content[position + offset : position + offset + 4] = struct.pack("<I", 10)
    return bytes(content)


def entities() -> bytes:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return zipped(
        {**parts(), "word/document.xml": f'<!DOCTYPE x [<!ENTITY l0 "ha">{lol}]><w:document>&l9;</w:document>'}
    )


def outside() -> bytes:
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]><a>&p;</a>'
    return zipped({**parts(), "word/footnotes.xml": text.encode("utf-16")})


def deep(count: int) -> bytes:
    return docx("<w:sdt><w:sdtContent>" * count + p("deep") + "</w:sdtContent></w:sdt>" * count)


def nested(count: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * count + p("deep") + f"</w:tc></w:tr></w:tbl>{p('x')}" * count


def doubled() -> bytes:
    buffer = io.BytesIO(WORKING)
    with zipfile.ZipFile(buffer, "a") as opened:
        opened.writestr("WORD/document.xml", "<a/>")
    return buffer.getvalue()


def many() -> bytes:
    return zipped({**parts(), **{f"word/x{number}": b"" for number in range(4000)}})


ATTACKS: dict[str, Callable[[], bytes]] = {
    "a bomb": bomb,
    "a bomb that lies about its size": lying_bomb,
    "entities that grow": entities,
    "an entity that reads a file": outside,
    "a part that climbs out": lambda: zipped({**parts(), "word/media/../../../../etc/x.png": b"x"}),
    "a part with a drive": lambda: zipped({**parts(), "C:/x.png": b"x"}),
    "two parts of one name": doubled,
    "four thousand parts": many,
    "an XML part of 30 MB": lambda: zipped({**parts(), "word/document.xml": b" " * (30 * 1024 * 1024)}),
    "elements nested 100,000 deep": lambda: deep(100_000),
    "tables nested 40 deep": lambda: docx(nested(40)),
    "an archive cut short": lambda: WORKING[:-200],
    "a wrong checksum": lambda: WORKING.replace(b"PK\x03\x04", b"PK\x03\x04", 1)[:60] + b"\xff" + WORKING[61:],
    "broken XML": lambda: zipped({**parts(), "word/document.xml": "<w:document><w:body>"}),
    "an old Word file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a PDF": lambda: b"%PDF-1.7\n",
    "a text": lambda: b"only words",
    "nothing": lambda: b"",
    "any other archive": lambda: zipped({"a.txt": "x"}),
    "a table of figures": lambda: zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    ),
}


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(lantern(tmp_path), monkeypatch, capsys)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if ".authoring" not in path.parts}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_file_that_does_harm_ends_in_a_clear_error(terminal: Terminal, attack: str) -> None:
    (terminal.folder / "evil.docx").write_bytes(ATTACKS[attack]())
    before = files(terminal.folder)
    result = terminal("import", "evil.docx", "--kind", "outline")
    assert result.code == 1, result.out
    assert result.err.startswith("evil.docx: ")
    assert "\n  → " in result.err
    assert "Traceback" not in result.err
    assert files(terminal.folder) == before


def test_a_hundred_megabytes_are_refused_unread(terminal: Terminal) -> None:
    with (terminal.folder / "big.docx").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(100 * 1024 * 1024)
    assert terminal("import", "big.docx", "--kind", "outline").err.startswith("big.docx: The file is too large")


def test_a_pipe_or_a_folder_is_no_file(terminal: Terminal) -> None:
    import os

    os.mkfifo(terminal.folder / "pipe.docx")
    (terminal.folder / "folder.docx").mkdir()
    for name in ("pipe.docx", "folder.docx"):
        assert terminal("import", name, "--kind", "outline").err.startswith(f"{name}: This is not a file.")


def test_a_name_that_lies_about_a_good_file_does_no_harm(terminal: Terminal) -> None:
    (terminal.folder / "really-word.odt").write_bytes(WORKING)
    terminal.ok("import", "really-word.odt", "--kind", "outline")
    assert "- A point." in (terminal.folder / "outlines/really-word.md").read_text("utf-8")


def test_nothing_outside_the_file_is_read_or_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG\r\n\x1a\n")
    from tests.worlds.word_files import picture

    targets = ("http://127.0.0.1:9/p.png", f"file://{secret}", "../../../../../../etc/passwd", str(secret))
    related = "".join(
        relation(f"rId{number}", "image", target, is_external=number < 12) for number, target in enumerate(targets, 10)
    )
    path = tmp_path / "a.docx"
    path.write_bytes(docx(p("A point."), *(p(picture(f"rId{number}")) for number in range(10, 14)), relations=related))
    assert word_file.read(path).pictures == {}


def test_a_comment_or_a_property_that_is_broken_is_an_error_and_no_crash(terminal: Terminal) -> None:
    for name in ("word/comments.xml", "docProps/custom.xml", "word/commentsExtended.xml"):
        broken = {"word/comments.xml": "<a/>", "word/commentsExtended.xml": "<a/>", name: "<a"}
        (terminal.folder / "a.docx").write_bytes(zipped({**parts(), **broken}))
        result = terminal("import", "a.docx", "--kind", "outline", "--slug", "x")
        assert result.code in (0, 1)
        assert "Traceback" not in result.err


def test_the_bounds_are_far_above_what_a_text_needs() -> None:
    assert archive.MAX_FILE >= 20 * 1024 * 1024
    assert archive.MAX_XML >= 5 * 1024 * 1024
