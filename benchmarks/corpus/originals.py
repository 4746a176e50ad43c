"""Original pieces: each is drafted, reviewed and published by the program's own commands, in a workspace of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.corpus import engine
from benchmarks.corpus.pictures import png
from benchmarks.corpus.texts import Writer

SETTINGS: Final = """
format = 3
lang = "fr"
timezone = "Europe/Paris"

[site]
title = "Le carnet de l’atelier"
url = "https://blog.example.org"
description = "Des nouvelles d’un atelier inventé."
contact = "contact@example.org"
responsible = "agathe"

[model]
use = "fake"

[people.agathe]
name = "Agathe"
email = "agathe@example.org"
roles = ["author", "editor"]
[people.samir]
name = "Samir"
email = "samir@example.org"
roles = ["reviewer"]
"""
TRAIL: Final = "trail"  # beside the piece: its provenance as it was after each event
# Twenty pieces in a row: a tenth is published and corrected, the others are in all states
FATES: Final = (
    "corrected", "published", "in_review", "draft", "published", "approved", "changes_requested", "published",
    "scheduled", "retracted", "corrected", "published", "in_review", "draft", "correcting", "approved",
    "changes_requested", "published", "rejected", "in_review",
)  # fmt: skip
OUT: Final = ("corrected", "published")  # readers see it and no correction is on its way
_SCOPE: Final = ("--scope", "facts", "--scope", "quotes")


def fate(number: int) -> str:
    """What becomes of an original."""
    return FATES[number % len(FATES)]


def has_two_rounds(number: int) -> bool:
    """Whether an original is sent back once before anybody decides: every second one, whatever becomes of it."""
    return (number + number // len(FATES)) % 2 == 0


def kilobytes(number: int) -> int:
    """The size of an original's pictures."""
    return 100 + number * 7 % 60


@dataclass
class Desk:
    """The commands that are given for one piece, in its workspace."""

    folder: Path
    slug: str
    keeps_trail: bool = True
    _events: int = field(default=0, init=False)

    def run(self, command: str, *options: str, actor: str = "agathe") -> None:
        """Give a command and keep the record of provenance that it left."""
        engine.command(self.folder, command, self.slug, *options, "--as", actor)
        if not self.keeps_trail:
            return
        count = len(self.piece.joinpath("history.jsonl").read_bytes().splitlines())
        if count != self._events:
            self._events = count
            (self.folder / TRAIL).mkdir(exist_ok=True)
            shutil.copyfile(self.piece / "provenance.json", self.folder / TRAIL / f"{count}.json")

    @property
    def piece(self) -> Path:
        """The piece's folder."""
        draft = self.folder / "drafts" / self.slug
        return draft if draft.is_dir() else self.folder / "published" / self.slug

    def edit(self, change: Callable[[str], str]) -> None:
        """Change the text by hand."""
        path = self.piece / "index.md"
        path.write_text(change(path.read_text("utf-8")), "utf-8")

    def approve(self) -> None:
        """Read the piece and approve it, as its reviewer, who stands by the warnings that are to be accepted."""
        self.run("review", actor="samir")
        piece = json.loads(engine.command(self.folder, "show", self.slug, "--json"))
        findings = json.loads(engine.command(self.folder, "check", self.slug, "--json"))
        warnings = [finding["id"] for finding in findings if finding["severity"] == "warning"]
        accepted = [word for warning in warnings for word in ("--accept", warning)]
        self.run("approve", "--revision", piece["hash"], *_SCOPE, *accepted, actor="samir")


def make(folder: Path, number: int) -> None:
    """Make the original of this number in `folder`, which must not be there yet."""
    writer = Writer(f"original {number}", number)
    _write_sources(folder, writer, kilobytes(number))
    desk = Desk(folder, writer.slug)
    end = fate(number)
    desk.run("draft")
    desk.edit(writer.edited)
    if end == "draft":
        return
    desk.run("submit", "--to", "samir", "--due", "2031-05-04")
    if has_two_rounds(number) or end == "changes_requested":
        desk.run("review", actor="samir")
        desk.run("request-changes", "--note", writer.sentence(), actor="samir")
        desk.edit(writer.edited)
    if end == "changes_requested":
        return
    if has_two_rounds(number):
        desk.run("submit", "--to", "samir")
    _decide(desk, writer, end)


def _decide(desk: Desk, writer: Writer, end: str) -> None:
    if end == "in_review":
        return
    if end == "rejected":
        desk.run("reject", "--reason", writer.sentence(), actor="samir")
        return
    desk.approve()
    if end == "scheduled":
        desk.run("schedule", "--at", "2035-01-01T09:00")
    if end in ("published", "corrected", "correcting", "retracted"):
        desk.run("publish")
    if end == "retracted":
        desk.run("retract", "--reason", writer.sentence())
    if end in ("corrected", "correcting"):
        _begin_correction(desk, writer.edited)
    if end == "corrected":
        desk.approve()
        desk.run("publish")


def correct(folder: Path, slug: str) -> None:
    """A correction by one paragraph, from its beginning to its publication."""
    desk = Desk(folder, slug, keeps_trail=False)
    _begin_correction(desk, lambda text: text + "\nUn mot de plus.\n")
    desk.approve()
    desk.run("publish")


def _begin_correction(desk: Desk, change: Callable[[str], str]) -> None:
    desk.run("correct")
    desk.edit(change)
    desk.run("submit", "--to", "samir")


def _write_sources(folder: Path, writer: Writer, size: int) -> None:
    outlines, testimonies = folder / "outlines", folder / "testimonies"
    (outlines / "images").mkdir(parents=True)
    testimonies.mkdir()
    (folder / "authoring.toml").write_text(SETTINGS, "utf-8")
    (outlines / f"{writer.slug}.md").write_text(writer.outline(), "utf-8")
    for src in writer.pictures:
        (outlines / src).write_bytes(png(src, kilobytes=size))
    for witness in writer.witnesses:
        (testimonies / f"{witness.slug}.md").write_text(witness.text, "utf-8")
