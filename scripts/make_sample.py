"""Takes the sample workspace at the root through the pipeline, with the model on this machine.

    python scripts/make_sample.py draft      drafts both pieces and mends their typography
    python scripts/make_sample.py publish    hands one of them in, approves it as its reviewer, publishes it

Between the two, somebody reads the drafts and edits them, as everywhere. A piece that is there already is refused
by `draft` itself; to begin anew, remove its folder first.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
STAYS: Final = "un-jardin-pour-apprendre"
GOES_OUT: Final = "l-atelier-du-samedi"
AUTHOR: Final = "agathe"
REVIEWER: Final = "samir"
EVIDENCE: Final = ROOT / "docs" / "examples" / "evidence"
SCOPE: Final = (
    "--scope",
    "facts",
    "--scope",
    "quotes",
    "--scope",
    "names",
    "--scope",
    "pictures",
    "--scope",
    "privacy",
)


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
    with tempfile.TemporaryDirectory() as folder:
        key = make_key(Path(folder))
        accepted = [word for warning in warnings() for word in ("--accept", warning)]
        words = ["--revision", piece["hash"], "--key", str(key), *SCOPE, *accepted]
        run("approve", GOES_OUT, *words, actor=REVIEWER)
    run("publish", GOES_OUT, actor=AUTHOR)
    run("evidence", GOES_OUT, "--out", str(EVIDENCE / GOES_OUT))
    run("verify")


def make_key(folder: Path) -> Path:
    """A key for the sample's reviewer, gone with `folder`: only its public half stays, in `authoring.toml`."""
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    settings = ROOT / "authoring.toml"
    text = re.sub(r"^(?:ssh_key|ssh_key_since) = .*\n", "", settings.read_text("utf-8"), flags=re.MULTILINE)
    public = key.with_suffix(".pub").read_text("utf-8").strip()
    table = f"[people.{REVIEWER}]\n"
    settings.write_text(text.replace(table, f'{table}ssh_key = "{public}"\n'), "utf-8")
    return key


def warnings() -> list[str]:
    """The ids of the warnings that somebody has read and stands by, who runs this script."""
    findings = json.loads(run("check", GOES_OUT, "--json"))
    return [finding["id"] for finding in findings if finding["severity"] == "warning" and finding["check"] == "sources"]


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
