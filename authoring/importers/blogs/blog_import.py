"""A blog moves in: each of its posts becomes a piece with a history that begins with where it came from.

The first line of that history says: imported, by whom, from where, with the hash of what stood there. No approval is
made up. A second import changes nothing, and one that was cut off goes on where it stopped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any, Final, Literal

from authoring.editorial.actions import perform
from authoring.editorial.actions.import_piece import ImportPiece, refuse_others
from authoring.editorial.context import Context
from authoring.errors import AuthoringError
from authoring.exporters.rendering.text import printable
from authoring.importers import Blog, Loss, LossKind, Post, Skipped
from authoring.importers.blogs.conversion import shown
from authoring.model import events
from authoring.model.slugs import suggest_slug
from authoring.model.web_addresses import bare_address
from authoring.store import MAX_TEXT_BYTES
from authoring.store.pieces import Piece
from authoring.text import frontmatter
from authoring.text.encodable import encodable
from authoring.text.i18n import LANGUAGES, _

Result = Literal["imported", "unchanged", "changed-there", "name-taken", "skipped", "failed"]

_LONGEST_SUMMARY: Final = 200


@dataclass(frozen=True)
class PostResult:
    """What became of one post. `changed-there` is one that was imported before and differs on the blog since."""

    result: Result
    origin: str
    slug: str = ""
    title: str = ""
    losses: tuple[Loss, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The keys that `import --json` prints."""
        own = {"result": self.result, "from": self.origin, "slug": self.slug, "title": self.title}
        return {**own, "losses": [loss.as_json() for loss in self.losses]}


@dataclass(frozen=True)
class BlogImport:
    """The import of a blog into a workspace. Raises `NotAllowed` at once for somebody who may not put posts out."""

    context: Context

    def __post_init__(self) -> None:
        refuse_others(self.context)

    def run(self, blog: Blog) -> Iterator[PostResult]:
        """Every post of the blog, one after the other, with what became of it."""
        for post in blog.posts():
            origin = encodable(post.origin)
            if isinstance(post, Skipped):
                yield PostResult("skipped", origin, losses=(post.why,))
            elif origin != post.origin:
                why = Loss("unreadable", _("the file’s name is not in UTF-8"))
                yield PostResult("skipped", origin, losses=(why,))
            else:
                yield self._import(self._fitted(post), blog.kind)

    def _import(self, post: Post, kind: str) -> PostResult:
        losses = _merged(post.losses)
        try:
            slug, stored = self._place(post, kind)
            if stored and stored.events:
                return PostResult(_compared(stored, post, kind), post.origin, slug, post.title, losses)
            text = self._text(post)
            if len(text.encode()) > MAX_TEXT_BYTES:
                return PostResult("failed", post.origin, "", post.title, (*losses, Loss("unreadable", "2 MiB")))
            if stored and stored.document.text != text:
                return PostResult("name-taken", post.origin, slug, post.title, losses)
            perform(ImportPiece(slug, text, _origin(post, kind), _contents(post)), self.context)
        except (AuthoringError, OSError, UnicodeError) as error:
            reason = error.problem.message if isinstance(error, AuthoringError) else encodable(str(error))
            return PostResult("failed", post.origin, "", post.title, (*losses, Loss("unreadable", reason)))
        return PostResult("imported", post.origin, slug, post.title, losses)

    def _place(self, post: Post, kind: str) -> tuple[str, Piece | None]:
        """The name of the piece, and the piece where it is there already.

        Two posts of one blog may have one name; the second gets a number. Somebody else's piece keeps its name.
        """
        base = suggest_slug(post.slug or post.title)
        for number in count(1):
            slug = base if number == 1 else f"{base[:76].rstrip('-')}-{number}"
            stored = self.context.repository.piece_or_none(slug)
            origin = events.imported(stored.events) if stored else None
            if origin is None or origin.source != kind or origin.origin == post.origin:
                return slug, stored
        raise AssertionError("counting has no end")

    def _fitted(self, post: Post) -> Post:
        """The post in the forms that a piece needs; what had to be made up is only what every list needs."""
        lang = post.lang.lower()[:2]
        is_offered = lang in LANGUAGES
        words = shown(post.body)
        title = " ".join(printable(post.title).split()) or " ".join(words[:8]) or post.published.date().isoformat()
        fitted = replace(
            post,
            title=title,
            lang=lang if is_offered else self.context.settings.lang,
            author=self._author(post.author),
            description=" ".join(printable(post.description).split()) or _summary(words),
            tags=tuple(filter(None, (" ".join(printable(tag).split()) for tag in post.tags))),
            body=printable(post.body),
        )
        return fitted if is_offered else fitted.losing(Loss("language", post.lang))

    def _author(self, author: str) -> str:
        settings = self.context.settings
        name = " ".join(printable(author).split())
        ids = [person.id for person in settings.people.values() if person.name.casefold() == name.casefold()]
        return (ids or [name])[0] or settings.site.title or settings.base.name

    def _text(self, post: Post) -> str:
        values: dict[str, Any] = {
            "title": post.title,
            "description": post.description,
            "lang": post.lang,
            "author": post.author,
            "tags": list(post.tags),
            "images": [
                {key: value for key, value in asdict(image).items() if value and key != "line"} for image in post.images
            ],
            "aliases": list(post.aliases),
        }
        front = {key: value for key, value in values.items() if value}
        return f"---\n{frontmatter.dump(front)}---\n\n{post.body.strip(chr(10))}\n"


def _origin(post: Post, kind: str) -> events.Import:
    site = bare_address(post.site)
    return events.Import(kind, post.origin, post.sha256, post.published, post.updated, site)


def _contents(post: Post) -> Mapping[str, bytes]:
    return {src: path.read_bytes() for src, path in post.pictures.items()}


def _compared(stored: Piece, post: Post, kind: str) -> Result:
    origin = events.imported(stored.events)
    if origin is None or (origin.source, origin.origin) != (kind, post.origin):
        return "name-taken"
    return "unchanged" if origin.sha256 == post.sha256 else "changed-there"


def _merged(losses: Sequence[Loss]) -> tuple[Loss, ...]:
    counts: Counter[tuple[LossKind, str]] = Counter()
    for loss in losses:
        counts[loss.kind, loss.what] += loss.count
    return tuple(Loss(kind, what, number) for (kind, what), number in counts.items())


def _summary(words: Sequence[str]) -> str:
    """The beginning of the text, as blogs show in lists a post that has no summary."""
    text = " ".join(words[:60])
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return re.sub(r"\s+\S*\Z", "", text[: _LONGEST_SUMMARY - 1]) + "…"
