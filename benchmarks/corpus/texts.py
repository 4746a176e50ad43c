"""Sample texts in French: outlines, testimonies and people's edits, put together from lists of words.

They mean little and have the shape of the real thing: some 700 words with headings, names, two pictures and two
people who tell something. The same seed gives the same texts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from benchmarks.corpus import vocabulary

T = TypeVar("T")

SECTIONS: Final = 6
POINTS: Final = 4
TESTIMONY_SENTENCES: Final = 7
_NOT_IN_A_SLUG: Final = re.compile(r"[^a-z0-9]+")
_ACCENTS: Final = str.maketrans("àâäçéèêëîïôöùûüœÀÂÇÉÈÊÎÔÙ", "aaaceeeeiioouuuoaaceeeiou")


def town(chance: random.Random) -> str:
    """The name of a town that does not exist."""
    return _syllables(chance, vocabulary.TOWN_ENDINGS)


def family_name(chance: random.Random) -> str:
    """A family name that is put together from syllables."""
    return _syllables(chance, vocabulary.FAMILY_ENDINGS)


def slug_of(text: str, number: int) -> str:
    """A slug that no other number has."""
    words = _NOT_IN_A_SLUG.sub("-", text.translate(_ACCENTS).lower()).strip("-")
    return f"{words[:40].strip('-')}-{number:05d}"


def _syllables(chance: random.Random, endings: Sequence[str]) -> str:
    middle = "".join(chance.choice(vocabulary.VOWELS) + chance.choice(vocabulary.MIDDLES) for _number in range(2))
    return chance.choice(vocabulary.ONSETS) + middle + chance.choice(endings)


@dataclass(frozen=True)
class Witness:
    """Somebody who witnesses something."""

    first: str
    last: str
    role: str
    words: str
    slug: str

    @property
    def text(self) -> str:
        """The testimony's file."""
        return (
            f"---\nperson: {self.first} {self.last}\nrole: {self.role}\nlang: fr\ncollected: 2024-02-10\n"
            "collected_by: agathe\nconsent:\n  status: granted\n  granted: 2024-02-10\n  channels: [blog]\n"
            f"  name: full\n  ai: allowed\n  evidence: personne inventée\n---\n\n{self.words}\n"
        )


class Writer:
    """Writes the texts of one piece. `slug`, `title`, `town` and `witnesses` are those of the piece."""

    def __init__(self, seed: str, number: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311  sample texts, no secrets
        self.town = town(self._chance)
        title = self._filled(self._one(vocabulary.TITLES))
        self.title = title[0].upper() + title[1:]
        self.slug = slug_of(self.title, number)
        self.tags = sorted(self._chance.sample(vocabulary.TAGS, 3))
        self.witnesses = [self._witness(2 * number + place) for place in range(2)]
        self._said: set[str] = set()

    @property
    def pictures(self) -> list[str]:
        """The `src` of each picture."""
        return [f"images/{self.slug}-{number}.png" for number in (1, 2)]

    def outline(self) -> str:
        """The outline's file."""
        witnesses = ", ".join(witness.slug for witness in self.witnesses)
        front = (
            f"---\ntitle: {self.title}\nlang: fr\nauthor: agathe\nwords: 700\ndescription: {self.sentence()}\n"
            f"tags: [{', '.join(self.tags)}]\ntestimonies: [{witnesses}]\nimages:\n"
        )
        for src in self.pictures:
            front += f"  - src: {src}\n    alt: {self.sentence()}\n    credit: image d’illustration\n"
        parts = [f"{front}---\n\n{self._points(3)}"]
        for number, pattern in enumerate(self._chance.sample(vocabulary.HEADINGS, SECTIONS)):
            heading = self._filled(pattern)
            extra = f"- [[quote:{self.witnesses[number].slug}]]\n" if number < 2 else ""
            parts.append(f"## {heading[0].upper()}{heading[1:]}\n\n{self._points(POINTS)}{extra}")
        last = self.witnesses[1]
        parts.append(f"## Le témoignage de {last.first} {last.last}\n\n[[testimony:{last.slug}]]\n")
        return "\n".join(parts)

    def sentence(self) -> str:
        """A sentence that this writer has not written before."""
        while (text := self._clause()) in self._said:
            pass
        self._said.add(text)
        return f"{text[0].upper()}{text[1:]}."

    def edited(self, text: str) -> str:
        """The piece as somebody leaves it who rewords some sentences, removes one and adds a paragraph."""
        head, middle, body = text.partition("\n---\n")
        paragraphs = body.split("\n\n")
        end = next(
            (place for place, paragraph in enumerate(paragraphs) if paragraph.startswith("<!--")), len(paragraphs)
        )
        plain = [place for place, paragraph in enumerate(paragraphs[:end]) if paragraph[:1].isalpha()]
        for place in self._chance.sample(plain, min(3, len(plain))):
            words = paragraphs[place].rstrip("\n").split(" ")
            words[len(words) // 2 : len(words) // 2] = ["très", "souvent"]
            paragraphs[place] = " ".join(words)
        added = " ".join(self.sentence() for _number in range(3))
        paragraphs.insert(self._one(plain) + 1, added)
        return head + middle + "\n\n".join(paragraphs)

    def _witness(self, number: int) -> Witness:
        first, last = self._one(vocabulary.FIRST_NAMES), family_name(self._chance)
        words = "\n\n".join(
            " ".join(f"{text[0].upper()}{text[1:]}." for text in (self._clause() for _each in range(count)))
            for count in (4, TESTIMONY_SENTENCES - 4)
        )
        return Witness(first, last, self._one(vocabulary.PEOPLE), words, slug_of(f"{first} {last}", number))

    def _points(self, count: int) -> str:
        return "".join(f"- {self.sentence()[:-1]}\n" for _number in range(count))

    def _clause(self) -> str:
        complement = f"{self._one(vocabulary.PREPOSITIONS)} {self._object()}"
        ending = self._one((complement, complement, f"à {self.town}", f"près de {self.town}"))
        return f"{self._subject()} {self._one(vocabulary.VERBS)} {self._object()} {ending}"

    def _subject(self) -> str:
        return self._one(
            [
                f"le {self._one(vocabulary.PEOPLE)}",
                f"la {self._one(vocabulary.TRADES)}",
                f"notre {self._one(vocabulary.PEOPLE)}",
                self._one(vocabulary.FIRST_NAMES),
                "chaque bénévole",
            ]
        )

    def _object(self) -> str:
        return self._one([self._masculine, self._feminine])(definite=self._chance.random() < 0.5)

    def _masculine(self, *, definite: bool) -> str:
        article = "le" if definite else self._one(("un", "son", "ce", "chaque"))
        return f"{article} {self._one(vocabulary.MASCULINE)} {self._one(vocabulary.MASCULINE_ADJECTIVES)}"

    def _feminine(self, *, definite: bool) -> str:
        article = "la" if definite else self._one(("une", "sa", "cette", "chaque"))
        return f"{article} {self._one(vocabulary.FEMININE)} {self._one(vocabulary.FEMININE_ADJECTIVES)}"

    def _filled(self, pattern: str) -> str:
        return pattern.format(
            town=self.town,
            masculine="ce " + self._one(vocabulary.MASCULINE),
            feminine="cette " + self._one(vocabulary.FEMININE),
            masculine_adjective=self._one(vocabulary.MASCULINE_ADJECTIVES),
            feminine_adjective=self._one(vocabulary.FEMININE_ADJECTIVES),
            person=f"notre {self._one(vocabulary.PEOPLE)}",
            trade=f"notre {self._one(vocabulary.TRADES)}",
        )

    def _one(self, choices: Sequence[T]) -> T:
        return self._chance.choice(choices)
