"""A small, fast, accessible static blog in a folder: no JavaScript, nothing from elsewhere, any web server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from authoring.config import Settings, TargetSettings
from authoring.exporters import ApprovedRevision, ExportOutcome, Receipt
from authoring.exporters.batches import write_all
from authoring.exporters.folder import locate, refuse_options
from authoring.exporters.ledger import Ledger, LedgerFile, Page, look_of
from authoring.exporters.site.layout import TEMPLATES, SiteFacts, templates_digest
from authoring.exporters.site.lists import Lists, shows_all, touched
from authoring.exporters.site.posts import PostWriter, WrittenPost, page_name

_STYLE = "style.css"


class SiteExporter:
    """The target kind `site`. Raises `InputError` at once for a folder or an address that cannot serve."""

    def __init__(self, settings: Settings, target: TargetSettings) -> None:
        refuse_options(settings, target)
        self.name = target.name
        self._folder = locate(settings, target)
        self._site = SiteFacts.of(settings)
        people = sorted((person.id, person.name) for person in settings.people.values())
        self._look = look_of(templates_digest(), self._site, people)
        self._ledger = LedgerFile(
            settings.root / ".authoring" / "exports" / f"{quote(self.name, safe='')}.json", self._folder.root
        )

    def known(self) -> Mapping[str, str]:
        """The content hash of every post that is in place, by slug."""
        return self._ledger.load().whole(self._folder, self._look)

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """Write the posts, then the lists that show them."""
        with self._ledger.opened() as ledger:
            written = write_all(PostWriter(self._folder, self._site, self._look).write, revisions)
            stale: set[str] = set()
            receipts = [self._enter(ledger, post, stale) for post in written]
            self._write_lists(ledger, stale)
        return receipts

    def retract(self, slugs: Iterable[str]) -> Sequence[Receipt]:
        """Take the posts and their pictures away, and out of every list."""
        receipts = []
        with self._ledger.opened() as ledger:
            stale: set[str] = set()
            for slug in slugs:
                held = ledger.pieces.pop(slug, None)
                name = page_name(slug)
                if held is None and not self._folder.is_marked(name):
                    continue
                for file in held.files if held else [name]:
                    self._folder.remove(file)
                stale |= _all_and(touched([held.card] if held else []))
                receipts.append(Receipt(self.name, slug, held.hash if held else "", "retracted", self._where(slug)))
            self._write_lists(ledger, stale)
        return receipts

    def _enter(self, ledger: Ledger, post: WrittenPost, stale: set[str]) -> Receipt:
        before = ledger.pieces.get(post.slug)
        ledger.pieces[post.slug] = post.held
        gone = set(before.files) - set(post.held.files) if before else set()
        for name in gone:
            self._folder.remove(name)
        has_changed = post.has_changed or bool(gone)
        if has_changed or before is None or before.card != post.held.card:
            stale |= _all_and(touched([post.held.card, *([before.card] if before else [])]))
        outcome: ExportOutcome = "unchanged" if not has_changed else "updated" if before else "created"
        return Receipt(self.name, post.slug, post.held.hash, outcome, self._where(post.slug))

    def _where(self, slug: str) -> str:
        return f"{self._folder.root}/{page_name(slug)}"

    def _write_lists(self, ledger: Ledger, stale: set[str]) -> None:
        """Write the pages that are stale, missing or of an older look; take away those that list nothing now."""
        lists = Lists(self._site, [held.card for held in ledger.pieces.values()], self._folder.read)
        pages = lists.pages()
        pages[_STYLE] = (TEMPLATES / _STYLE).read_text
        for name, render in pages.items():
            if self._is_current(ledger.pages.get(name), name, stale):
                continue
            self._folder.write(name, render().encode())
            ledger.pages[name] = Page(self._look, self._folder.stamp(name))
        for name in set(ledger.pages) - set(pages):
            self._folder.remove(name)
            del ledger.pages[name]

    def _is_current(self, page: Page | None, name: str, stale: set[str]) -> bool:
        return (
            page is not None
            and page.look == self._look
            and name not in stale
            and not (stale and shows_all(name))
            and tuple(page.stamp) == tuple(self._folder.stamp(name))
        )


def _all_and(names: set[str]) -> set[str]:
    """These pages; the first page besides, so that a change of any post makes the pages that show all stale."""
    return {"index.html", *names}
