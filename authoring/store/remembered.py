"""What was once found out about pieces, kept until one changes: a cache that can be deleted at any moment."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from authoring import __version__
from authoring.store import HISTORY, INDEX, files
from authoring.store.listing import PLACES, Stamp, stamp
from authoring.text.strict_json import decode_json


class Remembered:
    """The answers to one question about what readers see of pieces. `about` says all else that an answer hangs on."""

    def __init__(self, root: Path, question: str, about: str) -> None:
        self._root = root
        self._path = root / ".authoring" / "cache" / f"{question}.json"
        self._about = [__version__, about]

    def ask(self, slugs: Iterable[str], judge: Callable[[str], bool]) -> dict[str, bool]:
        """The answer for each piece; `judge` gives the ones that are not known yet."""
        known = self._load()
        held, found = dict(known), {}
        for slug in slugs:
            now = self._stamp(slug)
            row = known.get(slug)
            found[slug] = bool(row[1]) if row and row[0] == now else judge(slug)
            held[slug] = [now, found[slug]]
        if held != known:
            self._save(held)
        return found

    def _stamp(self, slug: str) -> Stamp:
        return stamp(str(self._root), [f"{place}/{slug}/{name}" for place in PLACES for name in (INDEX, HISTORY)])

    def _load(self) -> dict[str, Any]:
        try:
            held = decode_json(self._path.read_bytes())
            return dict(held["pieces"]) if held["about"] == self._about else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _save(self, rows: dict[str, Any]) -> None:
        content = json.dumps({"about": self._about, "pieces": rows}, ensure_ascii=False, separators=(",", ":"))
        files.write_bytes(self._path, content.encode())
