"""`authoring check` at the command line."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import pytest

from authoring.cli import check, screen
from authoring.editorial.actions.reject import Reject
from authoring.model.documents import Picture
from authoring.model.findings import Severity
from authoring.model.loading import document_of, load_outline
from authoring.model.states import Action
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Note, Passage, Provenance
from authoring.store.addresses import PROVENANCE
from authoring.store.origins import Origins
from tests.worlds.cases import FIRST_ARTICLE, LA_STATION, needs_la_station
from tests.worlds.files import build
from tests.worlds.lantern import SETTINGS
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.pictures import JPEG
from tests.worlds.terminal import Terminal


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def terminal(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(newsroom.root, monkeypatch, capsys)


def test_findings_are_told_with_place_severity_passage_and_remedy(newsroom: Newsroom, terminal: Terminal) -> None:
    newsroom.edit("“I had no saw of my own.”", "“I had no hammer of my own.”")
    result = terminal("check", SLUG)
    assert result.code == 3
    assert result.out.split("\n") == [
        "neighbours",
        "drafts/neighbours/index.md:12  warning  The piece has 60 words, testimonies apart, and 300 were planned: "
        "80 % too few.",
        "    → Say more where the outline has most to tell, or set `words: 60` in the outline.",
        "drafts/neighbours/index.md:14  note  This section has 28 words, and its share is about 150.",
        "    What is a neighbourhood workshop?",
        "    → Perhaps a point is missing.",
        "drafts/neighbours/index.md:18  blocks  These are not quite the words of the testimony “nora-lind”: "
        "“hammer” stands for “saw”. It says: “I had no saw of my own.”",
        "    I had no hammer of my own.",
        "    → Put the person’s own words back, or take the quotation marks away and say it in your own voice.",
        "",
        "1 piece checked, 1 finding blocks, 1 warning, 1 note.",
        "",
    ]


def test_programs_get_an_array(newsroom: Newsroom, terminal: Terminal) -> None:
    newsroom.edit("description: A shared workshop tells what its neighbours bring, and what it gives back.\n", "")
    result = terminal("check", SLUG, "--json")
    assert result.code == 3
    assert result.json[0] == {
        "slug": "neighbours",
        "id": result.json[0]["id"],
        "check": "summary",
        "kind": "missing",
        "severity": "blocking",
        "file": "drafts/neighbours/index.md",
        "line": 1,
        "passage": "",
        "message": "The piece has no description.",
        "remedy": "Write one sentence of up to 150 characters that makes people want to read on: description: …",
    }


def test_without_a_name_all_drafts_are_checked_and_warnings_stop_nothing(
    newsroom: Newsroom, terminal: Terminal
) -> None:
    shutil.copytree(newsroom.root / "drafts" / SLUG, newsroom.root / "drafts" / "second")
    shutil.copytree(newsroom.root / "drafts" / SLUG, newsroom.root / "published" / "third")
    result = terminal.ok("check")
    assert result.out.endswith("2 pieces checked, 0 findings block, 2 warnings, 2 notes.\n")
    assert terminal.ok("check", "--all").out.endswith("3 pieces checked, 0 findings block, 3 warnings, 3 notes.\n")


def test_a_piece_that_cannot_be_read_does_not_hide_the_others(newsroom: Newsroom, terminal: Terminal) -> None:
    build(newsroom.root, {"drafts/broken/index.md": "---\ntitle: [\n---\n"})
    result = terminal("check")
    assert result.code == 1
    assert "1 piece checked" in result.out
    assert result.err.startswith("drafts/broken/index.md:")
    assert terminal("check", "broken", "--json").err.startswith('{"error": "')


def test_typography_is_mended_on_request_and_the_mending_is_on_record(newsroom: Newsroom, terminal: Terminal) -> None:
    newsroom.edit("It is a place", "It's a place -- open to all --")
    result = terminal.ok("check", SLUG, "--fix", "typography", "--as", "agathe")
    assert result.err == "“neighbours”: the typography was mended.\n"
    assert "typography" not in result.out
    assert "It’s a place—open to all—with tools" in newsroom.path.read_text("utf-8")
    last = newsroom.piece.events[-1]
    assert (last.action, last.actor, last.hash) == (Action.mend, "agathe", newsroom.piece.hash)
    assert terminal.ok("check", SLUG, "--fix", "typography", "--as", "agathe").err == ""
    assert newsroom.piece.events[-1] == last


def test_mending_changes_neither_who_wrote_a_passage_nor_what_was_noted_about_it(
    newsroom: Newsroom, terminal: Terminal
) -> None:
    newsroom.edit("It is a place", "It's a place")
    block = next(block for block in provenance.blocks(newsroom.piece.draft.body) if "It's a place" in block.text)
    note = Note("truncated", passage="It's a place")
    record = Provenance((Passage("model", block.sha256, "c1", notes=(note,)),))
    newsroom.store.records.write(SLUG, PROVENANCE, record.encode())
    result = terminal("check", SLUG, "--fix", "typography", "--as", "agathe", "--json")
    assert [it["severity"] for it in result.json if it["check"] == "drafting"] == ["warning"]
    body = newsroom.piece.draft.body
    record = Origins(newsroom.store, newsroom.piece).stored()
    kinds = [it.kind for it in provenance.passages(body, record) if it.call == "c1"]
    assert ("It’s a place" in body, kinds) == (True, ["model"])


def test_a_piece_that_may_not_be_edited_now_is_not_mended(newsroom: Newsroom, terminal: Terminal) -> None:
    newsroom.edit("It is a place", "It's a place")
    newsroom.submit()
    newsroom.do("samir", Reject(SLUG, note="no"))
    assert terminal("check", SLUG, "--fix", "typography", "--as", "agathe").code == 3
    output = terminal.ok("check", "--fix", "typography", "--as", "agathe")
    assert output.err.startswith("“neighbours” was left as it is: ")
    assert "It's a place" in newsroom.path.read_text("utf-8")


def test_only_typography_can_be_mended(terminal: Terminal) -> None:
    result = terminal("check", "--fix", "everything")
    assert (result.code, result.err) == (
        2,
        "“everything” cannot be mended by a program.\n  → What can be: typography.\n",
    )


def test_severities_are_words_in_a_colour_and_words_alone_in_a_pipe(terminal: Terminal) -> None:
    for severity, word in (("blocking", "blocks"), ("warning", "warning"), ("note", "note")):
        word_in_colour = screen.rendered(check._severity(cast(Severity, severity)), with_styles=True)
        assert word_in_colour.startswith("\x1b[")
        assert word in word_in_colour
    assert "\x1b" not in terminal("check", SLUG).out


def test_an_article_published_before_there_were_checks_has_its_faults_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = FIRST_ARTICLE
    shutil.copytree(case.folder / "testimonies", tmp_path / "testimonies")
    shutil.copytree(case.folder / "images", tmp_path / "drafts" / case.slug / "images")
    article = (case.folder / "article-as-published.md").read_text("utf-8")
    front = "---\ntitle: Le Fournil\nlang: fr\nauthor: agathe\ntestimonies: [solene-maubert, theo-lamarque]\n---\n"
    build(tmp_path, {"authoring.toml": SETTINGS})
    (tmp_path / "drafts" / case.slug / "index.md").write_text(front + article, "utf-8")
    result = Terminal(tmp_path, monkeypatch, capsys)("check", case.slug, "--json")
    assert result.code == 3
    assert [(it["check"], it["passage"]) for it in result.json if it["severity"] == "blocking"] == [
        ("summary", ""),
        ("alternatives", "images/la-devanture.png"),
        ("alternatives", "IMG 0417"),
        ("quotes", "Ce lieu est à tout le monde, et c’est pour cela que chacun y met du sien."),
        ("alternatives", "61530274 1184207935 n"),
    ]
    assert "typography" in {it["check"] for it in result.json}


@needs_la_station
def test_the_article_that_began_it_all_is_checked_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(LA_STATION.folder / "testimonies", tmp_path / "testimonies")
    (tmp_path / "outlines").mkdir()
    shutil.copy(LA_STATION.outline, tmp_path / "outlines" / "la-station.md")
    build(tmp_path, {"authoring.toml": SETTINGS, "drafts/la-station/index.md": _as_draft(tmp_path)})
    result = Terminal(tmp_path, monkeypatch, capsys)("check", "la-station", "--json")
    assert result.code == 3
    blocking = [(it["check"], it["passage"]) for it in result.json if it["severity"] == "blocking"]
    assert blocking == [
        ("alternatives", "images/lueur-de-l-aube.jpg"),
        ("alternatives", "IMG 0321"),
        ("alternatives", "87832819 2711941059092564 7434150925482065920 o"),
    ]
    places = {(it["line"], it["passage"]) for it in result.json if it["check"] == "alternatives"}
    assert {(10, "images/lueur-de-l-aube.jpg"), (12, "IMG 0321")} < places


def _as_draft(root: Path) -> str:
    """The published page as a draft of ours: its headings, its pictures, its testimony between marks."""
    document = document_of((root / "outlines" / "la-station.md").read_bytes(), "outline")
    plan = load_outline("la-station", document, default_lang="fr")
    text = (LA_STATION.folder / "article-as-published.txt").read_text("utf-8")
    words = LA_STATION.words_spoken
    title, _sep, rest = text.partition("!")
    body, _sep, _told = rest.partition("J’ai découvert la Station")
    for heading in ("Ecosystème et communauté", *(section.heading for section in plan.sections[1:])):
        body = body.replace(f"\n{heading} ", f"\n## {heading}\n", 1)
    body = body.replace("La Station Lueur de lAube29", "![](images/lueur-de-l-aube.jpg)")
    body = body.replace("IMG 0321", "![](images/IMG_0321.jpg)")
    long = "87832819 2711941059092564 7434150925482065920 o"
    body += f"<!-- testimony:marie-matte -->\n{words}\n<!-- /testimony:marie-matte -->\n\n![{long}](images/o.jpg)\n"
    for name in ("lueur-de-l-aube.jpg", "IMG_0321.jpg", "o.jpg"):
        build(root, {f"drafts/la-station/images/{name}": JPEG})
    front = "".join(_picture(picture) for picture in plan.images)
    return (
        f"---\ntitle: {title.strip()}\nlang: fr\nauthor: agathe\ndescription: {plan.description}\noutline: la-station\n"
        f"testimonies: [marie-matte]\nimages:\n{front}---\n{body}"
    )


def _picture(picture: Picture) -> str:
    return f'  - src: {picture.src}\n    alt: "{picture.alt}"\n'
