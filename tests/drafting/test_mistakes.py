"""A model that makes each kind of mistake: every mistake is mended or said, within the limits of what may be asked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from authoring.audit.measures import Measures, measure
from authoring.editorial.actions.draft import Drafted
from authoring.errors import BudgetReached, UnusableAnswer
from authoring.llm.backends import Capabilities
from authoring.llm.fake import FakeModel
from authoring.model import calls
from authoring.model.config import Budget, Settings
from authoring.model.findings import Finding
from authoring.sourcing.grounding import nearness
from authoring.store.addresses import CALLS
from authoring.text import grammar
from tests.worlds.drafting import WritingRoom, workshop
from tests.worlds.mistakes import FAITHFUL, MISTAKES, OUTLINE, SLUG, Mistake, MistakenModel

# what is said of a mistake that the model insists on: the check, or the note while writing, and words of the finding
SAID: dict[Mistake, str] = {
    "drops a point": "Two drills and one saw are lent for free",
    "changes a number": "seven drills",
    "invents a name": "Max Orme",
    "switches language": "language",
}
PARTS = 3  # the introduction and two sections


@pytest.fixture(autouse=True)
def no_checker_and_no_model_of_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "is_installed", lambda: False)
    monkeypatch.setattr(grammar, "checker", lambda _lang: "")


class Desk:
    """A workspace whose model makes a mistake; `is_small` has each point asked for by itself."""

    def __init__(self, mistake: Mistake, *, insists: bool, is_small: bool = False, tokens: int | None = None) -> None:
        def limited(settings: Settings) -> Settings:
            return settings._replace(budget=Budget(tokens_per_draft=tokens))

        self.model = MistakenModel(mistake, insists=insists)
        store = workshop({f"outlines/{SLUG}.md": OUTLINE})
        self.room = WritingRoom(store, self.model.answer, settings=limited)
        capabilities = Capabilities(in_process=True, is_small=is_small)
        catalogue = self.room.tools.catalogue
        catalogue.capabilities = lambda model: capabilities  # type: ignore[method-assign]
        self.room.tools = replace(self.room.tools, catalogue=catalogue, model=FakeModel(self.model.answer))

    def draft(self) -> Drafted:
        return self.room.draft(SLUG)

    def measured(self) -> Measures:
        repository = self.room.context.repository
        return measure(
            repository.piece(SLUG).draft.body,
            outline=repository.outline(SLUG),
            testimonies={},
            settings=self.room.settings,
        )

    def findings(self, drafted: Drafted) -> list[Finding]:
        """What was said while drafting, and what the checks say to whoever reviews it."""
        piece = self.room.context.repository.piece(SLUG)
        return [*drafted.findings, *self.room.context.findings(piece)]


def is_clean(figures: Measures) -> bool:
    """Whether the text says every point and nothing else is wrong with it."""
    return figures.said == len(FAITHFUL) and not (figures.unsourced or figures.repeated or figures.foreign)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_that_a_model_makes_once_is_mended_before_anybody_reads(mistake: Mistake) -> None:
    desk = Desk(mistake, insists=False)

    desk.draft()

    assert is_clean(desk.measured())
    assert len(desk.model.requests) <= 2 * PARTS


@pytest.mark.parametrize("mistake", SAID)
def test_a_mistake_that_a_model_insists_on_is_said(mistake: Mistake) -> None:
    desk = Desk(mistake, insists=True)

    said = desk.findings(desk.draft())

    serious = [finding for finding in said if finding.severity in ("blocking", "warning")]
    assert [it for it in serious if SAID[mistake] in f"{it.message} {it.passage} {it.kind}"]
    assert len(desk.model.requests) <= 2 * PARTS


def test_what_a_model_says_twice_stands_once_in_the_text() -> None:
    desk = Desk("repeats", insists=True)

    desk.draft()

    assert is_clean(desk.measured())


def test_a_model_that_refuses_to_the_end_writes_nothing_and_the_part_is_named() -> None:
    desk = Desk("refuses", insists=True)

    with pytest.raises(UnusableAnswer, match="What is lent"):
        desk.draft()
    assert desk.room.context.repository.piece_or_none(SLUG) is None


@pytest.mark.parametrize("insists", [False, True], ids=["once", "always"])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_small_models_mistake_never_stands_and_no_point_is_lost(mistake: Mistake, *, insists: bool) -> None:
    desk = Desk(mistake, insists=insists, is_small=True)

    desk.draft()

    figures = desk.measured()
    assert is_clean(figures)
    most = 2 * (4 * 2)  # candidates times rounds, and an answer of no use is asked for once more
    assert len(desk.model.requests) <= len(FAITHFUL) + most


@pytest.mark.parametrize("mistake", ["drops a point", "changes a number", "invents a name", "switches language"])
def test_what_no_candidate_says_stands_in_the_outlines_own_words(mistake: Mistake) -> None:
    desk = Desk(mistake, insists=True, is_small=True)

    desk.draft()

    assert desk.measured().own_words == ("Two drills and one saw are lent for free",)


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("is_small", [False, True], ids=["whole parts", "one point at a time"])
def test_mending_stays_within_the_budget(mistake: Mistake, *, is_small: bool) -> None:
    most = 6_000
    desk = Desk(mistake, insists=True, is_small=is_small, tokens=most)

    with suppress(BudgetReached, UnusableAnswer):
        desk.draft()
    record = calls.decode(desk.room.store.records.read(SLUG, CALLS), "calls")
    assert record.calls
    assert sum(call.counted_tokens or 0 for call in record.calls) <= most
