"""Prints which retracted posts targets may still show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.cli.advice import words

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.editorial.owing import Owed


def owed(context: Context, slugs: Collection[str] | None = None) -> list[Owed]:
    """The owed pieces among these, or among all; prints a line for each on stderr, with the remedy."""
    from authoring.editorial.owing import Owing

    entries = Owing(context).pieces(slugs)
    say(entries)
    return entries


def say(entries: Sequence[Owed]) -> None:
    """Print a line for each owed piece on stderr."""
    for entry in entries:
        terminal.note(f"{entry.message} {words(entry.remedy)}")


def key(owed: Mapping[str, Sequence[str]], slug: str) -> dict[str, Sequence[str]]:
    """The key in `--json` for owed pieces; empty when there are none."""
    return {"owed": owed[slug]} if slug in owed else {}


def targets_by_slug(entries: Sequence[Owed]) -> dict[str, list[str]]:
    """For each piece the targets that may still show it."""
    by_slug: dict[str, list[str]] = {}
    for entry in entries:
        by_slug.setdefault(entry.slug, []).append(entry.target)
    return by_slug
