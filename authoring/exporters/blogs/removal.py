"""Taking a piece down at a blog: until the blog itself says that readers see it no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from authoring.errors import ServiceRefused
from authoring.exporters.blogs import Blog, Remote
from authoring.exporters.blogs.ledger import DOWN, RemoteRecord, RemoteRecords
from authoring.exporters.blogs.reading_back import taken_down
from authoring.exporters.blogs.web import NoAnswer
from authoring.text.i18n import _

_TRIES: Final = 5
_PAUSE: Final = 0.3  # in seconds


@dataclass(frozen=True)
class Removal:
    """Takes pieces down at one blog; `records` have what was sent there."""

    blog: Blog
    records: RemoteRecords
    sleep: Callable[[float], None]

    def remove(self, slug: str, *, delete: bool) -> Remote | None:
        """What stood there. A piece is taken down also where its record was lost.

        Raises `ServiceError` where it is not known that readers see it no more.
        """
        record = self.records.read(slug) or RemoteRecord()
        before, after = self._hidden(slug, record, delete=delete)
        if delete:
            self.records.forget(slug)
        elif before is not None and after is not None:
            hidden = replace(record, id=after.id, url=after.url, state=DOWN, token=after.token, intent="", intended={})
            self.records.write(slug, replace(hidden, fields=taken_down(record, before, after)))
        elif record.key or record.intent:
            self.records.write(slug, replace(record, state=DOWN, intent="", intended={}))
        return before

    def _hidden(self, slug: str, record: RemoteRecord, *, delete: bool) -> tuple[Remote | None, Remote | None]:
        """The piece as it stood there, and as it stands there now."""
        for attempt in range(_TRIES):
            try:
                before = after = standing(self.blog, record, slug)
                if before is not None and delete:
                    self.blog.delete(before.id)
                elif before is not None and before.is_shown:
                    after = self._hide(before)
                self._hide_others(slug, before.id if before else "")
                break
            except NoAnswer:
                if attempt == _TRIES - 1:
                    raise
                self.sleep(_PAUSE)
        return before, after

    def _hide(self, remote: Remote) -> Remote | None:
        """The piece once readers see it no more. Raises `ServiceRefused` where the blog goes on to show it."""
        hidden = self.blog.take_down(remote.id, expected=remote)
        present = self.blog.read(remote.id) if hidden.is_shown else hidden
        if present is not None and present.is_shown:
            raise ServiceRefused(
                _("{address} was told to take the post down, and goes on to show it.").format(
                    address=self.blog.address
                ),
                _("Take it down there by hand, then export again."),
            )
        return present

    def _hide_others(self, slug: str, identity: str) -> None:
        """Take down what else has our mark for the piece, such as a copy that somebody restored."""
        for other in self.blog.find(slug):
            if other.id != identity and other.is_shown:
                self._hide(other)


def standing(blog: Blog, record: RemoteRecord, slug: str) -> Remote | None:
    """The piece as it stands at the blog: the one of the record, else the oldest that has our mark."""
    return blog.read(record.id) if record.id else next(iter(blog.find(slug)), None)
