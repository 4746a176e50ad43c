"""A small, fast, accessible static blog in a folder: no JavaScript, nothing from elsewhere, any web server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from authoring.config import Settings, TargetSettings
from authoring.exporters import ApprovedRevision, Receipt
from authoring.exporters.batches import write_all
from authoring.exporters.folder import locate, refuse_options
from authoring.exporters.ledger import Ledger, LedgerFile, Page, Written, look_of
from authoring.exporters.site.layout import TEMPLATES, SiteFacts, templates_digest
from authoring.exporters.site.lists import Lists, same_row, shows_all, touched
from authoring.exporters.site.posts import PostWriter, page_name

_STYLE = "style.css"


class SiteExporter:
    """The target kind `site`. Raises `InputError` at once for a folder or an address that cannot serve."""

    def __init__(self, settings: Settings, target: TargetSettings) -> None:
        refuse_options(settings, target)
        self.name = target.name
        self._folder = locate(settings, target)
        self._site = SiteFacts.of(settings)
        people = sorted((person.id, person.name) for person in settings.people.values())
        wording = sorted(settings.disclosure.wording.items())
        self._look = look_of(templates_digest(), self._site, people, wording)
        self._ledger = LedgerFile.of(settings, target, self._folder)

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
        with self._ledger.opened() as ledger:
            gone = {slug: ledger.take_out(slug, page_name(slug), self._folder) for slug in slugs}
            cards = [held.card for held in gone.values() if held]
            self._write_lists(ledger, touched(cards))
        return [
            Receipt(self.name, slug, held.hash, "retracted", self._where(slug)) for slug, held in gone.items() if held
        ]

    def _enter(self, ledger: Ledger, post: Written, stale: set[str]) -> Receipt:
        before = ledger.pieces.get(post.slug)
        outcome = ledger.enter(post, self._folder)
        if before is None or not same_row(before.card, post.held.card):
            stale |= touched([post.held.card, *([before.card] if before else [])])
        elif outcome != "unchanged":
            stale |= touched([])
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
