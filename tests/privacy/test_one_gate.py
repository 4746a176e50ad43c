"""A model is asked in one place only, behind the privacy gate."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2] / "authoring"


def test_a_model_is_asked_behind_the_privacy_gate_alone() -> None:
    asks = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if re.search(r"\.complete\(", path.read_text("utf-8")) and path.parent.name != "llm"
    }

    around_a_model = {"audit/prompt_tests/seeds.py"}  # a model itself, which nobody but an asker asks
    assert asks == {"drafting/ask.py"} | around_a_model
    assert (ROOT / "drafting/ask.py").read_text("utf-8").count(".complete(") == 1
