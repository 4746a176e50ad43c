"""What each part of a piece is asked to say: its share of the words, what it may quote, its prompt's variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from authoring.drafting import quotes
from authoring.drafting.quotes import Quotable
from authoring.errors import InputError
from authoring.model.config import Style
from authoring.model.documents import Outline, Section, Testimony
from authoring.prompts.sandbox import Value
from authoring.text.i18n import _

MAX_SHOWN: Final = (
    8  # sentences of one testimony in a prompt, the nearest: a small model retells whatever else it reads
)

PromptName = Literal["introduction", "section", "description", "titles", "revision", "alt"]


@dataclass(frozen=True)
class Part:
    """The introduction (number 0) or a section (from 1), with its share of the words."""

    number: int
    section: Section
    words: int
    quotables: tuple[Quotable, ...] = ()

    @property
    def prompt(self) -> PromptName:
        """The prompt that writes it."""
        return "section" if self.number else "introduction"

    @property
    def name(self) -> str:
        """What people call it."""
        return self.section.heading or _("introduction")


def parts(
    outline: Outline, testimonies: Mapping[str, Testimony], *, is_here: bool, on: date, provider: str = ""
) -> list[Part]:
    """The introduction and the sections in order. `is_here` says that what the model reads stays on this machine."""
    words = outline.shares
    return [
        Part(
            number,
            section,
            words.get(number, 0),
            tuple(
                Quotable(
                    testimonies[slug],
                    is_shown=testimonies[slug].consent.lets_read(provider, is_here=is_here, on=on),
                )
                for slug in dict.fromkeys(section.quotes)
            ),
        )
        for number, section in enumerate((outline.introduction, *outline.sections))
    ]


def refuse_withdrawn(testimonies: Mapping[str, Testimony]) -> None:
    """Raise `InputError` for a testimony whose person has taken their consent back."""
    for testimony in testimonies.values():
        if testimony.consent.status == "withdrawn":
            raise InputError(
                _("The consent for the testimony “{slug}” has been withdrawn.").format(slug=testimony.slug),
                _("Take the testimony out of the outline."),
                file=testimony.path,
            )


def variables(outline: Outline, part: Part, style: Style, *, small: bool = False) -> dict[str, Value]:
    """What the prompts `introduction` and `section` are given. `small` says that a small model will read it."""
    common = about(outline, style)
    return {
        **common,
        "number": part.number,
        "heading": part.section.heading,
        "points": part.section.points,
        "words": part.words,
        "quotes": _shown(part, outline.lang),
        "small": small,
    }


def about(outline: Outline, style: Style) -> dict[str, Value]:
    """What every prompt is given: the piece, its plan and the house style.

    In the plan, a section that is only somebody's testimony has no heading: it often names them, and a small model
    would put words into their mouth.
    """
    return {
        "lang": outline.lang,
        "title": outline.title,
        "audience": outline.audience,
        "tone": outline.tone,
        "style": style_of(style),
        "subject": outline.introduction.points,
        "plan": tuple(
            {
                "number": number,
                "heading": section.heading if section.is_written_by_model else "",
                "points": section.points,
            }
            for number, section in enumerate(outline.sections, start=1)
        ),
    }


def style_of(style: Style) -> Mapping[str, Value]:
    """The house style as prompts see it."""
    return {"voice": style.voice, "person": style.person, "use": style.use, "avoid": style.avoid}


def _shown(part: Part, lang: str) -> tuple[Value, ...]:
    """The sentences that the model may choose from, with their marks: those nearest to the part, in their order."""
    topic = " ".join([part.section.heading, *part.section.points])
    return tuple(
        {
            "slug": quotable.slug,
            "who": quotes.attribution(quotable.testimony, lang),
            "sentences": tuple(
                {
                    "mark": f"[[quote:{quotable.slug}#{number}]]",
                    "text": " ".join(quotable.sentences[number - 1].split()),
                }
                for number in sorted(quotes.ranked(topic, quotable)[:MAX_SHOWN])
            ),
        }
        for quotable in part.quotables
        if quotable.is_shown
    )
