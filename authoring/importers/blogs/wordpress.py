"""WordPress's export (WXR) as posts: both editors, pictures from a copy of the uploads folder, former addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from html import escape, unescape
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from authoring.importers import Loss, Post, Skipped
from authoring.importers.blogs import front_matter
from authoring.importers.blogs.conversion import to_markdown
from authoring.importers.blogs.downloads import Download
from authoring.importers.blogs.inserted_parts import Placeholders
from authoring.importers.blogs.picture_search import PictureSearch
from authoring.importers.blogs.wordpress_html import plain_html
from authoring.importers.blogs.wxr import Item, items
from authoring.model.documents import Picture
from authoring.model.site_generators import path_of

Fetch = Callable[[str], Path | None]

_UPLOADS: Final = re.compile(r"(?:^|/)(?:wp-content/)?(?:uploads|files)/(?:sites/\d+/)?")
_SIZE: Final = re.compile(r"-\d+x\d+(?=\.[a-z]+$)|-scaled(?=\.[a-z]+$)", re.IGNORECASE)
_OURS: Final = (
    "_thumbnail_id",
    "_edit_last",
    "_edit_lock",
    "_wp_old_slug",
    "_wp_page_template",
    "_pingme",
    "_encloseme",
)
_NEVER: Final = "0000-00-00 00:00:00"


@dataclass(frozen=True)
class _Attachment:
    address: str
    alt: str
    caption: str


@dataclass
class WordPressBlog:
    """The published posts of an export. `uploads` is a copy of the site's wp-content/uploads.

    `zone` is that of the site, for dates of which it gave no universal time. `downloads` is a folder for pictures that
    are not in the copy; they are loaded from the site only where it is given.
    """

    path: Path
    uploads: Path | None = None
    lang: str = "en"
    zone: tzinfo = UTC
    downloads: Path | None = None
    kind: str = "wordpress"
    _others: Counter[str] = field(default_factory=Counter)

    @property
    def losses(self) -> tuple[Loss, ...]:
        return tuple(Loss("other-type", name, count) for name, count in sorted(self._others.items()))

    def posts(self) -> Iterator[Post | Skipped]:
        attachments = self._attachments()
        site = Item()
        for item in items(self.path):
            kind = item.text("wp:post_type")
            if item.is_channel:
                site = item
            elif kind == "post":
                yield self._read(item, site, attachments)
            elif kind != "attachment":
                self._others[kind or "?"] += 1

    def _attachments(self) -> dict[str, _Attachment]:
        """Every file of the media library by its id: posts name the picture above them by it, and it may come later."""
        return {
            item.text("wp:post_id"): _Attachment(
                item.text("wp:attachment_url"),
                item.meta.get("_wp_attachment_image_alt", ""),
                item.text("excerpt:encoded"),
            )
            for item in items(self.path)
            if item.text("wp:post_type") == "attachment"
        }

    def _read(self, item: Item, site: Item, attachments: dict[str, _Attachment]) -> Post | Skipped:
        origin = item.text("link") or f"?p={item.text('wp:post_id')}"
        status = item.text("wp:status")
        if status != "publish":
            return Skipped(origin, Loss("not-published", status))
        if item.text("wp:post_password"):
            return Skipped(origin, Loss("not-published", "password"))
        published = self._moment(item, "wp:post_date")
        if published is None:
            return Skipped(origin, Loss("date", item.text("wp:post_date")))
        return self._post(item, origin, site, attachments, published)

    def _post(
        self, item: Item, origin: str, site: Item, attachments: dict[str, _Attachment], published: datetime
    ) -> Post:
        host = urlsplit(site.text("wp:base_blog_url") or site.text("link")).netloc
        search = _Uploads(self.uploads, Download(self.downloads, host) if self.downloads else _fetch_nothing)
        content = item.texts.get("content:encoded", "")
        parts = Placeholders(content)
        html = plain_html(content, parts, gallery=lambda ids: _gallery(ids, attachments))
        converted = to_markdown(parts.put_back(html), find=search.find)
        images, missing = _featured(item, attachments, search, converted.images)
        updated = self._moment(item, "wp:post_modified")
        login = item.text("dc:creator")
        fields = [name for name in item.meta if not name.startswith(_OURS)]
        return Post(
            origin=origin,
            site=site.text("wp:base_blog_url") or site.text("link"),
            sha256=item.sha256,
            title=" ".join(unescape(re.sub(r"<[^>]+>", "", item.text("title"))).split()),
            slug=unquote(item.text("wp:post_name")),
            lang=(site.text("language") or self.lang)[:2],
            author=site.meta.get(login, "") or login,
            body=converted.body,
            published=published,
            updated=max(updated or published, published),
            description=" ".join(unescape(re.sub(r"<[^>]+>", " ", item.text("excerpt:encoded"))).split()),
            tags=_tags(item),
            images=images,
            pictures=dict(search.copies),
            aliases=tuple(filter(None, [path_of(urlsplit(item.text("link")).path)])),
            losses=(
                *parts.losses, *converted.losses, *missing, *(Loss("custom-fields", name) for name in fields),
                *([Loss("comments", "", item.comments)] if item.comments else []),
            ),
        )  # fmt: skip

    def _moment(self, item: Item, tag: str) -> datetime | None:
        universal = item.text(f"{tag}_gmt")
        if universal and universal != _NEVER:
            return front_matter.moment(universal, zone=UTC)
        return front_matter.moment(item.text(tag), zone=self.zone) if item.text(tag) != _NEVER else None


def _fetch_nothing(_address: str) -> None:
    return None


def _tags(item: Item) -> tuple[str, ...]:
    names = [unescape(name) for domain, name in item.categories if domain in ("category", "post_tag") and name]
    return tuple(dict.fromkeys(name for name in names if name.lower() not in ("uncategorized", "non classé")))


def _gallery(ids: str, attachments: dict[str, _Attachment]) -> str:
    pictures = [attachments[number.strip()] for number in ids.split(",") if number.strip() in attachments]
    return "".join(
        f'<figure><img src="{escape(picture.address)}" alt="{escape(picture.alt)}">'
        f"<figcaption>{escape(picture.caption)}</figcaption></figure>"
        for picture in pictures
    )


def _featured(
    item: Item, attachments: dict[str, _Attachment], search: _Uploads, images: list[Picture]
) -> tuple[tuple[Picture, ...], tuple[Loss, ...]]:
    """The picture above the text first, as WordPress shows it."""
    above = attachments.get(item.meta.get("_thumbnail_id", ""))
    if above is None:
        return tuple(images), ()
    src = search.find(above.address)
    if src is None:
        return tuple(images), (Loss("missing-picture", above.address),)
    sources = [image.src for image in images]
    return (*([] if src in sources else [Picture(src, above.alt, above.caption)]), *images), ()


class _Uploads:
    """Finds pictures in a copy of the uploads folder, also where a smaller copy is named that is not in it."""

    def __init__(self, folder: Path | None, fetch: Fetch) -> None:
        self._search = PictureSearch(folder, (folder,)) if folder else None
        self._fetch = fetch
        self._fetched = PictureSearch(Path("/"), ())

    @property
    def copies(self) -> dict[str, Path]:
        return {**self._fetched.copies, **(self._search.copies if self._search else {})}

    def find(self, address: str, copy: int = 0) -> str | None:
        """The `src` of the copy of a picture; None when there is none."""
        path = urlsplit(address).path
        below = _UPLOADS.split(path, maxsplit=1)[-1]
        if self._search and below != path:
            for name in dict.fromkeys((below, _SIZE.sub("", below))):
                if src := self._search.find(name, copy):
                    return src
        fetched = self._fetch(address)
        return self._fetched.src_of(fetched, copy=copy) if fetched else None
