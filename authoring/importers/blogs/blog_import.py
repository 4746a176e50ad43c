"""Writes a blog's posts into `published/`, each with a history that begins with where it came from.

The first line of that history says: imported, by whom, from where, with the hash of what stood there. No approval is
made up. A second import changes nothing, and one that was cut off goes on where it stopped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any, Final, Literal

from authoring.editorial.review import event
from authoring.errors import AuthoringError, UnknownSlug
from authoring.exporters.rendering.text import printable
from authoring.importers import Blog, Loss, LossKind, Post, Skipped
from authoring.importers.blogs.conversion import shown
from authoring.model import manifest, workflow
from authoring.model.config import Settings
from authoring.model.loading import MAX_BYTES
from authoring.model.people import Person
from authoring.model.situation import Situation
from authoring.model.slugs import suggest_slug
from authoring.model.workflow import Action, State
from authoring.store import Piece, Store
from authoring.text import frontmatter
from authoring.text.i18n import LANGUAGES

Result = Literal["imported", "unchanged", "changed-there", "name-taken", "skipped", "failed"]

_LONGEST_SUMMARY: Final = 200


@dataclass(frozen=True)
class Taken:
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
class Taking:
    """Takes one blog in. Raises `NotAllowed` at once for somebody who may not put posts out."""

    store: Store
    settings: Settings
    actor: Person
    when: datetime

    def __post_init__(self) -> None:
        workflow.permit(Action.import_, now=Situation(State.draft, ""), actor=self.actor)

    def take(self, blog: Blog) -> Iterator[Taken]:
        """Every post of the blog, one after the other, with what became of it."""
        for found in blog.posts():
            if isinstance(found, Skipped):
                yield Taken("skipped", found.origin, losses=(found.why,))
            else:
                yield self._take(self._fitted(found), blog.kind)

    def _take(self, post: Post, kind: str) -> Taken:
        losses = _merged(post.losses)
        try:
            slug, there = self._place(post, kind)
            if there and there.events:
                self._finish(there)
                return Taken(_compared(there, post, kind), post.origin, slug, post.title, losses)
            text = self._text(post)
            if len(text.encode()) > MAX_BYTES:
                return Taken("failed", post.origin, "", post.title, (*losses, Loss("unreadable", "2 MiB")))
            if there and there.document.text != text:
                return Taken("name-taken", post.origin, slug, post.title, losses)
            if not there:
                self.store.create(slug, text, pictures=post.pictures)
            self._record(self.store.piece(slug), post, kind)
        except (AuthoringError, OSError) as error:
            reason = error.problem.message if isinstance(error, AuthoringError) else str(error.strerror)
            return Taken("failed", post.origin, "", post.title, (*losses, Loss("unreadable", reason)))
        return Taken("imported", post.origin, slug, post.title, losses)

    def _place(self, post: Post, kind: str) -> tuple[str, Piece | None]:
        """The name of the piece, and the piece where it is there already.

        Two posts of one blog may have one name; the second gets a number. Somebody else's piece keeps its name.
        """
        base = suggest_slug(post.slug or post.title)
        for number in count(1):
            slug = base if number == 1 else f"{base[:76].rstrip('-')}-{number}"
            try:
                there = self.store.piece(slug)
            except UnknownSlug:
                return slug, None
            stated = imported_from(there)
            if not stated or stated["source"] != kind or stated["from"] == post.origin:
                return slug, there
        raise AssertionError("counting has no end")

    def _record(self, piece: Piece, post: Post, kind: str) -> None:
        details = {
            "import": {"source": kind, "from": post.origin, "sha256": post.sha256},
            "published": post.published.isoformat(timespec="seconds"),
            "updated": post.updated.isoformat(timespec="seconds"),
        }
        piece = _as_imported(piece)
        line = event(piece, Action.import_, actor=self.actor, when=self.when, target=State.published, details=details)
        self._finish(self.store.append(piece, line))

    def _finish(self, piece: Piece) -> None:
        """What was recorded lies in `published/`: a run that was cut off may have left it behind."""
        if not piece.is_out and len(piece.events) == 1 and imported_from(piece):
            self.store.move_out(piece.slug)

    def _fitted(self, post: Post) -> Post:
        """The post in the forms that a piece needs; what had to be made up is only what every list needs."""
        lang = post.lang.lower()[:2]
        known = lang in LANGUAGES
        words = shown(post.body)
        title = " ".join(printable(post.title).split()) or " ".join(words[:8]) or post.published.date().isoformat()
        fitted = replace(
            post,
            title=title,
            lang=lang if known else self.settings.lang,
            author=self._author(post.author),
            description=" ".join(printable(post.description).split()) or _summary(words),
            tags=tuple(filter(None, (" ".join(printable(tag).split()) for tag in post.tags))),
            body=printable(post.body),
        )
        return fitted if known else fitted.losing(Loss("language", post.lang))

    def _author(self, named: str) -> str:
        name = " ".join(printable(named).split())
        known = [each.id for each in self.settings.people.values() if each.name.casefold() == name.casefold()]
        return (known or [name])[0] or self.settings.site.title or self.settings.root.name

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
        kept = {key: value for key, value in values.items() if value}
        return f"---\n{frontmatter.dump(kept)}---\n\n{post.body.strip(chr(10))}\n"


def imported_from(piece: Piece) -> Mapping[str, str] | None:
    """Where a piece was imported from, by its history: `source`, `from`, `sha256`; None for one of ours."""
    stated = piece.events[0].details.get("import") if piece.events else None
    return stated if isinstance(stated, dict) and piece.events[0].action is Action.import_ else None


def _as_imported(piece: Piece) -> Piece:
    """The piece as it will be read once its history says that it was imported, which is part of its content hash."""
    listed = {**piece.manifest, "disclosure": {**piece.manifest["disclosure"], "kind": "not-recorded"}}
    return replace(piece, manifest=listed, situation=replace(piece.situation, hash=manifest.content_hash(listed)))


def _compared(there: Piece, post: Post, kind: str) -> Result:
    stated = imported_from(there)
    if not stated or (stated["source"], stated["from"]) != (kind, post.origin):
        return "name-taken"
    return "unchanged" if stated["sha256"] == post.sha256 else "changed-there"


def _merged(losses: Sequence[Loss]) -> tuple[Loss, ...]:
    found: Counter[tuple[LossKind, str]] = Counter()
    for loss in losses:
        found[loss.kind, loss.what] += loss.count
    return tuple(Loss(kind, what, number) for (kind, what), number in found.items())


def _summary(words: Sequence[str]) -> str:
    """The beginning of the text, as blogs show in lists a post that has no summary."""
    text = " ".join(words[:60])
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return re.sub(r"\s+\S*\Z", "", text[: _LONGEST_SUMMARY - 1]) + "…"
