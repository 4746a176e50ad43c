"""The command line: `main` chooses the language, then loads the commands and runs one."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

_SETTINGS: Final = "authoring.toml"  # by name: the store would cost every command its start


def main() -> None:
    """Run the command in `sys.argv` and exit with its code."""
    from authoring.text import i18n

    gc.set_threshold(
        100_000, 20, 20
    )  # a command is short and its lists are long: fewer collections make it a tenth faster
    try:
        i18n.use(language(workspace_folder(sys.argv), os.environ))
    except OSError:  # a missing or forbidden folder: the command reports it
        i18n.use(language(Path("/"), os.environ))
    from authoring.cli import screen
    from authoring.cli.app import run

    screen.guard_for_good()
    code = run(sys.argv[1:])
    gc.freeze()  # avoids the interpreter's last garbage collection: a third of a second after a draft
    sys.exit(code)


def workspace_folder(arguments: Sequence[str]) -> Path:
    """The folder that `-C` names, else the current one."""
    for option, value in pairwise(arguments):
        if option in ("-C", "--workspace"):
            return Path(value).resolve()
    return Path.cwd()


def language(folder: Path, environment: Mapping[str, str]) -> str:
    """The workspace's language, else the terminal's; help and errors need it before settings are loaded."""
    import re

    chosen = environment.get("AUTHORING_LANG")
    for parent in () if chosen else (folder, *folder.parents):
        settings = parent / _SETTINGS
        if settings.is_file():
            match = re.search(r"^lang\s*=\s*[\"'](\w+)", settings.read_text("utf-8", "replace"), re.MULTILINE)
            chosen = match.group(1) if match else "fr"
            break
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return chosen or locale[:2]
