"""The pictures of a piece, from the body and the front matter, each with its entry in the front matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from authoring.checks import Subject
from authoring.model.documents import Picture
from authoring.store.addresses import same_name


@dataclass(frozen=True)
class Shown:
    """A picture that readers see: `line` is its line in the file, `entry` its index in the front matter's `images`."""

    src: str
    alt: str
    line: int
    entry: int | None = None
    is_decorative: bool = False

    def alt_line(self, subject: Subject) -> int:
        """The line with its alternative text."""
        return self.line if self.entry is None else subject.line_of("images", self.entry, "alt")


def shown(subject: Subject) -> Iterator[Shown]:
    """The pictures of the front matter, then those that only the body names; each source once."""
    in_body = _in_body(subject)
    for index, picture in enumerate(subject.draft.images):
        placed = in_body.pop(picture.src, None)
        alt = picture.alt if picture.alt.strip() or placed is None else placed.alt
        yield Shown(picture.src, alt, subject.line_of("images", index, "src"), index, picture.decorative)
    yield from in_body.values()


def _in_body(subject: Subject) -> dict[str, Shown]:
    """The body's pictures by source; of two with the same source, the one without an alternative text."""
    by_source: dict[str, Shown] = {}
    for picture in subject.reading.pictures:
        src = _as_written(picture.src, subject.draft.images)
        if src not in by_source or not picture.alt.strip():
            by_source[src] = Shown(src, picture.alt, subject.body_line(picture.line))
    return by_source


def _as_written(src: str, pictures: tuple[Picture, ...]) -> str:
    """The file's name for an address, in which Markdown encodes accents and spaces."""
    plain = unquote(src)
    if described := same_name(src, [entry.src for entry in pictures]):
        return described
    return plain if "://" not in src else src
