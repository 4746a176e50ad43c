"""Only the store knows where documents lie: no other code names a folder or a file of a workspace, or opens one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from tests.worlds.source_code import READS_CODE, modules

pytestmark = READS_CODE

# what a workspace's folders and files are called; blogs have an index.md of their own
LAYOUT: Final = re.compile(
    r"(?<![\w-])(?:drafts|published|outlines|testimonies|revisions|prompts)/|history\.jsonl|provenance\.json|calls\.jsonl"
    r"|looks\.json|(?<!\w)\.authoring(?![\w-])|manifest\.json"
)
# what the store builds paths from
PARTS: Final = {"HISTORY", "MANIFEST", "REVISIONS", "SHORT"}
STORE: Final = "store/"
# a bundle of evidence and a static site have files of those names too; the words of the terminal tell people of files
OTHER_LAYOUTS: Final = ("audit/evidence/", "exporters/", "importers/", "cli/")


def docstrings(nodes: Sequence[ast.AST]) -> set[int]:
    """The lines on which docstrings begin: they may speak of files."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.body[0].lineno
        for node in nodes
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def texts(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    skipped = docstrings(nodes)
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno not in skipped:
            yield node.lineno, node.value


def test_no_code_outside_the_store_names_a_file_of_a_workspace() -> None:
    named = [
        f"{name}:{line}: {text}"
        for name, nodes in modules().items()
        if not name.startswith((STORE, *OTHER_LAYOUTS))
        for line, text in texts(nodes)
        if LAYOUT.search(text)
    ]
    assert named == []


def test_no_code_outside_the_store_builds_a_path_from_its_parts() -> None:
    importers = [
        f"{name}:{node.lineno}"
        for name, nodes in modules().items()
        if not name.startswith(STORE)
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "authoring.store.addresses"
        if PARTS & {alias.name for alias in node.names}
    ]
    assert importers == []


def test_only_who_opens_lays_or_imitates_a_workspace_knows_its_layout() -> None:
    importers = {
        name
        for name, nodes in modules().items()
        if not name.startswith(STORE)
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "authoring.store.layout"
    }
    # the last one keeps the folder of a target out of those of the workspace
    assert importers <= {
        "workspace.py",
        "editorial/scaffold/__init__.py",
        "testing.py",
        "exporters/folders/target_folder.py",
    }


def test_a_piece_has_no_folder_outside_the_store() -> None:
    folders = [
        f"{name}:{node.lineno}"
        for name, nodes in modules().items()
        if not name.startswith((STORE, *OTHER_LAYOUTS))
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr == "folder"
    ]
    assert folders == []


def test_only_one_package_reads_what_the_lines_of_a_history_state() -> None:
    readers = {
        name
        for name, nodes in modules().items()
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr == "details" and isinstance(node.value, ast.Name)
        if node.value.id in ("event", "line", "past", "last", "first")
    }
    assert {name for name in readers if not name.startswith("model/events/")} <= {
        "model/history.py",
        "store/recording.py",
    }
