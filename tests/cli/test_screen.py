"""No field of any document, file or server steers the terminal: every reading command, with hostile values."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.cli import screen
from authoring.cli import terminal as cli_terminal
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.errors import ServiceError
from tests.worlds.files import build
from tests.worlds.lantern import OUTLINE, SETTINGS, TESTIMONY
from tests.worlds.newsroom import SLUG, TEXT, Newsroom
from tests.worlds.terminal import Terminal
from tests.worlds.unseen import ANY_TEXT, HARMFUL

# the clipboard, a link, the window's title, colours and concealed text, C1, directions, what nobody sees
HOSTILE: Final = (
    "\x1b]52;c;ZXZpbA==\x07\x1b]8;;https://evil.example\x1b\\\x1b]0;t\x07\x1b[31m\x1b[8mX\x1b[0m\x9b2J\x9d52;c;eA==\x9c\x7f\x08"
    "\u202e\u2066\u200f\u061c\u200b\u2060\ufeff\u2028\U000e0041\u200d\u00adEnd"
)
OWN_STYLES: Final = re.compile(r"\x1b\[(?:0|1|4|3[1236])(?:;(?:1|4))*m")
READING: Final = (
    ("list",), ("show", SLUG), ("log", SLUG), ("diff", SLUG), ("review", SLUG, "--as", "samir"), ("check",),
    ("check", SLUG), ("verify",), ("verify", SLUG), ("trace", SLUG), ("search", "lantern"), ("search", "End"),
    ("stats",), ("consent", "list"), ("targets", "list"), ("targets", "status"), ("quotes", SLUG),
    ("quotes", SLUG, "--for", "nora-lind"), ("privacy", SLUG), ("models", "list"), ("models", "test"),
    ("people", "list"), ("prompts", "list"), ("prompts", "show", "section"),
    ("prompts", "render", "section", "--outline", SLUG), ("export", "--dry-run"), ("show", HOSTILE),
    ("diff", SLUG, HOSTILE), ("check", HOSTILE), ("approve", SLUG, "--revision", HOSTILE, "--as", "samir"),
    ("approve", SLUG, "--revision", "0" * 64, "--scope", HOSTILE, "--as", HOSTILE), ("list", "--state", HOSTILE),
    ("models", "test", "--model", HOSTILE), ("-C", HOSTILE, "list"), (HOSTILE,), ("list", f"--{HOSTILE}"),
    ("verify", "--against", HOSTILE), ("consent", "withdraw", HOSTILE, "--as", "lena"),
    ("targets", "status", "--to", HOSTILE),
)  # fmt: skip


class TtyStream(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def hostile(tmp_path: Path) -> Newsroom:
    """A workspace whose every field tries to steer the terminal, and a history with such a note."""
    newsroom = Newsroom(tmp_path)
    newsroom.submit()
    newsroom.do("samir", RequestChanges(SLUG, note=HOSTILE))
    newsroom.submit()
    value = json.dumps(HOSTILE.replace("\U000e0041", "")).replace("\x7f", "\\u007f")  # in YAML as in TOML
    title, more = "title: Why the Lantern needs its neighbours", "tags: [third place, neighbours]"
    summary = "description: A shared workshop tells what its neighbours bring, and what it gives back."
    picture = f"{{src: images/a.png, alt: {value}, caption: {value}, credit: {value}}}"
    fields = {title: f"title: {value}", summary: f"description: {value}", "author: agathe": f"author: {value}"}
    own = f"tags: [{value}]\n    disclosure: {value}\n    zone: {value}\n    images: [{picture}]"
    spoken = f"organisation: {value}\n    person: {value}"
    plan = f"title: {value}\n    audience: {value}\n    tone: {value}"
    style = f"[style]\n    voice = {value}\n    avoid = [{value}]\n    [targets.{value}]\n    kind = {value}\n\n"
    named = dict.fromkeys(('"Samir Haddad"', '"The Lantern’s blog"', '"samir@example.org"'), value)
    files = {
        f"drafts/{SLUG}/index.md": replaced(TEXT, {**fields, more: own, "What do its": f"{HOSTILE} What do its"}),
        f"outlines/{SLUG}.md": replaced(OUTLINE, {**fields, title: plan}),
        "testimonies/nora-lind.md": replaced(TESTIMONY, {"carpenter and member": value, "person: Nora Lind": spoken}),
        "authoring.toml": replaced(SETTINGS, {**named, "[people.samir]": f"{style}    [people.samir]"}),
        f"drafts/{HOSTILE.replace('/', '')}.md": "a stray file",
    }
    build(tmp_path, files)
    (tmp_path / "drafts" / os.fsdecode(b"\x1b[2J\xff")).mkdir()
    return newsroom


def replaced(text: str, changes: Mapping[str, str]) -> str:
    """The text with each of the words changed, all of which it must hold."""
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    return text


def assert_harmless(text: str) -> None:
    match = HARMFUL.search(text)
    assert match is None, ascii(text[max(0, match.start() - 60) : match.end() + 20])


def test_no_reading_command_lets_a_field_reach_the_terminal(
    hostile: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(hostile.root, monkeypatch, capsys)
    for command in READING:
        result = terminal(*command)
        assert_harmless(result.out)
        assert_harmless(result.err)
    assert r"\x1b]52;c;ZXZpbA==\x07\x1b]8;;https://evil.example" in terminal("show", SLUG).out


def test_on_a_terminal_only_our_own_styles_are_codes(
    hostile: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screen, "_has_styles", lambda stream: True)
    terminal = Terminal(hostile.root, monkeypatch, capsys)
    outputs = [terminal(*command) for command in READING]
    assert any("\x1b[1m" in output.out for output in outputs)
    for output in outputs:
        assert_harmless(OWN_STYLES.sub("", output.out))
        assert_harmless(OWN_STYLES.sub("", output.err))


def test_json_of_every_reading_command_is_json_and_harmless(
    hostile: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(hostile.root, monkeypatch, capsys)
    for command in (*READING[:4], *READING[5:12], ("people", "list"), ("consent", "list"), ("show", HOSTILE)):
        result = terminal(*command, "--json")
        assert_harmless(result.out + result.err)
        if result.out:
            json.loads(result.out)
    assert terminal("show", SLUG, "--json").json["title"] == HOSTILE.replace("\U000e0041", "")


def test_a_name_forges_no_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.edit("title: Why the Lantern needs its neighbours", 'title: "Neighbours\\nApproved by Samir Haddad."')
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    for command in (("list",), ("show", SLUG), ("review", SLUG, "--as", "samir"), ("search", "Approved")):
        assert not [line for line in terminal(*command).out.splitlines() if line.strip().startswith("Approved by")]


@given(ANY_TEXT, st.booleans())
def test_styles_of_ours_survive_and_nothing_else_becomes_one(text: str, with_styles: bool) -> None:
    output = screen.rendered(f"{text}{cli_terminal.bold(text)}{text}", with_styles=with_styles)

    assert output.count("\x1b[1m") == (bool(text) and with_styles)
    assert HARMFUL.search(OWN_STYLES.sub("", output)) is None


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_answer_of_a_server_or_a_model_reaches_the_terminal(message: str, remedy: str, file: str) -> None:
    stream, before = io.StringIO(), sys.stderr
    sys.stderr = stream
    try:
        for as_json in (True, False):
            cli_terminal.show_error(ServiceError(message, remedy, file=file), as_json=as_json)
    finally:
        sys.stderr = before
    assert HARMFUL.search(stream.getvalue()) is None
    json.loads(stream.getvalue().split("\n")[0])


@given(ANY_TEXT)
def test_whatever_else_writes_is_guarded_as_well(text: str) -> None:
    stream = io.StringIO()
    before, sys.stdout = sys.stdout, stream
    try:
        with screen.guarded():
            sys.stdout.write(text)
            sys.stdout.writelines([text])
    finally:
        sys.stdout = before
    assert HARMFUL.search(stream.getvalue()) is None


def test_tables_and_bars_show_texts_and_keep_their_own_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = TtyStream()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen.console(width=200).print(HOSTILE, style="bold", markup=False)

    assert_harmless(OWN_STYLES.sub("", stream.getvalue()))
    assert r"\x1b]52" in stream.getvalue()


def test_no_colour_is_shown_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    stream: Any = TtyStream()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen.show(cli_terminal.bold("word"))
    monkeypatch.setenv("NO_COLOR", "1")
    screen.show(cli_terminal.bold("word"))
    assert stream.getvalue() == "\x1b[1mword\x1b[0m\nword\n"


def test_at_a_real_terminal_a_question_and_an_unexpected_error_are_harmless(tmp_path: Path) -> None:
    program = (
        "from authoring.cli import screen, terminal\n"
        "screen.guard_for_good()\n"
        f"hostile = {HOSTILE!a}\n"
        "terminal.agrees(hostile)\n"
        "terminal.ask(hostile)\n"
        "import logging, warnings\n"
        "logging.getLogger('x').warning(hostile)\n"
        "warnings.warn(hostile)\n"
        "raise ValueError(hostile)\n"
    )
    controller, side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=side,
        stdout=side,
        stderr=side,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    os.close(side)
    os.write(controller, b"y\nanswer\n")
    transcript = b""
    while True:
        try:
            transcript += os.read(controller, 65536) or b""
        except OSError:  # Linux raises an error when the other side of a terminal is closed
            break
    os.close(controller)
    assert process.wait(timeout=60) == 1
    assert_harmless(transcript.decode().replace("\r", ""))
    assert transcript.count(b"ZXZpbA==") >= 5
