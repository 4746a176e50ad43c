"""Marks of origin that a model places after its sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from authoring.drafting import citations
from authoring.drafting.parts import Part
from authoring.drafting.questions import Questions
from authoring.llm.catalogue import ModelCatalogue
from authoring.model.config import ModelSettings, Settings
from authoring.model.documents import Outline, Section
from authoring.prompts import Prompts
from authoring.sourcing.provenance import digest
from tests.worlds.drafting import workshop

PART = Part(2, Section("Repairs", points=("Members repair lamps", "Repairs are free")), 100)


def test_marks_are_taken_out_and_their_references_kept() -> None:
    answer = "Lamps are mended here. [[from:2.1]] Nobody pays [[from:2.2, 2.1]]. And so it goes."
    assert citations.without(answer) == "Lamps are mended here. Nobody pays. And so it goes."
    assert citations.read(answer, PART) == {
        digest("Lamps are mended here."): ("point:2.1",),
        digest("Nobody pays."): ("point:2.2", "point:2.1"),
    }


def test_a_mark_that_names_nothing_of_the_prompt_is_no_reference() -> None:
    answer = "Lamps are mended here. [[from:1.1]] It is free. [[from:2.9]] She says so. [[from:nora-lind#1]]"
    assert citations.without(answer) == "Lamps are mended here. It is free. She says so."
    assert citations.read(answer, PART) == {}


def test_an_answer_without_marks_is_left_alone() -> None:
    assert citations.without("Plain words [1] here.") == "Plain words [1] here."
    assert citations.read("Plain words.", PART) == {}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", ["introduction", "section"])
def test_each_point_stands_on_a_line_of_its_own_with_its_mark(name: str, lang: str) -> None:
    outline = Outline("piece", "Repairs", lang, "agathe", Section(""), (PART.section, PART.section))
    part = replace(PART, number=2 if name == "section" else 0)
    offered = [f" [[from:{part.number}.1]]", f" [[from:{part.number}.2]]"]
    for model, marks in (("fake", offered), ("local", ["", ""])):
        settings = Settings(base=Path("/nowhere"), model=ModelSettings(use=model))
        catalogue = ModelCatalogue(settings.model, base=settings.base, environment={})
        questions = Questions(Prompts(workshop().documents), settings, catalogue)
        text = questions.about_part(outline, part).prompt.text
        assert [f"- {point}{mark}" for point, mark in zip(PART.section.points, marks, strict=True)] == [
            line for line in text.splitlines() if line.startswith("- ")
        ]
        assert ("[[from:" in text) is (model == "fake")
