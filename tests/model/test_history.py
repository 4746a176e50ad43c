"""A history's lines are chained and keep their bytes in every version of the program."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.audit.verify import verify
from authoring.errors import InputError
from authoring.model import events, history
from authoring.model.events import Authority, Event
from authoring.model.people import ActorKind
from authoring.model.states import Action, State
from tests.worlds.histories import LABEL, written
from tests.worlds.newsroom import Newsroom
from tests.worlds.signing import SigningNewsroom

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
kinds: st.SearchStrategy[ActorKind] = st.sampled_from(("person", "agent", "system"))
any_events = st.builds(
    Event,
    seq=st.just(0),
    time=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda it: it.replace(microsecond=0, tzinfo=UTC)),
    actor=texts,
    kind=kinds,
    action=st.sampled_from(Action),
    source=st.none() | st.sampled_from(State),
    target=st.sampled_from(State),
    hash=texts,
    note=texts,
    details=st.dictionaries(texts, json_values, max_size=3),
)


def chained(lines: Sequence[Event]) -> bytes:
    content = b""
    for line in lines:
        content += history.encode(history.following(history.checkpoint(content), line))
    return content


@given(st.lists(any_events, max_size=4))
def test_a_history_is_read_as_it_was_written_and_written_as_it_was_read(lines: list[Event]) -> None:
    content = chained(lines)
    read = history.decode(content, LABEL)
    assert [replace(event, seq=0, prev="") for event in read] == lines
    assert b"".join(map(history.encode, read)) == content
    assert history.problems(content, LABEL) == []


@given(st.integers(0, 3), st.data())
def test_any_changed_byte_is_found(count: int, data: st.DataObject) -> None:
    content = written(count + 1)
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[place]))
    changed = content[:place] + bytes([byte]) + content[place + 1 :]
    kept_elsewhere = history.checkpoint(content)
    assert history.problems(changed, LABEL) or history.against(changed, kept_elsewhere, LABEL)


@given(st.binary(max_size=80))
def test_random_bytes_without_problems_are_no_events(content: bytes) -> None:
    if not history.problems(content, LABEL):
        assert history.decode(content, LABEL) == []  # random bytes never hold a right digest


@given(st.lists(json_values, min_size=1, max_size=3))
def test_lines_of_other_json_are_refused_at_the_first(values: list[object]) -> None:
    content = "".join(f"{json.dumps(value)}\n" for value in values).encode()
    with pytest.raises(InputError) as refusal:
        history.decode(content, LABEL)
    assert refusal.value.problem.place == f"{LABEL}:1"
    assert len(history.problems(content, LABEL)) == len(values)


def old_lines() -> bytes:
    """A history without `authority`, chained as `sha256sum` would: independent of `history.encode`."""
    content, before = b"", ""
    for seq, (action, source, target, actor) in enumerate(
        [
            ("draft", "null", "draft", "agathe"),
            ("submit", '"draft"', "in_review", "agathe"),
            ("approve", '"in_review"', "approved", "samir"),
        ],
        start=1,
    ):
        details = '{"slug":"garden","models":["fake"]}' if seq == 1 else "{}"
        plain = (
            f'{{"seq":{seq},"time":"2026-11-23T12:20:4{seq}Z","actor":"{actor}","kind":"person","action":"{action}",'
            f'"from":{source},"to":"{target}","hash":"39a2","note":"","details":{details},"prev":"{before}"'
        )
        done = subprocess.run(["sha256sum"], input=f"{plain}}}".encode(), capture_output=True, check=True)
        before = done.stdout[:64].decode()
        content += f'{plain},"digest":"{before}"}}\n'.encode()
    return content


def test_lines_from_before_authority_was_recorded_still_verify_byte_for_byte() -> None:
    content = old_lines()
    read = history.decode(content, LABEL)
    assert history.problems(content, LABEL) == []
    assert [events.authority(event) for event in read] == [None, None, None]
    assert b"".join(map(history.encode, read)) == content
    assert history.against(content, history.checkpoint(content), LABEL) is None


@pytest.mark.parametrize("quorum", [1, 2])
def test_every_new_line_records_what_entitled_its_actor(quorum: int) -> None:
    newsroom = Newsroom(quorum=quorum)
    newsroom.submit()
    newsroom.approve()
    assert [events.authority(event) for event in newsroom.piece.events] == [
        Authority(("author", "editor"), quorum),
        Authority(("author", "editor"), quorum),
        Authority(("reviewer",), quorum),
    ]
    assert verify(newsroom.as_("lena")).problems == ()


def test_who_has_a_key_has_its_fingerprint_recorded(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    newsroom = SigningNewsroom(tmp_path / "here", tmp_path / "keys")
    newsroom.sign()
    authority = events.authority(newsroom.piece.events[-1])
    listed = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(newsroom.key.with_suffix(".pub"))], capture_output=True, text=True, check=True
    )
    assert authority is not None
    assert authority.key == listed.stdout.split()[1]
    assert "key" not in newsroom.piece.events[0].details["authority"]


def test_a_line_that_joins_two_branches_follows_the_line_before_it() -> None:
    content = written(3)
    joining = Event(
        4,
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=1),
        "agathe",
        "person",
        Action.submit,
        State.changes_requested,
        State.in_review,
        "0" * 64,
        prev=(history.checkpoint(content).partition("-")[2], "b" * 64),
    )
    whole = content + history.encode(joining)
    assert history.problems(whole, LABEL) == []
    last = history.decode(whole, LABEL)[-1]
    assert (last, last.follows) == (joining, joining.prev[0])
    assert history.against(whole, history.checkpoint(whole), LABEL) is None
    after = whole + history.encode(history.following(history.checkpoint(whole), replace(joining, prev="")))
    assert history.problems(after, LABEL) == []


@pytest.mark.parametrize("prev", [("b" * 64, "c" * 64), "b" * 64])
def test_a_line_that_follows_another_line_than_the_one_before_is_named(prev: str | tuple[str, ...]) -> None:
    last = replace(history.decode(written(3), LABEL)[-1], prev=prev)
    content = written(2) + history.encode(last)
    assert [(problem.line, problem.message) for problem in history.problems(content, LABEL)] == [
        (3, "This line does not follow the line before it.")
    ]


@pytest.mark.parametrize("prev", ["[]", '["a"]', "[1,2]", "7", "null", "{}"])
def test_what_cannot_be_followed_is_no_event(prev: str) -> None:
    line = written(1).replace(b'"prev":""', f'"prev":{prev}'.encode())
    with pytest.raises(InputError) as refusal:
        history.decode(line, LABEL)
    assert refusal.value.problem.place == f"{LABEL}:1"
    assert [problem.message for problem in history.problems(line, LABEL)] == ["This line is not an event."]


@pytest.mark.parametrize("note", ["\\ud800", "\\uDFFF", "\\ud83d"])
def test_a_text_that_no_file_can_hold_is_no_part_of_an_event(note: str) -> None:
    line = written(1).decode().replace('"note":""', f'"note":"{note}"').encode()
    with pytest.raises(InputError):
        history.decode(line, LABEL)
    assert [problem.message for problem in history.problems(line, LABEL)] == ["This line is not an event."]


def test_a_backslash_before_the_same_letters_is_a_text_like_any_other() -> None:
    line = written(1).decode().replace('"note":""', '"note":"C:\\\\\\\\udd"').encode()
    assert history.decode(line, LABEL)[0].note == "C:\\\\udd"


def test_the_marks_of_git_are_named_as_such() -> None:
    line = b'{"seq": 1}\n'
    content = b"<<<<<<< HEAD\n" + line + b"=======\n" + line + b">>>>>>> other\n"
    [problem] = history.problems(content, LABEL)
    assert problem.message == "Git could not merge two versions of this history: both are here, between its marks."
    assert problem.line == 1
