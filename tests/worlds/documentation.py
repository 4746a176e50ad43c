"""The commands of a documentation page, and the surroundings in which a reader would run them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest import mock

from authoring.cli import language, workspace_folder
from authoring.cli.app import run
from authoring.exporters.review_files import office
from authoring.text import i18n
from tests.worlds.word_files import docx, p

ROOT: Final = Path(__file__).parents[2]


BLOCK: Final = re.compile(
    r"(?:^<!-- not run: (?P<reason>[^\n]+) -->\n)?^```console\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL
)


SETUP: Final = re.compile(r"^<!-- setup: (?P<name>[a-z]+) -->$", re.MULTILINE)


_EXPECTED: Final = re.compile(r"\s+# exit code (?P<code>\d+)$")


_QUOTED: Final = re.compile(r"quotes accept (?P<slug>[a-z-]+) ID")


_ASKED: Final = re.compile(r"quotes confirm (?P<slug>[a-z-]+) (?P<person>--for \"[^\"]+\") --reference REFERENCE")


_PLAIN: Final = re.compile(r"authoring [^|<>;&$`]*")  # nothing in it for a shell to do
_CHANGE_FOLDER: Final = re.compile(r"cd (?P<folder>\S+)")
_EXPORT: Final = re.compile(r"export (?P<name>[A-Z_]+)=(?P<text>\S+)")
_TEXT: Final = re.compile(r"accompany approve (?P<slug>[a-z-]+) (?P<kind>[a-z]+)")
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
        # which tree is tested, and what measures its coverage
        **{name: text for name, text in os.environ.items() if name == "PYTHONPATH" or name.startswith("COVERAGE_")},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(folder / "home"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "LANG": "C.UTF-8",
        "EDITOR": str(editor),
        "AUTHORING_MODEL": "fake",
        "AUTHORING_USER": USERS[lang],
    }


class Reader:
    """Somebody who follows a page, a command at a time, in their folder and with their variables.

    What the page promises is asserted. The program runs in this process, with a language, a working directory and an
    environment of its own for each command; `as_typed` runs it as a program of its own, as at a real terminal.
    """

    def __init__(self, folder: Path, variables: Mapping[str, str], *, as_typed: bool = False, stdin: str = "") -> None:
        self.folder = folder
        self.variables = dict(variables)
        self._as_typed = as_typed
        self._stdin = stdin

    def follow(self, command: Command) -> None:
        """Type the command, with the values that earlier ones have shown, and see that it ends as the page says."""
        code, output = self._type(self._with_shown_values(command.text))
        assert code == command.code, f"line {command.line}: {command.text}: exit code {code}\n{output}"

    def _type(self, text: str) -> tuple[int, str]:
        if match := _CHANGE_FOLDER.fullmatch(text):
            self.folder = self.folder / match["folder"]
            return 0, ""
        if match := _EXPORT.fullmatch(text):
            self.variables[match["name"]] = match["text"]
            return 0, ""
        if _PLAIN.fullmatch(text):
            return self._authoring(*shlex.split(text)[1:])
        return self._run_program("bash", "-c", text)

    def _with_shown_values(self, text: str) -> str:
        """A page names a hash, a quotation's id or a reference that the reader has seen: they are looked up."""
        if match := _TEXT.search(text):
            texts = json.loads(self._shown("accompany", "list", match["slug"], "--json"))
            return text.replace("HASH", next(it["hash"] for it in texts if it["kind"] == match["kind"]))
        if match := _APPROVED.search(text):
            return text.replace("HASH", json.loads(self._shown("show", match["slug"], "--json"))["hash"])
        if match := _QUOTED.search(text):
            quotations = json.loads(self._shown("quotes", match["slug"], "--json"))
            return text.replace(" ID", " " + next(it["id"] for it in quotations if it["kind"] == "edited"))
        if match := _ASKED.search(text):
            page = self._shown("quotes", match["slug"], *shlex.split(match["person"]))
            return text.replace("REFERENCE", re.findall(r"[0-9a-f]+$", page, re.MULTILINE)[-1])
        return text

    def _shown(self, *arguments: str) -> str:
        return self._authoring(*arguments)[1]

    def _authoring(self, *arguments: str) -> tuple[int, str]:
        if self._as_typed:
            return self._run_program("authoring", *arguments)
        output = io.StringIO()
        with (
            mock.patch.dict(os.environ, self.variables, clear=True),
            mock.patch("sys.stdin", io.StringIO(self._stdin)),
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(io.StringIO()) as errors,
        ):
            i18n.use(language(workspace_folder(arguments), os.environ))
            code = run(arguments)
        return code, output.getvalue() + (errors.getvalue() if code else "")

    def _run_program(self, *command: str) -> tuple[int, str]:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.variables,
            input=self._stdin,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return done.returncode, done.stdout + (done.stderr if done.returncode else "")
