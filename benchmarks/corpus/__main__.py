"""Write a sample workspace: `python -m benchmarks.corpus FOLDER COUNT [--out] [--originals N]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import corpus
from benchmarks.corpus import originals


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--out", action="store_true", help="only pieces that readers see")
    parser.add_argument("--originals", type=int, default=corpus.ORIGINALS)
    options = parser.parse_args()
    fates = originals.OUT if options.out else ()
    corpus.fill(options.folder, options.count, fates=fates, originals_count=options.originals)


if __name__ == "__main__":
    main()
