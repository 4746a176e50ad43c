"""Which store a workspace uses: the folder, or a plug-in's."""

from __future__ import annotations

import importlib.metadata
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from authoring.errors import InputError
from authoring.store import Key
from authoring.store.folder import FolderStore
from authoring.store.memory import MemoryStore
from authoring.store.opening import GROUP, open_store
from authoring.workspace import open_workspace
from tests.worlds.files import texts
from tests.worlds.lantern import MORNING, OUTLINE, SETTINGS, lantern


class KeptElsewhere(MemoryStore):
    """A plug-in's store: it takes the address."""

    def __init__(self, address: str) -> None:
        super().__init__(clock=lambda: MORNING)
        self.address = address


@pytest.fixture
def plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plug-in that brings stores with the scheme `elsewhere`, and one that would replace the folder."""
    ours = [
        EntryPoint("elsewhere", f"{__name__}:KeptElsewhere", GROUP),
        EntryPoint("folder", f"{__name__}:KeptElsewhere", GROUP),
        EntryPoint("broken", "no_such_module:Store", GROUP),
    ]
    entry_points = importlib.metadata.entry_points

    def registered(*, group: str) -> object:
        return ours if group == GROUP else entry_points(group=group)

    monkeypatch.setattr(importlib.metadata, "entry_points", registered)


def test_a_path_is_a_folder(tmp_path: Path) -> None:
    assert isinstance(open_store(str(tmp_path), label=""), FolderStore)


@pytest.mark.usefixtures("plug_in")
def test_a_scheme_is_what_a_plug_in_brings_and_it_gets_the_whole_address(tmp_path: Path) -> None:
    store = open_store("elsewhere://server/blog?team=1", label="")
    assert isinstance(store, KeptElsewhere)
    assert store.address == "elsewhere://server/blog?team=1"
    assert isinstance(open_store(str(tmp_path), label=""), FolderStore)


@pytest.mark.usefixtures("plug_in")
def test_a_scheme_that_nobody_registered_is_named_with_those_that_exist() -> None:
    with pytest.raises(InputError) as refusal:
        open_store("postgres://server/blog", label="authoring.toml")
    problem = refusal.value.problem
    assert problem.message == ("The store “postgres://server/blog” is of the kind “postgres”, which does not exist.")
    assert (problem.file, problem.remedy) == ("authoring.toml", "Write one of: folder, broken, elsewhere.")


@pytest.mark.usefixtures("plug_in")
def test_a_plug_in_that_cannot_be_loaded_is_named() -> None:
    with pytest.raises(InputError, match="“broken”"):
        open_store("broken://x", label="")


@pytest.mark.usefixtures("plug_in")
def test_the_settings_of_a_folder_name_the_store_and_nothing_else_is_written_there(tmp_path: Path) -> None:
    root = lantern(tmp_path, **{"authoring.toml": f'store = "elsewhere://server/blog"\n{SETTINGS}'})
    before = texts(root)
    context = open_workspace(root, {})
    assert isinstance(context.store, KeptElsewhere)
    assert context.repository.outlines() == []
    with context.store.transaction("garden") as change:
        change.write(Key("outline", "garden"), OUTLINE.encode())
    assert context.repository.outlines() == ["garden"]
    assert texts(root) == before
