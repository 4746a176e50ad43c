"""Readers of Markdown that let raw HTML and every link through: what an exported text must be harmless in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Reader = Callable[[str], str]


def _open(preset: MarkdownIt) -> MarkdownIt:
    preset.validateLink = lambda url: True  # type: ignore[method-assign]
    return preset


@cache
def _with_tables() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return _open(MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough"))


@cache
def _without_tables() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return _open(MarkdownIt("commonmark", {"html": True}))


def _pulldown(text: str) -> str:
    import pyromark

    return pyromark.html(text, options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH)


READERS: Final[dict[str, Reader]] = {
    "markdown-it": lambda text: str(_with_tables().render(text)),
    "markdown-it without tables": lambda text: str(_without_tables().render(text)),
    "pulldown-cmark": _pulldown,
}
