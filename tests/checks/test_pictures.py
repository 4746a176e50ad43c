"""Pictures, their alternative texts, and links."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.checks.alternatives import is_file_name
from authoring.model import loading
from authoring.model.findings import Finding
from authoring.model.picture_files import is_cut_off, kind_of, size_of
from tests.worlds.cases import FIRST_ARTICLE, LA_STATION, needs_la_station
from tests.worlds.pictures import AVIF, GIF, JPEG, WEBP, png
from tests.worlds.subjects import PNG, WrittenPiece, run, short

FRONT = "title: T\nauthor: agathe\ndescription: D\n"


def images(root: Path, src: str, content: bytes | None = PNG, *, name: str = "") -> list[tuple[str, int, str]]:
    files = {} if content is None else {name or src: content}
    findings = run("images", WrittenPiece(root, f"Text.\n\n![A room]({src})\n", FRONT, files).subject())
    return [(finding.severity, finding.line, finding.message) for finding in findings]


@pytest.mark.parametrize(
    ("src", "content"),
    [
        ("images/a.png", PNG),
        ("images/a.jpg", JPEG),
        ("images/a.gif", GIF),
        ("images/a.webp", WEBP),
        ("images/a.avif", AVIF),
    ],
)
def test_a_picture_of_the_pieces_folder_is_fine(tmp_path: Path, src: str, content: bytes) -> None:
    assert images(tmp_path, src, content) == []


@pytest.mark.parametrize(
    ("name", "content"), [("a.png", PNG), ("a.jpg", JPEG), ("a.gif", GIF), ("a.webp", WEBP), ("a.avif", AVIF)]
)
def test_a_picture_that_is_cut_off_anywhere_blocks(tmp_path: Path, name: str, content: bytes) -> None:
    for length in [*range(1, len(content), 7), len(content) - 1]:
        findings = images(tmp_path, f"images/{name}", content[:length])
        assert [severity for severity, _line, _message in findings] == ["blocking"], length


@pytest.mark.parametrize(
    "content",
    [
        png().replace(b"\0\0\0(\0\0\0\x1e", struct.pack(">II", *size))
        for size in (
            (60_000, 60_000),
            (2**31, 2**31),
            (40, 2**31 - 1),
            (2**32 - 1, 2**32 - 1),
            (0, 30),
            (20_000, 20_000),
        )
    ],
)
def test_a_picture_of_a_size_that_nobody_can_see_blocks(tmp_path: Path, content: bytes) -> None:
    assert [severity for severity, _line, _message in images(tmp_path, "images/a.png", content)] == ["blocking"]


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 "])
@pytest.mark.parametrize("rest", [b"\0" * 500, b"\xff" * 500, b"<html>" * 50, b"\xff\xd9"])
def test_a_file_that_only_begins_like_a_picture_blocks(tmp_path: Path, head: bytes, rest: bytes) -> None:
    assert "blocking" in [severity for severity, _line, _message in images(tmp_path, "images/a.png", head + rest)]


@given(st.sampled_from([PNG, JPEG, GIF, WEBP, AVIF]), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255))))
def test_whatever_bytes_are_changed_the_file_is_read_to_an_answer(
    content: bytes, changes: list[tuple[int, int]]
) -> None:
    changed = bytearray(content)
    for position, value in changes:
        changed[position % len(content)] = value
    assert isinstance(is_cut_off(bytes(changed)), bool)
    assert min(size_of(bytes(changed))) >= 0


def test_accents_and_spaces_in_names_are_understood(tmp_path: Path) -> None:
    assert images(tmp_path, "<images/été à l’atelier.png>", name="images/été à l’atelier.png") == []


@pytest.mark.parametrize(
    ("src", "content", "severity", "message"),
    [
        ("images/a.png", None, "blocking", "There is no such picture in the piece’s folder."),
        ("images", None, "blocking", "There is no such picture in the piece’s folder."),
        ("../../authoring.toml", None, "blocking", "The picture lies outside the piece’s own folder."),
        ("/etc/passwd", None, "blocking", "The picture lies outside the piece’s own folder."),
        ("https://example.org/a.png", None, "blocking",
         "The picture is fetched from another address, which tells a stranger who reads the page."),
        ("//example.org/a.png", None, "blocking",
         "The picture is fetched from another address, which tells a stranger who reads the page."),
        ("data:image/png;base64,AAAA", None, "blocking",
         "The picture is fetched from another address, which tells a stranger who reads the page."),
        ("images/a.svg", b"<?xml version='1.0'?>\n<svg xmlns='x'/>", "blocking",
         "SVG pictures can carry programs, so they are not published."),
        ("images/a.png", b"", "blocking",
         "The file is empty or no picture that browsers show, whatever its name says."),
        ("images/a.png", b"MZ\x90\0 a program", "blocking",
         "The file is empty or no picture that browsers show, whatever its name says."),
        ("images/a.jpg", PNG, "warning", "The file is a PNG picture, and its name says something else."),
        ("images/a.png", PNG + b"\0" * 3_000_000, "warning",
         "The picture weighs 2.9 MB, which is slow and costly on a phone."),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_the_piece_is_found(
    tmp_path: Path, src: str, content: bytes | None, severity: str, message: str
) -> None:
    (tmp_path / "authoring.toml").write_text("")
    assert images(tmp_path, src, content) == [(severity, 9 - 1, message)]


def test_a_link_out_of_the_folder_is_followed_and_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    workspace = tmp_path / "workspace"
    subject = WrittenPiece(workspace, "![A room](images/a.png)\n", FRONT, {"images/b.png": PNG}).subject()
    (workspace / "drafts/piece/images/a.png").symlink_to(tmp_path / "secret.png")
    assert [finding.severity for finding in run("images", subject)] == ["blocking"]


def test_a_picture_of_the_front_matter_is_found_on_its_line(tmp_path: Path) -> None:
    front = FRONT + "images:\n  - src: images/a.png\n    alt: A room\n"
    assert short(run("images", WrittenPiece(tmp_path, "Text.\n", front).subject())) == [("blocking", 6, "images/a.png")]


def test_first_bytes_tell_the_kind() -> None:
    assert kind_of(b"") == kind_of(b"hello") == kind_of(b"RIFF0000WAVE") == ""
    assert kind_of(b"  <SVG >") == "SVG"


@pytest.mark.parametrize(
    ("alt", "src"),
    [
        ("IMG 0321", "images/IMG_0321.jpg"),
        ("La Station Lueur de lAube29", "images/lueur-de-l-aube.jpg"),
        ("87832819 2711941059092564 7434150925482065920 o", "images/x.jpg"),
        ("IMG_0321.jpg", "images/x.jpg"),
        ("DSC_0042", "images/x.jpg"),
        ("DSCN1234", "images/x.jpg"),
        ("Capture d’écran 2026-03-02 à 10.12.13", "images/x.png"),
        ("WhatsApp Image 2026", "images/x.jpg"),
        ("photo1", "images/x.jpg"),
        ("Photo 12", "images/x.jpg"),
        ("image", "images/x.jpg"),
        ("Sans titre", "images/x.jpg"),
        ("atelier_du_quai", "images/x.jpg"),
        ("atelier-du-quai", "images/x.jpg"),
        ("four a pain 2", "images/four-a-pain-2.jpg"),
        ("photo de groupe.png", "images/x.png"),
    ],
)
def test_names_of_files_are_recognised(alt: str, src: str) -> None:
    assert is_file_name(alt, src)


@pytest.mark.parametrize(
    ("alt", "src"),
    [
        ("Photo de groupe des coworkeurs", "images/x.jpg"),
        ("Photo de groupe des coworkeurs", "images/photo-de-groupe-des-coworkeurs.jpg"),
        ("Le four à pain", "images/four-a-pain.jpg"),
        ("La fête de l’été 2019", "images/fete.jpg"),
        ("Trois membres autour de l’établi, en 2026", "images/x.jpg"),
        ("Nora", "images/x.jpg"),
        ("Le bâtiment B2 vu du quai", "images/x.jpg"),
        ("Images d’archives de la halle", "images/x.jpg"),
    ],
)
def test_words_about_a_picture_are_no_file_name(alt: str, src: str) -> None:
    assert not is_file_name(alt, src)


def alternatives(root: Path, body: str, front: str = FRONT) -> list[Finding]:
    return run("alternatives", WrittenPiece(root, body, front).subject())


def test_an_empty_alternative_text_blocks_and_names_the_line_to_change(tmp_path: Path) -> None:
    front = FRONT + "images:\n  - src: a.png\n    caption: C\n    alt: ''\n  - src: b.png\n    decorative: true\n"
    (finding,) = alternatives(tmp_path, "Text.\n\n![](a.png)\n\n![](b.png)\n", front)
    assert (finding.severity, finding.line, finding.message, finding.remedy) == (
        "blocking",
        8,
        "The picture a.png has no alternative text.",
        "Line 8: write what the picture shows in one short sentence, alt: “…”; or, if it only decorates, "
        "add a line decorative: true",
    )


def test_a_picture_that_only_the_body_names_is_mended_there(tmp_path: Path) -> None:
    (finding,) = alternatives(tmp_path, "Text.\n\n![](a.png)\n")
    assert (finding.line, finding.remedy) == (
        8,
        "Line 8: say between the square brackets, in one short sentence, what the picture shows: ![…](a.png)",
    )


def test_the_bodys_alternative_text_counts_when_the_front_matter_has_none(tmp_path: Path) -> None:
    front = FRONT + "images:\n  - src: été.png\n"
    assert alternatives(tmp_path, "![A room with a stove](été.png)\n", front) == []


@pytest.mark.parametrize(
    ("alt", "severity"),
    [("Room", "warning"), ("word " * 40, "note"), ("Image de l’atelier", "note"), ("A picture of the room", "note"),
     ("Three people at a bench", None), ("Photo de groupe des coworkeurs", None)],
)  # fmt: skip
def test_other_weaknesses_do_not_block(tmp_path: Path, alt: str, severity: str | None) -> None:
    findings = alternatives(tmp_path, f"![{alt.strip()}](a.png)\n")
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


@needs_la_station
def test_the_published_article_that_began_it_all_has_its_three_bad_texts_found(tmp_path: Path) -> None:
    article = (LA_STATION.folder / "article-as-published.txt").read_text("utf-8")
    bad = ["La Station Lueur de lAube29", "IMG 0321", "87832819 2711941059092564 7434150925482065920 o"]
    for number, alt in enumerate(bad):
        assert alt in article
        article = article.replace(alt, f"![{alt}](images/{number}.jpg)")
    findings = alternatives(tmp_path, article)
    assert [(finding.severity, finding.passage) for finding in findings] == [("blocking", alt) for alt in bad]
    outline = loading.load_outline(
        "case", loading.document_of(LA_STATION.outline.read_bytes(), "outline.md"), default_lang="fr"
    )
    assert [is_file_name(image.alt, image.src) for image in outline.images] == [False, True]


def test_what_an_outline_gives_as_a_text_and_is_the_name_of_a_file_is_seen() -> None:
    outline = loading.load_outline(
        "case", loading.document_of(FIRST_ARTICLE.outline.read_bytes(), "outline.md"), default_lang="fr"
    )
    assert [is_file_name(image.alt, image.src) for image in outline.images] == [False, True]


def links(root: Path, body: str) -> list[tuple[str, str]]:
    written = WrittenPiece(root, body, FRONT, {"plan.pdf": b"%PDF"})
    (root / "drafts" / "other").mkdir(parents=True)
    (root / "drafts" / "other" / "index.md").write_text("x")
    return [(finding.severity, finding.passage) for finding in run("links", written.subject())]


@pytest.mark.parametrize(
    "body",
    [
        "[the town](https://example.org/a?b=c#d), <https://example.org>, [mail](mailto:a@example.org)\n",
        "[the plan](plan.pdf), [our other piece](../other/), [below](#our-own-heading)\n\n## Our own: heading\n",
        "[the town][1]\n\n[1]: https://example.org\n",
        "`[x](javascript:alert(1))` and \\[not a link\\](nowhere at all)\n",
        "[Wikipédia](https://fr.wikipedia.org/wiki/Tiers-lieu_(sociologie))\n",
        "Opened at 10:30 [by us].\n",
    ],
)
def test_links_that_lead_somewhere_are_fine(tmp_path: Path, body: str) -> None:
    assert links(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "severity", "passage"),
    [
        ("[x y](javascript:alert(1))\n", "blocking", "[x y](javascript:alert(1))"),
        ("[x y](JaVaScRiPt:alert)\n", "blocking", "[x y](JaVaScRiPt:alert)"),
        ("[x y](data:text/html,aaa)\n", "blocking", "[x y](data:text/html,aaa)"),
        ("<javascript:alert>\n", "blocking", "<javascript:alert>"),
        ("[x y][1]\n\n[1]: vbscript:x\n", "blocking", "[1]: vbscript:x"),
        ("[x y](ftp://example.org/a)\n", "blocking", "ftp://example.org/a"),
        ("[x y](tel:+33100000000)\n", "blocking", "tel:+33100000000"),
        ("[x y](../../../etc/passwd)\n", "blocking", "../../../etc/passwd"),
        ("[x y](nothing.pdf)\n", "warning", "nothing.pdf"),
        ("[x y](../nobody/)\n", "warning", "../nobody/"),
        ("[x y](#nowhere)\n", "warning", "#nowhere"),
        ("[x y]()\n", "warning", "x y"),
        ("[](https://example.org)\n", "warning", "https://example.org"),
        ("[x y](https://)\n", "warning", "https://"),
        ("[x y](http://exa mple.org)\n", "warning", "[x y](http://exa mple.org)"),
        ("[x y](mailto:nobody)\n", "warning", "mailto:nobody"),
        ("[x y](https://bank.example@evil.example/)\n", "warning", "https://bank.example@evil.example/"),
        ("[ici](https://example.org)\n", "note", "https://example.org"),
        ("[x y](/about)\n", "note", "/about"),
    ],
)
def test_links_that_lead_nowhere_or_astray_are_found(tmp_path: Path, body: str, severity: str, passage: str) -> None:
    assert links(tmp_path, body) == [(severity, passage)]
