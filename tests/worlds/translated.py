"""A newsroom in memory with a published piece in English, and a model that translates it into French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from authoring.checks import Finding
from authoring.checks.builtin import all_checks
from authoring.drafting.tools import DraftingTools
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.translate import Translate, TranslatedPiece
from authoring.llm import CompletionRequest
from authoring.llm.fake import FakeModel
from authoring.store.pieces import Piece
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.states import MemoryNewsroom

FRENCH: Final = {
    "Why the Lantern needs its neighbours": "Pourquoi la Lanterne a besoin de ses voisins",
    "A shared workshop tells what its neighbours bring, and what it gives back.": (
        "Un atelier partagé raconte ce que ses voisins apportent, et ce qu’il leur rend."
    ),
    "The Lantern is a shared workshop in a street of old houses.": (
        "La Lanterne est un atelier partagé dans une rue de vieilles maisons."
    ),
    "What do its neighbours bring, and what do they find?": "Qu’apportent ses voisins, et que trouvent-ils ?",
    "What is a neighbourhood workshop?": "Qu’est-ce qu’un atelier de quartier ?",
    "It is a place with tools that everybody may use, and with people who show how.": (
        "C’est un lieu avec des outils que tout le monde peut utiliser, et avec des gens qui montrent comment."
    ),
    "What Nora Lind tells us": "Ce que Nora Lind nous raconte",
    "I had no saw of my own.": "Je n’avais pas de scie à moi.",
    "I came to the Lantern in 2021.": "Je suis venue à la Lanterne en 2021.",
    "My neighbours showed me how to use theirs.": "Mes voisins m’ont montré comment me servir de la leur.",
    "Today I teach others on Saturdays.": "Aujourd’hui, j’apprends à d’autres le samedi.",
}
_LINE: Final = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


class Translating(Newsroom):
    """A newsroom whose model knows the French of every sentence of its piece; `others` are its other answers."""

    french: Mapping[str, str] = FRENCH

    def open_model(self, others: Mapping[str, str] | None = None) -> None:
        self.french = {**FRENCH, **(others or {})}
        self.fake = FakeModel(self._answer)

    def translate(self, *, new_revision: bool = False, slug: str = SLUG, to: str = "fr") -> TranslatedPiece:
        context = self.as_("agathe")
        tools = DraftingTools.of(self.repository, environment={}, clock=context.clock)
        tools = replace(tools, model=self.fake)
        action = Translate(slug, to, tools, new_revision=new_revision)
        return action.execute(context, action.prepare(context))

    @property
    def translation(self) -> Piece:
        return self.repository.piece(f"{SLUG}-fr")

    def findings(self) -> list[Finding]:
        """What the checks that concern a translation say of it."""
        self.checks = [it for it in all_checks() if it.name in ("quotes", "translation", "testimonies", "hidden")]
        return self.as_("lena").findings(self.translation)

    def _answer(self, request: CompletionRequest) -> str:
        asked = _LINE.findall(request.prompt.split("Réponds par")[-1])
        return "\n".join(f"{number}. {self.french.get(text, text)}" for number, text in asked)


class TranslationRoom(Translating, MemoryNewsroom):
    """The Lantern's piece is out, in memory."""

    def __init__(self, others: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.open_model(others)
        self.submit()
        self.approve()
        self.publish()


class BilingualRoom(Translating, PublishingNewsroom):
    """The piece and its translation are out, at a site and as Markdown in a folder."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.open_model()
        self.out()
        self.translate()
        slug = f"{SLUG}-fr"
        self.do("agathe", Submit(slug))
        self.do("samir", Approve(slug, revision=self.translation.hash))
        self.do("lena", Publish(slug))
