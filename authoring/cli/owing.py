"""What commands say of posts that were taken back and may still be seen somewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.cli.advice import words

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.editorial.owing import Owed


def owed(context: Context, slugs: Collection[str] | None = None) -> list[Owed]:
    """What is owed of these pieces, or of all; a line for each of them on stderr, with what to do."""
    from authoring.editorial.owing import Owing

    entries = Owing(context).pieces(slugs)
    say(entries)
    return entries


def say(entries: Sequence[Owed]) -> None:
    """A line for each of them on stderr."""
    for entry in entries:
        terminal.note(f"{entry.message} {words(entry.remedy)}")


def key(owed: Mapping[str, Sequence[str]], slug: str) -> dict[str, Sequence[str]]:
    """The key that `--json` has for what is owed, where something is."""
    return {"owed": owed[slug]} if slug in owed else {}


def targets_by_slug(entries: Sequence[Owed]) -> dict[str, list[str]]:
    """The targets that may still show each piece."""
    by_slug: dict[str, list[str]] = {}
    for entry in entries:
        by_slug.setdefault(entry.slug, []).append(entry.target)
    return by_slug
