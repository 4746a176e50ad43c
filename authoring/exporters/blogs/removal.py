"""Takes a piece down at a blog, and verifies at the blog that readers do not see it any more."""

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
    """Takes pieces down at one blog; `records` are those of the sent pieces."""

    blog: Blog
    records: RemoteRecords
    sleep: Callable[[float], None]

    def remove(self, slug: str, *, delete: bool) -> Remote | None:
        """The piece as it was there. It is taken down even if its record was lost.

        Raises `ServiceError` when readers may still see it.
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
        """The piece as it was there before, and as it is there now."""
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
        """The piece after hiding it from readers. Raises `ServiceRefused` when the blog still shows it."""
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
        """Take down other posts with the mark of the piece, such as a copy that somebody restored."""
        for other in self.blog.find(slug):
            if other.id != identity and other.is_shown:
                self._hide(other)


def standing(blog: Blog, record: RemoteRecord, slug: str) -> Remote | None:
    """The piece at the blog: the one in the record, else the oldest with its mark."""
    return blog.read(record.id) if record.id else next(iter(blog.find(slug)), None)
