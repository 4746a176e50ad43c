"""The packaged cases, written by the model on this machine with the packaged templates: one in each language."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from authoring.audit.prompt_tests import MEASURED, run_cases
from authoring.audit.prompt_tests.contenders import in_use
from authoring.llm.catalogue import ModelCatalogue
from authoring.model.config import ModelSettings
from authoring.prompts.cases import Cases
from tests.worlds.drafting import WritingRoom, with_model, workshop

pytestmark = [pytest.mark.local_model, pytest.mark.xdist_group("local_model")]


def test_days_hours_and_prices_are_kept_by_the_model_on_this_machine(tmp_path: Path) -> None:
    catalogue = ModelCatalogue(ModelSettings(use="local"), base=tmp_path, environment=os.environ)
    room = WritingRoom(workshop(), settings=with_model("local"), model=catalogue.open())
    cases = Cases(room.store.documents, figures=MEASURED)

    try:
        in_both = [case for lang in ("fr", "en") for case in cases.named(["hours"], lang=lang)]
        report = run_cases(in_both, [(in_use("local"), room.tools)], runs=1)
    finally:
        room.tools.model.close()

    assert [(run.case.id, run.failures) for run in report.runs] == [("hours.fr", ()), ("hours.en", ())]
    assert all((run.figures()["own_words"] or 0) <= 0.5 for run in report.runs)
