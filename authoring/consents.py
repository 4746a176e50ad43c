"""Withdrawing a consent: one line in the testimony's file, and everything that uses the person's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from authoring import files
from authoring.errors import AuthoringError, InputError, Problem
from authoring.frontmatter import Document, parse
from authoring.i18n import _
from authoring.loading import read_document
from authoring.store import Piece, Store

_STATUS: Final = re.compile(r"(?P<indent>[ ]+)status:[^#\r]*?(?P<rest>(?:\s+#[^\r]*)?(?P<end>\r?))")


@dataclass(frozen=True)
class Withdrawal:
    """A consent that holds no more since `day`. `unreadable` are pieces that could not be searched for its words."""

    slug: str
    day: date
    changed: bool
    uses: tuple[Piece, ...]
    unreadable: tuple[Problem, ...]


def withdraw(store: Store, slug: str, *, on: date) -> Withdrawal:
    """Record that the person has withdrawn their consent; a second time changes nothing.

    All other bytes of the testimony's file stay as they are. Raises `InputError` when they could not.
    """
    testimony = store.testimony(slug)
    changed = testimony.consent.status != "withdrawn"
    if changed:
        files.write_bytes(testimony.path, _withdrawn(read_document(testimony.path), on).text.encode())
    uses, unreadable = _uses(store, slug)
    return Withdrawal(slug, on if changed else testimony.consent.withdrawn or on, changed, uses, unreadable)


def _uses(store: Store, slug: str) -> tuple[tuple[Piece, ...], tuple[Problem, ...]]:
    found: list[Piece] = []
    problems: list[Problem] = []
    for name in store.pieces():
        try:
            piece = store.piece(name)
        except AuthoringError as error:
            problems.extend(error.problems)
            continue
        if slug in piece.draft.testimonies or f"testimony:{slug} -->" in piece.draft.body:
            found.append(piece)
    return tuple(found), tuple(problems)


def _withdrawn(document: Document, day: date) -> Document:
    """The document with two lines of the consent changed: its status, and the day."""
    before = document.values["consent"]
    lines = document.text.split("\n")
    at = document.line_of("consent", "status") - 1
    shape = _STATUS.fullmatch(lines[at])
    if shape is not None:
        lines[at] = f"{shape['indent']}status: withdrawn{shape['rest']}"
        dated = f"{shape['indent']}withdrawn: {day}{shape['end']}"
        if "withdrawn" in before:
            lines[document.line_of("consent", "withdrawn") - 1] = dated
        else:
            lines.insert(at + 1, dated)
        changed = parse("\n".join(lines), document.path)
        if changed.values == {**document.values, "consent": {**before, "status": "withdrawn", "withdrawn": day}}:
            return changed
    raise InputError(
        _("The consent cannot be changed here line by line."),
        _("Write into it yourself: status: withdrawn, and withdrawn: {day}").format(day=day),
        file=document.path,
        line=at + 1,
    )
