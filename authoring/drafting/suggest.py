"""Proposals for titles, a description or alternative texts; nothing is written into the piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from authoring.drafting import cleaning
from authoring.drafting.ask import Asker
from authoring.drafting.questions import TITLES, captioned, shareable
from authoring.drafting.tools import DraftingTools
from authoring.model.documents import Draft, Picture
from authoring.text import words as language

Wanted = Literal["title", "alt", "description"]

_MOST: Final = 160  # characters of a description or an alternative text


@dataclass(frozen=True)
class Suggestion:
    """A proposal; `about` is the picture that an alternative text is for."""

    text: str
    about: str = ""


def suggest(tools: DraftingTools, slug: str, wanted: Wanted) -> list[Suggestion]:
    """Proposals for a piece. Raises `NotPossibleNow` when there is nothing to make them from."""
    draft = tools.repository.piece(slug).draft
    asker = tools.asker(slug)
    if wanted == "alt":
        return [_alternative(tools, draft, picture, asker) for picture in captioned(draft)]
    if wanted == "title":
        answer = asker.ask(tools.questions.about_titles(draft))
        return [Suggestion(title) for title in _titles(answer.completion.text)]
    question = tools.questions.about_description(draft.lang, draft.title, shareable(draft.body))
    return [Suggestion(_line(asker.ask(question).completion.text))]


def _alternative(tools: DraftingTools, draft: Draft, picture: Picture, asker: Asker) -> Suggestion:
    answer = asker.ask(tools.questions.about_alternative(draft, picture))
    return Suggestion(_line(answer.completion.text), picture.src)


def _line(answer: str) -> str:
    return cleaning.within(cleaning.line(answer), _MOST)


def _titles(answer: str) -> list[str]:
    lines = (cleaning.line(raw) for raw in answer.splitlines() if raw.strip())
    titles = dict.fromkeys(line for line in lines if 1 < len(language.words(line)) < 20 and line[-1] != ":")
    return list(titles)[:TITLES]
