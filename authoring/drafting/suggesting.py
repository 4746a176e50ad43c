"""`suggest`: titles, a description or alternative texts, proposed and never written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from authoring.drafting import Desk, cleaning, plan
from authoring.drafting.calls import Calls
from authoring.drafting.drafting import MAX_DESCRIPTION, MAX_TEXT, description_prompt, open_calls, shortened
from authoring.drafting.revising import mask
from authoring.errors import NotPossibleNow
from authoring.model.documents import Picture
from authoring.prompts import RenderedPrompt
from authoring.prompts.sandbox import Value
from authoring.store import Piece
from authoring.text import markdown
from authoring.text import words as language
from authoring.text.i18n import _

Wanted = Literal["title", "alt", "description"]

TITLES: Final = 5
_MARK: Final = re.compile(r"\s*\[\[keep:\d+\]\]")


@dataclass(frozen=True)
class Suggestion:
    """A proposal; `about` is the picture that an alternative text is for."""

    text: str
    about: str = ""


def suggest(desk: Desk, slug: str, wanted: Wanted) -> list[Suggestion]:
    """Proposals for a piece. Raises `NotPossibleNow` when there is nothing to make them from."""
    piece = desk.store.piece(slug)
    calls = open_calls(desk, piece.folder)
    if wanted == "alt":
        return [_alternative(desk, piece, picture, calls) for picture in captioned(piece)]
    prompt = prompt_of(desk, piece, wanted)
    name = _("titles") if wanted == "title" else _("description")
    answer = calls.ask(prompt, model=desk.settings.model.for_prompt(prompt.name), part=name)
    if wanted == "title":
        return [Suggestion(title) for title in _titles(answer.completion.text)]
    return [Suggestion(shortened(cleaning.line(answer.completion.text), MAX_DESCRIPTION))]


def prompt_of(desk: Desk, piece: Piece, wanted: Wanted, *, picture: Picture | None = None) -> RenderedPrompt:
    """Exactly what is sent; for `alt` about one picture."""
    draft = piece.draft
    if wanted == "description":
        return description_prompt(desk, draft.lang, draft.title, shareable(draft.body))
    about: dict[str, Value] = {
        "lang": draft.lang,
        "title": draft.title,
        "style": plan.style_of(desk.settings.style),
    }
    if wanted == "alt":
        assert picture is not None
        about = {**about, "caption": picture.caption, "heading": _heading_near(piece, picture)}
        return desk.prompts.render("alt", draft.lang, about)
    headings = tuple(
        section.heading for section in markdown.sections(draft.body)[1:] if mask(section.text_of(draft.body)).has_prose
    )
    about = {**about, "text": shareable(draft.body)[:MAX_TEXT], "headings": headings, "count": TITLES}
    return desk.prompts.render("titles", draft.lang, about)


def captioned(piece: Piece) -> Sequence[Picture]:
    """The pictures with a caption: a model that sees nothing has nothing else to describe them from."""
    found = [picture for picture in piece.draft.images if picture.caption and not picture.decorative]
    if not found:
        raise NotPossibleNow(
            _("No picture of this piece has a caption, and a model that sees no picture has nothing else to go by."),
            _("Write under `images` what each picture shows, as its caption, and ask again."),
        )
    return found


def shareable(body: str) -> str:
    """What the piece says itself: testimonies and quotations taken out, since not every model may read them."""
    return re.sub(r"\n{3,}", "\n\n", _MARK.sub("", mask(body).text)).strip()


def _alternative(desk: Desk, piece: Piece, picture: Picture, calls: Calls) -> Suggestion:
    prompt = prompt_of(desk, piece, "alt", picture=picture)
    answer = calls.ask(prompt, model=desk.settings.model.for_prompt("alt"), part=picture.src)
    return Suggestion(shortened(cleaning.line(answer.completion.text), MAX_DESCRIPTION), picture.src)


def _titles(answer: str) -> list[str]:
    lines = (cleaning.line(raw) for raw in answer.splitlines() if raw.strip())
    return list(dict.fromkeys(line for line in lines if 1 < len(language.words(line)) < 20 and line[-1] != ":"))[
        :TITLES
    ]


def _heading_near(piece: Piece, picture: Picture) -> str:
    """The heading of the section that shows the picture."""
    for section in markdown.sections(piece.draft.body):
        if picture.src in section.text_of(piece.draft.body):
            return section.heading
    return ""
