"""Real Hugo and real Jekyll: every site of a test is built by them without a warning."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

HAS_JEKYLL: Final = shutil.which("jekyll") is not None
needs_jekyll: Final = pytest.mark.skipif(
    not HAS_JEKYLL, reason="jekyll is not installed: apt-get install jekyll (CI installs it)"
)


def build_hugo(folder: Path) -> Path:
    """Build it; a warning or an error fails."""
    program = Path(sys.executable).parent / "hugo"
    return _built([str(program), "--logLevel", "warn", "--panicOnWarning"], folder, folder / "public")


def build_jekyll(folder: Path) -> Path:
    """Build it; a warning or an error fails."""
    return _built(["jekyll", "build", "--quiet", "--disable-disk-cache"], folder, folder / "_site")


def _built(command: list[str], folder: Path, built: Path) -> Path:
    environment = {
        **os.environ,
        "LANG": "C.UTF-8",
        "HUGO_CACHEDIR": str(folder / ".cache"),
        "JEKYLL_NO_BUNDLER_REQUIRE": "true",
    }
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)
    output = f"{done.stdout}{done.stderr}"
    assert done.returncode == 0, output
    assert "WARN" not in output, output
    assert "Warning" not in output, output
    return built
