"""Measure everything and write docs/benchmarks.md: `python -m benchmarks [startup|listing|drafting|check|site]…`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks import (
    check,
    drafting,
    history,
    hostile,
    listing,
    moving,
    privacy,
    provenance,
    quotes,
    site,
    sources,
    startup,
    word,
    wordpress,
)
from benchmarks.measuring import Row, machine

PAGE: Final = Path(__file__).parent.parent / "docs" / "benchmarks.md"
FIGURES: Final = Path(__file__).parent / "results.json"
MEASURES: Final[dict[str, Callable[[], list[Row]]]] = {
    "startup": startup.measure,
    "drafting": drafting.measure,
    "listing": lambda: listing.measure(counts=(1_000, 10_000, 50_000), runs=3),
    "check": check.measure,
    "privacy": privacy.measure,
    "quotes": quotes.measure,
    "sources": sources.measure,
    "provenance": provenance.measure,
    "site": lambda: site.measure(counts=(1_000, 6_667, 10_000, 50_000), runs=3, memory=True),
    "history": history.measure,
    "hostile": hostile.measure,
    "wordpress": wordpress.measure,
    "word": word.measure,
    "moving": moving.measure,
}
HEAD: Final = """# Benchmarks

Written by `python3 start.py bench`; the figures are those of its last run, and nothing else. Ours and the peer
take turns in one run, each as a process of its own; the figures are medians. Times depend on the machine: look at
the ratios. A row says “missed” where what was wanted was not reached.
"""


def main(names: list[str]) -> int:
    """Measure what is named, or all; the figures of what was not measured now stay as they were."""
    held = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    for name in names or list(MEASURES):
        print(f"measuring: {name}", file=sys.stderr)
        rows = MEASURES[name]()
        held[name] = {
            "machine": machine(),
            "date": datetime.now(UTC).date().isoformat(),
            "rows": [row.as_json() for row in rows],
        }
        for row in rows:
            print(_line(row.as_json()))
        FIGURES.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(held), encoding="utf-8")
    return 0


def page(held: dict[str, dict[str, object]]) -> str:
    """The page for these figures."""
    parts = [HEAD]
    for name in MEASURES:
        if name not in held:
            continue
        measured = held[name]
        parts.append(f"\n## {name.capitalize()}\n\nMeasured on {measured['date']}: {measured['machine']}.\n\n")
        parts.append("| work | ours | against | ratio | wanted | |\n|---|---|---|---|---|---|\n")
        rows = measured["rows"]
        assert isinstance(rows, list)
        parts += [f"{_line(row)}\n" for row in rows]
    return "".join(parts)


def _line(row: dict[str, object]) -> str:
    ratio = f"{row['ratio']:.2f} ×" if isinstance(row["ratio"], float) else ""
    reached = "" if row["wanted"] in ("", "shown") else "reached" if row["holds"] else "missed"
    return f"| {row['work']} | {row['ours']} | {row['against']} | {ratio} | {row['wanted']} | {reached} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
