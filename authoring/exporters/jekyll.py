"""The target kind `jekyll`: posts and their pictures in the folder of a Jekyll site.

Jekyll's kramdown is no CommonMark, so the text is sent as the HTML that the approved Markdown means, which Jekyll
passes on; a brace that Liquid would read is written so that it is a brace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from html import escape
from pathlib import Path
from typing import Any, Final

from authoring.exporters import ApprovedRevision
from authoring.exporters.rendering import blocks, html, tokens
from authoring.exporters.rendering.gallery import Gallery, content_of
from authoring.exporters.rendering.text import printable
from authoring.exporters.site_folder import (
    MARK,
    Draftable,
    SiteFolder,
    SiteFolderExporter,
    document,
    facts,
    fingerprint,
    marked,
    opened,
)
from authoring.model.config import Settings, TargetSettings
from authoring.model.site_generators import JEKYLL, PATTERNS, Address, read_settings, zone_of
from authoring.privacy import metadata
from authoring.store import Store
from authoring.text.hypertext import markdown

_BRACE: Final = re.compile(r"\{(?=[{%])")
# Themes that narrow a picture to the column, Jekyll's own among them, stretch one whose height is written.
_HEIGHT: Final = re.compile(r'(?<=") height="\d+"(?= loading="lazy")')
_PLACE: Final = (
    "authoring-place/"  # stands before each picture's and file's address until Liquid's own word takes its place
)


class JekyllExporter(SiteFolderExporter):
    """A Jekyll site. Raises `InputError` at once for a folder that cannot serve."""

    def __init__(self, settings: Settings, target: TargetSettings, store: Store) -> None:
        root = opened(settings, target, options=["layout"])
        section = str(target.options.get("section", "")).strip("/")
        layout = str(target.options.get("layout", "post"))
        folder = JekyllFolder(root, section=section, layout=layout)
        super().__init__(target, store, folder, fingerprint=fingerprint(settings, target))


class JekyllFolder(SiteFolder):
    """The folder that holds `_posts`; with a `section`, the one that holds the section's `_posts`."""

    hidden = Draftable("published", False)

    def __init__(self, root: Path, *, section: str, layout: str) -> None:
        super().__init__(root)
        self._section = section
        self._layout = layout
        self._settings = read_settings(root, JEKYLL)

    def candidates(self, slug: str) -> Iterable[str]:
        paths = self.root.glob(f"{self._folder}/????-??-??-{slug}.html")
        return sorted(path.relative_to(self.root).as_posix() for path in paths)

    @property
    def _folder(self) -> str:
        return f"{self._section}/_posts".lstrip("/")

    def files_of(self, revision: ApprovedRevision) -> Mapping[str, bytes]:
        gallery = Gallery(revision)
        text = "\n".join(text for text, _source in self._blocks(revision, gallery))
        place = f"assets/{revision.slug}"
        linked = {f"{place}/{name}": metadata.without(file.read()) for name, file in gallery.linked.items()}
        pictures = {**{f"{place}/{it.name}": content_of(it) for it in gallery.shown}, **linked}
        moved = {name: _moved(alias) for name, alias in self._moved(revision)}
        picture_urls = [f"/{place}/{picture.url}" for picture in gallery.shown]
        values = self._values(revision, picture_urls, sorted([*pictures, *moved]))
        name = f"{self._folder}/{self._day(revision)}-{revision.slug}.html"
        pages = {picture: content.replace(b"authoring-name", name.encode()) for picture, content in moved.items()}
        return {name: document(values, text), **dict(sorted({**pictures, **pages}.items()))}

    def sources_of(self, revision: ApprovedRevision) -> Sequence[tuple[str, str]]:
        return self._blocks(revision, Gallery(revision))

    def read_text(self, text: str) -> tuple[str, list[str]]:
        return markdown(text)

    def hide(self, names: Sequence[str]) -> None:
        """Jekyll publishes what lies in assets/, whatever the post says."""
        for name in names:
            self._remove(name)

    def _blocks(self, revision: ApprovedRevision, gallery: Gallery) -> list[tuple[str, str]]:
        place = f"{{{{ '/assets/{revision.slug}/' | relative_url }}}}"
        parts = []
        kind = escape(revision.disclosure.kind)
        for note in map(printable, revision.disclosure.paragraphs):
            parts.append(
                (f'<p class="ai-disclosure" data-ai-disclosure="{kind}">{_quiet(escape(note, quote=False))}</p>', "")
            )
        for group, source, _testimonies in tokens.blocks(revision.body, gallery):
            text = html.cleaned(blocks.renderer().render(group, html.options(), {"place": _PLACE}))
            text = _HEIGHT.sub("", text)
            text = _quiet(text).strip("\n")
            for attribute in ("src", "href"):
                text = text.replace(f'{attribute}="{_PLACE}', f'{attribute}="{place}')
            parts.append((text, source))
        return parts

    def _values(self, revision: ApprovedRevision, picture_urls: Sequence[str], files: Sequence[str]) -> dict[str, Any]:
        described = printable(revision.description)
        return {
            "layout": self._layout,
            "title": printable(revision.title),
            "date": revision.published.strftime("%Y-%m-%d %H:%M:%S %z"),
            "last_modified_at": revision.updated.strftime("%Y-%m-%d %H:%M:%S %z"),
            "description": described,
            "excerpt": escape(described or printable(revision.title), quote=False),  # themes show it as HTML
            "tags": [printable(tag) for tag in revision.tags],
            "lang": revision.lang,
            "image": picture_urls[0] if picture_urls else "",
            **facts(revision),
            MARK: marked(revision, files),
        }

    def _moved(self, revision: ApprovedRevision) -> list[tuple[str, str]]:
        """The pages that lead from former addresses, each a file of its own: no plug-in of Jekyll's is needed."""
        own = self._address(revision)
        others = [
            alias for alias in revision.aliases if alias.strip("/") not in (own.strip("/"), own.strip("/") + ".html")
        ]
        return [(f"assets/{revision.slug}/moved-{number}.html", alias) for number, alias in enumerate(others, start=1)]

    def _address(self, revision: ApprovedRevision) -> str:
        pattern = str(self._settings.get("permalink") or "date")
        zone = zone_of(self._settings.get("timezone"), otherwise=revision.published.tzinfo or UTC)
        local = revision.published.astimezone(zone)
        categories = tuple(part for part in self._section.split("/") if part)
        return Address(revision.slug, revision.title, local, categories=categories).filled(
            PATTERNS.get(pattern, pattern)
        )

    def _day(self, revision: ApprovedRevision) -> str:
        return revision.published.strftime("%Y-%m-%d")


def _quiet(text: str) -> str:
    """HTML in which Liquid finds nothing to do."""
    return _BRACE.sub("&#123;", text)


def _moved(alias: str) -> bytes:
    """A page at a former address that leads to the post, whose address Jekyll knows."""
    return (
        f'---\npermalink: "{alias}"\nsitemap: false\nlayout: null\n---\n'
        '{% assign place = "authoring-name" %}{% assign found = site.posts | where: "relative_path", place | first %}'
        '<!DOCTYPE html><meta charset="utf-8"><title>{{ found.title | escape }}</title>'
        '<link rel="canonical" href="{{ found.url | absolute_url }}">'
        '<meta http-equiv="refresh" content="0; url={{ found.url | relative_url }}">'
        '<a href="{{ found.url | relative_url }}">{{ found.title | escape }}</a>\n'
    ).encode()
