"""The kinds of texts that accompany a piece, and what the place that each is for allows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from authoring.errors import UsageError
from authoring.text import lengths
from authoring.text.i18n import _


@dataclass(frozen=True)
class TextKind:
    """A kind of text. `limit` is the most that its place takes, as `count` counts; `words` is how long it should be.

    `most_bytes` is a limit in bytes of UTF-8 besides, 0 where there is none. `has_link` tells that the text ends with
    the post's address, `is_short` that it says in one short sentence that a model wrote it. `lines` is how many lines
    it has, 0 for prose.
    """

    name: str
    words: int
    limit: int
    count: Callable[[str], int] = lengths.graphemes
    most_bytes: int = 0
    has_link: bool = True
    is_short: bool = True
    lines: int = 0

    @property
    def prompt(self) -> str:
        """The name of its prompt."""
        return "titles" if self.name == TITLES else f"accompany-{self.name}"

    @property
    def is_published(self) -> bool:
        """Whether readers get it as it is; titles are proposals."""
        return not self.lines


TITLES: Final = "titles"
KINDS: Final = {
    kind.name: kind
    for kind in (
        TextKind("newsletter", words=80, limit=1_500, is_short=False),
        TextKind("linkedin", words=90, limit=3_000, count=lengths.utf16),
        TextKind("mastodon", words=45, limit=500, count=lengths.for_mastodon),
        TextKind("bluesky", words=25, limit=300, most_bytes=3_000),
        TextKind("press", words=180, limit=6_000, is_short=False),
        TextKind(TITLES, words=30, limit=300, has_link=False, lines=3),
    )
}


def kind_named(name: str) -> TextKind:
    """The kind of this name. Raises `UsageError` for one that does not exist."""
    if name not in KINDS:
        raise UsageError(
            _("“{kind}” is no kind of text that goes with a piece.").format(kind=name),
            _("Write one of: {words}.").format(words=", ".join(KINDS)),
        )
    return KINDS[name]


def kind_title(name: str, lang: str | None = None) -> str:
    """A kind in the reader's words."""
    return {
        "newsletter": _("Newsletter paragraph", lang),
        "linkedin": _("Post for LinkedIn", lang),
        "mastodon": _("Post for Mastodon", lang),
        "bluesky": _("Post for Bluesky", lang),
        "press": _("Press release", lang),
        "titles": _("Titles", lang),
    }.get(name, name)


def unified(content: bytes) -> str:
    """The words of a text's file: line ends unified, no space around them. Raises `UnicodeDecodeError`."""
    return content.decode("utf-8").replace("\r\n", "\n").strip()


def text_hash(text: str) -> str:
    """The SHA-256 that an approval names: over the words as they go out."""
    return hashlib.sha256(f"{text}\n".encode()).hexdigest()
