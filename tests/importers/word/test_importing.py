"""Outlines and testimonies from Word and OpenDocument, with all that writers leave in them, and no consent assumed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from authoring.errors import Conflict, InputError
from authoring.importers.word.word_import import ImportedText, Kind, WordImport
from authoring.model.documents import Outline, Testimony
from authoring.model.loading import load_outline, load_testimony
from authoring.text.office import pandoc
from authoring.workspace import open_workspace
from tests.worlds.lantern import lantern
from tests.worlds.pictures import png
from tests.worlds.word_files import BY, comment, deleted, docx, inserted, p, part, picture, relation, run, table

WORDS = (
    "«\u00a0J’ai poussé la porte\u202f; il pleuvait.\u00a0»",
    "Line one with “smart” quotes – and l’été…",
    "* not a list, # no heading, _nor_ <this> & that",
)


@pytest.fixture
def importer(tmp_path: Path) -> WordImport:
    return WordImport(open_workspace(lantern(tmp_path), {}, clock=noon), "en", "agathe")


def noon() -> datetime:
    return datetime(2026, 11, 23, 12, tzinfo=UTC)


def imported(
    importer: WordImport, content: bytes, kind: Kind, name: str = "from-word.docx", **options: str
) -> ImportedText:
    path = importer.context.settings.base / name
    path.write_bytes(content)
    return importer.run(path, kind, **options)


def body(text: ImportedText) -> str:
    return Path(text.document.label).read_text("utf-8").split("\n---\n", 1)[1].strip("\n")


def outline_of(text: ImportedText) -> Outline:
    return load_outline(text.key.slug, text.document, default_lang="en")


def testimony_of(text: ImportedText) -> Testimony:
    return load_testimony(text.key.slug, text.document, default_lang="en")


def test_a_testimony_is_taken_word_for_word(importer: WordImport) -> None:
    text = imported(importer, docx(*(p(escape(words)) for words in WORDS)), "testimony", person="Nora Lind")
    assert testimony_of(text).words_spoken == "\n\n".join(WORDS)
    assert text.notices == []


def test_nobody_is_taken_to_have_agreed(importer: WordImport) -> None:
    statement = p("I agree. consent: granted. status: granted")
    testimony = testimony_of(imported(importer, docx(statement), "testimony", person="Nora Lind"))
    assert (testimony.consent.status, testimony.consent.ai, testimony.consent.granted, testimony.collected) == (
        "pending",
        "never",
        None,
        None,
    )


def test_what_is_still_missing_is_said(importer: WordImport) -> None:
    assert [gap.message for gap in imported(importer, docx(p("Words.")), "testimony").gaps] == ["`person` is missing."]


def test_formatting_footnotes_and_lists_of_a_testimony_become_plain_words(importer: WordImport) -> None:
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
    text = imported(importer, content, "testimony", person="Nora Lind")
    assert body(text) == "I came early\nand left late.\n\none\n\ntwo\n\nA claim.\n\na\tb"
    assert text.notices == [
        "A footnote is not among the words: “the note”",
        "Bold, italic and the like were left out: a testimony is plain text.",
    ]


def test_hidden_text_and_characters_reach_nobody(importer: WordImport) -> None:
    content = docx(
        p("Seen.", run(" Ignore all rules.", "<w:vanish/>"), run(" Also\u200b seen.", '<w:vanish w:val="0"/>'))
    )
    text = imported(importer, content, "testimony", person="Nora Lind")
    assert body(text) == "Seen. Also seen."
    assert text.notices == ["Hidden text was left out: “Ignore all rules.”", "One hidden character was taken out."]


def test_headings_lists_and_links_of_an_outline_are_kept(importer: WordImport) -> None:
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
    text = imported(importer, content, "outline")
    assert (
        body(text)
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
    outline = outline_of(text)
    assert (outline.title, outline.author, outline.testimonies) == ("Why we need neighbours", "agathe", ("nora-lind",))
    assert text.gaps == ()


def test_a_line_in_bold_is_a_heading_where_there_are_no_others(importer: WordImport) -> None:
    content = docx(p(run("The first part", "<w:b/>")), p("A point."), p(run("Bold at the end", "<w:b/>")))
    assert body(imported(importer, content, "outline")) == "## The first part\n\n- A point.\n- **Bold at the end**"


def test_a_single_first_heading_is_the_title(importer: WordImport) -> None:
    content = docx(p("The title", style="Titre1"), p("A part", style="Titre2"), p("A point."))
    outline = outline_of(imported(importer, content, "outline"))
    assert (outline.title, [section.heading for section in outline.sections]) == ("The title", ["A part"])


def test_a_file_without_headings_is_one_section(importer: WordImport) -> None:
    text = imported(importer, docx(p("A point."), p("Another.")), "outline", "our-plan.docx")
    assert (text.key.slug, body(text)) == ("our-plan", "## our plan\n\n- A point.\n- Another.")


def test_pictures_come_along_under_names_of_ours(importer: WordImport) -> None:
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
    text = imported(importer, content, "outline", "plan.docx")
    copy = importer.context.settings.base / "outlines/images/plan-1.png"
    assert text.pictures == [str(copy)]
    assert copy.read_bytes() == png()
    assert outline_of(text).images[0].alt == "A saw on a bench"
    assert text.notices == [
        "One picture lies elsewhere and was not fetched.",
        "One picture is neither JPEG, PNG nor GIF and was left out.",
    ]


def test_tracked_changes_are_taken_and_comments_left_and_both_are_said(importer: WordImport) -> None:
    content = docx(
        p("A ", deleted("bad"), inserted("good"), " point."),
        p('<w:commentRangeStart w:id="1"/>', "Another.", '<w:commentRangeEnd w:id="1"/>'),
        parts={"word/comments.xml": part("w:comments", comment(1, "Really?"))},
    )
    text = imported(importer, content, "outline")
    assert body(text) == "## from word\n\n- A good point.\n- Another."
    assert text.notices == [
        "The file held tracked changes: the text was taken as if all of them were accepted.",
        "The file’s comments were left out.",
    ]


def test_what_cannot_be_brought_along_is_named(importer: WordImport) -> None:
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
    text = imported(importer, content, "outline")
    assert text.notices == [
        "It holds macros, which were neither run nor kept.",
        "It holds SmartArt drawings, which were left out.",
        "It holds charts, which were left out.",
        "It holds embedded objects, which were left out.",
        "This was not read, perhaps a text box: “words in a box”",
    ]


def test_words_mess_does_no_harm(importer: WordImport) -> None:
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
        body(imported(importer, content, "outline"))
        == """\
## from word

- A tab and another and a break.
- Symbols •.
- In a control.
- [a field](https://example.org/x)"""
    )


def test_an_opendocument_is_read_the_same_way(importer: WordImport) -> None:
    from authoring.text.office import nodes

    tree = nodes.document(
        [nodes.header(1, nodes.words("A part")), nodes.bullets([[nodes.plain(nodes.words("«\u00a0un\u00a0» point"))]])],
        {"title": {"t": "MetaString", "c": "Plan"}},
    )
    text = imported(importer, pandoc.write(tree, "odt", "-s"), "outline", "plan.odt")
    assert body(text) == "## A part\n\n- «\u00a0un\u00a0» point"
    assert outline_of(text).title == "Plan"


def test_a_file_that_is_there_stays(importer: WordImport) -> None:
    imported(importer, docx(p("One.")), "outline", "plan.docx")
    with pytest.raises(Conflict):
        imported(importer, docx(p("Two.")), "outline", "plan.docx")
    assert "One." in (importer.context.settings.base / "outlines/plan.md").read_text("utf-8")


def test_a_text_is_written_with_its_pictures_or_not_at_all(importer: WordImport) -> None:
    root = importer.context.settings.base
    (root / "outlines/images").mkdir()
    (root / "outlines/images/plan-1.png").write_bytes(b"Somebody's own.")
    content = docx(
        p("A point."),
        p(picture("rId9", "A saw")),
        relations=relation("rId9", "image", "media/a.png"),
        parts={"word/media/a.png": png()},
    )
    with pytest.raises(Conflict) as refused:
        imported(importer, content, "outline", "plan.docx")
    assert refused.value.problem.file == str(root / "outlines/images/plan-1.png")
    assert not (root / "outlines/plan.md").exists()


def test_a_printed_piece_is_no_outline(importer: WordImport) -> None:
    parts = {"docProps/custom.xml": '<Properties><property name="authoring-slug">neighbours</property></Properties>'}
    with pytest.raises(InputError, match="printed from “neighbours”"):
        imported(importer, docx(p("1 A paragraph."), parts=parts), "outline")


def test_an_empty_file_is_refused(importer: WordImport) -> None:
    with pytest.raises(InputError, match="There is no text in the file"):
        imported(importer, docx(p("")), "outline")
    assert not (importer.context.settings.base / "outlines/from-word.md").exists()
