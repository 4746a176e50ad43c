"""Existing blogs, brought in: what a post from elsewhere is, and what could not be carried with it.

`wordpress`, `hugo` and `jekyll` read posts from an export or a folder; `blog_import` makes pieces of them, each with a
history that says where it came from and that nobody here approved it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from authoring.model.documents import Picture

LossKind = Literal[
    "shortcode", "gallery", "embed", "comments", "custom-fields", "missing-picture", "raw-html", "formatting", "text",
    "page", "language", "address", "date", "other-type", "not-published", "unreadable", "footnotes", "other-reader",
]  # fmt: skip


@dataclass(frozen=True)
class Loss:
    """Something that could not be carried over; `what` names it, as the blog did."""

    kind: LossKind
    what: str
    count: int = 1

    def as_json(self) -> dict[str, Any]:
        """The keys that `import --json` prints."""
        return {"kind": self.kind, "what": self.what, "count": self.count}


@dataclass(frozen=True)
class Post:
    """A published post of a blog, as our Markdown.

    `origin` names it there, by its address or its file; `sha256` is the hash of its record there, byte for byte.
    `pictures` maps the `src` in the text to a file. `aliases` are the paths under which readers knew it. `summary` and
    `slug` may be empty, and are then made from the title and the text. `site` is the blog's own address.
    """

    origin: str
    sha256: str
    title: str
    slug: str
    lang: str
    author: str
    body: str
    published: datetime
    updated: datetime
    description: str = ""
    tags: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    pictures: Mapping[str, Path] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    site: str = ""

    def losing(self, *losses: Loss) -> Post:
        """The post with more that could not be carried."""
        return replace(self, losses=(*self.losses, *losses))


@dataclass(frozen=True)
class Skipped:
    """Something that the blog holds and that is no published post, or cannot be read; `why` says it."""

    origin: str
    why: Loss


class Blog(Protocol):
    """A blog that posts can be read from, one after the other; `kind` is `wordpress`, `hugo` or `jekyll`."""

    kind: str

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What the whole blog holds and nobody carries; known once all posts have been read."""

    def posts(self) -> Iterator[Post | Skipped]:
        """Everything that the blog holds, in its order. Raises `InputError` for what is no such blog."""
