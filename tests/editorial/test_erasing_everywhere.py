"""After an erasure no file of the workspace holds the words; files that the program cannot erase are named."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.checks import Finding
from authoring.cli.app import run
from authoring.editorial.actions.reopen import Reopen
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.llm import Completion, CompletionRequest
from authoring.llm.cache import CompletionCache
from authoring.privacy.sent import SentRecords
from authoring.sourcing.grounding import nearness
from tests.worlds.erasure import erase_nora, withdraw_nora
from tests.worlds.newsroom import SLUG, FixedCheck
from tests.worlds.publishing import PublishingNewsroom

SPOKEN = "I had no saw of my own. My neighbours showed me how to use theirs."
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwyzéèçœüñ", min_size=5, max_size=9)
SENTENCE = st.lists(LETTERS, min_size=6, max_size=12, unique=True).map(lambda words: f"{' '.join(words).capitalize()}.")


def worded(newsroom: PublishingNewsroom, said: str) -> PublishingNewsroom:
    """The newsroom after the program has stored `said`, the testimony's words, wherever it stores what it reads."""
    for path in (newsroom.root / "testimonies/nora-lind.md", newsroom.path):
        text = path.read_text("utf-8")
        text = text.replace("I had no saw of my own. My neighbours showed me how to use theirs.", said)
        text = text.replace("I had no saw of my own.", said)
        path.write_text(text.replace("description: A shared workshop tells", f"description: {said} It tells"), "utf-8")
    newsroom.submit()
    message = f"The nearest is: {said}"
    newsroom.checks = [
        FixedCheck([Finding("wording", "warning", message, "Read both.", newsroom.piece.label, 5, said)])
    ]
    newsroom.approve()
    newsroom.checks = ()
    newsroom.publish()
    request = CompletionRequest("fake", f"Write about this:\n{said}", "You write.", {})
    SentRecords(newsroom.store.records, server="").keep(request)
    answer = Completion(f"Nora says: {said}", "fake")
    CompletionCache(newsroom.store.records).store(request, answer)
    for name in ("unrecorded/neighbours/index.md", "aside/neighbours/index.md", "cache/anything.json"):
        path = newsroom.root / ".authoring" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"a": [said]}) if path.suffix == ".json" else f"# A draft\n\n> {said}\n", "utf-8")
    return newsroom


def rid_of_it(newsroom: PublishingNewsroom) -> PublishingNewsroom:
    """The newsroom after the consent was withdrawn and the piece retracted and rewritten without the words."""
    withdraw_nora(newsroom)
    newsroom.retract()
    newsroom.do("agathe", Reopen(SLUG))
    front = "title: The Lantern\nlang: en\nauthor: agathe\nstatus: draft\noutline: neighbours"
    newsroom.path.write_text(f"---\n{front}\n---\n\nNeighbours bring tools.\n", "utf-8")
    return newsroom


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Every file as it is and as a reader of its format sees it."""
    for path in root.rglob("*"):
        if path.is_file():
            raw = path.read_bytes().decode("utf-8", "replace")
            escaped = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), raw)
            yield str(path.relative_to(root)), f"{raw}\n{escaped}\n{html.unescape(raw)}"


def holding(root: Path, said: str) -> set[str]:
    """The files that hold five consecutive words."""
    words = _words(said)
    runs = {" ".join(words[start : start + 5]) for start in range(len(words) - 4)}
    return {name for name, text in texts(root) if any(run in " ".join(_words(text)) for run in runs)}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


@settings(max_examples=8, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=3, unique=True).map(" ".join))
def test_no_file_holds_the_words_after_an_erasure(said: str) -> None:
    with TemporaryDirectory() as folder:
        newsroom = worded(PublishingNewsroom(Path(folder)), said)
        assert len(holding(newsroom.root, said)) > 10
        done = erase_nora(rid_of_it(newsroom))
        assert holding(newsroom.root, said) == set()
        assert done.left == ()
        assert newsroom.problems() == []


def test_vectors_of_erased_words_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTHORING_CACHE_DIR", str(tmp_path / "cache"))
    newsroom = worded(PublishingNewsroom(tmp_path / "here"), SPOKEN)
    nearness._keep({"a" * 64: b"\0" * (4 * 384)})
    assert list(tmp_path.rglob("nearness.sqlite"))
    erase_nora(rid_of_it(newsroom))
    assert not list(tmp_path.rglob("nearness.sqlite*"))


def test_the_command_names_what_it_does_not_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = worded(PublishingNewsroom(tmp_path), SPOKEN)
    rid_of_it(newsroom)
    (newsroom.root / "mine.txt").write_text(SPOKEN, "utf-8")
    monkeypatch.chdir(newsroom.root)
    assert run(["consent", "withdraw", "nora-lind", "--erase", "--as", "lena"]) == 1
    printed = capsys.readouterr()
    assert "The words are erased here" in printed.out
    assert printed.err == (
        "mine.txt: This file still holds the words.\n  → Take them out of it yourself, or delete the file.\n"
    )


def test_what_still_holds_the_words_is_named(tmp_path: Path) -> None:
    newsroom = worded(PublishingNewsroom(tmp_path), SPOKEN)
    for name in ("outlines/neighbours.md", "notes-of-mine.txt"):
        with (newsroom.root / name).open("a", encoding="utf-8") as file:
            file.write(f"\n- She said: {SPOKEN}\n")
    page = "".join(f"<b>{html.escape(word)}</b> " for word in SPOKEN.split())
    (newsroom.root / "a-page-of-mine.html").write_text(page, "utf-8")
    rid_of_it(newsroom)
    newsroom.submit()
    newsroom.do("samir", RequestChanges(SLUG, note=f"Is this still hers: {SPOKEN}"))

    done = erase_nora(newsroom)

    assert [Path(label).relative_to(newsroom.root).as_posix() for label in done.left] == [
        "a-page-of-mine.html",
        f"drafts/{SLUG}/history.jsonl",
        "notes-of-mine.txt",
        "outlines/neighbours.md",
    ]
