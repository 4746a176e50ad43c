"""Which sentences of a piece a model wrote: those of the last draft, and of the sections revised since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from authoring import provenance
from authoring.provenance import Block, Provenance
from authoring.stats import share


@dataclass(frozen=True)
class Writing:
    """A body just after a model wrote in it; `is_whole` when it wrote all of it."""

    body: str
    is_whole: bool


def written_by_model(writings: Iterable[Writing], record: Provenance) -> list[str]:
    """The model's sentences. A revision replaces those of its own section, whatever people did to the others.

    In a revised section a passage counts when the record says that the model wrote it, and a sentence in any other
    passage when the model had written it before: what people had put there stays theirs.
    """
    known: dict[str, list[str]] = {}
    before: set[str] = set()
    for writing in writings:
        blocks = provenance.blocks(writing.body)
        if writing.is_whole:
            known = share.prose_by_section(writing.body)
        else:
            known |= _revised(blocks, known, record, fresh={block.sha256 for block in blocks} - before)
        before = {block.sha256 for block in blocks}
    return [sentence for sentences in known.values() for sentence in sentences]


def _revised(
    blocks: Sequence[Block], known: dict[str, list[str]], record: Provenance, *, fresh: set[str]
) -> dict[str, list[str]]:
    model = {passage.sha256 for passage in record.passages if passage.kind == "model"}
    if not model:  # the record is gone: then all that is new since the model last wrote counts as its own
        model = fresh
    revised = {block.section for block in blocks if block.sha256 in fresh & model}
    return {heading: _of_model(blocks, heading, known.get(heading, []), model) for heading in revised}


def _of_model(blocks: Sequence[Block], heading: str, known: Sequence[str], model: set[str]) -> list[str]:
    old = set(map(share.plain, known))
    return [
        sentence
        for block in blocks
        if block.section == heading
        for sentence in share.prose(block.text)
        if block.sha256 in model or share.plain(sentence) in old
    ]
