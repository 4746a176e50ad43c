"""A body block by block, as tokens of our Markdown: what every target with a markup of its own begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from authoring.exporters.rendering import html
from authoring.exporters.rendering.gallery import Figure, Gallery
from authoring.exporters.rendering.testimonies import Aside, put_back


def figures(body: str, *, gallery: Gallery) -> list[Figure]:
    """Every picture that the body will show, in order, with its words."""
    tokens, _text, _testimonies = html.arranged(body, gallery=gallery)
    pictures: list[Figure] = []
    for token in tokens:
        pictures += token.meta.get("figures", ())
        pictures += [child.meta["figure"] for child in token.children or () if child.type == "image"]
    return pictures


def blocks(body: str, gallery: Gallery) -> Iterator[tuple[list[Token], str, Aside]]:
    """The tokens of each block at the top of a body, in order, with its Markdown: none where the text holds none."""
    tokens, text, testimonies = html.arranged(body, gallery=gallery)
    lines = text.split("\n")
    for group in groups(tokens):
        span = group[0].map
        source = "\n".join(lines[span[0] : span[1]]).strip("\n") if span else ""
        yield group, put_back(f"\n{source}\n", testimonies).strip("\n"), testimonies


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
