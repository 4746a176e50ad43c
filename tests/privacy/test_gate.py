"""What is sent to a model elsewhere: no name, no word that models may not read, and a record of what was sent."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from authoring.cli.app import run
from authoring.errors import NotPossibleNow, UnusableAnswer
from authoring.llm import Completion, CompletionRequest
from authoring.llm.plausible import token_count
from authoring.privacy.confidences import Confidences
from authoring.privacy.sent import SentRecords, SentRequest
from authoring.store import WORKSPACE
from authoring.store.addresses import CALLS
from authoring.store.folder import FolderStore
from authoring.text.folding import decoded
from tests.worlds.drafting import SLUG, SPOKEN, WritingRoom, with_model, workshop
from tests.worlds.lantern import OUTLINE, TESTIMONY, lantern

ELSEWHERE = with_model("openai:gpt-5-mini")
NAMES = ("Nora", "Lind", "nora-lind", "Agathe", "Berger", "agathe@example.org", "Samir")
NEVER = TESTIMONY.replace("ai: allowed", "ai: never")
LOCAL = TESTIMONY.replace("ai: allowed", "ai: local")
QUOTING = OUTLINE.replace(
    "- A place with tools", "- My neighbours showed me how to use theirs\n    - A place with tools"
)


def words_sent(room: WritingRoom) -> str:
    return "\n".join(f"{it.system}\n{it.prompt}\n{dict(it.parameters)}" for it in room.requests)


def sent_requests(room: WritingRoom) -> list[SentRequest]:
    return SentRecords(room.store.records, server="").of_piece(SLUG)


def naming(request: CompletionRequest) -> str:
    """A model whose answer names the people in its prompt."""
    words = request.prompt.replace("“", " ").replace(":", " ").split()
    names = [word.strip(".,#[]") for word in words if word.startswith(("PERSON_", "FIRST_"))]
    return f"{SPOKEN} {' and '.join(dict.fromkeys(names))} said so."


def test_no_name_leaves_and_the_piece_holds_them_all() -> None:
    outline = OUTLINE.replace(
        "- A place with tools", "- Nora Lind and Agathe (agathe@example.org) keep the key\n    - Tools"
    )
    room = WritingRoom(workshop({"outlines/neighbours.md": outline}), naming, settings=ELSEWHERE)

    piece = room.draft().piece

    assert len(room.requests) == 3  # the section is asked for again, since it lacks a point
    assert [name for name in NAMES if name in words_sent(room)] == []
    assert "Nora Lind and Agathe said so." in piece.draft.body
    assert "_" not in piece.draft.body


def test_a_model_on_this_machine_is_told_the_names() -> None:
    room = WritingRoom(workshop(), [SPOKEN, SPOKEN])

    room.draft()

    assert "Nora Lind" in words_sent(room)
    assert list(room.store.records.names(WORKSPACE, "sent/")) == []


def test_the_second_run_is_answered_by_the_cache_and_names_come_back_again() -> None:
    outline = OUTLINE.replace("- A place with tools", "- Nora Lind keeps the key\n    - A place with tools")
    store = workshop({"outlines/neighbours.md": outline})
    first = WritingRoom(store, naming, settings=ELSEWHERE).draft().piece.draft.body
    again = WritingRoom(store, [], settings=ELSEWHERE)

    assert again.draft().piece.draft.body == first
    assert again.requests == []
    answers = [store.records.read(WORKSPACE, name) for name in store.records.names(WORKSPACE, "answers/")]
    assert b"Nora" not in b"".join(answers)


@pytest.mark.parametrize(
    ("testimony", "model"), [(NEVER, "openai:gpt-5-mini"), (NEVER, "fake"), (LOCAL, "openai:gpt-5-mini")]
)
def test_words_in_an_outline_stay_whatever_the_template(testimony: str, model: str) -> None:
    store = workshop({"outlines/neighbours.md": QUOTING, "testimonies/nora-lind.md": testimony})
    room = WritingRoom(store, settings=with_model(model))

    with pytest.raises(NotPossibleNow, match="nothing was sent"):
        room.draft()
    assert "neighbours showed me" not in words_sent(room)


def test_words_for_this_machine_may_be_read_on_this_machine() -> None:
    store = workshop({"outlines/neighbours.md": QUOTING, "testimonies/nora-lind.md": LOCAL})
    room = WritingRoom(store)

    room.draft()

    assert "neighbours showed me" in words_sent(room)


def test_words_may_be_allowed_to_one_provider_alone() -> None:
    testimony = TESTIMONY.replace("ai: allowed", "ai: allowed\n      providers: [mistralai]")
    store = workshop({"outlines/neighbours.md": QUOTING, "testimonies/nora-lind.md": testimony})

    with pytest.raises(NotPossibleNow, match="this model may not read"):
        WritingRoom(store, settings=ELSEWHERE).draft()
    room = WritingRoom(store, settings=with_model("mistralai:small"))
    room.draft()


def test_a_template_that_holds_the_words_itself_is_stopped_too() -> None:
    shipped = Path(__file__).parents[2] / "prompts/titles.en.md.j2"
    greedy = shipped.read_text("utf-8") + "\nMy neighbours showed me how to use theirs.\n"
    room = WritingRoom(workshop({"prompts/titles.en.md.j2": greedy, "testimonies/nora-lind.md": NEVER}))
    room.draft()

    with pytest.raises(NotPossibleNow, match="no model may read"):
        room.suggest("title")


def test_a_section_that_holds_the_words_without_marks_is_not_revised() -> None:
    room = WritingRoom(workshop({"testimonies/nora-lind.md": NEVER}))
    room.draft()
    words = "my neighbours showed me how to use theirs\n\n## What is a"
    room.write(room.text.replace("## What is a", words, 1))

    with pytest.raises(NotPossibleNow, match="no model may read"):
        room.propose(section=0, instruction="Shorter!")
    with pytest.raises(NotPossibleNow, match="no model may read"):
        room.suggest("title")


def test_a_testimony_that_cannot_be_read_is_kept_from_every_model() -> None:
    broken = TESTIMONY.replace("consent:", "consent: nonsense\n    was:")
    store = workshop({"outlines/neighbours.md": QUOTING, "testimonies/other.md": broken})

    with pytest.raises(NotPossibleNow, match="“other”"):
        WritingRoom(store).draft()


def test_a_broken_placeholder_is_asked_for_once_more_and_then_refused() -> None:
    outline = OUTLINE.replace("- A place with tools", "- Nora Lind keeps the key\n    - A place with tools")
    store = workshop({"outlines/neighbours.md": outline})
    room = WritingRoom(store, lambda _request: f"{SPOKEN} PERSON_1 said so.", settings=ELSEWHERE)

    with pytest.raises(UnusableAnswer, match="broken placeholder"):
        room.draft()
    assert {call.outcome for call in room.calls} == {"broken"}
    assert room.text == ""


def test_what_left_is_kept_word_for_word_under_its_hash() -> None:
    room = WritingRoom(workshop(), naming, settings=ELSEWHERE)
    room.draft()

    sent = sent_requests(room)

    assert sorted(it.request.prompt for it in sent if it.request) == sorted(it.prompt for it in room.requests)
    records, names = room.store.records, room.store.records.names(WORKSPACE, "sent/")
    for name in names:
        digest = hashlib.sha256(records.read(WORKSPACE, name)).hexdigest()
        assert name == f"sent/{digest[:2]}/{digest}.json"
    records.write(WORKSPACE, names[0], b"{}")
    assert [it.request for it in sent_requests(room)].count(None) == 1


def test_what_left_lies_where_it_always_did_for_its_owner_alone(tmp_path: Path) -> None:
    WritingRoom(FolderStore(lantern(tmp_path)), naming, settings=ELSEWHERE).draft()
    paths = list((tmp_path / ".authoring" / "sent").glob("*/*.json"))
    assert len(paths) == 3
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


def test_the_record_of_calls_holds_no_name_and_no_text() -> None:
    room = WritingRoom(workshop(), naming, settings=ELSEWHERE)
    room.draft()
    room.suggest("title")

    record = room.store.records.read(SLUG, CALLS).decode()
    assert [word for word in (*NAMES, "workshop", "kettle", "Lantern") if word in record] == []


def test_the_command_shows_what_left_and_to_whom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    room = WritingRoom(FolderStore(lantern(tmp_path)), [SPOKEN], settings=ELSEWHERE)
    room.draft()
    monkeypatch.chdir(tmp_path)

    assert run(["privacy", "neighbours"]) == 0
    output = capsys.readouterr().out
    assert output.startswith(f"{len(room.requests)} requests left this machine.\n\n")
    assert " to api.openai.com, model " in output
    for request in room.requests:
        assert all(f"  | {line}".rstrip() in output for line in request.prompt.splitlines())
    assert run(["privacy", "neighbours", "--json"]) == 0
    requests = json.loads(capsys.readouterr().out)
    assert {request["text"] for request in requests} == {request.prompt for request in room.requests}


def test_the_command_says_when_nothing_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    WritingRoom(FolderStore(lantern(tmp_path))).draft()
    monkeypatch.chdir(tmp_path)

    assert run(["privacy", "neighbours"]) == 0
    assert capsys.readouterr().out == "Nothing has left this machine for “neighbours”.\n"
    assert run(["privacy", "nobody"]) == 1


@pytest.mark.parametrize("count", [-1, 10**30, 7.5, math.nan, math.inf, True, "7", [7], {}, None], ids=repr)
def test_a_count_that_cannot_be_counts_as_not_reported(count: Any) -> None:
    assert token_count(count) is None


@pytest.mark.parametrize("count", [-1_000_000, math.nan, "many"], ids=repr)
def test_no_count_that_a_server_reports_hides_that_something_left(count: Any) -> None:
    answer = Completion(SPOKEN, model="served", input_tokens=count, output_tokens=count)
    room = WritingRoom(workshop(), lambda _request: answer, settings=ELSEWHERE)
    room.draft()

    sent = SentRecords(room.store.records, server="").of_piece("neighbours")
    assert len(sent) == len(room.requests) > 0
    assert all(request.call.input_tokens is None for request in sent)
    assert all(0 < (request.call.counted_tokens or 0) < 10_000 for request in sent)


@pytest.mark.parametrize(
    "odd",
    [
        replace(Completion(SPOKEN, "served"), model="\ud800\x1b"),
        replace(Completion(SPOKEN, "served"), model=["served"]),  # type: ignore[arg-type]
        replace(Completion(SPOKEN, "served"), seconds=float("nan"), attempts=-3),
        replace(Completion(SPOKEN, "served"), finish={"a": 1}),  # type: ignore[arg-type]
        Completion(f"{SPOKEN} \ud800", "served"),
    ],
    ids=["name", "names", "time", "finish", "text"],
)
def test_nothing_else_in_an_answer_hides_that_something_left(odd: Completion) -> None:
    room = WritingRoom(workshop(), lambda _request: odd, settings=ELSEWHERE)
    room.draft()
    assert len(SentRecords(room.store.records, server="").of_piece("neighbours")) == len(room.requests)
    assert "\ud800" not in room.text


def test_the_command_never_says_that_nothing_left_over_a_record_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    WritingRoom(FolderStore(lantern(tmp_path))).draft()
    calls = next(tmp_path.rglob("calls.jsonl"))
    calls.write_bytes(b'{"time": "whenever", "server": "api.example.org"}\n')
    monkeypatch.chdir(tmp_path)

    assert run(["privacy", "neighbours"]) == 0
    output = capsys.readouterr()
    assert "Nothing has left" not in output.out
    assert "One line here cannot be read as a call" in output.err


@pytest.mark.parametrize(
    "written",
    [
        "No&#114;a Lind",
        "N**or**a",
        "#NoraLind",
        "NoraLind",
        "nora_lind",
        "#noralind",
        "LindNora",
        "askNoraLindNow",
        "No&shy;ra",
        "N%6Fra",
        "No\\u0072a",
        "nora-lind.jpg",
    ],
)
def test_a_name_in_any_spelling_is_replaced(written: str) -> None:
    outline = OUTLINE.replace("- A place with tools", f"- {written} keeps the key\n    - Tools")
    room = WritingRoom(workshop({"outlines/neighbours.md": outline}), [SPOKEN, SPOKEN], settings=ELSEWHERE)
    room.draft()
    assert written not in words_sent(room)
    assert "Lind" not in decoded(words_sent(room))


SAID = "Déjà arrivée à l’hôpital, j’étais décidée à la fête après l’opération."
SPELLED = SAID.encode("ascii", "xmlcharrefreplace").decode()


@pytest.mark.parametrize("stored", [SAID, SPELLED, SPELLED.replace("&", "&amp;"), SAID.replace("é", "**é**")])
@pytest.mark.parametrize("sent", [SAID, SPELLED, SAID.replace("à", "&agrave;"), SAID.replace("r", "r\u00ad")])
def test_withheld_words_are_the_same_words_however_their_letters_are_spelled(stored: str, sent: str) -> None:
    assert Confidences.words([("elo", stored)]).breach(f"Before. {sent} After.") == "elo"
