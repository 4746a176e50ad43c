"""The page of one post, written into the site's folder with its pictures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final

from markupsafe import Markup

from authoring.exporters import ApprovedRevision
from authoring.exporters.folders.ledger import ExportedPiece, WrittenPiece
from authoring.exporters.folders.target_folder import TargetFolder
from authoring.exporters.rendering import html as body_html
from authoring.exporters.rendering.dates import written_out
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.rendering.structured import structured
from authoring.exporters.rendering.text import identifier, printable
from authoring.exporters.site.layout import SiteFacts, environment
from authoring.exporters.site.wording import words
from authoring.sourcing.disclosure import Disclosure, address

_LONGEST_NAME: Final = 50  # letters of up to four bytes; a file's name has 255
READING: Final = ("<!-- reading -->", "<!-- /reading -->")


@dataclass(frozen=True)
class PostWriter:
    """Writes posts into a site's folder. Holds plain values only, so that it can go to another process."""

    folder: TargetFolder
    site: SiteFacts
    fingerprint: str

    def write(self, revision: ApprovedRevision) -> WrittenPiece:
        """Bring the post's page, pictures and linked files to their place. Raises `InputError` or `Conflict`."""
        gallery = Gallery(revision)
        name = page_name(revision.slug)
        shown_in_lists = card(revision)
        page = self._page(revision, gallery, shown_in_lists).encode()
        copies = {**{figure.name: figure.picture for figure in gallery.shown}, **gallery.linked}
        is_ours = self.folder.is_marked(name) if copies else True
        changed = [self.folder.write(name, page)]
        names = [name]
        for file, attachment in copies.items():
            names.append(f"posts/{revision.slug}/{file}")
            changed.append(self.folder.copy(names[-1], attachment, is_ours=is_ours))
        exported = ExportedPiece(
            revision.hash, self.fingerprint, {name: self.folder.stamp(name) for name in names}, shown_in_lists
        )
        return WrittenPiece(revision.slug, exported, any(changed))

    def _page(self, revision: ApprovedRevision, gallery: Gallery, post: Mapping[str, Any]) -> str:
        text = body_html.render(revision.body, gallery=gallery, place=f"{revision.slug}/")
        first = next(iter(gallery.shown), None)
        picture = f"{self.site.url}/posts/{revision.slug}/{first.url}" if first else ""
        lang = revision.lang
        return environment().get_template("post.html.j2").render(
            site=self.site,
            lang=lang,
            post=post,
            up="../",
            name=page_name(revision.slug),
            url=self.site.address(page_name(revision.slug)),
            alternates=_alternates(revision, self.site),
            elsewhere=[
                (lang, f"{slug}.html", words(lang).in_this_language) for lang, slug in revision.translations.items()
            ],
            w=words(self.site.lang),
            p=words(lang),
            published=written_out(revision.published.date(), lang),
            updated=_updated(revision),
            disclosure=revision.disclosure,
            note=disclosure_html(revision.disclosure),
            added=printable(revision.disclosure.added),
            text=Markup(text),  # noqa: S704  cleaned by the renderer
            tags=[(tag, tag_id(tag)) for tag in post["tags"]],
            picture=picture,
            facts=_facts(revision, self.site, picture),
            hash=revision.hash,
            checkpoint=revision.checkpoint,
        )  # fmt: skip


def page_name(slug: str) -> str:
    """The file of a post's page; it opens in a browser from the disk as it does from a server."""
    return f"posts/{slug}.html"


@lru_cache(maxsize=4096)
def tag_id(tag: str) -> str:
    """The name of a tag's page, without its ending; tags that differ in case or accents alone share it."""
    name = identifier(tag)
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:_LONGEST_NAME]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def card(revision: ApprovedRevision) -> dict[str, Any]:
    """What lists, the feed, the sitemap and the pages at former addresses say of a post."""
    former = {"aliases": list(revision.aliases)} if revision.aliases else {}
    return {
        **former,
        "slug": revision.slug,
        "title": printable(revision.title),
        "description": printable(revision.description),
        "lang": revision.lang,
        "author": printable(revision.author),
        "published": revision.published.isoformat(timespec="seconds"),
        "updated": revision.updated.isoformat(timespec="seconds"),
        "tags": [printable(tag) for tag in revision.tags],
    }


def _alternates(revision: ApprovedRevision, site: SiteFacts) -> list[tuple[str, str]]:
    """The address of the text in each language, for search engines; none where there is but one."""
    if not revision.translations:
        return []
    slugs = {revision.lang: revision.slug, **revision.translations}
    return [(lang, site.address(page_name(slug))) for lang, slug in sorted(slugs.items())]


def disclosure_html(disclosure: Disclosure) -> Markup:
    """The program's sentences of the disclosure, with the contact as a link where a click can lead somewhere."""
    text = escape(printable(disclosure.text))
    link = address(disclosure.contact)
    if link:
        contact = escape(disclosure.contact)
        text = text.replace(contact, f'<a href="{escape(link)}">{contact}</a>')
    return Markup(text)  # noqa: S704  every part is escaped


def _facts(revision: ApprovedRevision, site: SiteFacts, picture: str) -> Markup:
    """The post's structured data, as it may stand in a script element."""
    url = site.address(page_name(revision.slug))
    text = json.dumps(structured(revision, url=url, picture=picture), ensure_ascii=False)
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704  JSON without <, > and &


def _updated(revision: ApprovedRevision) -> Markup:
    """When the post was corrected, if that was on a later day than its publication."""
    day = revision.updated.date()
    if day <= revision.published.date():
        return Markup()
    time = Markup('<time datetime="{}">{}</time>').format(
        revision.updated.isoformat(timespec="seconds"), written_out(day, revision.lang)
    )
    return Markup(escape(words(revision.lang).updated)).format(date=time)  # noqa: S704  both parts are escaped
