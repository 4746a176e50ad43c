"""The steps of drafting do not import each other; drafting imports neither the workflow nor what records."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from authoring import drafting

FOLDER = Path(drafting.__file__).parent
STEPS = {"plan", "ask", "judge", "assemble", "record"}
WAYS = {"draft", "revise", "suggest", "preview"}


def imports(module: str) -> set[str]:
    """Every module and name that a module of drafting imports, with its package."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


@pytest.mark.parametrize("siblings", [STEPS, WAYS], ids=["steps", "ways"])
def test_siblings_do_not_import_one_another(siblings: set[str]) -> None:
    for module in siblings:
        others = {f"authoring.drafting.{other}" for other in siblings - {module}}
        assert imports(module) & others == set(), module


def test_drafting_knows_no_workflow_and_records_nothing() -> None:
    forbidden = ("authoring.editorial", "authoring.model.workflow", "authoring.store.recording", "authoring.cli")
    for path in FOLDER.glob("*.py"):
        assert [name for name in imports(path.stem) if name.startswith(forbidden)] == [], path.name
