"""The limit on coverage: which modules are held to it, and what is written of a run."""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
REPORT: Final = {
    "files": {
        "authoring/good.py": {"summary": {"percent_covered": 85.0}},
        "authoring/poor.py": {"summary": {"percent_covered": 84.9}},
        "authoring/exporters/ghost/admin.py": {"summary": {"percent_covered": 10.0}},
    },
    "totals": {"percent_covered": 91.24},
}
RUN: Final = """<testsuites><testsuite time="61.2">
<testcase classname="tests.cli.test_story" name="test_slow" time="9.5"/>
<testcase classname="tests.exporters.ghost.test_site" name="test_ghost" time="0.1">{skipped}</testcase>
</testsuite></testsuites>"""


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    spec = spec_from_file_location("figures_of_tests", ROOT / "scripts" / "test_figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "figures_of_tests", module)
    spec.loader.exec_module(module)
    for name in ("RUN", "QUICK", "FIGURES", "PAGE"):
        monkeypatch.setattr(module, name, tmp_path / name)
    monkeypatch.setattr(module, "combine", lambda: None)
    (tmp_path / "FIGURES").write_text(json.dumps(REPORT), encoding="utf-8")
    (tmp_path / "RUN").write_text(RUN.format(skipped="<skipped/>"), encoding="utf-8")
    return module


def test_a_module_under_the_limit_is_named_and_stops(figures: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert figures.main() == 1
    assert capsys.readouterr().out == (
        "authoring/poor.py: 84.9 % of its lines and branches are covered, and 85 % are wanted\n"
    )


def test_a_module_that_needs_a_server_is_held_to_the_limit_where_the_server_ran(
    figures: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    figures.RUN.write_text(RUN.format(skipped=""), encoding="utf-8")
    assert figures.main() == 1
    assert "authoring/exporters/ghost/admin.py: 10.0 %" in capsys.readouterr().out


def page_of(figures: ModuleType, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a page says once the figures are written into it."""
    monkeypatch.setattr(sys, "argv", ["test_figures.py", "--write"])
    marks = "<!-- figures of the tests -->\n{}<!-- /figures of the tests -->\n"
    figures.PAGE.write_text(marks.format("old\n"), encoding="utf-8")
    figures.main()
    page = figures.PAGE.read_text(encoding="utf-8")
    assert "old" not in page
    return str(page)


def test_the_page_says_the_share_and_the_least_covered_modules(
    figures: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(figures, monkeypatch)
    assert "2 tests in 61 s, with coverage measured: 91.2 % of lines and branches are covered." in page
    assert "The modules with the least: `authoring/poor.py` 84.9 %, `authoring/good.py` 85.0 %.\n" in page
    assert "quick" not in page


def test_the_page_says_the_time_of_the_quick_tests_and_the_slowest(
    figures: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures.QUICK.write_text(RUN.format(skipped="").replace("61.2", "33.4"), encoding="utf-8")
    page = page_of(figures, monkeypatch)
    assert "`python3 start.py quick`: 2 tests in 33 s. The slowest:" in page
    assert "| `tests.cli.test_story` test_slow | 9.5 |\n| `tests.exporters.ghost.test_site` test_ghost | 0.1 |" in page
