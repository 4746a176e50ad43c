"""A piece as Word and OpenDocument: what is on the page, in any state, and that the same piece gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from authoring.editorial.actions.print_piece import PrintPiece
from authoring.errors import InputError, UsageError
from authoring.exporters.review_files import body, office, printing, sheet
from authoring.importers.word import paragraphs, returned, word_file
from authoring.privacy import metadata
from authoring.text.office import nodes
from tests.worlds.newsroom import SLUG, TEXT, Newsroom, with_body
from tests.worlds.pictures import camera_picture, png
from tests.worlds.word_files import EVERY_CONSTRUCT, docx, edited, p


def printed(newsroom: Newsroom, kind: printing.FileKind = "docx") -> bytes:
    return printing.write(newsroom.piece, newsroom.settings, kind)


def rows(content: bytes, folder: Path) -> list[returned.Row]:
    path = folder / "printed.docx"
    path.write_bytes(content)
    return returned.rows(word_file.read(path), "after")


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def words(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", part(content, "word/document.xml")).split())


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def test_the_same_piece_gives_the_same_bytes_on_every_paper(newsroom: Newsroom) -> None:
    kinds: tuple[printing.FileKind, ...] = ("docx", "odt", "pdf", "email")
    assert all(printed(newsroom, kind) == printed(newsroom, kind) for kind in kinds)


def test_the_title_page_says_what_the_piece_is_and_that_nobody_approved_it(newsroom: Newsroom) -> None:
    page = sheet.of(newsroom.piece, newsroom.settings)
    assert [nodes.text(block).strip() for block in sheet.title_page(page, with_hints=True)] == [
        "Why the Lantern needs its neighbours",
        "Agathe Berger",
        "NOT APPROVED (a draft). For reading and commenting only: not to be published or passed on.",
        "A shared workshop tells what its neighbours bring, and what it gives back.",
        f"Content hash: {newsroom.piece.hash}",
        "Your changes are recorded (Review › Track Changes), and comments are welcome anywhere.",
        "Testimonies and quotes, marked by a bar, are somebody’s own words: comment on them, change nothing.",
        "The number before a paragraph names it. Send this file back to the author when you are done.",
    ]


def test_every_page_repeats_the_state_and_the_revision(newsroom: Newsroom) -> None:
    running = f"NOT APPROVED · {SLUG} · {newsroom.piece.hash[:12]}"
    assert running in part(printed(newsroom), "word/footer1.xml")
    assert running in part(printed(newsroom, "odt"), "styles.xml")


def test_an_approved_revision_says_by_whom_and_an_edit_takes_that_back(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    page = sheet.of(newsroom.piece, newsroom.settings)
    assert (page.notice, page.approved_by) == ("This revision is approved (approved).", "Approved by Samir Haddad.")
    newsroom.edit("with people who show how", "with people who know")
    page = sheet.of(newsroom.piece, newsroom.settings)
    assert page.notice.startswith("NOT APPROVED (in review).")
    assert not page.approved_by


def test_a_published_piece_that_was_edited_is_not_shown_as_approved(tmp_path: Path) -> None:
    from authoring.editorial.actions.publish import Publish

    newsroom = Newsroom(tmp_path)
    newsroom.submit()
    newsroom.approve()
    newsroom.do("lena", Publish(SLUG))
    assert sheet.is_approved(newsroom.piece)
    newsroom.edit("with people who show how", "with people who know")
    assert not sheet.is_approved(newsroom.piece)


def test_word_opens_it_with_track_changes_on(newsroom: Newsroom) -> None:
    assert "<w:trackRevisions" in part(printed(newsroom), "word/settings.xml")


def test_the_file_says_to_programs_which_revision_it_is(newsroom: Newsroom, tmp_path: Path) -> None:
    for kind in ("docx", "odt"):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(printing.write(newsroom.piece, newsroom.settings, kind))
        properties = word_file.read(path).properties
        assert (properties["authoring-slug"], properties["authoring-hash"]) == (SLUG, newsroom.piece.hash)


def test_the_page_is_in_the_language_of_the_piece(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, text=TEXT.replace("lang: en", "lang: fr"))
    assert sheet.of(newsroom.piece, newsroom.settings).notice.startswith("NON APPROUVÉ (un brouillon).")
    assert 'w:val="fr-FR"' in part(printed(newsroom), "word/styles.xml")


def test_every_passage_comes_back_as_it_went(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, text=with_body(EVERY_CONSTRUCT))
    source = body.read(newsroom.piece.draft.body).passages
    back = rows(printed(newsroom), tmp_path)[2:]  # after the title and the description
    assert [(row.kind, row.number, row.level) for row in back] == [
        (passage.kind, passage.number, passage.level) for passage in source
    ]
    assert [row.text for row in back] == [re.sub(r"[ \n]+", " ", passage.text) for passage in source]


def test_numbers_are_the_same_on_every_paper_and_none_is_given_twice() -> None:
    passages = body.read(EVERY_CONSTRUCT).passages
    assert [(passage.number, passage.kind) for passage in passages if passage.number] == [
        (1, "paragraph"),
        (2, "item"),
        (3, "item"),
        (4, "item"),
        (5, "item"),
        (6, "item"),
        (7, "quote"),
        (8, "paragraph"),
    ]


def test_a_testimony_is_never_read_as_markdown() -> None:
    spoken = "<!-- testimony:x -->\nI said *so* # and\n\n- not a list\n<!-- /testimony:x -->\n"
    passages = body.read(spoken).passages
    assert [(passage.kind, passage.text) for passage in passages] == [
        ("testimony", "I said *so* # and"),
        ("testimony", "- not a list"),
    ]


def test_pictures_stand_in_the_text_with_their_words_and_missing_ones_are_told(tmp_path: Path) -> None:
    images = "tags: []\n    images:\n      - {src: images/a.png, alt: A saw, caption: Our saw, credit: Nora}\n"
    text = TEXT.replace("tags: [third place, neighbours]\n", images + "      - {src: images/gone.jpg, alt: A lamp}\n")
    newsroom = Newsroom(tmp_path, text=text)
    newsroom.add_picture("images/a.png", png())
    content = printed(newsroom)
    assert "Our saw — Nora" in words(content)
    assert "[Picture not shown here: images/gone.jpg. A lamp]" in words(content)
    assert [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "media" in name and "." in name]


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf", "email"])
def test_a_piece_with_a_picture_gives_the_same_bytes_and_tells_of_no_folder(
    tmp_path: Path, kind: printing.FileKind
) -> None:
    newsroom = Newsroom(tmp_path, text=TEXT.replace("## What is", "![A saw](images/a.png)\n\n    ## What is"))
    newsroom.add_picture("images/a.png", png())
    content = printed(newsroom, kind)
    assert content == printed(newsroom, kind)
    parts = [content]
    if kind in ("docx", "odt"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = [archive.read(name) for name in archive.namelist()]
    assert not any(b"/tmp/" in part or str(tmp_path).encode() in part for part in parts)


def test_a_printed_picture_tells_nothing_of_where_it_was_taken(tmp_path: Path) -> None:
    photograph = camera_picture("jpeg")
    newsroom = Newsroom(tmp_path, text=TEXT.replace("## What is", "![A saw](images/a.jpg)\n\n    ## What is"))
    newsroom.add_picture("images/a.jpg", photograph)
    archive = zipfile.ZipFile(io.BytesIO(printed(newsroom)))
    (copy,) = [archive.read(name) for name in archive.namelist() if name.endswith(".jpg")]
    assert metadata.tells_position(photograph)
    assert not metadata.tells_position(copy)


def test_what_was_printed_is_kept_to_be_held_against_what_comes_back(newsroom: Newsroom) -> None:
    content_hash = newsroom.piece.hash
    printed_piece = newsroom.do("agathe", PrintPiece(SLUG, "docx"))
    newsroom.edit("with people who show how", "with people who know")
    assert newsroom.repository.kept(newsroom.piece, content_hash).hash == content_hash
    assert printed_piece.content.startswith(b"PK")


def test_a_picture_outside_the_piece_is_not_taken(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, text=TEXT.replace("## What is", "![x](../../secret.png)\n\n    ## What is"))
    (tmp_path / "secret.png").write_bytes(png())
    names = zipfile.ZipFile(io.BytesIO(printed(newsroom))).namelist()
    assert not [name for name in names if name.startswith("word/media/")]


def test_a_house_template_gives_its_styles(newsroom: Newsroom, tmp_path: Path) -> None:
    house = tmp_path / "house.docx"
    ours = (office.REFERENCES / "en.docx").read_bytes()
    styles = part(ours, "word/styles.xml").replace('w:val="175CD3"', 'w:val="ABCDEF"')
    house.write_bytes(edited(ours, parts={"word/styles.xml": styles}))
    document = printing.write(newsroom.piece, newsroom.settings, "docx", template=house)
    assert 'w:val="ABCDEF"' in part(document, "word/styles.xml")
    assert words(document) == words(printed(newsroom))


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("house.odt", b"", UsageError),
        ("house.docx", b"no archive", InputError),
        ("house.docx", b"PK\x03\x04 cut", InputError),
        ("missing.docx", None, InputError),
    ],
)
def test_what_is_no_template_is_refused(
    newsroom: Newsroom, tmp_path: Path, name: str, content: bytes | None, error: type[Exception]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error):
        printing.write(newsroom.piece, newsroom.settings, "docx", template=tmp_path / name)


def test_a_template_without_our_styles_still_prints_every_word(newsroom: Newsroom, tmp_path: Path) -> None:
    house = tmp_path / "plain.docx"
    house.write_bytes(docx(p("anything")))
    assert words(printing.write(newsroom.piece, newsroom.settings, "docx", template=house)) == words(printed(newsroom))


def test_a_name_says_which_kind_of_file_is_wanted() -> None:
    assert [printing.kind_of(Path(f"a.{ending}")) for ending in ("docx", "ODT", "pdf", "html")] == [
        "docx",
        "odt",
        "pdf",
        "email",
    ]
    with pytest.raises(UsageError, match="does not say which kind of file"):
        printing.kind_of(Path("a.txt"))


def test_lines_of_a_tree_know_what_they_are() -> None:
    blocks: list[dict[str, Any]] = [
        nodes.div("x", [nodes.para(nodes.words("a"))], style="Testimony"),
        nodes.bullets([[nodes.plain(nodes.words("b"))]]),
        nodes.header(2, nodes.words("c")),
    ]
    assert [(line.kind, line.level) for line in paragraphs.lines(blocks)] == [
        ("testimony", 0),
        ("item", 0),
        ("heading", 3),
    ]
