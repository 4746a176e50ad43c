"""A text as its passages and its sentences: what can have an author of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from authoring.sourcing.provenance.digests import LINE_MARK, digest, exact_digest, place, words
from authoring.text import markdown, sentences

Role = Literal["title", "description", "heading", "prose", "quote", "testimony"]

_BLOCK: Final = re.compile(r"^[^\n\S]*+\S[^\n]*(?:\n[^\n\S]*+\S[^\n]*)*", re.MULTILINE)
_SPACE: Final = re.compile(r"\s")
_MARKUP: Final = re.compile(
    r"<!--.{0,2000}?-->|!\[[^\[\]]{0,500}\]\([^()\n]{0,2000}\)|(?<=\])\([^()\n]{0,2000}\)|(?<!\\)[*`\[\]]", re.DOTALL
)
_SPACES: Final = re.compile(r"[ \t\r\n]+")  # no-break spaces stay
_ITEM: Final = re.compile(r"^(?=[ \t>]*(?:[-*+]|\d{1,3}[.)]|#{1,6})[ \t])|^(?=[ \t]*\|)", re.MULTILINE)
_QUOTE: Final = re.compile(r"[ \t]{0,3}>")
_HEADING: Final = re.compile(r"[ \t]{0,3}#{1,6}[ \t]")


@dataclass(frozen=True)
class Block:
    """A passage as it stands in a body: its text, its offset, and the body's line on which it begins, from 1."""

    section: str
    text: str
    line: int
    start: int = 0

    @property
    def sha256(self) -> str:
        """What the passage is recognised by."""
        return digest(self.text)

    @property
    def exact(self) -> str:
        """What it was recognised by in records of format 1."""
        return exact_digest(self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a piece: where it stands, and the digest of the passage that it stands in.

    `start` and `end` are offsets in the body, and 0 for the title and the description, which are not in it.
    `number` counts the sentences of a testimony from 1, as `[[quote:slug#n]]` does, and headings likewise.
    """

    text: str
    sha256: str
    section: str
    role: Role
    block: str
    start: int = 0
    end: int = 0
    line: int = 0
    testimony: str = ""
    number: int = 0

    @property
    def place(self) -> str:
        """What its section is recognised by, without the heading's words."""
        return place(self.section)


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence within its passage."""

    start: int
    end: int
    line: int
    sha256: str
    role: Role
    testimony: str = ""
    number: int = 0


def blocks(body: str) -> list[Block]:
    """The passages of a body in order, headings left out."""
    return _blocks(body, markdown.sections(body))


def _blocks(body: str, sections: Sequence[markdown.BodySection]) -> list[Block]:
    blocks_of_body = []
    for section in sections:
        text = section.text_of(body)
        line = body.count("\n", 0, section.text_start) + 1
        position = 0
        for start, end in _split(text):
            line += text.count("\n", position, start)
            position = start
            blocks_of_body.append(Block(section.heading, text[start:end], line, section.text_start + start))
    return blocks_of_body


def sentences_of(body: str, *, title: str = "", description: str = "") -> list[Sentence]:
    """Every sentence that a reader meets, in order: title, description, headings, prose, quotations, testimonies."""
    sentences_in_order = [*_front(title, "title"), *_front(description, "description")]
    sections = markdown.sections(body)
    ahead = [section for section in sections if section.heading]
    number = 0
    for block in _blocks(body, sections):
        while number < len(ahead) and ahead[number].start < block.start:
            number += 1
            sentences_in_order.append(_heading(body, ahead[number - 1], number))
        sentences_in_order += _within(block)
    for section in ahead[number:]:
        number += 1
        sentences_in_order.append(_heading(body, section, number))
    return sentences_in_order


def shown(text: str) -> str:
    """The words of a sentence without Markdown's marks, on one line."""
    return _SPACES.sub(" ", _MARKUP.sub("", LINE_MARK.sub("", text))).strip()


def _front(text: str, role: Role) -> Iterator[Sentence]:
    for sentence in sentences.split(text):
        if words(sentence):
            yield Sentence(sentence, digest(sentence), "", role, digest(text))


def _heading(body: str, section: markdown.BodySection, number: int) -> Sentence:
    sha256 = digest(section.heading)
    start = body.find(section.heading, section.start)
    end = start + len(section.heading)
    return Sentence(
        section.heading, sha256, section.heading, "heading", sha256, start, end, section.line, number=number
    )


def _within(block: Block) -> Iterator[Sentence]:
    sha256 = block.sha256
    for part in _parts(block.text):
        yield Sentence(
            block.text[part.start : part.end],
            part.sha256,
            block.section,
            part.role,
            sha256,
            block.start + part.start,
            block.start + part.end,
            block.line + part.line,
            part.testimony,
            part.number,
        )


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[_Part, ...]:
    """The sentences of a passage; worked out once, since most passages are the same in every revision."""
    spoken = markdown.TESTIMONY_BLOCK.search(text)
    if spoken:
        offset, words_spoken = spoken.start("words"), spoken["words"]
        return tuple(
            _part(text, offset + start, offset + end, "testimony", spoken["slug"], number)
            for number, (start, end) in enumerate(sentences.spans(words_spoken), start=1)
        )
    if markdown.FENCE.match(text):
        return ()
    role: Role = "quote" if _QUOTE.match(text) else "heading" if _HEADING.match(text) else "prose"
    parts = (_part(text, start, end, role) for start, end in _spans(text))
    return tuple(part for part in parts if words(text[part.start : part.end]))


def _part(text: str, start: int, end: int, role: Role, testimony: str = "", number: int = 0) -> _Part:
    return _Part(start, end, text.count("\n", 0, start), digest(text[start:end]), role, testimony, number)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a passage: each point of a list and row of a table begins anew, marks before a line blanked."""
    bare = LINE_MARK.sub(lambda match: " " * len(match.group()), text)
    cuts = [0, *(match.start() for match in _ITEM.finditer(text) if match.start()), len(text)]
    for begin, stop in pairwise(cuts):
        for start, end in sentences.spans(bare[begin:stop]):
            yield begin + start, begin + end


def _split(text: str) -> list[tuple[int, int]]:
    """Offsets of the blocks between blank lines; a testimony is one block, and so is code between fences."""
    if "<!--" in text:
        text = markdown.TESTIMONY_BLOCK.sub(_as_one, text)
    if "```" in text or "~~~" in text:
        text = markdown.FENCE.sub(_as_one, text)
    return [match.span() for match in _BLOCK.finditer(text)]


def _as_one(match: re.Match[str]) -> str:
    return _SPACE.sub("\0", match.group())
