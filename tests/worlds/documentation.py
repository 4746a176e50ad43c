"""The commands of a documentation page, and the surroundings in which a reader would run them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from authoring.exporters.paper import office
from tests.worlds.word_files import docx, p

ROOT: Final = Path(__file__).parents[2]


BLOCK: Final = re.compile(
    r"(?:^<!-- not run: (?P<reason>[^\n]+) -->\n)?^```console\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL
)


SETUP: Final = re.compile(r"^<!-- setup: (?P<name>[a-z]+) -->$", re.MULTILINE)


_EXPECTED: Final = re.compile(r"\s+# exit code (?P<code>\d+)$")


_QUOTED: Final = re.compile(r"quotes accept (?P<slug>[a-z-]+) ID")


_ASKED: Final = re.compile(
    r"(?P<asked>quotes) confirm (?P<slug>[a-z-]+) (?P<person>--for \"[^\"]+\") --reference REFERENCE"
)


_APPROVED: Final = re.compile(r"(?:approve|--revision) (?P<slug>[a-z-]+)")


STEPS: Final = {
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
    for block in BLOCK.finditer(page):
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
