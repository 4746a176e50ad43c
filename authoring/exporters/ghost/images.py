"""Pictures at a Ghost: since it has no list of them, each is found by an address with its hash."""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from authoring.exporters.blogs.pictures import name_with_digest
from authoring.exporters.blogs.web import PAUSES, NoAnswer
from authoring.exporters.ghost.admin import Admin
from authoring.exporters.rendering.gallery import Figure, content_of

if TYPE_CHECKING:
    import httpx2

_LOOKS: Final = (0.3, 0.7, 1.5, 3.0)
_TRIES: Final = 5
_MONTHS: Final = (
    0,
    -1,
)  # months of addresses to look in, by days from now: a picture may have been uploaded just before midnight


@dataclass(frozen=True)
class NamedPicture:
    """A picture that a piece shows, and the name of its file at the blog, which holds the hash of its bytes."""

    figure: Figure
    name: str

    @classmethod
    def of(cls, figure: Figure) -> NamedPicture:
        return cls(figure, f"{name_with_digest(figure)}{figure.ending}")


@dataclass(frozen=True)
class Images:
    """The pictures of one blog."""

    admin: Admin
    sleep: Callable[[float], None] = time.sleep
    transport: httpx2.BaseTransport | None = None

    def put(self, pictures: Sequence[NamedPicture], recorded: Mapping[str, Any]) -> dict[str, Any]:
        """Upload missing pictures; returns the entry of each for the record beside the piece."""
        return {it.name: recorded.get(it.name) or kept(it, self._find(it) or self._make(it)) for it in pictures}

    def known(self, pictures: Sequence[NamedPicture], recorded: Mapping[str, Any]) -> dict[str, Any]:
        """The entries of the existing ones of these pictures, without uploading any."""
        entries = {it.name: recorded.get(it.name) or kept(it, self._find(it)) for it in pictures}
        return {name: entry for name, entry in entries.items() if entry["url"]}

    def _make(self, picture: NamedPicture) -> str:
        kind = mimetypes.guess_type(picture.name)[0] or "application/octet-stream"
        for _attempt in range(_TRIES):
            try:
                return self.admin.upload(name=picture.name, content=content_of(picture.figure), kind=kind)
            except NoAnswer as error:
                failure = error
                for pause in _LOOKS:
                    self.sleep(pause)
                    url = self._find(picture)
                    if url:
                        return url
        raise failure

    def _find(self, picture: NamedPicture) -> str:
        """Its address, if a picture of that name exists and can be read; else empty."""
        return next((url for url in self._places(picture.name) if self._is_there(url)), "")

    def _places(self, name: str) -> Iterator[str]:
        moment = datetime.now(UTC)
        for days in dict.fromkeys((moment + timedelta(days=shift)).strftime("%Y/%m") for shift in _MONTHS):
            yield f"{self.admin.address}/content/images/{days}/{name}"

    def _is_there(self, url: str) -> bool:
        import httpx2

        with httpx2.Client(transport=self.transport, timeout=30) as client:
            for pause in PAUSES:
                try:
                    return client.head(url).status_code == 200
                except httpx2.TransportError:
                    self.sleep(pause)
        return False


def kept(picture: NamedPicture, url: str) -> dict[str, Any]:
    """The entry of a picture in the record beside a piece."""
    return {"url": url, "name": picture.figure.name}
