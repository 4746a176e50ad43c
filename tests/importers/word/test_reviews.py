"""A reviewed Word file is a proposal: every change and comment in it is shown, and none goes into the text."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from authoring.cli.advice import words
from authoring.errors import InputError
from authoring.exporters.review_files import printing
from authoring.importers.word import notes, reviews
from authoring.importers.word.reviews import Proposal
from authoring.store.recording import keep
from tests.worlds.newsroom import SLUG, Newsroom, with_body
from tests.worlds.word_files import BY, comment, deleted, edited, inserted, p, part, run

FOURTH = "It is a place with tools"


def returned(newsroom: Newsroom, *changes: tuple[str, str], parts: dict[str, str] | None = None) -> Proposal:
    """What a reviewer proposes who made these changes in the printed file's XML."""
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    path = newsroom.root / "back.docx"
    path.write_bytes(edited(content, *changes, parts=parts))
    return reviews.proposal_in(path, SLUG, newsroom.repository)


def cut(text: str, *inside: str) -> str:
    """Runs in the middle of a text, whose run is closed and opened again around them."""
    before, after = text.split("…")
    return f'{before}</w:t></w:r>{"".join(inside)}<w:r><w:t xml:space="preserve">{after}'


def body_of(proposal: Proposal) -> str:
    return proposal.text.split("\n---\n", 1)[1].strip("\n")


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def changes_of(proposal: Proposal) -> list[tuple[str, str, int, bool, bool]]:
    return [
        (change.kind, change.what, change.number, change.is_tracked, change.is_proposed) for change in proposal.changes
    ]


def test_a_file_that_nobody_touched_proposes_nothing(newsroom: Newsroom) -> None:
    proposal = returned(newsroom)
    assert (proposal.says_nothing, proposal.text, proposal.is_behind, proposal.is_known) == (True, "", False, True)


def test_tracked_words_are_proposed_with_who_wrote_them_and_when(newsroom: Newsroom) -> None:
    change = (FOURTH, cut("It is a place with …", deleted("tools"), inserted("saws")))
    proposal = returned(newsroom, change)
    assert changes_of(proposal) == [("reworded", "paragraph", 2, True, True)]
    assert proposal.changes[0].people == (("Samir Haddad", "2026-11-20T10:00:00Z"),)
    assert body_of(proposal) == newsroom.piece.draft.body.strip("\n").replace("with tools", "with saws")


def test_a_name_in_a_file_is_one_line_whatever_stands_in_it(newsroom: Newsroom) -> None:
    words = inserted("saws").replace("Samir Haddad", "Samir&#10;# Heading&#9;&#x85;&#x9b;1m&#x202e;")
    proposal = returned(newsroom, (FOURTH, cut("It is a place with …", deleted("tools"), words)))
    names = [by for by, _when in proposal.changes[0].people]
    assert any("Heading" in name for name in names)
    assert all(name.isprintable() for name in names)


def test_a_change_that_was_not_tracked_is_found_too(newsroom: Newsroom) -> None:
    proposal = returned(newsroom, (FOURTH, "It is a place with saws"))
    assert changes_of(proposal) == [("reworded", "paragraph", 2, False, True)]
    assert notes.heading(proposal.changes[0]) == "paragraph 2: reworded — not recorded by Track Changes"


def test_a_tracked_change_does_not_hide_one_that_is_not(newsroom: Newsroom) -> None:
    change = (FOURTH, cut("It was a place with …", deleted("tools"), inserted("saws")))
    assert changes_of(returned(newsroom, change)) == [("reworded", "paragraph", 2, False, True)]


def test_nobody_changes_a_testimony_or_a_quote_and_it_is_said(newsroom: Newsroom) -> None:
    proposal = returned(
        newsroom,
        (
            "I came to the Lantern in 2021.",
            cut("I came to the Lantern in …", deleted("2021"), inserted("2022"), run(".")),
        ),
        ("“I had no saw of my own.”", "“I had no saw.”"),
        ("— Nora Lind, carpenter and member", "— Nora Lind, joiner"),
        (FOURTH, "It is a place with saws"),
    )
    assert changes_of(proposal) == [
        ("reworded", "paragraph", 2, False, True),
        ("reworded", "quote", 3, False, False),
        ("reworded", "quote", 0, False, False),
        ("reworded", "testimony", 4, True, False),
    ]
    assert notes.remark(proposal.changes[3]).startswith("These are somebody’s own words: they stay as they are.")
    assert body_of(proposal) == newsroom.piece.draft.body.strip("\n").replace("with tools", "with saws")


def test_paragraphs_come_go_and_move(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, text=with_body("One stays.\n\nTwo goes.\n\nThree stays.\n\nFour moves up.\n"))
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    path = tmp_path / "back.docx"
    document = part_of(content)
    paragraphs = {
        number: paragraph(document, words) for number, words in enumerate(("One s", "Two g", "Three", "Four m"))
    }
    new = p(inserted("A new one, in "), inserted("bold", "<w:b/>"), inserted("."), style="BodyText", mark="ins")
    changes = ((paragraphs[1], ""), (paragraphs[3], ""), (paragraphs[0], paragraphs[0] + paragraphs[3] + new))
    path.write_bytes(edited(content, *changes))
    proposal = reviews.proposal_in(path, SLUG, newsroom.repository)
    assert [(change.kind, change.number, change.is_proposed) for change in proposal.changes] == [
        ("moved", 4, True),
        ("inserted", 0, True),
        ("deleted", 2, True),
    ]
    assert body_of(proposal) == "One stays.\n\nFour moves up.\n\nA new one, in **bold**.\n\nThree stays."


def part_of(content: bytes) -> str:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def paragraph(document: str, words: str) -> str:
    """The XML of the paragraph that holds these words."""
    position = document.index(words)
    start = max(document.rfind("<w:p>", 0, position), document.rfind("<w:p ", 0, position))
    return document[start : document.index("</w:p>", position) + len("</w:p>")]


def test_a_move_that_word_tracked_is_one_move(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, text=with_body("One stays.\n\nTwo stays.\n\nThree moves up.\n"))
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    old = paragraph(part_of(content), "Three m")
    runs = old[old.index("<w:r>") : old.rindex("</w:p>")]
    style = old[: old.index("<w:r>")]
    gone = f'{style}<w:moveFromRangeStart w:id="8" w:name="move1" {BY}/><w:moveFrom w:id="9" {BY}>{runs}</w:moveFrom>'
    come = f'{style}<w:moveToRangeStart w:id="10" w:name="move1" {BY}/><w:moveTo w:id="11" {BY}>{runs}</w:moveTo>'
    ends = '<w:moveFromRangeEnd w:id="8"/></w:p>', '<w:moveToRangeEnd w:id="10"/></w:p>'
    first = paragraph(part_of(content), "One s")
    path = tmp_path / "back.docx"
    path.write_bytes(edited(content, (old, gone + ends[0]), (first, first + come + ends[1])))
    proposal = reviews.proposal_in(path, SLUG, newsroom.repository)
    assert changes_of(proposal) == [("moved", "paragraph", 3, True, True)]
    assert body_of(proposal) == "One stays.\n\nThree moves up.\n\nTwo stays."


def test_two_paragraphs_that_were_joined_are_one_in_the_proposal(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, text=with_body("One stands here.\n\nTwo stands here.\n"))
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    first = paragraph(part_of(content), "One s")
    marked = first.replace("</w:pPr>", f'<w:rPr><w:del w:id="5" {BY}/></w:rPr></w:pPr>', 1)
    path = tmp_path / "back.docx"
    path.write_bytes(edited(content, (first, marked)))
    assert body_of(reviews.proposal_in(path, SLUG, newsroom.repository)) == "One stands here. Two stands here."


def test_formatting_lists_tables_and_headings_are_proposed_in_place(tmp_path: Path) -> None:
    text = "- one saw\n- two lamps\n\n## A heading\n\n| tool | owner |\n|---|---|\n| saw | Nora |\n\nThe end.\n"
    newsroom = Newsroom(tmp_path, text=with_body(text))
    proposal = returned(
        newsroom,
        ("two lamps", cut("two …", run("lamps", "<w:b/>"))),
        ("A heading", "Another heading"),
        (">Nora<", ">Lena<"),
    )
    assert [(change.kind, change.what) for change in proposal.changes] == [
        ("reformatted", "item"), ("reworded", "heading"), ("reworded", "cell"),
    ]  # fmt: skip
    wanted = text.replace("two lamps", "two **lamps**").replace("A heading", "Another heading").replace("Nora", "Lena")
    assert body_of(proposal) == wanted.strip("\n")


def test_the_title_and_the_description_are_proposed_in_the_front_matter(newsroom: Newsroom) -> None:
    proposal = returned(
        newsroom, ("Why the Lantern needs its neighbours", "Why we need neighbours"), ("gives back.", "gives.")
    )
    assert [(change.what, change.is_proposed) for change in proposal.changes] == [
        ("title", True),
        ("description", True),
    ]
    assert "\ntitle: Why we need neighbours\n" in proposal.text
    assert "# " not in proposal.text.split("---")[1]


def test_comments_and_their_answers_come_with_their_place(newsroom: Newsroom) -> None:
    parts = {
        "word/comments.xml": part(
            "w:comments",
            comment(1, "Which tools?", paragraph="00000001") + comment(2, "Saws.", by="Agathe", paragraph="00000002"),
        ),
        "word/commentsExtended.xml": part(
            "w15:commentsEx",
            '<w15:commentEx w15:paraId="00000001" w15:done="1"/>'
            '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/>',
        ),
    }
    inside = (
        '<w:commentRangeStart w:id="1"/><w:commentRangeStart w:id="2"/>',
        run("tools"),
        (
            '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
            '<w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r>'
        ),
    )
    proposal = returned(newsroom, (FOURTH, cut("It is a place with …", *inside)), parts=parts)
    assert proposal.changes == []
    assert [notes.comment_line(remark) for remark in notes.threaded(proposal.comments)] == [
        "Lena Novak 2026-11-21 at paragraph 2 “tools” (resolved): Which tools?",
        "↳ Agathe 2026-11-21 at paragraph 2 “tools”: Saws.",
    ]


def test_a_piece_that_moved_on_takes_only_what_still_fits(newsroom: Newsroom) -> None:
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    keep(newsroom.repository, newsroom.piece)
    printed = newsroom.piece.hash
    newsroom.edit("who show how", "who know how")
    newsroom.edit("in a street of old houses", "in a street of new houses")
    path = newsroom.root / "back.docx"
    path.write_bytes(
        edited(content, (FOURTH, "It is a room with tools"), ("What Nora Lind tells us", "What Nora tells"))
    )
    proposal = reviews.proposal_in(path, SLUG, newsroom.repository)
    assert (proposal.is_known, proposal.is_behind, proposal.printed) == (True, True, printed)
    assert changes_of(proposal) == [("reworded", "paragraph", 2, False, False), ("reworded", "heading", 0, False, True)]
    assert body_of(proposal) == newsroom.piece.draft.body.strip("\n").replace(
        "What Nora Lind tells us", "What Nora tells"
    )
    assert notes.standing(proposal) == [
        f"Printed from revision {printed[:12]}.",
        "The piece has changed since then: only passages that are still the same are in the proposed text.",
    ]


def test_a_revision_that_was_not_kept_is_said_to_be_unknown(newsroom: Newsroom) -> None:
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    newsroom.edit("who show how", "who know how")
    path = newsroom.root / "back.docx"
    path.write_bytes(
        edited(
            content,
            (newsroom.repository.revisions(newsroom.piece)[0], "x"),
            parts={"docProps/custom.xml": "<Properties/>"},
        )
    )
    assert not reviews.proposal_in(path, SLUG, newsroom.repository).is_known


def test_the_title_page_tells_the_revision_when_the_properties_are_gone(newsroom: Newsroom) -> None:
    proposal = returned(newsroom, parts={"docProps/custom.xml": "<Properties/>"})
    assert (proposal.is_known, proposal.printed) == (True, newsroom.piece.hash)


def test_another_pieces_file_is_refused(newsroom: Newsroom) -> None:
    content = printing.write(newsroom.piece, newsroom.settings, "docx")
    path = newsroom.root / "back.docx"
    path.write_bytes(edited(content, parts={"docProps/custom.xml": custom("another", newsroom.piece.hash)}))
    with pytest.raises(InputError, match="printed from “another”, not from “neighbours”"):
        reviews.proposal_in(path, SLUG, newsroom.repository)


def custom(slug: str, hashed: str) -> str:
    named = {"authoring-slug": slug, "authoring-hash": hashed}
    listed = "".join(f'<property name="{name}">{value}</property>' for name, value in named.items())
    return f"<Properties>{listed}</Properties>"


def test_a_review_in_opendocument_is_refused_with_the_way_out(newsroom: Newsroom) -> None:
    path = newsroom.root / "back.odt"
    path.write_bytes(printing.write(newsroom.piece, newsroom.settings, "odt"))
    with pytest.raises(InputError) as refused:
        reviews.proposal_in(path, SLUG, newsroom.repository)
    assert "save it as .docx" in words(refused.value.problem.remedy)


def test_the_notes_hold_everything_and_are_the_same_each_time(newsroom: Newsroom) -> None:
    proposal = returned(newsroom, (FOURTH, "It is a place with saws"))
    path = newsroom.root / "back.docx"
    files = notes.records(proposal, path)
    assert files == notes.records(proposal, path)
    assert [name.rpartition("/")[2] for name in files] == ["notes.md", "proposal.json", "index.md"]
    page = next(iter(files.values())).decode()
    assert page == dedent(f"""\
        # What back.docx proposes

        Printed from revision {newsroom.piece.hash[:12]}.

        ## Changes

        ### paragraph 2: reworded — not recorded by Track Changes

        - − It is a place with tools that everybody may use, and with people who show how.
        - + It is a place with saws that everybody may use, and with people who show how.
        """)
