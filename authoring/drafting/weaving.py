"""Puts parts that were written anew into a text whose other parts stay, byte for byte, with its front matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from authoring.drafting import assemble
from authoring.drafting.partial import Step, joined
from authoring.drafting.parts import AssembledPart
from authoring.drafting.standing import StandingText
from authoring.model.documents import Outline
from authoring.store import addresses


def woven(outline: Outline, standing: StandingText, steps: Sequence[Step], parts: Sequence[AssembledPart]) -> str:
    """The text of the piece with the written parts in their places."""
    document = standing.piece.document.with_values(_front_values(outline, standing, steps))
    return document.with_body(_body(standing, steps, parts)).text


def _body(standing: StandingText, steps: Sequence[Step], parts: Sequence[AssembledPart]) -> str:
    body = standing.piece.draft.body
    newline = "\r\n" if "\r\n" in body else "\n"
    by_number = {assembled.part.number: assembled for assembled in parts}
    chunks = [_chunk(step, by_number, newline=newline) for step in steps]
    if not steps[0].stands:
        chunks.insert(0, body[: len(body) - len(body.lstrip())])  # the space below the front matter
    standing_chunks = [chunk for chunk in chunks if chunk]
    text = joined(standing_chunks, newline=newline)
    is_last = bool(standing_chunks) and standing_chunks[-1] == standing.sections[-1].text
    return text if is_last else text.rstrip() + newline


def _chunk(step: Step, parts: Mapping[int, AssembledPart], *, newline: str) -> str:
    if step.stands and step.section:
        return step.section.text
    if step.part and step.is_written:
        return assemble.body([parts[step.part.number]]).replace("\n", newline)
    return ""


def _front_values(outline: Outline, standing: StandingText, steps: Sequence[Step]) -> dict[str, Any]:
    """The keys that follow the outline: those that people left alone, and what the outline's lists gained."""
    present = standing.piece.document.values
    stated = assemble.front_values(outline, outline.description, images=assemble.images(outline))
    keeps_all = any(step.status in ("stays", "waiting") for step in steps)  # they may use what the outline dropped
    values: dict[str, Any] = {}
    for key, value in stated.items():
        is_list = key in ("testimonies", "images")
        if is_list and (keeps_all or key in standing.edited_keys):
            values[key] = _joined_lists(present.get(key) or [], value or []) or None
        elif key not in standing.edited_keys and (key != "description" or value):
            values[key] = value
    return {**values, "status": "draft"}


def _joined_lists(present: Sequence[Any], stated: Sequence[Any]) -> list[Any]:
    """The present entries, and those of the outline that are not among them."""
    names = [_name(entry) for entry in present]
    return [*present, *(entry for entry in stated if not addresses.same_name(_name(entry), names))]


def _name(entry: Any) -> str:
    return str(entry.get("src", "")) if isinstance(entry, dict) else str(entry)
