"""What leaves for a model elsewhere: no name, no word that is not to be read, and a record of the rest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from authoring.drafting.drafting import draft
from authoring.drafting.revising import propose
from authoring.drafting.suggesting import suggest

from authoring.cli.app import run
from authoring.errors import NotPossibleNow, UnusableAnswer
from authoring.llm import CompletionRequest
from authoring.privacy.sent import SentRecords, departures
from tests.worlds.drafting import AGATHE, SPOKEN, desk, requests, with_model
from tests.worlds.lantern import OUTLINE, TESTIMONY, lantern

ELSEWHERE = with_model("openai:gpt-5-mini")
NAMES = ("Nora", "Lind", "nora-lind", "Agathe", "Berger", "agathe@example.org", "Samir")
NEVER = TESTIMONY.replace("ai: allowed", "ai: never")
LOCAL = TESTIMONY.replace("ai: allowed", "ai: local")
QUOTING = OUTLINE.replace(
    "- A place with tools", "- My neighbours showed me how to use theirs\n    - A place with tools"
)


def sent(used: object) -> str:
    return "\n".join(f"{it.system}\n{it.prompt}\n{dict(it.parameters)}" for it in requests(used))  # type: ignore[arg-type]


def naming(request: CompletionRequest) -> str:
    """A model that speaks of whomever it was told of."""
    words = request.prompt.replace("“", " ").replace(":", " ").split()
    names = [word.strip(".,#[]") for word in words if word.startswith(("PERSON_", "FIRST_"))]
    return f"{SPOKEN} {' and '.join(dict.fromkeys(names))} said so."


def test_no_name_leaves_and_the_piece_holds_them_all(tmp_path: Path) -> None:
    outline = OUTLINE.replace(
        "- A place with tools", "- Nora Lind and Agathe (agathe@example.org) keep the key\n    - Tools"
    )
    used = desk(lantern(tmp_path, **{"outlines/neighbours.md": outline}), naming, settings=ELSEWHERE)

    piece = draft(used, "neighbours", actor=AGATHE).piece

    assert len(requests(used)) == 2
    assert [name for name in NAMES if name in sent(used)] == []
    assert "Nora Lind and Agathe said so." in piece.draft.body
    assert "_" not in piece.draft.body


def test_a_model_on_this_machine_is_told_the_names(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path), [SPOKEN, SPOKEN])

    draft(used, "neighbours", actor=AGATHE)

    assert "Nora Lind" in sent(used)
    assert not (tmp_path / ".authoring/sent").exists()


def test_the_second_run_is_answered_by_the_cache_and_names_come_back_again(tmp_path: Path) -> None:
    outline = OUTLINE.replace("- A place with tools", "- Nora Lind keeps the key\n    - A place with tools")
    root = lantern(tmp_path, **{"outlines/neighbours.md": outline})
    first = draft(desk(root, naming, settings=ELSEWHERE), "neighbours", actor=AGATHE).piece.draft.body
    again = desk(root, [], settings=ELSEWHERE)

    assert draft(again, "neighbours", actor=AGATHE).piece.draft.body == first
    assert requests(again) == []
    assert "Nora" not in "".join(path.read_text() for path in (tmp_path / ".authoring/answers").rglob("*.json"))


@pytest.mark.parametrize(
    ("testimony", "model"), [(NEVER, "openai:gpt-5-mini"), (NEVER, "fake"), (LOCAL, "openai:gpt-5-mini")]
)
def test_words_in_an_outline_stay_whatever_the_template(tmp_path: Path, testimony: str, model: str) -> None:
    root = lantern(tmp_path, **{"outlines/neighbours.md": QUOTING, "testimonies/nora-lind.md": testimony})
    used = desk(root, settings=with_model(model))

    with pytest.raises(NotPossibleNow, match="nothing was sent"):
        draft(used, "neighbours", actor=AGATHE)
    assert "neighbours showed me" not in sent(used)


def test_words_for_this_machine_may_be_read_on_this_machine(tmp_path: Path) -> None:
    root = lantern(tmp_path, **{"outlines/neighbours.md": QUOTING, "testimonies/nora-lind.md": LOCAL})
    used = desk(root)

    draft(used, "neighbours", actor=AGATHE)

    assert "neighbours showed me" in sent(used)


def test_words_may_be_allowed_to_one_provider_alone(tmp_path: Path) -> None:
    one = TESTIMONY.replace("ai: allowed", "ai: allowed\n      providers: [mistralai]")
    root = lantern(tmp_path, **{"outlines/neighbours.md": QUOTING, "testimonies/nora-lind.md": one})

    with pytest.raises(NotPossibleNow, match="this model may not read"):
        draft(desk(root, settings=ELSEWHERE), "neighbours", actor=AGATHE)
    draft(desk(root, settings=with_model("mistralai:small")), "neighbours", actor=AGATHE)


def test_a_template_that_holds_the_words_itself_is_stopped_too(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "prompts/titles.en.md.j2"
    greedy = shipped.read_text("utf-8") + "\nMy neighbours showed me how to use theirs.\n"
    used = desk(lantern(tmp_path, **{"prompts/titles.en.md.j2": greedy, "testimonies/nora-lind.md": NEVER}))
    draft(used, "neighbours", actor=AGATHE)

    with pytest.raises(NotPossibleNow, match="no model may read"):
        suggest(used, "neighbours", "title")


def test_a_section_that_holds_the_words_without_marks_is_not_revised(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path, **{"testimonies/nora-lind.md": NEVER}))
    path = draft(used, "neighbours", actor=AGATHE).piece.draft.path
    words = "my neighbours showed me how to use theirs\n\n## What is a"
    path.write_text(path.read_text("utf-8").replace("## What is a", words, 1), "utf-8")

    with pytest.raises(NotPossibleNow, match="no model may read"):
        propose(used, "neighbours", section=0, instruction="Shorter!", actor=AGATHE)
    with pytest.raises(NotPossibleNow, match="no model may read"):
        suggest(used, "neighbours", "title")


def test_a_testimony_that_cannot_be_read_is_kept_from_every_model(tmp_path: Path) -> None:
    broken = TESTIMONY.replace("consent:", "consent: nonsense\n    was:")
    root = lantern(tmp_path, **{"outlines/neighbours.md": QUOTING, "testimonies/other.md": broken})

    with pytest.raises(NotPossibleNow, match="“other”"):
        draft(desk(root), "neighbours", actor=AGATHE)


def test_a_broken_placeholder_is_asked_for_once_more_and_then_refused(tmp_path: Path) -> None:
    outline = OUTLINE.replace("- A place with tools", "- Nora Lind keeps the key\n    - A place with tools")
    root = lantern(tmp_path, **{"outlines/neighbours.md": outline})
    used = desk(root, lambda _request: f"{SPOKEN} PERSON_1 said so.", settings=ELSEWHERE)

    with pytest.raises(UnusableAnswer, match="broken placeholder"):
        draft(used, "neighbours", actor=AGATHE)
    lines = (tmp_path / "drafts/neighbours/calls.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["outcome"] for line in lines} == {"broken"}
    assert not (tmp_path / "drafts/neighbours/index.md").exists()


def test_what_left_is_kept_word_for_word_under_its_hash(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path), naming, settings=ELSEWHERE)
    piece = draft(used, "neighbours", actor=AGATHE).piece
    records = SentRecords(tmp_path, server="")

    left = departures(piece.folder, records)

    assert sorted(it.request.prompt for it in left if it.request) == sorted(it.prompt for it in requests(used))
    for path in records.paths():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    next(records.paths()).write_bytes(b"{}")
    assert [it.request for it in departures(piece.folder, records)].count(None) == 1


def test_the_record_of_calls_holds_no_name_and_no_text(tmp_path: Path) -> None:
    used = desk(lantern(tmp_path), naming, settings=ELSEWHERE)
    piece = draft(used, "neighbours", actor=AGATHE).piece
    suggest(used, "neighbours", "title")

    record = (piece.folder / "calls.jsonl").read_text("utf-8")
    assert [word for word in (*NAMES, "workshop", "kettle", "Lantern") if word in record] == []


def test_the_command_shows_what_left_and_to_whom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    used = desk(lantern(tmp_path), [SPOKEN], settings=ELSEWHERE)
    draft(used, "neighbours", actor=AGATHE)
    monkeypatch.chdir(tmp_path)

    assert run(["privacy", "neighbours"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2 requests left this machine.\n\n")
    assert " to openai, model " in said
    for request in requests(used):
        assert all(f"  | {line}".rstrip() in said for line in request.prompt.splitlines())
    assert run(["privacy", "neighbours", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {each["text"] for each in told} == {request.prompt for request in requests(used)}


def test_the_command_says_when_nothing_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    draft(desk(lantern(tmp_path)), "neighbours", actor=AGATHE)
    monkeypatch.chdir(tmp_path)

    assert run(["privacy", "neighbours"]) == 0
    assert capsys.readouterr().out == "Nothing has left this machine for “neighbours”.\n"
    assert run(["privacy", "nobody"]) == 1
