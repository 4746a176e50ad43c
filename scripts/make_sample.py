"""Takes the sample workspace at the root through the pipeline, with the model on this machine.

    python scripts/make_sample.py draft      drafts both pieces and mends their typography
    python scripts/make_sample.py publish    hands one of them in, approves it as its reviewer, publishes it

Between the two, somebody reads the drafts and edits them, as everywhere. A piece that is there already is refused
by `draft` itself; to begin anew, remove its folder first.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
STAYS: Final = "un-jardin-pour-apprendre"
GOES_OUT: Final = "l-atelier-du-samedi"
AUTHOR: Final = "agathe"
REVIEWER: Final = "samir"


def main(arguments: list[str]) -> int:
    """Do the phase that is named; the exit code."""
    phases = {"draft": draft, "publish": publish}
    if len(arguments) != 1 or arguments[0] not in phases:
        print(__doc__)
        return 2
    phases[arguments[0]]()
    return 0


def draft() -> None:
    """Both pieces, as the model writes them, with their typography mended."""
    for slug in (STAYS, GOES_OUT):
        run("draft", slug, actor=AUTHOR)
        run("check", slug, "--fix", "typography", actor=AUTHOR)


def publish() -> None:
    """The second piece through review and out."""
    run("submit", GOES_OUT, "--to", REVIEWER, actor=AUTHOR)
    run("review", GOES_OUT, actor=REVIEWER)
    piece = json.loads(run("show", GOES_OUT, "--json"))
    run("approve", GOES_OUT, "--revision", piece["hash"], actor=REVIEWER)
    run("publish", GOES_OUT, actor=AUTHOR)
    run("verify")


def run(*words: str, actor: str = "") -> str:
    """Run one command at the root, show what it prints, and give it back."""
    command = [str(Path(sys.executable).parent / "authoring"), "-C", str(ROOT), *words]
    if actor:
        command += ["--as", actor]
    print("$ authoring", " ".join(command[3:]), flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, flush=True)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
