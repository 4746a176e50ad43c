"""What the wheel holds, so that `pip install .` gives the whole program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

ROOT: Final = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files in a wheel built from this checkout, without any network."""
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = target.glob("authoring-*.whl")
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def below(folder: str, pattern: str = "*") -> set[str]:
    base = ROOT / folder
    return {path.relative_to(ROOT).as_posix() for path in base.rglob(pattern) if path.is_file()}


def test_the_wheel_holds_every_prompt(names: set[str]) -> None:
    prompts = {f"authoring/{path}" for path in (*below("prompts", "*.md.j2"), *below("prompts/cases", "*.md"))}

    assert prompts
    assert prompts <= names


def test_the_wheel_holds_all_that_is_no_code_in_the_package(names: set[str]) -> None:
    files = {path for path in below("authoring") if "__pycache__" not in path}

    assert files - names == set()


def test_the_wheel_holds_nothing_from_outside_the_package(names: set[str]) -> None:
    strays = {name for name in names if not name.startswith(("authoring/", "authoring-"))}

    assert strays == set()


def test_the_wheel_brings_its_licence(names: set[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
