"""Draws docs/images/terminal.svg: the README's tour, really run in a workspace that is thrown away afterwards.

    python scripts/terminal_picture.py                 with the model on this machine
    AUTHORING_MODEL=fake python scripts/terminal_picture.py

The picture names only fonts that readers have, and fetches nothing.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from pages import DOCS, settle
from rich.console import Console
from rich.text import Text

PAGE: Final = DOCS / "images" / "terminal.svg"
WIDTH: Final = 100
TOUR: Final = (
    'authoring init blog --lang en --name "Robin Example"',
    "cd blog",
    "authoring draft first-article",
    "authoring check first-article",
    "authoring submit first-article --to alex",
    "authoring approve first-article --revision HASH",
    "authoring approve first-article --revision HASH --as alex",
    "authoring publish first-article",
    "authoring list",
    "authoring verify",
)
# Rich's own template fetches its font from elsewhere; this one takes what the reader's machine has.
FORMAT: Final = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>authoring at work in a terminal</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> int:
    """Run the tour and write the picture; the exit code."""
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w", encoding="utf-8"), force_terminal=True)  # noqa: SIM115, PTH123  the console closes nothing
    with tempfile.TemporaryDirectory() as folder:
        for command, output in _run_all(Path(folder)):
            console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
            if output:
                console.print(Text.from_ansi(output), soft_wrap=False)
    svg = console.export_svg(title="authoring", code_format=FORMAT, unique_id="terminal")
    return settle(PAGE, re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE))


def _run_all(folder: Path) -> list[tuple[str, str]]:
    """Each command of the tour with what it printed."""
    session = []
    here = folder
    for command in TOUR:
        if command.startswith("cd "):
            here = here / command.removeprefix("cd ")
            session.append((command, ""))
            continue
        command = command.replace("HASH", _hash(here) if "HASH" in command else "")
        session.append((command, _run(command, here)))
    return session


def _run(command: str, folder: Path) -> str:
    done = subprocess.run(
        shlex.split(command),
        cwd=folder,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return done.stdout.rstrip()


def _hash(folder: Path) -> str:
    done = subprocess.run(
        ["authoring", "show", "first-article", "--json"],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return str(json.loads(done.stdout)["hash"])


def _environment() -> dict[str, str]:
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {
        **os.environ,
        "PATH": programs,
        "AUTHORING_USER": "robin",
        "COLUMNS": str(WIDTH),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


if __name__ == "__main__":
    sys.exit(main())
