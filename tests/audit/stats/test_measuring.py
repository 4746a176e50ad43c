"""The figures of real pieces in a workspace, per piece and per month."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from authoring.audit.stats import CallTotals, MonthStats, PieceStats, Statistics
from authoring.audit.stats.measuring import by_month, measure
from authoring.audit.stats.share import Share
from authoring.editorial.actions.correct import Correct
from authoring.errors import UnknownSlug
from authoring.model.states import Action, State
from authoring.store.addresses import CALLS
from tests.worlds.files import build
from tests.worlds.lantern import MORNING
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.statistics import QUESTION, call_line, publish_approved

NEXT_DAY = MORNING + timedelta(days=1)
OPENING = "The Lantern is a shared workshop in a street of old houses."
PLACE = "It is a place with tools that everybody may use, and with people who show how."


def figures(newsroom: Newsroom, *slugs: str) -> Statistics:
    return measure(replace(newsroom.as_("lena"), clock=lambda: NEXT_DAY), slugs)


def piece(newsroom: Newsroom) -> PieceStats:
    return figures(newsroom).pieces[0]


def call(newsroom: Newsroom, **values: object) -> None:
    newsroom.store.records.append(SLUG, CALLS, call_line(**values).encode())


def words(*sentences: str) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


def test_an_untouched_draft_is_all_the_models(tmp_path: Path) -> None:
    assert piece(Newsroom(tmp_path)).share == Share(kept=words(OPENING, QUESTION, PLACE))


def test_what_people_did_to_the_draft_is_told_in_words(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.edit("a street of old houses", "a lane of old houses")
    newsroom.edit(QUESTION, "Come in.")
    assert piece(newsroom).share == Share(kept=words(PLACE), edited=words(OPENING), removed=words(QUESTION), added=2)


def test_a_piece_that_no_model_wrote_in_has_no_share(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, drafted=False)
    newsroom.record(Action.draft, by="agathe", models=[])
    assert piece(newsroom).share is None


def test_a_piece_without_a_history_has_few_figures(tmp_path: Path) -> None:
    figure = piece(Newsroom(tmp_path, drafted=False))
    assert (figure.state, figure.started, figure.published, figure.share) == (State.draft, None, None, None)
    assert (figure.time_in_states, figure.review_rounds, figure.time_to_publish) == ({}, 0, None)


def test_the_days_run_from_the_outline_to_the_first_publication(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    publish_approved(newsroom)
    outline = tmp_path / "outlines" / f"{SLUG}.md"
    earlier = (MORNING - timedelta(days=4)).timestamp()
    os.utime(outline, (earlier, earlier))
    figure = piece(newsroom)
    assert figure.beginning == "outline"
    assert figure.time_to_publish == timedelta(days=4, minutes=4)
    outline.unlink()
    figure = piece(newsroom)
    assert (figure.beginning, figure.time_to_publish) == ("history", timedelta(minutes=3))


def test_while_a_correction_is_on_its_way_the_text_that_readers_see_counts(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    publish_approved(newsroom)
    newsroom.do("agathe", Correct(SLUG))
    newsroom.edit(QUESTION, "Come in.")
    newsroom.record(Action.revise, by="agathe")
    assert piece(newsroom).share == Share(kept=words(OPENING, QUESTION, PLACE))


def test_a_month_sums_up_the_pieces_published_in_it_and_the_calls_made_in_it(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    (tmp_path / "outlines" / f"{SLUG}.md").unlink()
    call(newsroom, time="2026-10-31T22:59:00Z")
    call(newsroom, time="2026-10-31T23:01:00Z")  # one minute past midnight in Paris
    publish_approved(newsroom)
    october, november = figures(newsroom).months
    assert (october.month, october.published, october.time_to_publish, october.share) == ("2026-10", 0, None, None)
    assert (november.month, november.published, november.review_rounds) == ("2026-11", 1, 1)
    assert november.time_to_publish == timedelta(minutes=3)
    assert november.share == Share(kept=words(OPENING, QUESTION, PLACE))
    assert (october.calls.calls, november.calls.calls) == (1, 1)


def test_the_time_of_a_month_is_the_median() -> None:
    pieces = [
        PieceStats(
            slug=f"p{days}",
            title="",
            state=State.published,
            started=MORNING - timedelta(days=days),
            beginning="outline",
            published=MORNING,
            time_in_states={},
            review_rounds=2,
            calls=CallTotals(),
            share=None,
        )
        for days in (1, 2, 30)
    ]
    expected = MonthStats("2026-11", 3, timedelta(days=2), 6, CallTotals(), None)
    assert by_month(pieces, [], zone=ZoneInfo("Europe/Paris")) == [expected]


def test_one_piece_can_be_asked_for_and_an_unknown_one_is_an_error(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    build(tmp_path, {"drafts/other/index.md": "---\ntitle: Other\nauthor: agathe\n---\n\nText.\n"})
    assert [figure.slug for figure in figures(newsroom).pieces] == [SLUG, "other"]
    assert [figure.slug for figure in figures(newsroom, "other", "other").pieces] == ["other"]
    with pytest.raises(UnknownSlug):
        figures(newsroom, "othre")


def test_a_piece_that_cannot_be_read_is_a_problem_and_the_others_are_counted(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    build(tmp_path, {"drafts/other/index.md": "---\nauthor: agathe\n---\n\nText.\n"})
    call(newsroom, time="never")
    statistics = figures(newsroom)
    assert [figure.slug for figure in statistics.pieces] == [SLUG]
    assert [problem.place for problem in statistics.problems] == [
        f"{newsroom.path.parent}/calls.jsonl:1",
        f"{tmp_path}/drafts/other/index.md:1",
    ]


def test_a_workspace_without_pieces_has_no_figures(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, drafted=False)
    (tmp_path / "drafts" / SLUG / "index.md").unlink()
    assert figures(newsroom) == Statistics([], [], [])


def test_other_programs_get_every_figure_under_its_key(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    publish_approved(newsroom)
    call(newsroom)
    (tmp_path / "outlines" / f"{SLUG}.md").unlink()
    calls = {
        "calls": 1,
        "cached": 0,
        "failed": 0,
        "input_tokens": 100,
        "output_tokens": 40,
        "tokens_at_least": False,
        "cost": {"USD": "0.0012"},
        "cost_at_least": False,
    }
    written = {"model": 38, "kept": 38, "edited": 0, "removed": 0, "added": 0}
    assert figures(newsroom).as_json() == {
        "pieces": [
            {
                "slug": SLUG,
                "title": "Why the Lantern needs its neighbours",
                "state": "published",
                "started": "2026-11-23T09:01:00Z",
                "started_from": "history",
                "published": "2026-11-23T09:04:00Z",
                "days_to_publish": 0.002,
                "days_in_states": {"draft": 0.001, "in_review": 0.001, "approved": 0.001, "published": 0.997},
                "review_rounds": 1,
                **calls,
                "words": written,
            }
        ],
        "months": [
            {
                "month": "2026-11",
                "published": 1,
                "median_days_to_publish": 0.002,
                "review_rounds": 1,
                **calls,
                "words": written,
            }
        ],
    }
