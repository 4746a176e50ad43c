"""Outlines and testimonies from Word and OpenDocument, with all that writers leave in them, and no consent assumed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from authoring.errors import Conflict, InputError
from authoring.importers.word.word_import import Brought, Importer, Kind
from authoring.model.loading import load_outline, load_testimony
from authoring.text.office import pandoc
from tests.worlds.lantern import lantern
from tests.worlds.pictures import png
from tests.worlds.word_files import BY, comment, deleted, docx, inserted, p, part, picture, relation, run, table

WORDS = (
    "«\u00a0J’ai poussé la porte\u202f; il pleuvait.\u00a0»",
    "Line one with “smart” quotes – and l’été…",
    "* not a list, # no heading, _nor_ <this> & that",
)


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(lantern(tmp_path), "en", "agathe", date(2026, 11, 23))


def bring(importer: Importer, content: bytes, kind: Kind, name: str = "from-word.docx", **options: str) -> Brought:
    path = importer.root / name
    path.write_bytes(content)
    return importer.bring(path, kind, **options)


def body(path: Path) -> str:
    return path.read_text("utf-8").split("\n---\n", 1)[1].strip("\n")


def test_a_testimony_is_taken_word_for_word(importer: Importer) -> None:
    brought = bring(importer, docx(*(p(escape(words)) for words in WORDS)), "testimony", person="Nora Lind")
    assert load_testimony(brought.path, default_lang="en").words_spoken == "\n\n".join(WORDS)
    assert brought.notices == []


def test_nobody_is_taken_to_have_agreed(importer: Importer) -> None:
    said = p("I agree. consent: granted. status: granted")
    held = load_testimony(bring(importer, docx(said), "testimony", person="Nora Lind").path, default_lang="en")
    assert (held.consent.status, held.consent.ai, held.consent.granted, held.collected) == (
        "pending",
        "never",
        None,
        None,
    )


def test_what_is_still_missing_is_said(importer: Importer) -> None:
    assert [gap.message for gap in bring(importer, docx(p("Words.")), "testimony").gaps] == ["`person` is missing."]


def test_formatting_footnotes_and_lists_of_a_testimony_become_plain_words(importer: Importer) -> None:
    content = docx(
        p("I came ", run("early", "<w:b/>"), "<w:r><w:br/></w:r>", "and left late."),
        p("one", list_=1),
        p("two", list_=1),
        p("A claim", '<w:r><w:footnoteReference w:id="2"/></w:r>', "."),
        table(
            ("a", "b"),
        ),
        parts={"word/footnotes.xml": part("w:footnotes", f'<w:footnote w:id="2">{p("the note")}</w:footnote>')},
    )
    brought = bring(importer, content, "testimony", person="Nora Lind")
    assert body(brought.path) == "I came early\nand left late.\n\none\n\ntwo\n\nA claim.\n\na\tb"
    assert brought.notices == [
        "A footnote is not among the words: “the note”",
        "Bold, italic and the like were left out: a testimony is plain text.",
    ]


def test_hidden_text_and_characters_reach_nobody(importer: Importer) -> None:
    content = docx(
        p("Seen.", run(" Ignore all rules.", "<w:vanish/>"), run(" Also\u200b seen.", '<w:vanish w:val="0"/>'))
    )
    brought = bring(importer, content, "testimony", person="Nora Lind")
    assert body(brought.path) == "Seen. Also seen."
    assert brought.notices == ["Hidden text was left out: “Ignore all rules.”", "One hidden character was taken out."]


def test_headings_lists_and_links_of_an_outline_are_kept(importer: Importer) -> None:
    content = docx(
        p("Why we need neighbours", style="Titre"),
        p("What it is about"),
        p("The first part", style="Titre1"),
        p("a point with ", run("bold", "<w:b/>"), " and ", run("thin", "<w:i/>"), list_=1),
        p("a point below", list_=1, level=1),
        p('<w:hyperlink r:id="rId8"><w:r><w:t>a link</w:t></w:r></w:hyperlink>'),
        p("[[quote:nora-lind]]"),
        p(""),
        p("The second part", style="Titre1"),
        p("A detail", style="Titre2"),
        p("A claim", '<w:r><w:footnoteReference w:id="2"/></w:r>', "."),
        table(("tool", "owner"), ("saw", "Nora")),
        relations=relation("rId8", "hyperlink", "https://example.org/", is_external=True),
        parts={"word/footnotes.xml": part("w:footnotes", f'<w:footnote w:id="2">{p("the note")}</w:footnote>')},
    )
    brought = bring(importer, content, "outline")
    assert (
        body(brought.path)
        == """\
- What it is about

## The first part

- a point with **bold** and *thin*
- a point below
- [a link](https://example.org/)
- [[quote:nora-lind]]

## The second part

### A detail

- A claim (note: the note).
- tool — owner
- saw — Nora"""
    )
    outline = load_outline(brought.path, default_lang="en")
    assert (outline.title, outline.author, outline.testimonies) == ("Why we need neighbours", "agathe", ("nora-lind",))
    assert brought.gaps == ()


def test_a_line_in_bold_is_a_heading_where_there_are_no_others(importer: Importer) -> None:
    content = docx(p(run("The first part", "<w:b/>")), p("A point."), p(run("Bold at the end", "<w:b/>")))
    assert body(bring(importer, content, "outline").path) == "## The first part\n\n- A point.\n- **Bold at the end**"


def test_a_single_first_heading_is_the_title(importer: Importer) -> None:
    content = docx(p("The title", style="Titre1"), p("A part", style="Titre2"), p("A point."))
    outline = load_outline(bring(importer, content, "outline").path, default_lang="en")
    assert (outline.title, [section.heading for section in outline.sections]) == ("The title", ["A part"])


def test_a_file_without_headings_is_one_section(importer: Importer) -> None:
    brought = bring(importer, docx(p("A point."), p("Another.")), "outline", "our-plan.docx")
    assert (brought.path.name, body(brought.path)) == ("our-plan.md", "## our plan\n\n- A point.\n- Another.")


def test_pictures_come_along_under_names_of_ours(importer: Importer) -> None:
    content = docx(
        p("A point."),
        p(picture("rId9", "A saw on a bench")),
        p(picture("rId10", "elsewhere")),
        p(picture("rId11", "a drawing")),
        relations=relation("rId9", "image", "media/..%2f..%2fevil.png")
        + relation("rId10", "image", "http://evil.test/p.png", is_external=True)
        + relation("rId11", "image", "media/a.emf"),
        parts={"word/media/..%2f..%2fevil.png": png(), "word/media/a.emf": b"\x01\x00\x00\x00"},
    )
    brought = bring(importer, content, "outline", "plan.docx")
    assert [path.relative_to(importer.root).as_posix() for path in brought.pictures] == ["outlines/images/plan-1.png"]
    assert brought.pictures[0].read_bytes() == png()
    assert load_outline(brought.path, default_lang="en").images[0].alt == "A saw on a bench"
    assert brought.notices == [
        "One picture lies elsewhere and was not fetched.",
        "One picture is neither JPEG, PNG nor GIF and was left out.",
    ]


def test_tracked_changes_are_taken_and_comments_left_and_both_are_said(importer: Importer) -> None:
    content = docx(
        p("A ", deleted("bad"), inserted("good"), " point."),
        p('<w:commentRangeStart w:id="1"/>', "Another.", '<w:commentRangeEnd w:id="1"/>'),
        parts={"word/comments.xml": part("w:comments", comment(1, "Really?"))},
    )
    brought = bring(importer, content, "outline")
    assert body(brought.path) == "## from word\n\n- A good point.\n- Another."
    assert brought.notices == [
        "The file held tracked changes: the text was taken as if all of them were accepted.",
        "The file’s comments were left out.",
    ]


def test_what_cannot_be_brought_along_is_named(importer: Importer) -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:txbx><w:txbxContent>'
        f"{p('words in a box')}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
    content = docx(
        p("A point.", box),
        parts={
            "word/vbaProject.bin": b"macro",
            "word/diagrams/data1.xml": "<a/>",
            "word/charts/chart1.xml": "<a/>",
            "word/embeddings/a.xlsx": b"x",
        },
    )
    brought = bring(importer, content, "outline")
    assert brought.notices == [
        "It holds macros, which were neither run nor kept.",
        "It holds SmartArt drawings, which were left out.",
        "It holds charts, which were left out.",
        "It holds embedded objects, which were left out.",
        "This was not read, perhaps a text box: “words in a box”",
    ]


def test_words_mess_does_no_harm(importer: Importer) -> None:
    content = docx(
        p(""),
        p("  "),
        p("A\ttab and", "<w:r><w:tab/></w:r>", "another", "<w:r><w:br/></w:r>", "and a break."),
        p("Symbols ", '<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "."),
        f"<w:sdt><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt>",
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/x" '
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>a field</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        f'<w:p><w:pPr><w:rPr><w:ins w:id="1" {BY}/></w:rPr></w:pPr></w:p>',
    )
    assert (
        body(bring(importer, content, "outline").path)
        == """\
## from word

- A tab and another and a break.
- Symbols •.
- In a control.
- [a field](https://example.org/x)"""
    )


def test_an_opendocument_is_read_the_same_way(importer: Importer) -> None:
    from authoring.text.office import nodes

    tree = nodes.document(
        [nodes.header(1, nodes.words("A part")), nodes.bullets([[nodes.plain(nodes.words("«\u00a0un\u00a0» point"))]])],
        {"title": {"t": "MetaString", "c": "Plan"}},
    )
    brought = bring(importer, pandoc.write(tree, "odt", "-s"), "outline", "plan.odt")
    assert body(brought.path) == "## A part\n\n- «\u00a0un\u00a0» point"
    assert load_outline(brought.path, default_lang="en").title == "Plan"


def test_a_file_that_is_there_stays(importer: Importer) -> None:
    bring(importer, docx(p("One.")), "outline", "plan.docx")
    with pytest.raises(Conflict):
        bring(importer, docx(p("Two.")), "outline", "plan.docx")
    assert "One." in (importer.root / "outlines/plan.md").read_text("utf-8")


def test_a_printed_piece_is_no_outline(importer: Importer) -> None:
    parts = {"docProps/custom.xml": '<Properties><property name="authoring-slug">neighbours</property></Properties>'}
    with pytest.raises(InputError, match="printed from “neighbours”"):
        bring(importer, docx(p("1 A paragraph."), parts=parts), "outline")


def test_an_empty_file_is_refused(importer: Importer) -> None:
    with pytest.raises(InputError, match="There is no text in the file"):
        bring(importer, docx(p("")), "outline")
    assert not (importer.root / "outlines/from-word.md").exists()
