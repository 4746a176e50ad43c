"""Where a model's sentence comes from: the outline's points and the testimonies' sentences, and what they say.

Nothing here judges whether a sentence is true. It says what of a sentence no source holds, which source is nearest,
and where a sentence and its source differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from authoring.model.config import Settings
from authoring.model.documents import Outline, Testimony
from authoring.sourcing.grounding import literals, names
from authoring.sourcing.grounding.literals import LiteralPart
from authoring.text import sentences


@dataclass(frozen=True)
class Source:
    """Something that a sentence may come from. `reference` is empty for what is only there to hold literals.

    `point:2.1` is the first point of the second section, `point:2.0` its heading, and section 0 the introduction;
    `testimony:slug#3` is the third sentence of a testimony, as `[[quote:slug#3]]` counts.
    """

    reference: str
    text: str

    @cached_property
    def plain(self) -> str:
        """The text in one typography."""
        return literals.normalised(self.text)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The numbers, dates and roles that it supplies."""
        return literals.supplied(self.text)


@dataclass(frozen=True)
class Sources:
    """All that the sentences of a piece may draw on. `people` are the names of those who are known."""

    entries: Sequence[Source]
    people: tuple[str, ...] = ()

    @cached_property
    def citable(self) -> list[Source]:
        """Those that a sentence can come from."""
        return [source for source in self.entries if source.reference]

    @cached_property
    def keys(self) -> frozenset[str]:
        """What they supply together."""
        return frozenset(key for source in self.entries for key in source.keys)

    def named(self, references: Iterable[str]) -> list[Source]:
        """The sources with these references; those that are gone are left out."""
        wanted = set(references)
        return [source for source in self.citable if source.reference in wanted]

    def missing(self, sentence: str) -> list[LiteralPart]:
        """The literals of a sentence that no source holds."""
        parts = literals.of_sentence(sentence, known_names=self.people)
        return [part for part in parts if not self._holds(part, sentence)]

    def _holds(self, part: LiteralPart, sentence: str) -> bool:
        if part.kind == "name":
            return any(names.is_in(part.text, source.plain) for source in self.entries)
        if part.kind == "role":
            return bool(part.keys & self._roles_in(sentence))
        return bool(part.keys & self.keys)

    def _roles_in(self, sentence: str) -> frozenset[str]:
        """The roles that a sentence may give: those of the one person whom it names, else all."""
        plain = literals.normalised(sentence)
        named = [person for person in self.people if names.is_in(person, plain)]
        if len(named) != 1:
            return self.keys
        own = [source for source in self.entries if names.is_in(named[0], source.plain)]
        return frozenset(key for source in own for key in source.keys) or self.keys


def of_piece(
    outline: Outline | None,
    testimonies: Mapping[str, Testimony],
    settings: Settings,
    *,
    original: Iterable[Source] = (),
) -> Sources:
    """The sources of a piece; those of a translation are the sentences of its original too."""
    sources = [*_of_settings(settings), *original]
    if outline:
        sources += _of_outline(outline)
    for testimony in testimonies.values():
        sources += _of_testimony(testimony)
    people = [testimony.person for testimony in testimonies.values()]
    people += [person.name for person in settings.people.values()]
    return Sources([source for source in sources if source.text.strip()], tuple(dict.fromkeys(filter(None, people))))


def _of_settings(settings: Settings) -> Iterator[Source]:
    yield Source("", settings.site.title)
    for word in settings.style.use:
        yield Source("", word)
    for person in settings.people.values():
        for name in (person.name, *person.aliases):
            yield Source("", name)


def _of_outline(outline: Outline) -> Iterator[Source]:
    yield from (Source("", text) for text in (outline.title, outline.description, *outline.tags))
    for number, section in enumerate((outline.introduction, *outline.sections)):
        yield Source(f"point:{number}.0", section.heading)
        for index, point in enumerate(section.points, start=1):
            yield Source(f"point:{number}.{index}", point)


def _of_testimony(testimony: Testimony) -> Iterator[Source]:
    forms = (testimony.person, testimony.attributed_name, *testimony.aliases)
    about = ", ".join(dict.fromkeys(part for part in forms if part))
    yield Source("", ", ".join(part for part in (about, testimony.role, testimony.organisation) if part))
    for number, sentence in enumerate(sentences.split(testimony.words_spoken), start=1):
        yield Source(f"testimony:{testimony.slug}#{number}", sentence)
