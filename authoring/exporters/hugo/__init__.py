"""The target kind `hugo`: page bundles in the folder of a Hugo site, with its own keys and its former addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from authoring.exporters import ApprovedRevision
from authoring.exporters.hugo.goldmark import BRACES, as_markdown, paragraphs, render
from authoring.exporters.rendering.gallery import Gallery, content_of
from authoring.exporters.rendering.languages import translation_key
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
from authoring.model.site_generators import HUGO, Address, read_settings
from authoring.privacy import metadata
from authoring.store import Store

_SECTION: Final = "posts"


class HugoExporter(SiteFolderExporter):
    """A Hugo site. Raises `InputError` at once for a folder that cannot serve."""

    def __init__(self, settings: Settings, target: TargetSettings, store: Store) -> None:
        root = opened(settings, target)
        section = str(target.options.get("section", "") or _SECTION).strip("/")
        folder = HugoFolder(root, section=section)
        super().__init__(target, store, folder, fingerprint=fingerprint(settings, target))


class HugoFolder(SiteFolder):
    """The folder that holds `content/`."""

    hidden = Draftable("draft", True)

    def __init__(self, root: Path, *, section: str) -> None:
        super().__init__(root)
        self._section = section
        self._settings = {str(key).lower(): value for key, value in read_settings(root, HUGO).items()}
        content_folder = self._settings.get("contentdir")
        self._content = str(content_folder) if isinstance(content_folder, str) else "content"

    def candidates(self, slug: str) -> Iterable[str]:
        return [f"{self._content}/{self._section}/{slug}/index.md"]

    def files_of(self, revision: ApprovedRevision) -> Mapping[str, bytes]:
        folder = f"{self._content}/{self._section}/{revision.slug}"
        gallery = Gallery(revision)
        text = "\n\n".join(filter(None, (text for text, _source in self._blocks(revision, gallery))))
        linked = {f"{folder}/{name}": metadata.without(file.read()) for name, file in gallery.linked.items()}
        pictures = {**{f"{folder}/{it.name}": content_of(it) for it in gallery.shown}, **linked}
        values = self._values(revision, [picture.url for picture in gallery.shown], sorted(pictures))
        return {f"{folder}/index.md": document(values, text), **pictures}

    def sources_of(self, revision: ApprovedRevision) -> Sequence[tuple[str, str]]:
        return self._blocks(revision, Gallery(revision))

    def hide(self, names: Sequence[str]) -> None:
        """Hugo publishes nothing of a bundle that is a draft."""

    def read_text(self, text: str) -> tuple[str, list[str]]:
        return text.strip("\n"), []

    def _blocks(self, revision: ApprovedRevision, gallery: Gallery) -> list[tuple[str, str]]:
        note = "\n\n".join(map(printable, revision.disclosure.paragraphs))
        blocks = [(block.text, block.source) for block in render(revision.body, gallery=gallery)]
        return [(paragraphs(note), ""), *blocks] if note else blocks

    def _values(self, revision: ApprovedRevision, picture_urls: Sequence[str], files: Sequence[str]) -> dict[str, Any]:
        own = self._address(revision)
        return {
            "title": printable(revision.title),
            "date": revision.published.isoformat(timespec="seconds"),
            "lastmod": revision.updated.isoformat(timespec="seconds"),
            "description": printable(revision.description),
            "summary": as_markdown(printable(revision.description)),
            "tags": [printable(tag) for tag in revision.tags],
            "aliases": [alias for alias in revision.aliases if alias.strip("/") != own.strip("/")],
            "translationKey": translation_key(revision),
            "images": list(picture_urls[:1]),
            "params": {**facts(revision), BRACES: "{{", MARK: marked(revision, files)},
        }

    def _address(self, revision: ApprovedRevision) -> str:
        patterns = self._settings.get("permalinks")
        patterns = patterns.get("page", patterns) if isinstance(patterns, dict) else {}
        pattern = patterns.get(self._section) if isinstance(patterns, dict) else None
        address = Address(revision.slug, revision.title, revision.published, self._section, self._section)
        return address.filled(pattern) if isinstance(pattern, str) else address.plain()
