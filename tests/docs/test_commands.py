"""Every command in the documentation is run, in order, in a workspace of its own, with a model that is none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from authoring.exporters.paper import office
from tests.importers.word.files import docx, p

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = [
    path
    for path in [ROOT / "README.md", ROOT / "README.fr.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if "```console\n" in (text := path.read_text(encoding="utf-8"))
    and not re.search("^<!-- setup: (?:wordpress|ghost) -->$", text, re.MULTILINE)  # see test_blogs
]
_BLOCK: Final = re.compile(
    r"(?:^<!-- not run: (?P<reason>[^\n]+) -->\n)?^```console\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL
)
_SETUP: Final = re.compile(r"^<!-- setup: (?P<name>[a-z]+) -->$", re.MULTILINE)
_EXPECTED: Final = re.compile(r"\s+# exit code (?P<code>\d+)$")
_QUOTED: Final = re.compile(r"quotes accept (?P<slug>[a-z-]+) ID")
_ASKED: Final = re.compile(
    r"(?P<asked>quotes) confirm (?P<slug>[a-z-]+) (?P<person>--for \"[^\"]+\") --reference REFERENCE"
)
_APPROVED: Final = re.compile(r"(?:approve|--revision) (?P<slug>[a-z-]+)")

_STEPS: Final = {
    "en": (
        'authoring init . --lang en --name "Robin Example" --email robin@example.org',
        "authoring draft first-article",
        "authoring submit first-article --to alex",
        "authoring approve first-article --revision HASH --as alex",
        "authoring publish first-article",
    ),
    "fr": (
        'authoring init . --lang fr --name "Camille Exemple" --email camille@example.org',
        "authoring draft premier-article",
        "authoring submit premier-article --to dominique",
        "authoring approve premier-article --revision HASH --as dominique",
        "authoring publish premier-article",
    ),
}
# How far a page's reader has come when it begins: how many of the steps, in which language.
SETUPS: Final = {
    "workspace": ("en", 1),
    "drafted": ("en", 2),
    "submitted": ("en", 3),
    "approved": ("en", 4),
    "published": ("en", 5),
    "espace": ("fr", 1),
    "redige": ("fr", 2),
    "approuve": ("fr", 4),
    "publie": ("fr", 5),
}
# What a reader has lying in their folder when a page speaks of it.
WORD_FILES: Final = {
    "notre-jardin.docx": docx(p("Notre jardin", style="Titre"), p("Le potager", style="Titre1"), p("Douze bacs.")),
    "nora.docx": docx(p("I came by bike.")),
    "house.docx": (office.REFERENCES / "en.docx").read_bytes(),
    "maison.docx": (office.REFERENCES / "fr.docx").read_bytes(),
}
USERS: Final = {"en": "robin", "fr": "camille"}


@dataclass(frozen=True)
class Command:
    """One command of a page and the exit code that the page promises."""

    text: str
    code: int = 0
    line: int = 0

    def as_shell(self) -> str:
        """The command, and a stop with its place when the code is another."""
        where = shell_quoted(f"line {self.line}: {self.text}")
        stop = f'{{ printf "%s: exit code %s\\n" {where} "$code" >&2; exit 99; }}'
        return f'{self._with_hash()}\ncode=$?\n[ "$code" -eq {self.code} ] || {stop}'

    def _with_hash(self) -> str:
        """What a command has shown the reader, the test looks up: a hash, a quotation's id, a reference."""
        if slug := _APPROVED.search(self.text):
            pick = "import json, sys; print(json.load(sys.stdin)['hash'])"
            return self.text.replace("HASH", f'"$(authoring show {slug["slug"]} --json | python -c "{pick}")"')
        if quoted := _QUOTED.search(self.text):
            pick = "import json, sys; print([q['id'] for q in json.load(sys.stdin) if q['kind'] == 'edited'][0])"
            return self.text.replace(" ID", f' "$(authoring quotes {quoted["slug"]} --json | python -c "{pick}")"')
        if asked := _ASKED.search(self.text):
            shown = f'authoring quotes {asked["slug"]} {asked["person"]} | grep -o "[0-9a-f]*$" | tail -1'
            return self.text.replace("REFERENCE", f'"$({shown})"')
        return self.text


def shell_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def commands(page: str) -> Iterator[Command]:
    for block in _BLOCK.finditer(page):
        if block["reason"]:
            continue
        first = page.count("\n", 0, block.start("lines")) + 1
        for number, line in enumerate(block["lines"].splitlines(), start=first):
            assert line.startswith("$ "), f"line {number} is no command: {line}"
            promised = _EXPECTED.search(line)
            yield Command(_EXPECTED.sub("", line[2:]), int(promised["code"]) if promised else 0, number)


def environment(folder: Path, lang: str) -> dict[str, str]:
    programs = folder / "programs"
    programs.mkdir()
    editor = programs / "editor"
    editor.write_text(
        "#!/bin/sh\ncase $1 in published/*) exit 9;; esac\nprintf '\\nAnd one sentence more.\\n' >> \"$1\"\n",
        encoding="utf-8",
    )
    editor.chmod(0o755)
    (folder / "home").mkdir()
    return {
        **({"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}),  # which tree is tested
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(folder / "home"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "LANG": "C.UTF-8",
        "EDITOR": str(editor),
        "AUTHORING_MODEL": "fake",
        "AUTHORING_USER": USERS[lang],
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_commands_of_the_page_do_what_it_says(path: Path, tmp_path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    setup = _SETUP.search(page)
    lang, count = SETUPS[setup["name"]] if setup else ("fr" if "fr" in path.name + path.parent.name else "en", 0)
    workspace = tmp_path / "here"
    workspace.mkdir()
    if path.parent.parent.name == "examples":
        subprocess.run(["cp", "-R", f"{path.parent}/.", str(workspace)], check=True)
    for name in (name for name in WORD_FILES if name in page):
        (tmp_path / name).write_bytes(WORD_FILES[name])
    before = [Command(text) for text in (*_STEPS[lang][:count], 'find .. -maxdepth 1 -name "*.docx" -exec cp {} . ";"')]

    done = subprocess.run(
        ["bash"],
        input="\n".join(command.as_shell() for command in [*before, *commands(page)]),
        cwd=workspace,
        env=environment(tmp_path, lang),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_what_is_not_run_has_a_reason_and_is_little() -> None:
    blocks = [block for path in PAGES for block in _BLOCK.finditer(path.read_text(encoding="utf-8"))]
    reasons = [block["reason"] for block in blocks if block["reason"]]

    assert len(set(reasons)) <= 3  # a page and its twin share one
    assert all(len(reason) > 10 for reason in reasons)
    assert len(blocks) > 40
