"""Errors carry codes and values; each door words the next step in its own terms."""

from __future__ import annotations

import ast
import json
import pickle
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

import pytest

from authoring import errors
from authoring.cli import advice as terminal_words
from authoring.cli.app import run
from authoring.errors import (
    Advice,
    AuthoringError,
    Conflict,
    NotAllowed,
    NotPossibleNow,
    Problem,
    ServiceUnavailable,
    advice,
)
from authoring.model.events import Event
from authoring.model.people import Person
from authoring.model.situation import situation_of
from authoring.model.states import Action, State
from authoring.model.workflow import permit
from authoring.store import Expected
from authoring.text import i18n
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.source_code import PACKAGE, READS_CODE, modules

pytestmark = READS_CODE

SYSTEM_ERRORS: Final = "cli/system_errors.py"  # worded by the terminal, which meets them anywhere

# A command, an option, or the habit of typing a command once more.
_OF_THE_TERMINAL: Final = re.compile(r"\bauthoring [a-z]|(?<![-\w])--[a-z]|the command again|\bthe command line\b")


def engine() -> Iterator[tuple[str, Sequence[ast.AST]]]:
    """Every module of the package but the command line's."""
    yield from ((name, nodes) for name, nodes in modules().items() if not name.startswith("cli/"))


def calls(nodes: Sequence[ast.AST], *names: str) -> Iterator[ast.Call]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


@cache
def advised() -> dict[str, set[frozenset[str]]]:
    """Every code that the engine advises, with the names of the values that are given with it, place by place."""
    codes: dict[str, set[frozenset[str]]] = {}
    for path, nodes in engine():
        for call in calls(nodes, "advice"):
            code = str(ast.literal_eval(call.args[0]))  # a literal, so that one can search for it
            names = [keyword.arg for keyword in call.keywords]
            assert None not in names, f"{path}:{call.lineno}: the values of an advice are named"
            codes.setdefault(code, set()).add(frozenset(filter(None, names)))
    return codes


def test_no_message_of_the_engine_names_a_command_or_an_option() -> None:
    named = [
        f"{path}:{text.lineno}: {text.value}"
        for path, nodes in engine()
        for call in calls(nodes, "_", "plural")
        for text in call.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and _OF_THE_TERMINAL.search(text.value)
    ]

    assert named == []


def test_the_terminal_has_words_for_every_advice_and_none_besides() -> None:
    assert sorted(terminal_words.table("en")) == sorted(advised())


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_words_of_every_advice_name_exactly_its_values(lang: str) -> None:
    for code, places in advised().items():
        for names in places:
            step = advice(code, **{name: f"<{name}>" for name in names})
            with i18n.speaking(lang):
                text = terminal_words.words(step)
            assert set(re.findall(r"<(\w+)>", text)) == names, code
            assert not [name for _text, name, _spec, _how in Formatter().parse(text) if name], code


def test_one_code_is_given_the_same_values_everywhere() -> None:
    assert {code: places for code, places in advised().items() if len(places) > 1} == {}


def test_a_step_is_said_in_the_language_of_who_reads_it() -> None:
    step = advice("withdraw-consent", slug="nora-lind")

    assert terminal_words.words(step) == "Withdraw it first: authoring consent withdraw nora-lind"
    with i18n.speaking("fr"):
        assert terminal_words.words(step) == "Retirez-le d’abord\u00a0: authoring consent withdraw nora-lind"


def test_an_option_is_repeated_for_each_name() -> None:
    step = advice("accept-warnings", slug="neighbours", accept="1a2b 3c4d")

    assert terminal_words.words(step) == (
        "If you stand by the passage: authoring approve neighbours … --accept 1a2b --accept 3c4d"
    )


def test_advice_is_compared_hashed_and_sent_to_another_process_by_what_it_says() -> None:
    step = advice("see-revisions", slug="neighbours")
    error = Conflict("Two at once.", step, code="two-writers", values={"slug": "neighbours"})

    assert step == Advice("see-revisions", (("slug", "neighbours"),))
    assert len({step, advice("see-revisions", slug="neighbours"), advice("see-revisions", slug="other")}) == 2
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.problem, copy.code, copy.values) == (
        Conflict,
        Problem("Two at once.", step),
        "two-writers",
        {"slug": "neighbours"},
    )


def test_a_failure_that_is_worded_anew_stays_the_same_failure() -> None:
    failure = ServiceUnavailable("No answer.", advice("go-on"), retry_after=3.5)

    reworded = failure.reworded("Introduction: No answer.")

    assert (str(reworded), reworded.problem) == (
        "Introduction: No answer.",
        Problem("Introduction: No answer.", advice("go-on")),
    )
    assert (type(reworded), reworded.code, reworded.retry_after) == (ServiceUnavailable, "service-unavailable", 3.5)
    assert str(failure) == "No answer."


def kinds(kind: type[AuthoringError] = AuthoringError) -> Iterator[type[AuthoringError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from kinds(narrower)


def test_every_kind_of_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in kinds() if kind.__module__ == errors.__name__]

    assert len(codes) == len(set(codes)) == 17
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


def codes_in_use() -> Iterator[str]:
    """The codes of the kinds of errors, wherever they are defined, and those that single errors are given instead."""
    for path, nodes in (*engine(), ("", modules()[SYSTEM_ERRORS])):
        for node in nodes:
            match node:
                case ast.Return(value=ast.Tuple(elts=[ast.Constant(value=str(code)), *_])) if not path:
                    yield code
                case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
                    yield code
                case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
                    yield code


def test_every_code_of_an_error_is_in_the_reference() -> None:
    page = (PACKAGE.parent / "docs" / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (?:· )?`([a-z-]+)` \| \d \|", page, re.MULTILINE)

    assert len(listed) == len(set(listed))
    assert set(listed) == {AuthoringError.code, *codes_in_use()}


AGATHE: Final = Person("agathe", "Agathe Berger", roles=frozenset({"author", "editor", "reviewer"}))
SAMIR: Final = Person("samir", "Samir Haddad", roles=frozenset({"reviewer"}))
ROBOT: Final = Person("robot", "The robot", kind="agent", roles=frozenset({"reviewer"}))
NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
SUBMITTED: Final = Event(1, NOW, "agathe", "person", Action.submit, State.draft, State.in_review, "one")
APPROVED: Final = Event(2, NOW, "samir", "person", Action.approve, State.in_review, State.approved, "one")


@pytest.mark.parametrize(
    ("action", "past", "content", "actor", "kind", "code", "values"),
    [
        (Action.approve, [], "one", SAMIR, NotPossibleNow, "not-possible-now",
         {"state": "draft", "possible": ["in_review"]}),
        (Action.approve, [SUBMITTED], "one", ROBOT, NotAllowed, "persons-only",
         {"actor": "robot", "roles": ["reviewer"]}),
        (Action.approve, [SUBMITTED], "one", AGATHE, NotAllowed, "four-eyes", {"actor": "agathe"}),
        (Action.approve, [SUBMITTED], "two", SAMIR, NotPossibleNow, "stale-revision", {"named": "one", "hash": "two"}),
        (Action.withdraw, [SUBMITTED], "one", SAMIR, NotAllowed, "role-missing",
         {"actor": "samir", "roles": ["author"]}),
        (Action.reject, [SUBMITTED], "one", SAMIR, NotPossibleNow, "reason-missing", {}),
        (Action.publish, [SUBMITTED, APPROVED], "two", AGATHE, NotPossibleNow, "approval-void",
         {"approved": "one", "hash": "two"}),
        (Action.import_, [SUBMITTED], "one", AGATHE, NotPossibleNow, "history-begun", {}),
    ],
)  # fmt: skip
def test_the_workflow_says_by_code_and_values_why_it_refuses(
    action: Action,
    past: list[Event],
    content: str,
    actor: Person,
    kind: type[AuthoringError],
    code: str,
    values: dict[str, object],
) -> None:
    situation = situation_of(past, content_hash=content, author="agathe")

    with pytest.raises(kind) as refusal:
        permit(action, now=situation, actor=actor, revision="one")

    assert (refusal.value.code, refusal.value.values) == (code, values)


def test_two_writers_are_told_by_a_code_and_nothing_is_overwritten(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    expected = Expected(texts={newsroom.piece.key: newsroom.piece.version})
    newsroom.edit("in a street", "in the street")

    with (
        pytest.raises(Conflict) as refusal,
        newsroom.store.transaction(SLUG, expected=expected) as change,
    ):
        change.write(newsroom.piece.key, b"Another text.")

    assert (refusal.value.code, refusal.value.values) == ("two-writers", {"slug": SLUG})
    assert "in the street" in newsroom.path.read_text(encoding="utf-8")


def test_an_error_for_programs_has_its_code_and_its_remedy_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.submit()
    monkeypatch.chdir(newsroom.root)

    code = run(["approve", SLUG, "--revision", "0" * 64, "--as", "samir", "--json"])

    assert code == 3
    assert json.loads(capsys.readouterr().err) == {
        "error": "NotPossibleNow",
        "code": "stale-revision",
        "message": f"The text is now at revision {newsroom.piece.hash[:12]}, and not at the one you name.",
        "remedy": "Read it again and approve what you saw: authoring review SLUG",
        "file": None,
        "line": None,
    }


def test_findings_for_programs_have_their_remedy_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.edit("in a street", "in a [[quote:nora-lind]] street")
    monkeypatch.chdir(newsroom.root)

    assert run(["check", SLUG, "--json"]) == 3

    remedies = [finding["remedy"] for finding in json.loads(capsys.readouterr().out)]
    assert "Put the words in its place, or delete it; `authoring draft` inserts quotations by itself." in remedies
