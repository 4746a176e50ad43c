"""Run as a program: interrupt a command at changes that it makes to the disk, and say what is wrong afterwards.

    python -m tests.cli.interrupting FOLDER COUNT PATTERN [CASE…]

prints a JSON line for each of at most COUNT interruptions of each case, sampled as `tests.worlds.effort` says, at the
changes that fit the pattern, such as `replace .*/history` or the empty one for all. The command is killed at the
change, or the disk is full or refuses to be written from there on. Then `verify` looks at what it left, the command is
given again on a sound disk, and what lies there has to be what it is where nothing failed.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.worlds.changing_commands import CASES, Case, Place, file_name
from tests.worlds.effort import sample
from tests.worlds.faults import Disk, Kind
from tests.worlds.forked import Given, give, load_program

_LATER: Final = 5  # minutes until the command is given again
_KINDS: Final[tuple[Kind, ...]] = ("kill", "full", "full once", "refused")
# what names the times and numbers of files, or tells what one run of a command did
_CACHES: Final = (".authoring/exports/", ".authoring/answers/", "report.md")
_OWN_OF_A_RUN: Final = (".authoring/locks/",)
_TEXTS: Final = ("drafts", "published", "outlines", "testimonies")
_SITES: Final = ("hugo",)
# what is so of a piece that is out while a consent for it is withdrawn
_STILL_OUT: Final = "does not cover publishing"
_HISTORY: Final = re.compile(r"(drafts|published)/[^./][^/]*/history\.jsonl$")  # and none in half a bundle
_ACT: Final = ("action", "from", "to", "actor", "hash", "note")
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Interruption:
    """A fault that a command meets at a change; `is_later` has it given again when the clock has gone on."""

    kind: Kind
    number: int
    is_later: bool

    def __str__(self) -> str:
        return f"{self.kind} at {self.number}{', later' if self.is_later else ''}"


@dataclass
class Trial:
    """A command in a place that was prepared once, and is copied for each interruption."""

    folder: Path
    name: str
    case: Case
    _known: dict[str, list[str]] = field(default_factory=dict)

    def prepare(self) -> None:
        """Make the place, and see what the command does where nothing fails."""
        for name in ("now", "now/notes", "now/cache", "now/home", "now/tmp"):
            (self.folder / name).mkdir(parents=True)
        (self.place / "cache" / "looks.key").write_bytes(b"k" * 32)  # it is one machine in every trial
        place = Place(self.place)
        self.arguments = tuple(self.case.prepare(place))
        self.minutes, self.words = place.minutes + 1, place.words
        shutil.copytree(self.place, self.folder / "prepared")
        self.before = files_of(self.place / "w")
        self.plain = self.give(self.arguments, disk=Disk())
        assert self.plain.code == 0, self.plain
        self.after = files_of(self.place / "w")
        self.events = events_of(self.after)

    @property
    def place(self) -> Path:
        """Where every trial takes place, so that no path differs between two."""
        return self.folder / "now"

    def give(self, arguments: Sequence[str], *, disk: Disk | None = None, later: int = 0) -> Given:
        """Give a command in the place as it is now."""
        return give(arguments, folder=self.place / "w", notes=self.folder, minutes=self.minutes + later, disk=disk)

    def interruptions(self, count: int, pattern: str) -> Sequence[Interruption]:
        """A sample of all faults at those changes that fit the pattern."""
        cases = [it for kind in _KINDS for it in self._interruptions(kind, re.compile(pattern))]
        return sample(cases, count, of=f"interrupted {self.name}")

    def _interruptions(self, kind: Kind, pattern: re.Pattern[str]) -> Iterator[Interruption]:
        """Every change that a fault of this kind can meet; a disk that refuses does so in one of two ways."""
        self._copy()
        for number, change in enumerate(self.give(self.arguments, disk=Disk(kind)).changes, start=1):
            chosen: Kind = "read only" if kind == "refused" and number % 2 else kind
            if pattern.search(change):
                yield Interruption(chosen, number, is_later=number % 3 == 0)

    def complaints(self, interruption: Interruption) -> tuple[str, list[str]]:
        """What the command was doing when it met the fault, and what is wrong afterwards."""
        self._copy()
        outcome = self.give(self.arguments, disk=Disk(interruption.kind, interruption.number))
        problems = list(self._of_the_command(interruption, outcome))
        state = files_of(self.place / "w")
        key = _digest(state) + str(interruption.is_later) + str(outcome.code == 0)
        if key not in self._known:
            self._known[key] = list(self._of_what_is_left(interruption, outcome, state))
        return outcome.met, problems + self._known[key]

    def _copy(self) -> None:
        shutil.rmtree(self.place)
        shutil.copytree(self.folder / "prepared", self.place, symlinks=True)

    def _of_the_command(self, interruption: Interruption, given: Given) -> Iterator[str]:
        if interruption.kind == "kill":
            return
        if given.code < 0 or given.code > 4 or "Traceback" in given.err:
            yield f"the command ended with {given.code}: {given.err[-1500:]}"
        elif given.code != 0:
            yield from self._of_the_message(given)

    def _of_the_message(self, given: Given) -> Iterator[str]:
        if not given.err.strip() and not given.out.strip():
            yield "the command says nothing of the failure"
        if "--json" not in self.arguments:
            return
        if not any(map(_json_in, (given.err, given.out))):
            yield f"no JSON tells of the failure: {given.err[-500:]}"

    def _of_what_is_left(self, interruption: Interruption, given: Given, state: Files) -> Iterator[str]:
        if "authoring.toml" in state:
            yield from self._of_the_next_command(interruption)
        settled = files_of(self.place / "w")
        events = events_of(settled)
        if not self.case.asks_model and not interruption.is_later:
            for slug, lines in events.items():
                if self.events.get(slug, [])[: len(lines)] != lines:
                    yield f"the history of {slug} is neither as before nor as after: {lines}"
        for words in () if self.case.erases else self.words:
            if not any(
                words.encode() in it for name, it in settled.items() if _is_text(name, places=(*_TEXTS, *_SITES))
            ):
                yield f"words are lost after the fault: {words}"
        if given.code == 0:
            yield from (f"it ended well, and {it}" for it in self._differences(settled, is_later=False))
        if self.case.repeats and not self._differences(settled, is_later=True):
            return
        again = self.give(self.arguments, later=_LATER if interruption.is_later else 0)
        final = files_of(self.place / "w")
        yield from (f"given again: {it}" for it in self._differences(final, is_later=interruption.is_later))
        if again.code != self.plain.code and self._differences(settled, is_later=interruption.is_later):
            yield f"given again it ended with {again.code}: {again.err[-800:]}{again.out[-300:]}"
        yield from (f"given again: {it}" for it in self._of_the_next_command(interruption))

    def _of_the_next_command(self, interruption: Interruption) -> Iterator[str]:
        """What `verify` complains of, besides what may still be seen at a target and is said to be so."""
        later = _LATER if interruption.is_later else 0
        verified = self.give(("verify", "--json"), later=later)
        try:
            owed = {f"{it['slug']} {it['target']}" for it in verified.json.get("owed", [])}
            problems = [it for it in verified.json["problems"] if not owed and _STILL_OUT not in it["message"]]
        except ValueError:
            problems = [{"message": f"{verified.code} {verified.err}"}]
        yield from (f"verify: {it}" for it in problems)
        listed = self.give(("list", "--json"), later=later)
        if listed.code != 0:
            yield f"list ended with {listed.code}: {listed.err[-300:]}"

    def _differences(self, state: Files, *, is_later: bool) -> list[str]:
        """How this state differs from that where nothing failed."""
        if is_later or self.case.asks_model or self.case.restates:
            return list(_differences(self._essence(self.after), self._essence(state)))
        return list(_differences(self.after, state))

    def _essence(self, files: Files) -> dict[str, bytes]:
        """The texts of these files and the names of the others, and each line of a history without its time."""
        acts = {f"{slug} history": json.dumps(events).encode() for slug, events in events_of(files).items()}
        others = {file_name(name): b"" for name in files if not _is_text(name)}
        return {**others, **{file_name(name): it for name, it in files.items() if _is_text(name)}, **acts}


def files_of(root: Path) -> dict[str, bytes]:
    """Every file of a workspace with its bytes, besides its locks; of caches their names."""
    return {
        name: path.read_bytes() if not name.startswith(_CACHES) else b""
        for path in sorted(root.rglob("*"))
        if path.is_file() and not (name := path.relative_to(root).as_posix()).startswith(_OWN_OF_A_RUN)
    }


def events_of(files: Files) -> dict[str, list[list[Any]]]:
    """What each history says was done, by whom, to which text, by slug."""
    histories = {name: it for name, it in files.items() if _HISTORY.match(name)}
    return {
        name.split("/")[1]: [[json.loads(line).get(key) for key in _ACT] for line in content.splitlines()]
        for name, content in histories.items()
    }


def _is_text(name: str, *, places: Collection[str] = _TEXTS) -> bool:
    return name.endswith(".md") and name.split("/")[0] in places and "/." not in name


def _differences(expected: Files, state: Files) -> Iterator[str]:
    yield from (f"{name} is missing" for name in expected if name not in state)
    yield from (f"{name} is left over" for name in state if name not in expected)
    yield from (f"{name} differs" for name in state if expected.get(name, state[name]) != state[name])


def _digest(files: Files) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _json_in(text: str) -> Any:
    """The JSON that a command printed, after lines for people."""
    start = re.search(r"^[\[{]", text, re.MULTILINE)
    try:
        return json.loads(text[start.start() :]) if start else None
    except ValueError:
        return None


def interrupt(folder: Path, name: str, count: int, pattern: str) -> None:
    """A line for each interruption."""
    trial = Trial(folder, name, CASES[name])
    trial.prepare()
    for interruption in trial.interruptions(count, pattern):
        change, complaints = trial.complaints(interruption)
        line = {"case": name, "interruption": str(interruption), "change": change, "complaints": complaints}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def main(folder: Path, count: int, pattern: str, names: Sequence[str]) -> None:
    """Every case in a folder of its own."""
    load_program()
    gc.freeze()
    for name in names:
        place = folder / name / "now"
        os.environ.update({
            "AUTHORING_CACHE_DIR": f"{place}/cache",
            "AUTHORING_SECRETS": f"{place}/secrets.json",
            "AUTHORING_LANG": "en",
            "HOME": f"{place}/home",
            "TMPDIR": f"{place}/tmp",
        })  # fmt: skip
        interrupt(folder / name, name, count, pattern)
        shutil.rmtree(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:] or [*CASES])
