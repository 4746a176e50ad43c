"""A real draft by the real model on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from authoring.llm.catalogue import ModelCatalogue
from authoring.model.config import ModelSettings
from authoring.store.folder import FolderStore
from authoring.text import words as language
from tests.worlds.drafting import WritingRoom, with_model
from tests.worlds.files import build
from tests.worlds.lantern import SETTINGS

pytestmark = pytest.mark.local_model

OUTLINE = """
    ---
    title: Un établi pour tout le quartier
    lang: fr
    author: agathe
    audience: les habitants du quartier
    tone: chaleureux et concret
    words: 220
    testimonies: [lucie-ferrand]
    ---

    - La Lanterne est un atelier imaginaire, ouvert dans une ancienne laverie
    - La question : que gagne un quartier à partager ses outils ?

    ## Des outils en commun

    - On y trouve une scie, deux perceuses et une machine à coudre
    - Chacun inscrit son nom dans un cahier avant d’emprunter

    ## Des voisins qui se connaissent mieux

    - On y vient pour une étagère et l’on y reste pour parler
    - [[quote:lucie-ferrand]]
"""
TESTIMONY = """
    ---
    person: Lucie Ferrand
    role: couturière
    lang: fr
    consent:
      status: granted
      granted: 2026-03-02
      name: full
      ai: local
    ---

    Je venais réparer une fermeture éclair. J’ai rencontré mes voisins du dessus autour de la machine à coudre.

    Nous dînons maintenant ensemble le jeudi.
"""


def local_room(root: Path) -> WritingRoom:
    files = {"authoring.toml": SETTINGS, "outlines/etabli.md": OUTLINE, "testimonies/lucie-ferrand.md": TESTIMONY}
    catalogue = ModelCatalogue(ModelSettings(use="local"), base=root, environment=os.environ)
    return WritingRoom(FolderStore(build(root, files)), settings=with_model("local"), model=catalogue.open())


def test_the_model_on_this_machine_writes_a_french_draft_of_two_sections(tmp_path: Path) -> None:
    room = local_room(tmp_path)
    try:
        drafted = room.draft("etabli")
    finally:
        room.tools.model.close()
    body = drafted.piece.draft.body
    assert [line for line in body.splitlines() if line.startswith("#")] == [
        "## Des outils en commun",
        "## Des voisins qui se connaissent mieux",
    ]
    assert "> — Lucie Ferrand, couturière" in body
    assert not language.seems_foreign(body, "fr")
    assert drafted.piece.draft.description
    facts = ("laverie", "scie", "deux perceuses", "machine à coudre", "cahier", "étagère")
    assert [fact for fact in facts if fact not in body] == []
    assert "La question" not in body
    assert 0 <= drafted.in_outline_words < drafted.points == 5
    assert drafted.totals.cost == "0 EUR"
    assert not [finding for finding in drafted.findings if finding.severity == "blocking"]
