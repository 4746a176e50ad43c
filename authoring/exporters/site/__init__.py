"""A small, fast, accessible static blog in a folder: no JavaScript, nothing from elsewhere, any web server."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from authoring.exporters import ApprovedRevision, Receipt
from authoring.exporters.batches import each_of
from authoring.exporters.folders.exporter import FolderExporter
from authoring.exporters.folders.ledger import ExportedPiece, Ledger, Page, WrittenPiece, fingerprint_of
from authoring.exporters.folders.target_folder import TargetFolder
from authoring.exporters.site.layout import TEMPLATES, SiteFacts, templates_digest
from authoring.exporters.site.lists import Lists, same_row, shows_all, touched
from authoring.exporters.site.posts import PostWriter, page_name
from authoring.model.config import Settings, TargetSettings
from authoring.sourcing.disclosure import shaping
from authoring.store import Store

_STYLE = "style.css"


class SiteExporter(FolderExporter):
    """The target kind `site`. Raises `InputError` at once for a folder or an address that cannot serve."""

    def __init__(self, settings: Settings, target: TargetSettings, store: Store) -> None:
        self._site = SiteFacts.of(settings)
        people = sorted((person.id, person.name) for person in settings.people.values())
        disclosed = shaping(settings.disclosure.wording)
        fingerprint = fingerprint_of(templates_digest(), self._site, people, disclosed)
        super().__init__(settings, target, store, fingerprint=fingerprint)

    def text_name(self, slug: str) -> str:
        """The post's page."""
        return page_name(slug)

    def write(self, folder: TargetFolder, ledger: Ledger, revisions: Iterable[ApprovedRevision]) -> list[Receipt]:
        """Write the posts, then the lists that show them."""
        written = each_of(PostWriter(folder, self._site, self._fingerprint).write, revisions)
        stale: set[str] = set()
        receipts = [self._enter(folder, ledger, post, stale) for post in written]
        self._write_lists(folder, ledger, stale)
        return receipts

    def take_out(self, folder: TargetFolder, ledger: Ledger, slugs: Iterable[str]) -> dict[str, ExportedPiece | None]:
        """Take the posts and their pictures away, and out of every list."""
        gone = {slug: ledger.take_out(slug, page_name(slug), folder) for slug in slugs}
        cards = [exported.card for exported in gone.values() if exported]
        self._write_lists(folder, ledger, touched(cards))
        return gone

    def _enter(self, folder: TargetFolder, ledger: Ledger, post: WrittenPiece, stale: set[str]) -> Receipt:
        before = ledger.pieces.get(post.slug)
        outcome = ledger.enter(post, folder)
        if before is None or not same_row(before.card, post.exported.card):
            stale |= touched([post.exported.card, *([before.card] if before else [])])
        elif outcome != "unchanged" or before.hash != post.exported.hash:  # or written by a run that was cut off
            stale |= touched([])
        return Receipt(self.name, post.slug, post.exported.hash, outcome, self.where(post.slug))

    def _write_lists(self, folder: TargetFolder, ledger: Ledger, stale: set[str]) -> None:
        """Write the pages that are stale, missing or of an older fingerprint; take away those that list nothing now."""
        lists = Lists(self._site, [exported.card for exported in ledger.pieces.values()], folder.read)
        pages = lists.pages()
        pages[_STYLE] = (TEMPLATES / _STYLE).read_text
        own = {name for exported in ledger.pieces.values() for name in exported.files}
        former = lists.leading_on(used=pages.keys() | own)
        for name, render in (pages | former).items():
            if self._is_current(folder, ledger.pages.get(name), name, stale):
                continue
            if name in former and not _is_free(folder, name):
                continue
            folder.write(name, render().encode())
            ledger.pages[name] = Page(self._fingerprint, folder.stamp(name))
        for name in set(ledger.pages) - set(pages | former):
            if name not in own:
                folder.remove(name)
            del ledger.pages[name]

    def _is_current(self, folder: TargetFolder, page: Page | None, name: str, stale: set[str]) -> bool:
        return (
            page is not None
            and page.fingerprint == self._fingerprint
            and name not in stale
            and not (stale and shows_all(name))
            and tuple(page.stamp) == tuple(folder.stamp(name))
        )


def _is_free(folder: TargetFolder, name: str) -> bool:
    """Whether a redirect may be written here: it never takes the place of a page that somebody made."""
    above = Path(folder.root, name).parents
    return folder.is_marked(name) or not (Path(folder.root, name).exists() or any(path.is_file() for path in above))
