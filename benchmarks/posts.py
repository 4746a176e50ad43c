"""Sample posts for measurements: any number of them, of some 675 words each, the same for the same seed.

The sentences are put together from parts written for this file, about an invented workshop; they mean little
and have the shape of the real thing: headings, a list, a quotation, links, emphasis. Every fourth is English.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

NEWEST: Final = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Language:
    """The parts that sentences are made of."""

    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    endings: tuple[str, ...]
    headings: tuple[str, ...]
    tags: tuple[str, ...]
    quote: str
    title: str


FRENCH: Final = Language(
    subjects=(
        "L’atelier du quai",
        "Une voisine menuisière",
        "Le groupe du samedi",
        "La bibliothèque d’outils",
        "Chaque nouveau membre",
        "L’équipe d’accueil",
        "Notre jardin partagé",
        "Un apprenti relieur",
        "La cuisine commune",
        "Le conseil des usagers",
        "Une étudiante en horlogerie",
        "Le four à pain",
    ),
    verbs=(
        "accueille sans rendez-vous",
        "répare depuis trois hivers",
        "prête à qui le demande",
        "fait découvrir patiemment",
        "remet en état",
        "partage volontiers",
        "dessine avec les enfants",
        "note dans le grand cahier",
        "range le soir venu",
        "propose à tour de rôle",
        "explique en quelques gestes",
        "transforme peu à peu",
    ),
    objects=(
        "les vélos du quartier",
        "une douzaine de chaises bancales",
        "des outils devenus **rares**",
        "les semis de tomates",
        "la vieille presse à relier",
        "des recettes venues de loin",
        "le plan de la future verrière",
        "les horloges arrêtées",
        "une machine à coudre à pédale",
        "les chutes de chêne et de frêne",
        "la radio du rez-de-chaussée",
        "un établi *pour deux*",
    ),
    endings=(
        "avant la fin de la matinée",
        "parce que personne ne sait tout faire",
        "et chacun y trouve son compte",
        "comme on le faisait jadis sur le port",
        "sans jamais compter les heures",
        "dès que la lumière le permet",
        "avec l’aide des [habitués](https://atelier.example.org/habitues)",
        "pour que rien ne se perde",
        "même les jours de grand vent",
        "quand la cloche a sonné deux fois",
        "à condition de rendre la clé",
        "puis tout le monde passe à table",
    ),
    headings=(
        "D’où vient l’atelier ?",
        "Ce que chacun apporte",
        "Une journée ordinaire",
        "Les outils et les mains",
        "Ce qui reste à construire",
        "Comment nous rejoindre",
    ),
    tags=("atelier", "voisinage", "réparation", "jardin", "transmission", "cuisine", "outils", "vie associative"),
    quote="> « Je suis venu pour une vis, je suis resté pour l’année. »\n>\n> — Basile Orme, membre de l’atelier\n",
    title="Le carnet de l’atelier, page {number}",
)
ENGLISH: Final = Language(
    subjects=(
        "The quayside workshop",
        "A neighbour who carves",
        "The Saturday group",
        "The library of tools",
        "Every new member",
        "The welcome desk",
        "Our shared garden",
        "An apprentice binder",
        "The common kitchen",
        "The users’ council",
        "A student of clocks",
        "The bread oven",
    ),
    verbs=(
        "welcomes without notice",
        "has mended for three winters",
        "lends to whoever asks",
        "patiently shows",
        "puts back in order",
        "gladly shares",
        "draws with the children",
        "writes down in the big book",
        "tidies away at dusk",
        "offers in turn",
        "explains in a few gestures",
        "slowly transforms",
    ),
    objects=(
        "the bicycles of the street",
        "a dozen wobbly chairs",
        "tools that have become **rare**",
        "the tomato seedlings",
        "the old binding press",
        "recipes from far away",
        "the plan of the glass roof to come",
        "clocks that had stopped",
        "a treadle sewing machine",
        "offcuts of oak and ash",
        "the radio on the ground floor",
        "a bench *for two*",
    ),
    endings=(
        "before the morning is over",
        "because nobody can do everything",
        "and everybody gains by it",
        "as people once did in the harbour",
        "without ever counting the hours",
        "as soon as the light allows",
        "with the help of the [regulars](https://workshop.example.org/regulars)",
        "so that nothing is lost",
        "even on days of high wind",
        "when the bell has rung twice",
        "provided that the key comes back",
        "and then everyone sits down to eat",
    ),
    headings=(
        "Where does the workshop come from?",
        "What each of us brings",
        "An ordinary day",
        "Tools and hands",
        "What is still to be built",
        "How to join us",
    ),
    tags=("workshop", "neighbours", "repair", "garden", "teaching", "kitchen", "tools", "community"),
    quote="> “I came for a screw and stayed for the year.”\n>\n> — Basile Orme, member of the workshop\n",
    title="The workshop’s notebook, page {number}",
)


@dataclass(frozen=True)
class Post:
    """One sample post. `date` carries its zone."""

    slug: str
    title: str
    description: str
    lang: str
    author: str
    tags: tuple[str, ...]
    date: datetime
    body: str


def posts(count: int, *, seed: int = 2026) -> Iterator[Post]:
    """`count` posts, newest first, twelve hours apart; the n-th is the same however many are asked for."""
    for number in range(1, count + 1):
        yield _post(number, random.Random(seed * 1_000_003 + number))  # noqa: S311  sample texts, no secrets


def _post(number: int, chance: random.Random) -> Post:
    language, lang = (ENGLISH, "en") if number % 4 == 0 else (FRENCH, "fr")
    return Post(
        slug=f"post-{number:05d}",
        title=language.title.format(number=number),
        description=_sentence(language, chance).replace("*", "").split("[")[0].strip(" ."),
        lang=lang,
        author="agathe",
        tags=tuple(sorted(chance.sample(language.tags, 3))),
        date=NEWEST - timedelta(hours=12 * number),
        body=_body(language, chance),
    )


def _body(language: Language, chance: random.Random) -> str:
    parts = [_paragraph(language, chance, words=60)]
    for index, heading in enumerate(language.headings):
        parts.append(f"## {heading}\n")
        parts.append(_paragraph(language, chance, words=50))
        if index == 1:
            parts.append("".join(f"- {_sentence(language, chance)}\n" for _n in range(4)))
        elif index == 3:
            parts.append(language.quote)
        else:
            parts.append(_paragraph(language, chance, words=30))
    return "\n".join(parts)


def _paragraph(language: Language, chance: random.Random, *, words: int) -> str:
    sentences: list[str] = []
    while sum(len(sentence.split()) for sentence in sentences) < words:
        sentences.append(_sentence(language, chance))
    return " ".join(sentences) + "\n"


def _sentence(language: Language, chance: random.Random) -> str:
    parts = (language.subjects, language.verbs, language.objects, language.endings)
    return " ".join(chance.choice(part) for part in parts) + "."
