"""A body's tokens, block by block, for targets that have a markup of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from authoring.exporters import html
from authoring.exporters.pictures import Figure, Gallery
from authoring.exporters.testimonies import Aside


def figures(body: str, *, gallery: Gallery) -> list[Figure]:
    """Every picture that the body will show, in order, with its words."""
    tokens, _text, _testimonies = html.arranged(body, gallery=gallery)
    found: list[Figure] = []
    for token in tokens:
        found += token.meta.get("figures", ())
        found += [child.meta["figure"] for child in token.children or () if child.type == "image"]
    return found


def groups(tokens: Sequence[Token], *, level: int = 0) -> Iterator[list[Token]]:
    """The tokens of each block at this level; a block's closing may be gone."""
    group: list[Token] = []
    for token in tokens:
        if token.level == level and token.nesting != -1 and group:
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def source(first: Token, lines: Sequence[str], testimonies: Aside) -> str:
    """The Markdown of the block that `first` begins; none where the text does not hold it."""
    if first.map is None:
        return ""
    found = "\n".join(lines[first.map[0] : first.map[1]]).strip("\n")
    for word, match in testimonies.items():
        found = found.replace(word, match.group().strip("\n"))
    return found
