"""Generated pages and parts of pages: write them, or say that they are out of date."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
DOCS: Final = ROOT / "docs"


def settle(path: Path, text: str) -> int:
    """Write `text` to `path`; with `--check` on the command line only compare. The exit code."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return 0
    if "--check" in sys.argv[1:]:
        print(f"{path.relative_to(ROOT)} is out of date: run python3 start.py docs")
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"written: {path.relative_to(ROOT)}")
    return 0


def filled(path: Path, part: str, text: str) -> str:
    """The page with `text` between its marks `<!-- part -->` and `<!-- /part -->`."""
    page = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {part} -->\n).*?(<!-- /{part} -->)", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"{path} has no marks <!-- {part} --> and <!-- /{part} -->")
    return pattern.sub(lambda found: found[1] + text + found[2], page)
