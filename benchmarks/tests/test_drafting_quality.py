"""The benchmark of drafts: resumable, with every contender, and figures that say what texts hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from authoring.audit.measures import figures
from authoring.sourcing.grounding import nearness
from authoring.text import grammar
from benchmarks import drafting_quality
from benchmarks.contenders import CONTENDERS
from benchmarks.drafting_quality import Result, listed, main, planned, read_results, rows, run, value_of


@pytest.fixture(autouse=True)
def no_checker_and_no_model_of_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "is_installed", lambda: False)
    monkeypatch.setattr(grammar, "checker", lambda _lang: "")


def result(contender: str, **values: float) -> Result:
    return Result(
        "garden", "en", held_out=True, contender=contender, seed=0, model="fake", points=10, sentences=20, words=300,
        figures=dict.fromkeys(figures.NAMES, 0.0) | {"said": 1.0} | values, tokens=100, seconds=2.0,
    )  # fmt: skip


def test_sixteen_outlines_are_held_out_half_of_them_in_each_language() -> None:
    held_out = [outline for outline in listed() if outline.held_out]

    assert len(listed()) == 24
    assert [sum(outline.lang == lang for outline in held_out) for lang in ("fr", "en")] == [8, 8]
    assert sum(outline.is_short for outline in listed()) == 6
    assert all((drafting_quality.OUTLINES / outline.slug / "outline.md").is_file() for outline in listed())


def test_the_peers_write_six_outlines_once_and_ours_all_of_them_with_every_seed() -> None:
    plan = planned([outline for outline in listed() if outline.held_out], list(CONTENDERS), seeds=3)

    counts = {name: sum(contender == name for _outline, contender, _seed in plan) for name in CONTENDERS}
    assert counts == {"draft": 48, "quick": 48, "bare": 6, "storm": 6}


def test_every_contender_writes_and_a_stopped_run_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    outline = next(it for it in listed() if it.slug == "the-last-ferry")
    plan = planned([outline], list(CONTENDERS), seeds=1)

    first = run(plan[:2], model="fake", path=path)
    path.write_text(path.read_text(encoding="utf-8") + '{"outline": "the-la', encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    second = run(plan[:2], model="fake", path=path)
    assert path.read_text(encoding="utf-8") == before
    assert first == second

    path.write_text(before.rpartition("\n")[0] + "\n", encoding="utf-8")
    results = run(plan, model="fake", path=path)
    assert [it.contender for it in results] == ["draft", "quick", "bare", "storm"]
    assert all(it.text and it.tokens and not it.failure for it in results)
    assert (results[1].figures["said"] or 0) > 0.8


def test_shares_are_over_all_points_and_counts_are_summed() -> None:
    texts = [result("draft", said=1.0, unsourced=1), replace(result("draft", said=0.5, unsourced=2), points=30)]

    assert value_of("said", texts) == 0.625
    assert value_of("unsourced", texts) == 3
    assert value_of("far", [replace(texts[0], figures={"far": None})]) is None


def test_a_row_says_whether_what_was_wanted_was_reached() -> None:
    lines = {it.work.partition(",")[0]: it for it in rows([result("draft"), result("quick", said=0.7)])}

    assert lines["points said with all their facts"].holds
    assert lines["points said with all their facts"].against == "quick: 70.0%"
    assert lines["a draft"].ratio == 1.0
    missed = rows([result("draft", said=0.9, unsourced=1)])
    assert [it.holds for it in missed[:3]] == [False, True, False]


def test_what_was_not_measured_is_no_success() -> None:
    line = next(it for it in rows([result("draft", faults=None)]) if it.work.startswith("faults"))  # type: ignore[arg-type]

    assert (line.ours, line.holds) == ("not measured", False)


def test_the_command_reports_from_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "results.jsonl"
    words = ["--outline", "the-last-ferry", "--contender", "quick", "--seeds", "1", "--model", "fake"]
    assert main([*words, "--results", str(path), "--texts", str(tmp_path / "texts")]) == 0
    assert (tmp_path / "texts" / "the-last-ferry.quick.0.md").read_text(encoding="utf-8") == read_results(path)[0].text

    assert main(["--report", "--results", str(path)]) == 0
    assert capsys.readouterr().out == ""  # nothing of ours to report yet
