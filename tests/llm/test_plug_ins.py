"""Models from outside: a back-end registered by entry point answers like the program's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import pytest

from authoring.drafting.tools import DraftingTools
from authoring.editorial.actions import perform
from authoring.editorial.actions.draft import Draft
from authoring.llm import CompletionRequest
from authoring.llm.backends import Capabilities, ModelBackend, Surroundings
from authoring.llm.catalogue import ModelCatalogue
from authoring.llm.fake import FakeModel
from authoring.model.config import ModelSettings
from authoring.model.events import models
from authoring.privacy.sent import SentRecords
from authoring.testing import memory_workspace

SENTENCE = "The bench stands under a tree, and everybody may sit on it."
REFERENCE = f"{__name__}:AcmeBackend"


class AcmeBackend(ModelBackend):
    """An invented provider."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings

    def open(self, on_progress: Callable[[str], None]) -> FakeModel:
        return FakeModel(["From Acme."])


def register(monkeypatch: pytest.MonkeyPatch, **references: str) -> None:
    """Entry points of the group of models, as if packages were installed that state them."""
    entries = [metadata.EntryPoint(name, value, "authoring.models") for name, value in references.items()]
    monkeypatch.setattr(metadata, "entry_points", lambda group: [it for it in entries if it.group == group])


def catalogue(settings: ModelSettings) -> ModelCatalogue:
    return ModelCatalogue(settings, base=Path("/nowhere"), environment={})


def test_the_name_before_the_colon_chooses_the_back_end(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, acme=REFERENCE)
    models = catalogue(ModelSettings(use="acme:large"))

    assert models.open().complete(CompletionRequest("acme:large", "x")).text == "From Acme."
    assert models.capabilities("acme:large") == Capabilities()
    [configured] = models.configured()
    assert (configured.where, configured.server, configured.is_usable) == ("elsewhere", "acme", True)


def test_a_plug_in_replaces_no_built_in_back_end(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, openai=REFERENCE, local=REFERENCE)
    models = catalogue(ModelSettings())

    assert not isinstance(models.backend("openai:gpt-5-mini"), AcmeBackend)
    assert models.capabilities("local").in_process


def test_the_server_of_a_plug_in_is_for_that_plug_in_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, acme=REFERENCE)
    models = catalogue(ModelSettings(use="acme:large", base_url="http://127.0.0.1:1/v1", where="here"))

    assert models.is_here("acme:other")
    assert not models.is_here("openai:gpt-5-mini")
    assert models.server("openai:gpt-5-mini") == "api.openai.com"


def test_a_piece_is_drafted_with_a_model_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, acme=f"{__name__}:TalkingBackend")
    settings = 'lang = "en"\n[model]\nuse = "acme:large"\n[people.agathe]\nname = "Agathe"\nroles = ["author"]\n'
    context = memory_workspace(
        {
            "authoring.toml": settings,
            "outlines/garden.md": (
                "---\ntitle: Garden\nauthor: agathe\ndescription: On gardens.\n---\n\n## A bench\n\n- Under a tree\n"
            ),
        },
        clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC),
        actor="agathe",
    )
    tools = DraftingTools.of(context.repository, environment={}, clock=context.clock)

    drafted = perform(Draft("garden", tools), context)

    assert drafted.piece.draft.body.strip() == f"## A bench\n\n{SENTENCE}"
    assert models(drafted.piece.events[-1]) == ("acme:large",)
    [request] = SentRecords(context.store.records, server="").of_piece("garden")
    assert (request.call.server, request.call.model) == ("acme", "acme:large")


class TalkingBackend(AcmeBackend):
    """Writes one sentence."""

    def open(self, on_progress: Callable[[str], None]) -> FakeModel:
        return FakeModel([SENTENCE])
