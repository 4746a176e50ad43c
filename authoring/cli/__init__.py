"""The command line: `main` chooses the language, then loads the commands and runs one."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command in `sys.argv` and exit with its code."""
    from authoring import i18n

    i18n.use(language(Path.cwd(), os.environ))
    from authoring.cli.app import run

    sys.exit(run(sys.argv[1:]))


def language(folder: Path, environment: os._Environ[str] | dict[str, str]) -> str:
    """The workspace's language, else the terminal's: help and errors must speak before settings are loaded."""
    import re

    chosen = environment.get("AUTHORING_LANG")
    for parent in () if chosen else (folder, *folder.parents):
        settings = parent / "authoring.toml"
        if settings.is_file():
            found = re.search(r"^lang\s*=\s*[\"'](\w+)", settings.read_text("utf-8", "replace"), re.MULTILINE)
            chosen = found.group(1) if found else "fr"
            break
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return chosen or locale[:2]
