"""Pictures in WordPress's library: each uploaded once, found again by a name that holds the hash of its bytes."""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from authoring.exporters.blogs.pictures import name_with_digest
from authoring.exporters.blogs.web import NoAnswer
from authoring.exporters.rendering.block_markup import caption, quiet
from authoring.exporters.rendering.gallery import Figure, content_of
from authoring.exporters.wordpress.blocks import Upload
from authoring.exporters.wordpress.rest import Rest

_LOOKS: Final = (0.3, 0.7, 1.5, 3.0)
_TRIES: Final = 5
_FIELDS: Final = "id,slug,source_url"


@dataclass(frozen=True)
class NamedPicture:
    """A picture that a piece shows. `slug` is the name of its bytes in the library."""

    figure: Figure
    slug: str

    @classmethod
    def of(cls, figure: Figure) -> NamedPicture:
        return cls(figure, name_with_digest(figure))

    @property
    def words(self) -> dict[str, str]:
        """What the library says of the picture; it holds captions as HTML."""
        return {"alt_text": self.figure.alt, "caption": caption(self.figure)}


class Library:
    """The pictures of one site."""

    def __init__(self, rest: Rest, sleep: Callable[[float], None] = time.sleep) -> None:
        self._rest = rest
        self._sleep = sleep

    def find(self, slugs: Sequence[str]) -> dict[str, Upload]:
        """Those that are there, in one question."""
        if not slugs:
            return {}
        rows = self._rest.get("media", {"slug": ",".join(slugs), "per_page": 100, "_fields": _FIELDS, "orderby": "id"})
        return {row["slug"]: _upload(row) for row in rows or ()}

    def known(self, pictures: Sequence[NamedPicture], recorded: Mapping[str, Any]) -> dict[str, Any]:
        """What is there of these pictures, without making any; `recorded` need not be asked for."""
        there = self.find([picture.slug for picture in pictures if picture.slug not in recorded])
        entries = {picture.slug: _kept(picture, there[picture.slug]) for picture in pictures if picture.slug in there}
        return {**entries, **{picture.slug: recorded[picture.slug] for picture in pictures if picture.slug in recorded}}

    def put(self, pictures: Sequence[NamedPicture], recorded: Mapping[str, Any]) -> dict[str, Any]:
        """Have every picture there with its words; what the record beside the piece keeps of each."""
        there = self.find([picture.slug for picture in pictures])
        entries: dict[str, Any] = {}
        for picture in pictures:
            upload = there.get(picture.slug)
            before = recorded.get(picture.slug, {})
            if upload is None:
                upload = self._make(picture)
            elif before and before.get("words") != picture.words:
                self._rest.post(f"media/{upload.id}", picture.words)
            entries[picture.slug] = _kept(picture, upload)
        return entries

    def _make(self, picture: NamedPicture) -> Upload:
        for _attempt in range(_TRIES):
            try:
                return self._without_duplicate(self._send(picture), picture)
            except NoAnswer as error:
                failure = error
                upload = self._look_for(picture.slug)
                if upload is not None:
                    return upload
        raise failure

    def _send(self, picture: NamedPicture) -> Mapping[str, Any]:
        figure = picture.figure
        row: Mapping[str, Any] = self._rest.upload(
            "media",
            name=f"{picture.slug.rpartition('-')[0]}{figure.ending}",
            content=content_of(figure),
            kind=mimetypes.guess_type(figure.picture.name)[0] or "application/octet-stream",
            values={"slug": picture.slug, "title": quiet(figure.stem), **picture.words},
        )
        return row

    def _look_for(self, slug: str) -> Upload | None:
        for pause in _LOOKS:
            self._sleep(pause)
            upload = self.find([slug]).get(slug)
            if upload is not None:
                return upload
        return None

    def _without_duplicate(self, row: Mapping[str, Any], picture: NamedPicture) -> Upload:
        """The older one, where an upload that seemed lost has arrived as well."""
        if row["slug"] == picture.slug:
            return _upload(row)
        older = self.find([picture.slug]).get(picture.slug)
        if older is None:
            return _upload(row)
        self._rest.delete(f"media/{row['id']}", for_good=True)
        return older


def _kept(picture: NamedPicture, upload: Upload) -> dict[str, Any]:
    return {"id": upload.id, "url": upload.url, "name": picture.figure.name, "words": picture.words}


def _upload(row: Mapping[str, Any]) -> Upload:
    return Upload(int(row["id"]), str(row["source_url"]))
