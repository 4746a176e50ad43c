"""What short commands import: each module costs a tenth of a millisecond or more, some of them several."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.worlds.files import build

SETTINGS: Final = """
lang = "fr"

[model]
use = "fake"

[people.agathe]
name = "Agathe"
email = "agathe@example.org"
roles = ["author"]
"""

PIECE: Final = """---
title: La lanterne
description: Un lieu pour tous.
lang: fr
author: agathe
---
Nous réparons des lampes.
"""

# `--help` opens no workspace: the table of commands, the language and the words of mistakes are all it needs.
HELP: Final = {
    *("authoring", "authoring.errors", "authoring.text", "authoring.text.i18n"),
    *("authoring.cli", "authoring.cli.advice", "authoring.cli.app", "authoring.cli.screen", "authoring.cli.terminal"),
    *("authoring.cli.usage", "authoring.text.visible"),
}

# Modules that a list answered from the index does without.
NO_DOCUMENTS: Final = {"authoring.model.loading", "authoring.model.documents", "authoring.model.events", "yaml"}
NO_CHANGES: Final = {
    *("authoring.store.operations", "authoring.store.folder.planning", "authoring.store.folder.changes"),
    *("authoring.store.folder.journal", "filelock"),
}
NO_SEARCH: Final = {
    *("authoring.store.index.search", "authoring.store.index.concerning", "authoring.store.index.summaries"),
    "authoring.store.index.rows",
}
NO_OTHER_WORK: Final = {"authoring.store.pieces", "authoring.checks", "authoring.prompts", "authoring.exporters"}
NO_LIBRARIES: Final = {"_hashlib", "importlib.metadata", "json", "pickle", "rich", "zoneinfo"}

_REPORT: Final = """
import gc, sys
sys.argv = ["authoring", *sys.argv[1:]]
try:
    from authoring.cli import main
    main()
finally:
    modules, frozen = sorted(sys.modules), gc.get_freeze_count()
    import json
    print(json.dumps({"modules": modules, "frozen": frozen}), file=sys.stderr)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    build(tmp_path / "workspace", {"authoring.toml": SETTINGS, "drafts/lanterne/index.md": PIECE})
    return tmp_path / "workspace"


def report(workspace: Path, *words: str) -> Any:
    """What one command had imported at its end, and how many objects the last search for garbage leaves out."""
    own = {"PYTHONPATH": str(Path(__file__).parents[2]), "AUTHORING_CACHE_DIR": str(workspace.parent / "cache")}
    result = subprocess.run(
        [sys.executable, "-c", _REPORT, *words],
        cwd=workspace, env={**os.environ, **own}, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return json.loads(result.stderr)


def test_help_imports_no_part_of_the_program_but_the_table_of_commands(workspace: Path) -> None:
    modules = report(workspace, "--help")["modules"]

    assert {name for name in modules if name.partition(".")[0] == "authoring"} == HELP
    assert not {"json", "rich", "sqlite3", "tomllib", "zoneinfo"}.intersection(modules)


@pytest.mark.parametrize(
    "needless", [NO_DOCUMENTS, NO_CHANGES, NO_SEARCH, NO_OTHER_WORK, NO_LIBRARIES], ids=lambda names: min(names)
)
def test_a_list_from_the_index_imports_only_what_it_needs(workspace: Path, needless: set[str]) -> None:
    report(workspace, "list")  # which reads the pieces

    assert needless.intersection(report(workspace, "list")["modules"]) == set()


def test_the_last_search_for_garbage_has_nothing_to_look_at(workspace: Path) -> None:
    assert report(workspace, "--help")["frozen"] > 0
