"""Measure everything and write docs/benchmarks.md: `python -m benchmarks [NAME…] [--trial N]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import (
    approving,
    check,
    coverage,
    drafting,
    drafting_quality,
    forgeries,
    history,
    hostile,
    listing,
    matrices,
    moving,
    pathologies,
    privacy,
    provenance,
    quotes,
    search,
    site,
    sources,
    startup,
    verifying,
    word,
    wordpress,
)
from benchmarks.measuring import Row, Scale, compile_program, machine

PAGE: Final = Path(__file__).parent.parent / "docs" / "benchmarks.md"
FIGURES: Final = Path(__file__).parent / "results.json"
MEASURES: Final[dict[str, Callable[[Scale], list[Row]]]] = {
    "startup": startup.measure,
    "drafting": drafting.measure,
    "drafting_quality": drafting_quality.measure_all,
    "listing": listing.measure,
    "search": search.measure,
    "approving": approving.measure,
    "verifying": verifying.measure,
    "site": site.measure,
    "check": lambda scale: check.measure(scale.up_to(1_000)),
    "privacy": lambda scale: privacy.measure(scale.up_to(200), texts=scale.up_to(5_000)),
    "quotes": lambda scale: quotes.measure(scale.up_to(quotes.EACH)),
    "sources": lambda _scale: sources.measure(),
    "coverage": lambda _scale: coverage.measure(),
    "provenance": lambda scale: provenance.measure(scale.up_to(40)),
    "history": lambda scale: history.measure(scale.up_to(history.EVENTS)),
    "forgeries": lambda scale: forgeries.measure(scale.most),
    "hostile": lambda scale: hostile.measure(most=scale.most),
    "pathologies": lambda scale: pathologies.measure(size=pathologies.SIZE if scale.most is None else 1_000),
    "wordpress": lambda scale: wordpress.measure(count=scale.up_to(200), ghosts=scale.up_to(50)),
    "word": lambda scale: word.measure(scale.up_to(50)),
    "matrices": lambda scale: matrices.measure(scale.most),
    "moving": lambda scale: moving.measure(scale.up_to(500)),
}
HEAD: Final = """# Benchmarks

Written by `python3 start.py bench`; the figures are those of its last run, and nothing else. Ours and the peer
take turns in one run, each as a process of its own; the figures are medians. Times depend on the machine: look at
the ratios. A row says “missed” where what was wanted was not reached.

The pieces of startup, listing, search, approving, verifying and site are as the program itself makes them, from the
draft to the correction, in all states: some 700 words, two pictures of 100 to 160 kB, an outline and two testimonies
each, with their histories, revisions, calls, provenance and approvals. `benchmarks/corpus` makes them. Memory is that
of all processes of a command together, at its highest.
"""


def main(arguments: Sequence[str]) -> int:
    """Measure what is named, or all; the figures of what was not measured now stay as they were."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--trial", type=int, metavar="N", help="with N of everything, and nothing is written")
    options = parser.parse_args(arguments)
    scale = Scale.trial(options.trial) if options.trial else Scale()
    compile_program()
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    for name in options.names or list(MEASURES):
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        rows = [row.as_json() for row in _measured(name, scale)]
        for row in rows:
            print(_line(row), flush=True)
        if rows and not options.trial:
            figures[name] = {"machine": machine(), "date": datetime.now(UTC).date().isoformat(), "rows": rows}
            FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not options.trial:
        PAGE.write_text(page(figures), encoding="utf-8")
    return 0


def _measured(name: str, scale: Scale) -> list[Row]:
    """The rows of one measurement; what the program keeps for later is kept apart from that of this machine's user."""
    with TemporaryDirectory(prefix="authoring-bench-") as cache:
        os.environ["AUTHORING_CACHE_DIR"] = cache
        return MEASURES[name](scale)


def page(figures: dict[str, dict[str, object]]) -> str:
    """The page for these figures."""
    parts = [HEAD]
    for name in MEASURES:
        if name not in figures:
            continue
        measured = figures[name]
        parts.append(
            f"\n## {name.replace('_', ' ').capitalize()}\n\nMeasured on {measured['date']}: {measured['machine']}.\n\n"
        )
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
