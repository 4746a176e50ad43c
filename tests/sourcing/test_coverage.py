"""Coverage: what of an outline's points the sentences of a text say."""

from __future__ import annotations

from authoring.sourcing.coverage import Fact, Point, PointCoverage, cover, facts_of


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
