"""Compares a post with the page that the site's own generator last made of it.

A theme, a plug-in or a rule of the generator may show other words than the source has. Where the built site lies in
the folder, the words of each post here are looked for on its page, and the first that differ are reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from authoring.importers import Loss, Post
from authoring.importers.blogs.visible_text import words

_LARGEST: Final = 5_000_000  # bytes of a page
_SURE: Final = 3  # words in a row by which the beginning of a text is known
_SHOWN: Final = 5  # words that a report shows of a difference


@dataclass(frozen=True)
class BuiltSite:
    """The folder that a generator wrote: `public` of Hugo, `_site` of Jekyll. It may not be there."""

    root: Path

    def held_against(self, post: Post, post_words: Sequence[str]) -> Post:
        """The post, with a loss where its page shows other words; unchanged where there is no page."""
        page = next(filter(None, map(self._page, post.aliases)), None)
        if page is None or page.stat().st_size > _LARGEST:
            return post
        captions = [" ".join(filter(None, (it.caption, it.credit))).split() for it in post.images]
        message = difference(post_words, words(page.read_text("utf-8", errors="replace")), captions)
        return post.losing(Loss("page", message)) if message else post

    def _page(self, address: str) -> Path | None:
        place = self.root / unquote(address).strip("/")
        if not place.resolve().is_relative_to(self.root.resolve()):
            return None
        candidates = (place / "index.html", place, place.with_name(f"{place.name}.html"))
        return next((path for path in candidates if path.is_file()), None)


def difference(ours: Sequence[str], page: Sequence[str], captions: Sequence[Sequence[str]]) -> str:
    """Where a page does not show these words in a row, the first that differ, there and here; else nothing.

    The words of a picture's caption may stand among them.
    """
    best = (0, 0)
    for start in _beginnings(ours, page):
        position, reached = _walk(ours, page, start, captions)
        if position == len(ours):
            return ""
        best = max(best, (position, reached))
    position, reached = best
    return f"{_said(page, reached)} ≠ {_said(ours, position)}" if ours else ""


def _beginnings(ours: Sequence[str], page: Sequence[str]) -> Iterator[int]:
    first = list(ours[:_SURE])
    return (start for start in range(len(page)) if list(page[start : start + len(first)]) == first)


def _walk(ours: Sequence[str], page: Sequence[str], there: int, captions: Sequence[Sequence[str]]) -> tuple[int, int]:
    """How many of our words stand on the page from `there` on, and where that ends."""
    here = 0
    while here < len(ours):
        if there < len(page) and page[there] == ours[here]:
            here, there = here + 1, there + 1
            continue
        caption = next((it for it in captions if it and list(page[there : there + len(it)]) == list(it)), None)
        if caption is None:
            break
        there += len(caption)
    return here, there


def _said(words: Sequence[str], position: int) -> str:
    return " ".join(words[max(0, position - 1) : position - 1 + _SHOWN])
