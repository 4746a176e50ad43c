"""The PDF: tagged for screen readers, whatever the text holds, and nothing of the text is a command to Typst."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from authoring.exporters.review_files import printing
from tests.worlds.newsroom import TEXT, Newsroom, with_body
from tests.worlds.pictures import png
from tests.worlds.word_files import EVERY_CONSTRUCT


def plain(content: bytes) -> bytes:
    """A PDF with its compressed parts unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    unpacked = []
    for stream in streams:
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return content + b"\n".join(unpacked)


def made(newsroom: Newsroom) -> bytes:
    return plain(printing.write(newsroom.piece, newsroom.settings, "pdf"))


def test_it_is_an_accessible_pdf_with_its_title_and_language(tmp_path: Path) -> None:
    content = made(Newsroom(tmp_path))
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in content
    assert b"<dc:title>" in content
    assert re.search(rb"/Lang\s*\(en", content)


def test_every_awkward_construct_can_be_set(tmp_path: Path) -> None:
    assert b"/Type/Page" in made(Newsroom(tmp_path, text=with_body(EVERY_CONSTRUCT))).replace(b" ", b"")


def test_a_picture_has_its_alternative_text_and_one_without_says_so(tmp_path: Path) -> None:
    text = TEXT.replace(
        "tags: [third place, neighbours]",
        'images: [{src: images/a.png, alt: "A \\"saw\\" \\\\ x"}, {src: images/b.png}]',
    )
    newsroom = Newsroom(tmp_path, text=text)
    for name in ("a.png", "b.png"):
        newsroom.add_picture(f"images/{name}", png())
    content = made(newsroom)
    assert content.count(b"/Alt") >= 2
    assert b"a picture without a description" in content


def test_a_text_is_no_command(tmp_path: Path) -> None:
    evil = '#read("/etc/passwd") #include "x.typ" $x$ #panic("no") @ref <label> \\#x `#read("x")` // comment /* x */\n'
    text = with_body(evil).replace("title: Why the Lantern needs its neighbours", "title: '#panic(\"x\") \\ Why'")
    assert made(Newsroom(tmp_path, text=text)).startswith(b"%PDF")
