"""Tests of prompts: cases written by contenders, held against what they ask for, and compared."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.audit.prompt_tests import MEASURED, Report, is_better, run_cases
from authoring.audit.prompt_tests.comparing import FEWEST_PAIRS, compare, spread
from authoring.audit.prompt_tests.contenders import Contender, in_use, named
from authoring.drafting.tools import DraftingTools
from authoring.errors import InputError, ServiceRefused, ServiceUnavailable
from authoring.llm import CompletionRequest
from authoring.llm.backends import Capabilities
from authoring.llm.fake import Answer
from authoring.model import calls
from authoring.prompts import Prompts, packaged_folder
from authoring.prompts.cases import Case, Cases
from authoring.store import WORKSPACE
from authoring.store.memory import MemoryStore
from authoring.text import grammar
from tests.worlds.drafting import Script, WritingRoom, workshop

CASE = """
    ---
    case:
      about: Two points.
      must: {points: all, words: [drills]}
      must_not: {words: [free]}
      at_most: {unsourced: 0}
    title: Tools for the street
    author: agathe
    description: Tools.
    words: 60
    ---

    - The Lantern is an imaginary workshop

    ## Tools

    - It lends two drills and one saw
"""
GOOD = "The Lantern lends its members two drills and one saw."
WRONG = "The Lantern lends its members five drills and one saw, free, as Max Orme knows."


@pytest.fixture(autouse=True)
def no_checker_of_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "checker", lambda _lang: "")
    monkeypatch.setattr("authoring.sourcing.grounding.nearness.is_installed", lambda: False)


def answering(section: Answer) -> Script:
    def answer(request: CompletionRequest) -> Answer | None:
        return section if "It lends two drills" in request.prompt else None

    return answer


def store_with_case() -> MemoryStore:
    return workshop({"prompts/cases/tools.en.md": CASE})


def case_of(store: MemoryStore) -> Case:
    return Cases(store.documents, figures=MEASURED).named(["tools"], lang="en")[0]


def written(store: MemoryStore, *answers: Answer, runs: int = 1) -> Report:
    """The case with a contender for each answer; the first one is what is in use."""
    pairs: list[tuple[Contender, DraftingTools]] = [
        (Contender(f"contender {number}"), WritingRoom(store, answering(answer)).tools)
        for number, answer in enumerate(answers)
    ]
    separate = [(contender, replace(tools, cache=NoCache())) for contender, tools in pairs]
    return run_cases([case_of(store)], separate, runs=runs)


class NoCache:
    """A cache that holds nothing."""

    def lookup(self, _request: CompletionRequest) -> None:
        return None

    def store(self, _request: CompletionRequest, _completion: object) -> None:
        pass


def test_a_text_that_keeps_what_the_case_asks_for_passes() -> None:
    report = written(store_with_case(), GOOD)

    assert report.passed
    assert report.runs[0].failures == ()
    assert report.runs[0].figures()["said"] == 1.0


def test_everything_that_a_text_does_not_keep_is_named() -> None:
    report = written(store_with_case(), WRONG)

    assert not report.passed
    assert report.runs[0].failures == (
        "The point “It lends two drills and one saw” is not said with all its facts (two).",
        "“free” must not be there.",
        "facts that no source holds: 2, and 0 is the most.",
    )


def test_only_what_is_in_use_decides_whether_the_cases_pass() -> None:
    assert written(store_with_case(), GOOD, WRONG).passed
    assert not written(store_with_case(), WRONG, GOOD).passed


def test_an_answer_without_text_fails_the_case_and_has_no_figures() -> None:
    report = written(store_with_case(), "   ")

    assert not report.passed
    assert report.runs[0].measured is None
    assert report.runs[0].figures()["said"] is None


def test_a_service_that_fails_ends_the_test() -> None:
    with pytest.raises(ServiceUnavailable):
        written(store_with_case(), ServiceUnavailable("no answer"))


def test_what_is_unchanged_is_not_asked_again() -> None:
    store = store_with_case()
    room = WritingRoom(store, answering(GOOD))
    pair = [(in_use("fake"), room.tools)]

    first, second = (run_cases([case_of(store)], pair, runs=2) for _ in range(2))

    assert (first.calls, second.calls) == (4, 0)
    assert first.runs[1].figures() == second.runs[1].figures()
    assert second.runs[0].tokens > 0


def test_a_run_has_a_seed_of_its_own_where_the_model_takes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_with_case()
    room = WritingRoom(store, answering(GOOD))
    monkeypatch.setattr(room.tools.catalogue, "capabilities", lambda _model: Capabilities(needs_seed=True))

    run_cases([case_of(store)], [(in_use("fake"), room.tools)], runs=3)

    seeds = {request.parameters.get("seed") for request in room.requests}
    assert len(seeds) == 3


def test_a_case_leaves_no_piece_and_its_calls_are_recorded_with_the_workspace() -> None:
    store = store_with_case()

    written(store, GOOD)

    assert store.documents.slugs("piece") == []
    record = store.records.read(WORKSPACE, "prompt-tests/case-tools-en/calls.jsonl")
    assert {call.prompt for call in calls.decode(record, "").calls} == {"introduction", "section"}


def test_the_report_can_be_printed_as_json() -> None:
    stated = json.loads(json.dumps(written(store_with_case(), GOOD, WRONG, runs=2).as_json()))

    assert [it["name"] for it in stated["contenders"]] == ["contender 0", "contender 1"]
    assert len(stated["runs"]) == 4
    unsourced = next(it for it in stated["differences"] if it["figure"] == "unsourced")
    assert (unsourced["difference"], unsourced["better"], unsourced["more_than_noise"]) == (2.0, False, False)


def test_six_runs_that_all_differ_are_more_than_noise_and_five_are_not() -> None:
    worse = written(store_with_case(), GOOD, WRONG, runs=FEWEST_PAIRS).difference("contender 1", "unsourced")

    assert worse
    assert worse.is_more_than_noise
    assert not is_better("unsourced", worse)
    assert not compare([0.0] * 5, [1.0] * 5).is_more_than_noise


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=8))
def test_p_is_the_share_of_signs_that_lead_as_far(differences: list[int]) -> None:
    signs = list(product((1, -1), repeat=len(differences)))
    sums = [abs(sum(sign * it for sign, it in zip(row, differences, strict=True))) for row in signs]

    expected = sum(it >= abs(sum(differences)) for it in sums) / len(signs)
    assert compare([0.0] * len(differences), [float(it) for it in differences]).p == pytest.approx(expected)


def test_noise_is_called_more_than_noise_in_about_one_of_twenty_comparisons() -> None:
    import random

    chance = random.Random(7)
    rows = [[chance.gauss(0, 1) for _ in range(10)] for _ in range(100)]
    called = [compare([0.0] * 10, row).is_more_than_noise for row in rows]

    assert sum(called) <= 12


def test_the_spread_is_over_the_means_of_the_runs() -> None:
    values = spread([[1.0, 3.0], [2.0, 6.0]])

    assert (values.mean, values.least, values.most) == (3.0, 2.0, 4.0)


def test_a_template_of_ones_own_takes_the_place_of_the_one_that_its_name_begins_with() -> None:
    text = (packaged_folder() / "section.en.md.j2").read_text(encoding="utf-8")
    own = text.replace("name: section", "name: section-warm", 1)
    store = workshop({"prompts/section-warm.en.md.j2": own})
    room = WritingRoom(store)
    contender = named("section-warm", documents=store.documents, catalogue=room.tools.catalogue)

    assert list(contender.templates) == ["section.en.md.j2"]
    replaced = workshop({f"prompts/{name}": text for name, text in contender.prompts(store.documents).items()})
    assert not Prompts(replaced.documents).template("section", "en").is_packaged


def test_the_packaged_templates_can_be_compared_with_ones_own() -> None:
    store = workshop({"prompts/section.en.md.j2": "mine"})
    catalogue = WritingRoom(store).tools.catalogue

    assert named("packaged", documents=store.documents, catalogue=catalogue).prompts(store.documents) == {}
    assert in_use("fake").prompts(store.documents) == {"section.en.md.j2": b"mine"}


def test_a_file_whose_place_is_not_known_and_a_model_that_cannot_be_used_are_refused() -> None:
    store = workshop()
    catalogue = WritingRoom(store).tools.catalogue

    with pytest.raises(InputError, match=r"mine\.md\.j2"):
        named("mine.md.j2", documents=store.documents, catalogue=catalogue, content=b"text")
    with pytest.raises(ServiceRefused):
        named("openai:gpt-5-mini", documents=store.documents, catalogue=catalogue)
    assert named("fake", documents=store.documents, catalogue=catalogue).model == "fake"
