"""SQLite's own writes of the index, which no hook in Python sees: killed, and refused, by strace."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.worlds.effort import sample
from tests.worlds.newsroom import SLUG, Newsroom

pytestmark = [
    pytest.mark.matrix,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: apt-get install strace"),
]

FAULTS: Final = ("signal=KILL:when={number}", "error=ENOSPC:when={number}+", "error=EIO:when={number}")
WRITES: Final = 60
SOME: Final = 2
_PROGRAM: Final = (sys.executable, "-c", "from authoring.cli import main; main()")


def give(arguments: Sequence[str], root: Path, *, inject: str = "") -> subprocess.CompletedProcess[str]:
    """Give a command, traced where something is injected into what it writes by position, as only SQLite does."""
    tracing = ["strace", "-f", "-qq", "-o", os.devnull, "-e", "trace=pwrite64", "-e", f"inject=pwrite64:{inject}"]
    return subprocess.run(
        [*(tracing if inject else []), *_PROGRAM, *arguments],
        cwd=root, env=environment(root), capture_output=True, text=True, check=False,
    )  # fmt: skip


def environment(root: Path) -> Mapping[str, str]:
    caches = str(root.with_name("caches"))
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "AUTHORING_CACHE_DIR": caches,
        "AUTHORING_LANG": "en",
    }


@pytest.mark.parametrize("fault", FAULTS)
def test_a_list_is_right_whatever_became_of_the_index(tmp_path: Path, fault: str) -> None:
    root = Newsroom(tmp_path / "workspace").root
    expected = give(("list", "--json"), root)
    assert expected.returncode == 0, expected.stderr
    for number in sample(range(1, WRITES + 1), SOME, of=fault):
        shutil.rmtree(tmp_path / "caches")
        result = give(("list", "--json"), root, inject=fault.format(number=number))
        if "KILL" in fault:
            assert result.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), number
        else:
            assert (result.returncode, result.stdout) == (0, expected.stdout), (number, result.stderr)
        assert give(("list", "--json"), root).stdout == expected.stdout, number
        assert give(("verify",), root).returncode == 0, number


def test_a_piece_is_submitted_though_nothing_can_be_written_into_the_index(tmp_path: Path) -> None:
    root = Newsroom(tmp_path / "workspace").root
    result = give(("submit", SLUG, "--as", "agathe", "--json"), root, inject="error=ENOSPC:when=1+")
    assert result.returncode == 0, result.stderr
    assert give(("verify",), root).returncode == 0
