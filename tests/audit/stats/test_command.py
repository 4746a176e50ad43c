"""`authoring stats` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from authoring.cli.app import run
from tests.worlds.lantern import lantern
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.statistics import QUESTION, call_line, publish_approved

TABLES = """\
Time, by piece
                         outline
                              to                                   review
Piece       State      published  writing  review  changes  ready  rounds
──────────────────────────────────────────────────────────────────────────
neighbours  published     3 mins    1 min   1 min        —  1 min       1

The model’s part, by piece
                                        model’s                         people
Piece       calls  tokens         cost    words  kept  edited  removed   added
───────────────────────────────────────────────────────────────────────────────
neighbours      2     280  ≥ US$0.0012       38   74%      0%      26%       2

Time, by month
                       outline
                            to
                     published  review
Month     published   (median)  rounds
───────────────────────────────────────
Nov 2026          1     3 mins       1

The model’s part, by month
                                      model’s                         people
Month     calls  tokens         cost    words  kept  edited  removed   added
─────────────────────────────────────────────────────────────────────────────
Nov 2026      2     280  ≥ US$0.0012       38   74%      0%      26%       2

Kept, edited, removed: of the words that the model wrote. “—”: not known, or no model took part.
“≥” or “unknown”: what some calls used or cost is not known, so the sum is at least this.
Where the outline’s file is newer than the piece, or gone, the days count from the first event.
"""


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A piece that was published three minutes after its draft, on the 23rd of November 2026."""
    monkeypatch.chdir(tmp_path)
    newsroom = Newsroom(tmp_path)
    newsroom.edit(QUESTION, "Come in.")
    publish_approved(newsroom)
    (tmp_path / "outlines" / f"{SLUG}.md").unlink()
    (newsroom.path.parent / "calls.jsonl").write_text(
        call_line() + "\n" + call_line(cost=None, currency="") + "\n", "utf-8"
    )
    return newsroom


def test_the_tables_say_it_in_words(newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats"]) == 0
    lines = [text.rstrip() for text in capsys.readouterr().out.splitlines()]
    assert max(map(len, lines)) <= 100
    assert lines == TABLES.splitlines()


def test_other_programs_get_json(newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", SLUG, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [piece["slug"] for piece in printed["pieces"]] == [SLUG]
    assert printed["pieces"][0]["words"] == {"model": 38, "kept": 28, "edited": 0, "removed": 10, "added": 2}
    assert [month["month"] for month in printed["months"]] == ["2026-11"]


def test_the_picture_is_written_and_its_place_is_said(newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--json", "--plot", "months.svg"]) == 0
    output = capsys.readouterr()
    json.loads(output.out)
    assert output.err == "The picture is in months.svg.\n"
    assert Path("months.svg").read_text("utf-8").startswith("<?xml")


def test_a_broken_record_is_an_error_with_its_place_and_the_rest_is_shown(
    newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = newsroom.path.parent / "calls.jsonl"
    calls.write_text(call_line() + "\nnothing of the kind\n", "utf-8")
    assert run(["stats", "--json"]) == 1
    output = capsys.readouterr()
    assert json.loads(output.out)["pieces"][0]["calls"] == 1
    assert output.err == (
        "published/neighbours/calls.jsonl:2: This line is not a record of a call, so it is not counted.\n"
        "  → The program writes no such line. Compare the file with a backup or with git.\n"
    )


def test_an_empty_workspace_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lantern(tmp_path))
    assert run(["stats"]) == 0
    assert capsys.readouterr().out == "No piece. To begin one: authoring draft OUTLINE\n"
    assert run(["stats", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"pieces": [], "months": []}
