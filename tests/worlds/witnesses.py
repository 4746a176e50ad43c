"""Invented people with awkward names, what they said, what is written of them, and an index that knows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from hypothesis import strategies as st

from authoring.checks import Subject
from authoring.checks.support import clues
from authoring.model.documents import Consent, Testimony
from authoring.store.index import Index
from authoring.store.index.rows import Digests, Kind, Row
from authoring.store.index.summaries import testimony_row


def _witness(
    slug: str,
    person: str,
    words: str,
    *,
    name: Literal["full", "first", "initials", "anonymous"] = "full",
    status: Literal["granted", "pending", "withdrawn"] = "granted",
    aliases: tuple[str, ...] = (),
) -> Testimony:
    consent = Consent(status, date(2026, 3, 2), name=name)
    return Testimony(slug, person, "member", "en", f"\n{words}\n", consent, aliases=aliases)


WITNESSES: Final = (
    _witness("abe", "Rose Aster", "On Mondays the kiln is hot."),
    _witness("abi", "Rose Beryl", "The bread rises under a red cloth."),
    _witness("abo", "Anne Petit", "Ten of us carried the piano."),
    _witness("abu", "Paul Petit", "We painted the gate in June."),
    _witness("ada", "Nora Lind", "I had no saw of my own. My neighbours showed me theirs. Never again alone!"),
    _witness("bea", "Nora Berg", "The forge is cold in winter, and we sing to keep warm.", name="anonymous"),
    _witness("cem", "Rose Petit", "Nobody asks who you are here. We mend chairs.", name="first", status="withdrawn"),
    _witness("dov", "Jean de La Fontaine", "J’ai planté un pommier derrière l’atelier commun.", aliases=("Jeannot",)),
    _witness("eli", "Zoë Œster", "We keep the *oak* benches; they out-last us all.", name="initials", status="pending"),
    _witness("fay", "Marie-Claude Petit", "Nobody asks who you are here. The door is open.", name="anonymous"),
    _witness("hal", "Ida Mona Quill", "The loom came by boat.", name="initials", aliases=("Captain Fox Blue",)),
    _witness("gil", "Lind", "Some of us came for a screw… and stayed for the year.", status="withdrawn"),
)  # fmt: skip


# Sentences in which they speak, are named, or have their words taken
NAMES: Final = st.sampled_from(
    [
        *(name for it in WITNESSES for name in (it.person, *it.aliases, *it.person.split())),
        *("petit", "NORA", "*Ida* Mona", "Blue", "Fox", "La Fontaine", "Marie", "Zoe Oester", "Nobody"),
    ]
)
WORDS: Final = st.sampled_from(
    [
        *(it.words_spoken for it in WITNESSES),
        *(
            " ".join(it.words_spoken.split()[start:stop])
            for it in WITNESSES
            for start, stop in ((0, 3), (1, 5), (0, 6))
        ),
        *("[N]obody asks who", "I had no […] of my own", "Nothing of the kind was said", "hm"),
    ]
)
SENTENCES: Final = st.sampled_from(
    [
        "{name} said: “{words}”",
        "“{words},” says {name}.",
        "“{words}” ({name})",
        "{name} came by. “{words},” she says.",
        "> “{words}”\n>\n> — {name}, member",
        "{name} came by on a Monday.",
        "It is so that {words}, as everybody knows.",
        "<!-- testimony:fay -->\n{words}\n<!-- /testimony:fay -->",
        "« {words} » “{name}",
    ]
)
PARAGRAPHS: Final = st.builds(
    lambda sentence, name, words: sentence.format(name=name, words=words), SENTENCES, NAMES, WORDS
)


@dataclass(frozen=True)
class Witnesses:
    """Testimonies in memory as an index reads them."""

    testimonies: Sequence[Testimony]
    kind: Kind = "testimony"
    about: str = ""

    def file_stamp(self, slug: str, src: str) -> str:
        return ""

    def stamps(self) -> Mapping[str, str]:
        return {it.slug: it.body for it in self.testimonies}

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        return [testimony_row(it) for it in self.testimonies if it.slug in slugs]


def concerned(subject: Subject, index: Index) -> Subject:
    """The piece with those of its testimonies that can concern it."""
    witnesses = Witnesses(list(subject.testimonies.values()))
    slugs = clues.named(subject) | {*index.testimonies_concerning(clues.clues(subject), witnesses)}
    return replace(subject, testimonies={slug: it for slug, it in subject.testimonies.items() if slug in slugs})
