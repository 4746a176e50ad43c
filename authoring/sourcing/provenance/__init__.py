"""Who or what wrote each sentence of a piece: kept beside it, and compared with its revisions.

Two things are kept. Programs note each passage that they write: the model's call, the testimony, the sources. And
each sentence of the text has an origin, found by comparing the revisions one after the other, as `git blame` does:
so the second follows from the first and from the history, and can be computed again at any time.
`record` is what is kept, `text` reads sentences, `matching` compares two revisions, `tracing` follows the sentences
through all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from authoring.sourcing.provenance.digests import digest, exact_digest
from authoring.sourcing.provenance.notes import Note, NoteKind, Severity
from authoring.sourcing.provenance.record import (
    FORMAT,
    Kind,
    Origin,
    OriginKind,
    Passage,
    Provenance,
    decode,
    decode_or_empty,
)
from authoring.sourcing.provenance.text import Block, Sentence, blocks, sentences_of

__all__ = [
    "FORMAT", "Block", "Kind", "Note", "NoteKind", "Origin", "OriginKind", "Passage", "Provenance", "Sentence",
    "Severity", "blocks", "decode", "decode_or_empty", "digest", "exact_digest", "passages", "sentences_of", "standing",
]  # fmt: skip


def passages(body: str, record: Provenance) -> list[Passage]:
    """The passages of the present body; one that the record does not have was written by a person."""
    recorded = {passage.sha256: passage for passage in record.passages}
    return [
        recorded.get(block.sha256) or recorded.get(block.exact) or Passage("person", block.sha256)
        for block in blocks(body)
    ]


def standing(body: str, record: Provenance) -> Iterator[tuple[Note, int]]:
    """The notes about passages that are unchanged since a program wrote them, each with its line in the body."""
    noted = {passage.sha256: passage.notes for passage in record.passages if passage.notes}
    for block in blocks(body) if noted else ():
        for note in noted.get(block.sha256) or noted.get(block.exact) or ():
            yield note.about(block.text), block.line
