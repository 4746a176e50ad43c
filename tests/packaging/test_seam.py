"""Only the store knows where documents lie: no other code names a folder or a file of a workspace, or opens one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from tests.worlds.source_code import READS_CODE, modules

pytestmark = READS_CODE

# what a workspace's folders and files are called
LAYOUT: Final = re.compile(
    r"(?<![\w-])(?:drafts|published|outlines|testimonies|revisions|prompts)/|history\.jsonl|provenance\.json|calls\.jsonl"
    r"|looks\.json|exports\.json|deliveries\.json|(?<!\w)\.authoring(?![\w-])|manifest\.json|index\.md|from-published"
    r"|authoring\.toml|prices\.toml"
)
SETTINGS: Final = "authoring.toml"
# what the store builds paths from
PARTS: Final = {"HISTORY", "MANIFEST", "REVISIONS", "SHORT"}
STORE: Final = "store/"
# the modules that have such a name of another layout, or one that a person reads; each with its reason
NAMES_ALLOWED: Final = {
    "audit/evidence/names.py": "a bundle of evidence has a layout of its own",
    "cli/__init__.py": "the language of help and errors, before anything of the program is loaded",
    "cli/advice.py": "the words in which the terminal tells people which file to change",
    "cli/returned.py": "the same, for a proposed text",
    "exporters/hugo/__init__.py": "the posts of a Hugo site",
    "exporters/markdown.py": "the posts of a folder of Markdown",
    "exporters/wordpress/overtaken.py": "an address of WordPress’s interface",
    "llm/prices.py": "a list of prices that comes with the package",
    "model/config/settings.py": "the label of settings that no store gave",
}


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
    messages = translated(nodes)
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno not in skipped:
            # the settings are the one file that a person edits by hand and that every message may name
            yield node.lineno, node.value.replace(SETTINGS, "") if id(node) in messages else node.value


def translated(nodes: Sequence[ast.AST]) -> set[int]:
    """The ids of the texts that are messages to people: what `_()` is called with."""
    calls = (node for node in nodes if isinstance(node, ast.Call))
    return {id(part) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_" for part in call.args}


def test_no_code_outside_the_store_names_a_file_of_a_workspace() -> None:
    names = {
        name: (line, text)
        for name, nodes in modules().items()
        if not name.startswith(STORE)
        for line, text in texts(nodes)
        if LAYOUT.search(text)
    }
    assert {name: names[name] for name in names.keys() - NAMES_ALLOWED} == {}
    assert names.keys() == NAMES_ALLOWED.keys(), "an exemption that no module needs any more"


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
        if isinstance(node, ast.ImportFrom)
        if node.module == "authoring.store.layout"
        or (node.module == "authoring.store" and "layout" in {alias.name for alias in node.names})
    }
    assert importers == {
        "workspace.py",
        "editorial/scaffold/__init__.py",
        "testing.py",
        "exporters/folders/target_folder.py",  # keeps the folder of a target out of those of the workspace
    }


def test_a_piece_has_no_folder_outside_the_store() -> None:
    with_folders = (STORE, "audit/evidence/", "exporters/", "importers/", "cli/")  # bundles, targets, blogs, arguments
    folders = [
        f"{name}:{node.lineno}"
        for name, nodes in modules().items()
        if not name.startswith(with_folders)
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
