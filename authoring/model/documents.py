"""The documents: outlines, testimonies and drafts.

Frozen values with properties computed from them; the standard library only. `loading` makes them from texts, the store
keeps them. `label` is a text's place in messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

NameForm = Literal["full", "first", "initials", "anonymous"]
ConsentStatus = Literal["granted", "pending", "withdrawn"]
AiPermission = Literal["allowed", "local", "never"]
Wording = Literal["verbatim", "reworded"]

_FEWEST_WORDS: Final = 30  # words of a part, even with a smaller share


@dataclass(frozen=True)
class Picture:
    """A picture of a piece. `src` is relative to the file that names it, in its line `line`."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    decorative: bool = False
    line: int = 0


@dataclass(frozen=True)
class Consent:
    """The permissions that a person gave for their words, and until when.

    `shown` and `version` state which text they were shown when they agreed, `lang` its language, `evidence` where the
    proof is. `words`, `picture`, `name`, `ai` and `wording` are separate permissions; `picture` is None if nobody
    asked. `providers` limits `ai: allowed` to these. `erased` and `sha256` remain after an erasure: the day, and the
    hash of the words.
    """

    status: ConsentStatus = "pending"
    granted: date | None = None
    withdrawn: date | None = None
    expires: date | None = None
    channels: tuple[str, ...] = ()
    name: NameForm = "full"
    ai: AiPermission = "never"
    evidence: str = ""
    words: bool = True
    picture: bool | None = None
    wording: Wording = "verbatim"
    providers: tuple[str, ...] = ()
    shown: str = ""
    version: str = ""
    lang: str = ""
    erased: date | None = None
    sha256: str = ""

    def holds(self, *, on: date) -> bool:
        """Whether the consent is granted, has begun and has not expired on that day."""
        return (
            self.status == "granted"
            and (self.granted is None or self.granted <= on)
            and (self.expires is None or on <= self.expires)
        )

    def covers(self, channel: str, *, on: date) -> bool:
        """Whether the consent is valid on that day and for this channel (without a list, for every channel)."""
        return self.holds(on=on) and (not self.channels or channel in self.channels)

    def lets_read(self, provider: str, *, is_here: bool, on: date) -> bool:
        """Whether a model of this provider, on this machine or elsewhere, may read the words on that day."""
        if not self.holds(on=on) or not self.words or self.ai == "never":
            return False
        return is_here or (self.ai == "allowed" and (not self.providers or provider in self.providers))


@dataclass(frozen=True)
class Testimony:
    """A person's own words. No program ever changes `body`; `text` is the whole document."""

    slug: str
    person: str
    role: str
    lang: str
    body: str
    consent: Consent
    organisation: str = ""
    collected: date | None = None
    collected_by: str = ""
    aliases: tuple[str, ...] = ()
    text: str = ""
    label: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words_spoken(self) -> str:
        """The body without the blank lines around it: exactly what is inserted into a piece; lines end with `\\n`."""
        return self.body.replace("\r\n", "\n").strip()

    @property
    def attributed_name(self) -> str:
        """The name in the form that the person allows; empty when they stay anonymous."""
        parts = self.person.split()
        forms = {
            "full": self.person,
            "first": parts[0] if parts else "",
            "initials": " ".join(f"{part[0]}." for part in parts),
            "anonymous": "",
        }
        return forms[self.consent.name]


@dataclass(frozen=True)
class Section:
    """A section of an outline. `testimonies` are inserted whole; of each in `quotes`, a fitting excerpt."""

    heading: str
    points: tuple[str, ...] = ()
    testimonies: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    line: int = 0

    @property
    def is_written_by_model(self) -> bool:
        """Whether a model writes in the section; one that only inserts testimonies needs none."""
        return bool(self.points or self.quotes) or not self.testimonies


@dataclass(frozen=True)
class Outline:
    """The plan of a piece. `words` is the length of the whole piece without testimonies; `body` is its Markdown."""

    slug: str
    title: str
    lang: str
    author: str
    introduction: Section
    sections: tuple[Section, ...]
    audience: str = ""
    tone: str = ""
    words: int = 600
    description: str = ""
    tags: tuple[str, ...] = ()
    testimonies: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    due: date | None = None
    body: str = ""
    label: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def written(self) -> dict[int, Section]:
        """The parts that a model writes, by number: 0 is the introduction, left out if the outline has none."""
        return {
            number: part
            for number, part in enumerate((self.introduction, *self.sections))
            if part.is_written_by_model and (number or part.points or part.quotes)
        }

    @property
    def shares(self) -> dict[int, int]:
        """The number of words of each part that a model writes: the total, divided by the number of points.

        The points of an introduction count half, since it only opens the subject.
        """
        weights = {number: max(len(part.points), 1) * (1 if number else 0.5) for number, part in self.written.items()}
        total = sum(weights.values())
        return {number: max(_FEWEST_WORDS, round(self.words * weight / total)) for number, weight in weights.items()}


@dataclass(frozen=True)
class Draft:
    """A piece's text: `body` is Markdown, and each heading of level 2 begins a section.

    `status` is the value in the file, which decides nothing. `body_line` is the file's line on which the body begins,
    so that findings can name lines of the file. `translation_of` is the slug of the piece that it says in
    another language.
    """

    slug: str
    title: str
    lang: str
    author: str
    body: str
    description: str = ""
    status: str = ""
    outline: str = ""
    testimonies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    disclosure: str = ""
    translation_of: str = ""
    label: str = ""
    body_line: int = 1
    extra: Mapping[str, Any] = field(default_factory=dict)
