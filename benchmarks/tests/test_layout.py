"""What is measured is a program, not the files that it happens to keep: only the corpus knows where those lie."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from authoring.store import layout
from authoring.store.addresses import CALLS, HISTORY, LOOKS, PROVENANCE

BENCHMARKS = Path(__file__).parents[1]
MODULES = sorted(BENCHMARKS.glob("*.py"))
FOLDERS = [layout.DRAFTS, layout.PUBLISHED, *(layout.folder_of(kind) for kind in ("outline", "testimony", "prompt"))]
FILES = [layout.OWN, HISTORY, CALLS, LOOKS, PROVENANCE]
NAMED = re.compile("|".join([*(rf"\b{name}/" for name in FOLDERS), *(rf"{re.escape(name)}\b" for name in FILES)]))


def texts_in(source: str) -> list[str]:
    """The text constants of a module."""
    nodes = ast.walk(ast.parse(source))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_measurement_names_no_file_of_a_workspace(module: Path) -> None:
    assert [text for text in texts_in(module.read_text("utf-8")) if NAMED.search(text)] == []


def test_the_corpus_does_name_them() -> None:
    texts = texts_in((BENCHMARKS / "corpus" / "workspace.py").read_text("utf-8"))
    assert [text for text in texts if NAMED.search(text)]
