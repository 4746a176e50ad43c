"""`start.py`: what it says when something is missing, and that a second run does nothing twice."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module whose `.venv` is somewhere else."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    for name, path in {"VENV": venv, "BIN": venv / "bin", "STAMP": venv / "installed", "LOG": venv / "log"}.items():
        monkeypatch.setattr(module, name, path)
    return module


def fake_program(folder: Path, text: str) -> None:
    """A `python` in `folder` that is a shell script."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    program.chmod(0o755)


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))

    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_an_old_python_can_read_it_as_far_as_the_message() -> None:
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_is_told_what_is_needed(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "sys", SimpleNamespace(version_info=(3, 9, 2), exit=sys.exit, argv=["start.py"]))
    monkeypatch.setattr(start, "shutil", SimpleNamespace(which=lambda _name: None))

    with pytest.raises(SystemExit) as stop:
        start.use_new_python()

    assert str(stop.value).startswith("start.py: this is Python 3.9, and 3.11 or newer is needed.")


def test_too_small_a_disk_is_named_before_anything_is_fetched(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _path: SimpleNamespace(free=2_000_000_000, used=0))

    with pytest.raises(start.Failure) as failure:
        start.check_space()

    assert str(failure.value).startswith("2.0 GB are free here and 4.5 GB are needed")


def without_ensurepip(start: ModuleType, monkeypatch: pytest.MonkeyPatch, *, user: int, apt: str | None) -> None:
    find: Callable[[str], Any] = importlib.util.find_spec
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name))
    monkeypatch.setattr(start.shutil, "which", lambda _name: apt)
    monkeypatch.setattr(start.os, "geteuid", lambda: user)


def test_debian_without_venv_is_told_the_command(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    without_ensurepip(start, monkeypatch, user=1000, apt="/usr/bin/apt-get")

    with pytest.raises(start.Failure) as failure:
        start.make_environment(may_change_system=False)

    package = f"python3.{sys.version_info[1]}-venv"
    assert f"sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends {package}'" in str(failure.value)


def as_root_on_debian(start: ModuleType, monkeypatch: pytest.MonkeyPatch, *, answer: str | None) -> list[list[str]]:
    """The commands that are run there; `answer` is what somebody types at the terminal, None where there is none."""
    without_ensurepip(start, monkeypatch, user=0, apt="/usr/bin/apt-get")
    commands: list[list[str]] = []

    def run(command: list[str], **_options: object) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(returncode=0, stdout="", stderr="")

    terminal = SimpleNamespace(isatty=lambda: answer is not None, write=lambda _text: None, flush=lambda: None)
    monkeypatch.setattr(start.subprocess, "run", run)
    monkeypatch.setattr(start.sys, "stdin", terminal)
    monkeypatch.setattr(start.sys, "stdout", terminal)
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    return commands


@pytest.mark.parametrize("answer", [None, "", "n", "no"])
def test_no_job_changes_the_system_without_a_yes(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, answer: str | None
) -> None:
    commands = as_root_on_debian(start, monkeypatch, answer=answer)
    with pytest.raises(start.Failure, match="Nothing was installed") as failure:
        start.make_environment(may_change_system=False)
    assert "apt-get install -y" in str(failure.value)
    assert commands == []


def test_after_a_yes_at_the_terminal_venv_is_installed(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = as_root_on_debian(start, monkeypatch, answer="yes")
    start.make_environment(may_change_system=False)
    assert commands[0] == ["apt-get", "update"]


def test_only_the_job_whose_name_says_so_installs_packages_of_the_system(start: ModuleType) -> None:
    source = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    functions = [node for node in source.body if isinstance(node, ast.FunctionDef)]
    allowing = [
        node.name
        for node in functions
        for keyword in (inner for call in ast.walk(node) if isinstance(call, ast.Call) for inner in call.keywords)
        if keyword.arg in ("may_install", "may_change_system") and isinstance(keyword.value, ast.Constant)
    ]
    assert set(allowing) == {"servers"}


def test_what_is_installed_is_said_before(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def make(*, may_change_system: bool) -> None:
        assert not may_change_system
        assert "This installs" in capsys.readouterr().out

    monkeypatch.setattr(start, "make_environment", make)
    monkeypatch.setattr(start, "pip", lambda *_arguments, **_options: None)
    start.VENV.mkdir(parents=True, exist_ok=True)
    start.install()


def test_the_job_servers_installs_venv_for_root_without_a_question(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = as_root_on_debian(start, monkeypatch, answer=None)

    start.make_environment(may_change_system=True)

    package = f"python3.{sys.version_info[1]}-venv"
    assert commands[:2] == [
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", package],
    ]
    assert commands[2][1:3] == ["-m", "venv"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Failed to establish a new connection: NewConnectionError", "The package index could not be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "A package is not the one that was locked."),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: No matching distribution found for xllamacpp", "There is no ready-made package for this machine"),
        ("something else", "pip said:\nsomething else"),
    ],
)
def test_pips_failure_is_put_into_words(start: ModuleType, said: str, words: str) -> None:
    fake_program(start.BIN, f"echo '{said}'; exit 1")

    with pytest.raises(start.Failure) as failure:
        start.pip("install", "x", what="the packages", environment=start.VENV)

    assert str(failure.value).startswith(f"the packages could not be installed. {words}")
    assert start.LOG.read_text(encoding="utf-8") == f"{said}\n"


def test_a_second_run_installs_nothing(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(start.BIN, "exit 0")
    (start.BIN / "authoring").touch()
    monkeypatch.setattr(start, "make_environment", lambda **_options: None)
    steps: list[str] = []
    monkeypatch.setattr(start, "pip", lambda *_arguments, what, **_options: steps.append(what))

    start.install()
    start.install()

    assert steps == ["the packages", "the project"]


def test_a_change_of_the_lock_installs_again(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = start.fingerprint()
    lock = tmp_path / "dev.lock"
    lock.write_text("new==1\n", encoding="utf-8")
    monkeypatch.setattr(start, "LOCK", lock)

    assert start.fingerprint() != before


def test_the_demo_works_on_a_copy_of_the_sample(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(start, "DEMO", tmp_path / "demo")

    start.copy_sample()

    assert (tmp_path / f"demo/outlines/{start.DEMO_OUTLINE}.md").is_file()
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == [
        "authoring.toml",
        "outlines",
        "prompts",
        "testimonies",
    ]


def test_every_job_has_a_target_in_the_makefile(start: ModuleType) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert f"JOBS := {' '.join(start.JOBS)}\n" in makefile


def test_ci_runs_the_command_that_the_readme_gives() -> None:
    command = "python3 start.py test"

    assert f"\n{command}\n" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").rstrip().splitlines()[-1] == command


def test_the_help_names_every_job() -> None:
    done = subprocess.run(
        [sys.executable, "start.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )

    assert "  demo      Draft the sample article with the model on this machine.\n" in done.stdout
