"""The questions that models are asked: which prompt is rendered with which variables, for which model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from authoring.drafting import quotes
from authoring.drafting.masking import mask
from authoring.drafting.parts import Part
from authoring.errors import NotPossibleNow, UsageError, advice
from authoring.llm import AttachedPicture
from authoring.llm.catalogue import ModelCatalogue
from authoring.model.config import Settings, Style
from authoring.model.documents import Draft, Outline, Picture
from authoring.model.text_kinds import TextKind, kind_title
from authoring.prompts import Prompts, RenderedPrompt
from authoring.prompts.sandbox import Value
from authoring.sourcing import points
from authoring.text import markdown
from authoring.text import words as language
from authoring.text.i18n import _
from authoring.text.markdown import BodySection

TITLES: Final = 5
_MAX_TEXT: Final = 8_000  # characters: a summary needs no more, and a small model cannot read more
_MAX_SHOWN: Final = 8  # sentences of one testimony in a prompt: a small model retells whatever else it reads
_NAMED_BY: Final = 5  # words of a sentence that tell people which one is meant
_ANOTHER_SEED: Final = 20_261_123
_MARK: Final = re.compile(r"\s*\[\[keep:\d+\]\]")


@dataclass(frozen=True)
class Question:
    """What a model is asked for a part. `words` is how long the answer should be, 0 where that is not bounded.

    `section` is the number of the part, for the record. `is_try` says that it is one of many for its part, so that
    nobody needs to follow its answer. `pictures` go with it, for a model that can see.
    """

    prompt: RenderedPrompt
    model: str
    part: str
    section: int = 0
    words: int = 0
    is_try: bool = False
    pictures: tuple[AttachedPicture, ...] = ()

    def again(self, number: int = 1) -> Question:
        """The same question for another answer, the first other one or a later one."""
        prompt = replace(self.prompt, parameters={**self.prompt.parameters, "seed": _ANOTHER_SEED + number - 1})
        return replace(self, prompt=prompt)


@dataclass(frozen=True)
class Questions:
    """Makes the questions of a workspace, from its prompts, its house style and its choice of models."""

    prompts: Prompts
    settings: Settings
    catalogue: ModelCatalogue

    def about_part(self, outline: Outline, part: Part) -> Question:
        """What is asked for a part of a piece."""
        model = self._model(part.prompt)
        variables: dict[str, Value] = {
            **_about(outline, self.settings.style),
            "number": part.number,
            "heading": part.section.heading,
            "points": _readable(part.section.points),
            "words": part.words,
            "quotes": _shown(part, outline.lang),
            "small": self.catalogue.capabilities(model).is_small,
        }
        prompt = self.prompts.render(part.prompt, outline.lang, variables)
        return Question(prompt, model, part.name, part.number, part.words)

    def about_point(self, part: Part, note: str, start: str, *, lang: str, temperature: float, seed: int) -> Question:
        """What is asked for one point of a part as a sentence that begins with `start`."""
        variables: dict[str, Value] = {"style": _style(self.settings.style), "note": note, "start": start}
        question = self._question("sentence", lang, variables, part=part.name)
        parameters = {**question.prompt.parameters, "temperature": temperature, "seed": seed}
        return replace(
            question, prompt=replace(question.prompt, parameters=parameters), section=part.number, is_try=True
        )

    def about_mending(self, outline: Outline, part: Part, text: str, faults: Sequence[str]) -> Question:
        """What is asked to mend a part's text; `faults` name what is wrong in it, in the piece's language."""
        variables: dict[str, Value] = {
            "title": outline.title,
            "style": _style(self.settings.style),
            "heading": part.section.heading,
            "text": text,
            "points": _readable(part.section.points),
            "faults": tuple(faults),
            "words": part.words,
        }
        question = self._question("mending", outline.lang, variables, part=part.name)
        return replace(question, section=part.number, words=part.words)

    def about_description(self, lang: str, title: str, text: str) -> Question:
        """What is asked for the description of a piece with this text."""
        variables: dict[str, Value] = {
            "lang": lang,
            "title": title,
            "style": _style(self.settings.style),
            "text": text[:_MAX_TEXT],
        }
        return self._question("description", lang, variables, part=_("description"))

    def about_revision(self, draft: Draft, *, section: int, instruction: str) -> Question:
        """What is asked for a section's revision.

        Raises `NotPossibleNow` for a section that only holds people's words.
        """
        body_section = section_of(draft, section)
        text = body_section.text_of(draft.body)
        masked = mask(text)
        if not masked.has_prose:
            raise NotPossibleNow(
                _(
                    "The section “{heading}” holds only people’s words and pictures, and those cannot be revised."
                ).format(heading=body_section.heading),
                advice("revise-another-section", slug=draft.slug),
            )
        variables: dict[str, Value] = {
            "lang": draft.lang,
            "title": draft.title,
            "plan": _headings(draft),
            "style": _style(self.settings.style),
            "heading": body_section.heading,
            "text": masked.text.strip(),
            "instruction": instruction.strip(),
            "words": len(language.words(masked.text)),
            "marks": len(masked.kept),
        }
        name = body_section.heading or _("introduction")
        question = self._question("revision", draft.lang, variables, part=name)
        return replace(question, section=section, words=len(text.split()))

    def about_titles(self, draft: Draft) -> Question:
        """What is asked for other titles of a piece."""
        variables: dict[str, Value] = {
            "lang": draft.lang,
            "title": draft.title,
            "style": _style(self.settings.style),
            "text": shareable(draft.body)[:_MAX_TEXT],
            "headings": _headings(draft),
            "count": TITLES,
        }
        return self._question("titles", draft.lang, variables, part=_("titles"))

    def about_text(
        self, draft: Draft, kind: TextKind, *, room: int, refused: str = "", faults: Sequence[str] = ()
    ) -> Question:
        """What is asked for a text that goes with a piece; `room` is how many characters it may have.

        `refused` is the last proposal, and `faults` what was wrong with it.
        """
        variables: dict[str, Value] = {
            "lang": draft.lang,
            "title": draft.title,
            "style": _style(self.settings.style),
            "text": shareable(draft.body)[:_MAX_TEXT],
            "headings": _headings(draft),
            "count": kind.lines,
            "words": kind.words,
            "room": room,
            "refused": refused,
            "faults": tuple(faults),
        }
        return self._question(kind.prompt, draft.lang, variables, part=kind_title(kind.name))

    def about_translation(
        self,
        draft: Draft,
        lang: str,
        texts: Sequence[str],
        *,
        around: Sequence[str] = (),
        refused: str = "",
        faults: Sequence[str] = (),
    ) -> Question:
        """What is asked to have sentences of a piece in another language; the prompt is in that language.

        `around` are the sentences between which a single one stands; `refused` was proposed for it, with `faults`.
        """
        variables: dict[str, Value] = {
            "lang": lang,
            "source": draft.lang,
            "title": draft.title,
            "style": _style(self.settings.style),
            "sentences": tuple(texts),
            "around": " ".join(around) if len(around) > 1 else "",
            "refused": refused,
            "faults": tuple(faults),
        }
        name = " ".join(texts[0].split()[:_NAMED_BY])
        return self._question("translation", lang, variables, part=_("translation of “{words} …”").format(words=name))

    def about_alternative(self, draft: Draft, picture: Picture) -> Question:
        """What is asked for the alternative text of a picture of a piece."""
        return self._question("alt", draft.lang, self._around(draft, picture), part=picture.src)

    def about_picture(self, draft: Draft, picture: Picture, attached: AttachedPicture) -> Question:
        """What is asked for the alternative text of a picture of a piece that the model is shown."""
        question = self._question("alt-seen", draft.lang, self._around(draft, picture), part=picture.src)
        return replace(question, pictures=(attached,))

    def _around(self, draft: Draft, picture: Picture) -> dict[str, Value]:
        return {
            "lang": draft.lang,
            "title": draft.title,
            "style": _style(self.settings.style),
            "caption": picture.caption,
            "heading": _heading_near(draft, picture),
        }

    def _question(self, name: str, lang: str, variables: Mapping[str, Value], *, part: str) -> Question:
        return Question(self.prompts.render(name, lang, variables), self._model(name), part)

    def _model(self, prompt: str) -> str:
        return self.settings.model.for_prompt(prompt)


def section_of(draft: Draft, number: int) -> BodySection:
    """A section of a piece by its number; 0 is the introduction. Raises `UsageError` for one that is not there."""
    sections = markdown.sections(draft.body)
    if 0 <= number < len(sections):
        return sections[number]
    raise UsageError(
        _("There is no section {number} in “{slug}”.").format(number=number, slug=draft.slug),
        _("The last one is {last}; 0 is the introduction.").format(last=len(sections) - 1),
    )


def shareable(body: str) -> str:
    """What the piece says itself: testimonies and quotations taken out, since not every model may read them."""
    return re.sub(r"\n{3,}", "\n\n", _MARK.sub("", mask(body).text)).strip()


def nothing_to_go_by() -> NotPossibleNow:
    """Why no alternative text can be proposed for any picture of a piece."""
    return NotPossibleNow(
        _("No picture of this piece has a caption, and the model sees none: there is nothing to go by."),
        _("Write under `images` what each picture shows, as its caption, and ask again."),
    )


def _about(outline: Outline, style: Style) -> dict[str, Value]:
    """What the prompts for parts are given: the piece, its plan and the house style.

    In the plan, a section that is only somebody's testimony has no heading: it often names them, and a small model
    would put words into their mouth.
    """
    return {
        "lang": outline.lang,
        "title": outline.title,
        "audience": outline.audience,
        "tone": outline.tone,
        "style": _style(style),
        "subject": _readable(outline.introduction.points),
        "plan": tuple(
            {
                "number": number,
                "heading": section.heading if section.is_written_by_model else "",
                "points": _readable(section.points),
            }
            for number, section in enumerate(outline.sections, start=1)
        ),
    }


def _readable(listed: Sequence[str]) -> tuple[str, ...]:
    """The points without labels and notes to oneself, which a model would copy; each keeps its number."""
    return tuple(map(points.without_notes, listed))


def _style(style: Style) -> Mapping[str, Value]:
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
                for number in sorted(quotes.ranked(topic, quotable)[:_MAX_SHOWN])
            ),
        }
        for quotable in part.quotables
        if quotable.is_shown
    )


def _headings(draft: Draft) -> tuple[str, ...]:
    """The headings of the sections that hold prose of the piece's own."""
    sections = markdown.sections(draft.body)[1:]
    return tuple(section.heading for section in sections if mask(section.text_of(draft.body)).has_prose)


def _heading_near(draft: Draft, picture: Picture) -> str:
    """The heading of the section that shows the picture."""
    for section in markdown.sections(draft.body):
        if picture.src in section.text_of(draft.body):
            return section.heading
    return ""
