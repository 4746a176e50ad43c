"""Coverage: what of an outline's points the sentences of a text say."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from authoring.sourcing.coverage import Fact, Point, PointCoverage, cover, facts_of

SUBJECTS = ("atelier", "jardin", "chorale", "piscine", "bibliothèque", "épicerie", "théâtre", "fanfare")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
UNRELATED = (
    "Les hirondelles nichent sous la corniche depuis longtemps.",
    "Un orage a secoué les volets toute la nuit.",
    "Personne ne sait qui a peint ce vieux portrait.",
)


@dataclass(frozen=True)
class Plan:
    """Points about different things, each with a number and a day."""

    subjects: tuple[str, ...]
    number: int
    day: int

    def points(self, *, shift_number: int = 0, shift_day: int = 0) -> list[str]:
        return [
            f"Le {DAYS[(self.day + index + shift_day) % len(DAYS)]}, "
            f"{self.number + index + shift_number} bénévoles tiennent la caisse de {subject}"
            for index, subject in enumerate(self.subjects)
        ]


plans = st.builds(
    Plan,
    st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=5, unique=True).map(tuple),
    st.integers(12, 40),
    st.integers(0, len(DAYS) - 1),
)


def _covered(point: str, *sentences: str, lang: str = "fr") -> PointCoverage:
    return cover([Point("point:1.1", point)], sentences, lang=lang)[0]


def test_a_point_that_stands_in_the_text_is_said() -> None:
    coverage = _covered(
        "L’établi est ouvert le jeudi soir",
        "Il fait beau dans la rue.",
        "L’établi, lui, est ouvert tous les jeudis soir.",
    )

    assert (coverage.status, coverage.sentences[0]) == ("said", 1)


def test_another_day_in_the_sentence_about_a_point_changes_it() -> None:
    coverage = _covered("L’établi est ouvert le jeudi soir", "L’établi est ouvert le mardi soir.")

    assert coverage.status == "changed"
    assert coverage.changed == ((Fact("date", "jeudi"), "mardi"),)


def test_a_number_that_no_sentence_gives_is_missing_from_a_point_that_is_said_otherwise() -> None:
    coverage = _covered("The library lends books to 430 members", "The library lends books to its members.", lang="en")

    assert (coverage.status, coverage.missing) == ("partly", (Fact("number", "430"),))


def test_a_point_without_a_word_in_the_text_is_missing_and_only_a_model_of_meaning_can_be_certain() -> None:
    coverage = _covered("Le badminton reste sans salle", "Les tomates poussent au soleil.")

    assert (coverage.status, coverage.is_certain) == ("missing", False)


def test_facts_of_a_point_are_its_numbers_dates_and_names() -> None:
    assert facts_of("Répétitions : jeudi à 20 h 15, chapelle de Montbriel, 12 choristes", "fr") == (
        Fact("date", "jeudi"),
        Fact("date", "20 h 15"),
        Fact("name", "Montbriel"),
        Fact("number", "12"),
    )


def _statuses(points: list[str], sentences: list[str]) -> list[str]:
    numbered = [Point(f"point:1.{number}", text) for number, text in enumerate(points, start=1)]
    return [coverage.status for coverage in cover(numbered, sentences, lang="fr")]


@given(plans)
def test_a_text_that_is_made_of_its_points_says_all_of_them(plan: Plan) -> None:
    points = plan.points()
    assert set(_statuses(points, [f"{point}." for point in points])) == {"said"}


@given(plans, st.lists(st.sampled_from(UNRELATED), max_size=3), st.booleans())
def test_unrelated_sentences_change_nothing(plan: Plan, unrelated: list[str], is_before: bool) -> None:
    points = plan.points()
    text = [f"{point}." for point in points]
    assert _statuses(points, [*unrelated, *text] if is_before else [*text, *unrelated]) == ["said"] * len(points)


@given(plans, st.sampled_from([(50, 0), (0, 1), (50, 2)]))
def test_another_number_or_day_is_never_said(plan: Plan, shifts: tuple[int, int]) -> None:
    number, day = shifts
    lone = Plan(plan.subjects[:1], plan.number, plan.day)
    text = [f"{point}." for point in lone.points(shift_number=number, shift_day=day)]
    assert _statuses(lone.points(), text) == ["changed"]
