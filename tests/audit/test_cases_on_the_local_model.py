"""The packaged cases, written by the model on this machine with the packaged templates: one in each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.audit.prompt_tests import MEASURED, run_cases
from authoring.audit.prompt_tests.contenders import in_use
from authoring.prompts.cases import Cases
from authoring.store.folder import FolderStore
from tests.drafting.test_local_model import local_room
from tests.worlds.drafting import WritingRoom

pytestmark = [pytest.mark.local_model, pytest.mark.xdist_group("local_model")]


@pytest.fixture
def room(tmp_path: Path) -> WritingRoom:
    return local_room(tmp_path)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_hours_of_a_case_are_kept_by_the_model_on_this_machine(room: WritingRoom, lang: str) -> None:
    assert isinstance(room.store, FolderStore)
    cases = Cases(room.store.documents, figures=MEASURED).named(["hours"], lang=lang)

    try:
        report = run_cases(cases, [(in_use("local"), room.tools)], runs=1)
    finally:
        room.tools.model.close()

    assert report.runs[0].failures == ()
    assert (report.runs[0].figures()["own_words"] or 0) <= 0.5
