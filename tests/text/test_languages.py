"""People of two languages, served by one process at the same time."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest

from authoring.drafting.parallel import run_all
from authoring.exporters.batches import each_of
from authoring.text import i18n
from authoring.text.i18n import _, plural
from tests.worlds.files import build
from tests.worlds.newsroom import Newsroom

WORDS = {"en": ("Everything holds.", "2 warnings", "3.3"), "fr": ("Tout est en ordre.", "2 avertissements", "3,3")}


def words() -> tuple[str, str, str]:
    return _("Everything holds."), plural("{count} warning", "{count} warnings", 2), i18n.decimal(3.26)


def test_two_people_of_two_languages_act_at_once_and_each_reads_their_own() -> None:
    both_have_chosen = threading.Barrier(2)

    def act(lang: str) -> tuple[str, str, str]:
        i18n.use(lang)
        both_have_chosen.wait(timeout=10)
        return words()

    with ThreadPoolExecutor(2) as threads:
        results = dict(zip(WORDS, threads.map(act, WORDS), strict=True))

    assert results == WORDS
    assert i18n.current() == "en"


def test_a_language_is_spoken_inside_a_block_and_the_one_of_before_after_it() -> None:
    with i18n.speaking("fr"):
        with i18n.speaking("en"):
            assert words() == WORDS["en"]
        assert words() == WORDS["fr"]

    assert words() == WORDS["en"]


def fail_in_french() -> None:
    with i18n.speaking("fr"):
        raise LookupError


def test_a_failure_ends_the_language_of_its_block() -> None:
    with pytest.raises(LookupError):
        fail_in_french()

    assert i18n.current() == "en"


def test_an_unknown_language_is_spoken_in_english() -> None:
    with i18n.speaking("fr"), i18n.speaking("br"):
        assert i18n.current() == "en"


@pytest.mark.parametrize("lang", WORDS)
def test_threads_that_write_the_parts_of_a_piece_speak_the_language_of_who_asked(lang: str) -> None:
    with i18n.speaking(lang):
        results = run_all([1, 2, 3], lambda _part: words(), stop=lambda: None, concurrency=2)

    assert results == [WORDS[lang]] * 3


@pytest.fixture
def fresh_processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other processes start from nothing, as they do where the system cannot fork."""
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method("spawn", force=True)
    monkeypatch.setattr("authoring.exporters.batches._WORTH_TWO_PROCESSES", 2)
    monkeypatch.setattr("authoring.store.index.readers._WORTH_TWO_PROCESSES", 2)
    yield
    multiprocessing.set_start_method(before, force=True)


def write(_revision: object) -> tuple[str, str, str]:
    return words()


@pytest.mark.usefixtures("fresh_processes")
def test_another_process_that_writes_for_somebody_speaks_their_language() -> None:
    revisions = cast("Any", [1, 2])

    with i18n.speaking("fr"):
        assert each_of(write, revisions) == [WORDS["fr"]] * 2


@pytest.mark.usefixtures("fresh_processes")
def test_another_process_that_lists_for_somebody_speaks_their_language(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    build(tmp_path, {f"drafts/{name}/index.md": "---\ntitle: A title\n---\n" for name in "ab"})

    with i18n.speaking("fr"):
        problems = newsroom.as_("agathe").overview().problems

    assert [problem.message for problem in problems] == ["Il manque `author`."] * 2
