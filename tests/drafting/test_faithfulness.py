from __future__ import annotations

import pytest

from authoring.drafting.faithfulness import SentenceTask, faults, has_verb, is_copy

FAITHFUL = [
    (
        "fr",
        "Les bacs ont été fabriqués avec des palettes récupérées, un samedi de mars",
        "Un samedi de mars, les bacs ont été fabriqués avec des palettes récupérées.",
    ),
    (
        "fr",
        "Inscription à la mairie avant le jeudi midi",
        "L’inscription à la mairie doit être faite avant le jeudi midi.",
    ),
    (
        "fr",
        "Pains enfournés à 8 h, tartes à 10 h 30, plats mijotés à midi",
        "Les pains enfournés sont à 8 heures, les tartes à 10 heures 30, et les plats mijotés à midi.",
    ),
    ("fr", "Pas de vente : on cuit pour soi ou pour donner", "Il n’y a pas de vente, on cuit pour soi ou pour donner."),
    ("en", "No chainsaws, no petrol engines", "No chainsaws are allowed, and no petrol engines are permitted."),
    (
        "en",
        "Delroy Ashcombe, retired joiner, tests every plug on Mondays",
        "Delroy Ashcombe, a retired joiner, tests every plug on Mondays.",
    ),
    (
        "en",
        "The vault door doesn't lock any more – nobody knows the code",
        "The vault door no longer locks, and nobody knows the code.",
    ),
]
UNFAITHFUL = [
    (
        "en",
        "The Boathouse is an old club in the invented town of Wexmere",
        "The Boathouse is an old club that was invented in the town of Wexmere.",
        "a word that now says something of another one",
    ),
    ("fr", "Des voisins s’asseyent côte à côte", "Des voisins s’asseyent côte à côté.", "another word by its accent"),
    ("fr", "Ils ne s’étaient jamais parlé", "Ils n’étaient jamais parlé.", "a verb that lost its pronoun"),
    ("fr", "Remplace la ligne 31, supprimée", "Remplacez la ligne 31, supprimée.", "an order that nobody gave"),
    ("fr", "Du lundi au samedi ; rien le dimanche", "Du lundi au samedi, il y a rien le dimanche.", "broken denial"),
    ("fr", "Un four bâti en 1841", "Un four a été bâti en 1814.", "another number"),
    ("fr", "Ouvert le dernier jeudi de chaque mois", "Le four est ouvert chaque jeudi.", "a condition is lost"),
    ("fr", "Le premier mois est à prix libre", "Le premier mois est gratuit.", "another price"),
    ("fr", "On ne dépose pas : on répare ensemble", "On dépose et on répare ensemble.", "the denial is lost"),
    (
        "fr",
        "Il faut surtout des bras en avril et des arrosoirs en août",
        "En avril et en août, il faut surtout des bras et des arrosoirs.",
        "which belongs to which is lost",
    ),
    (
        "fr",
        "La cabane garde les outils ; la clé est à l’accueil",
        "La clé est à l’accueil, car la cabane garde les outils.",
        "a cause that nobody stated",
    ),
    ("fr", "Mairie : prêt de deux établis", "La mairie a prêté deux établissements.", "another thing"),
    ("fr", "La mairie prête les murs", "La mairie prête les murs et deux salariés à l’atelier.", "more than was said"),
    ("fr", "La Verrière est un tiers-lieu", "La Verrière est un tiers-lieu imaginaire.", "a word of nobody’s"),
    (
        "fr",
        "Frêne et chêne, pas de résineux",
        "Le frêne et le chêne ne sont pas résineux.",
        "a denial of something else",
    ),
    ("fr", "Onze producteurs viennent", "Onze des d’entre eux producteurs viennent.", "broken agreement"),
    ("fr", "La chorale répète le lundi", "La chorale répète le lundi, car elle adore chanter.", "an invented reason"),
    ("fr", "Une brocante en mars", "Une brocante a été organisée en mars par Max, mécanicien.", "an invented person"),
    (
        "fr",
        "Un samedi de mars, fête du four",
        "Le samedi de mars, c’est la fête du four.",
        "one of several made the only",
    ),
    ("fr", "On demande conseil sans rendez-vous", "Il nous demande conseil sans rendez-vous.", "somebody else acts"),
    ("fr", "Un tiers-lieu imaginaire", "C’est un tiers-lieu imaginnaire.", "a misspelt word"),
    (
        "en",
        "312 objects brought in, 198 repaired",
        "312 objects were brought in and all were repaired.",
        "a number is lost",
    ),
    ("en", "not enough glue", "There was enough glue.", "the opposite"),
    ("en", "Free for members", "Free for members and their families.", "more people"),
    ("en", "Bring it back clean", "Bring it back clean，请。", "another script"),
    ("en", "Open on Mondays", "- Open on Mondays.", "a list"),
    ("en", "Open on Mondays", "Sure! It is open on Mondays. It is a nice place. Come along.", "chat around it"),
]


@pytest.mark.parametrize(("lang", "point", "sentence"), FAITHFUL)
def test_a_sentence_that_says_its_point_and_nothing_else_may_stand(lang: str, point: str, sentence: str) -> None:
    assert faults(sentence, SentenceTask(point, lang)) == []


@pytest.mark.parametrize(("lang", "point", "sentence", "reason"), UNFAITHFUL)
def test_a_sentence_that_says_something_else_may_not(lang: str, point: str, sentence: str, reason: str) -> None:
    assert faults(sentence, SentenceTask(point, lang)), reason


def test_words_of_the_heading_may_complete_a_note() -> None:
    point, sentence = "fermée le lundi", "La bibliothèque est fermée le lundi."
    assert faults(sentence, SentenceTask(point, "fr"))
    assert faults(sentence, SentenceTask(point, "fr", context="Quand vient-on à la bibliothèque ?")) == []


def test_a_copy_is_told_from_other_words() -> None:
    assert is_copy("Le premier mois est à prix libre.", "le premier mois est à prix libre")
    assert is_copy("Pas de vente, on cuit pour soi.", "Pas de vente : on cuit pour soi")
    assert not is_copy("À prix libre, le premier mois commence.", "Le premier mois est à prix libre")


def test_a_note_without_a_verb_is_recognised() -> None:
    assert has_verb("Les cendres vont aux jardins", "fr")
    assert not has_verb("Priorité aux habitants jusqu’à 9 h", "fr")
    assert has_verb("Nine tools never came back", "en")
    assert not has_verb("No mattresses, please", "en")
