"""Proposals for titles, a description or alternative texts; nothing is written into the piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from authoring.checks.support.uses import is_named
from authoring.drafting import cleaning
from authoring.drafting.ask import Asker
from authoring.drafting.questions import TITLES, nothing_to_go_by, shareable
from authoring.drafting.seeing import BlindModels, attached
from authoring.drafting.tools import DraftingTools
from authoring.errors import PicturesRefused
from authoring.llm import AttachedPicture
from authoring.model.documents import Picture, Testimony
from authoring.privacy.gate import PrivacyGate
from authoring.store.pieces import Piece
from authoring.text import words as language

Wanted = Literal["title", "alt", "description"]

_MOST: Final = 160  # characters of a description or an alternative text
_SEEING: Final = "alt-seen"


@dataclass(frozen=True)
class Suggestion:
    """A proposal; `about` is the picture that an alternative text is for, which `is_seen` where the model saw it."""

    text: str
    about: str = ""
    is_seen: bool = False


def suggest(tools: DraftingTools, slug: str, wanted: Wanted) -> list[Suggestion]:
    """Proposals for a piece. Raises `NotPossibleNow` when there is nothing to make them from."""
    piece = tools.repository.piece(slug)
    draft, asker = piece.draft, tools.asker(slug)
    if wanted == "alt":
        return _Alternatives(tools, piece, asker).all()
    if wanted == "title":
        answer = asker.ask(tools.questions.about_titles(draft))
        return [Suggestion(title) for title in _titles(answer.completion.text)]
    question = tools.questions.about_description(draft.lang, draft.title, shareable(draft.body))
    return [Suggestion(_line(asker.ask(question).completion.text))]


@dataclass(frozen=True)
class _Alternatives:
    """Alternative texts for the pictures of a piece: from the picture where the model can and may see it, else from
    its caption."""

    tools: DraftingTools
    piece: Piece
    asker: Asker

    def all(self) -> list[Suggestion]:
        """A proposal for each picture that there is something to go by for."""
        pictures = [it for it in self.piece.draft.images if not it.decorative]
        proposals = [proposal for it in pictures if (proposal := self._proposal(it)) is not None]
        if not proposals:
            raise nothing_to_go_by()
        return proposals

    def _proposal(self, picture: Picture) -> Suggestion | None:
        seen = self._attached(picture)
        if seen is not None:
            question = self.tools.questions.about_picture(self.piece.draft, picture, seen)
            try:
                return Suggestion(_line(self.asker.ask(question).completion.text), picture.src, is_seen=True)
            except PicturesRefused:
                self._blind.add(question.model)
        if not picture.caption:
            return None
        answer = self.asker.ask(self.tools.questions.about_alternative(self.piece.draft, picture))
        return Suggestion(_line(answer.completion.text), picture.src)

    def _attached(self, picture: Picture) -> AttachedPicture | None:
        """The picture as it is sent; None where the model cannot or may not see it."""
        model = self.tools.settings.model.for_prompt(_SEEING)
        if self.tools.catalogue.capabilities(model).sees is False or self._blind.has(model):
            return None
        gate = PrivacyGate(self.tools.repository, self.tools.catalogue, on=self.tools.today)
        content = self.piece.files.read(picture.src)
        if content is None or not gate.lets_see(model, self._shown_in(picture)):
            return None
        return attached(content)

    def _shown_in(self, picture: Picture) -> Iterable[Testimony]:
        """The people whom the words beside the picture name; of a testimony that cannot be read nobody can tell."""
        texts = (picture.alt, picture.caption, picture.credit, picture.src)
        repository = self.tools.repository
        testimonies = repository.readable_testimonies(repository.testimonies())
        return [it for it in testimonies if any(is_named(text, it) for text in texts)]

    @property
    def _blind(self) -> BlindModels:
        records, settings = self.tools.repository.store.records, self.tools.settings
        return BlindModels(records, server=settings.model.base_url)


def _line(answer: str) -> str:
    return cleaning.within(cleaning.line(answer), _MOST)


def _titles(answer: str) -> list[str]:
    lines = (cleaning.line(raw) for raw in answer.splitlines() if raw.strip())
    titles = dict.fromkeys(line for line in lines if 1 < len(language.words(line)) < 20 and line[-1] != ":")
    return list(titles)[:TITLES]
