"""The target kind `ghost`: a Ghost, through its Admin API, with the key of an integration. It sends no mail."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from authoring.errors import NotPossibleNow
from authoring.exporters import ApprovedRevision, Receipt
from authoring.exporters.blogs import addresses, secrets
from authoring.exporters.blogs.exporter import RemoteExporter
from authoring.exporters.blogs.ledger import DOWN, RemoteRecord
from authoring.exporters.blogs.web import NoAnswer
from authoring.exporters.folders.target_folder import refuse_options
from authoring.model.config import Settings, TargetSettings
from authoring.store import Store
from authoring.text.i18n import _

if TYPE_CHECKING:
    import httpx2

OPTIONS: Final = frozenset({"url", "authors", "featured", "schedule", "insecure"})


class GhostExporter(RemoteExporter):
    """An exporter to one Ghost. The constructor raises `InputError` for invalid settings, and sends no request."""

    def __init__(
        self,
        settings: Settings,
        target: TargetSettings,
        store: Store,
        *,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        from authoring.exporters.ghost.admin import Admin
        from authoring.exporters.ghost.images import Images
        from authoring.exporters.ghost.site import GhostSite

        addresses.refuse_secrets(settings, target)
        refuse_options(settings, target, options=OPTIONS)
        address = addresses.checked(settings, target)
        options = addresses.Options(settings, target)
        authors, featured = options.table("authors"), options.flag("featured", otherwise=True)
        admin = Admin(address, lambda: secrets.find(target, "KEY", address=address), sleep=sleep, transport=transport)
        images = Images(admin, sleep, transport)
        self._site = GhostSite(admin, authors=authors, featured=featured, images=images, sleep=sleep)
        super().__init__(
            target,
            store,
            self._site,
            fingerprint=addresses.fingerprint(settings, sorted(authors.items()), featured),
            schedules=options.flag("schedule"),
            sleep=sleep,
        )

    def readers(self, newsletter: str) -> int:
        """How many members get this newsletter."""
        with closing(self._site):
            return self._site.readers(newsletter)

    def publish_by_mail(self, revision: ApprovedRevision, *, newsletter: str) -> Receipt:
        """Publish and send: first as a draft, then published with the newsletter, which alone sends the mail."""
        with self._at_work():
            self._site.readers(newsletter)
            record = self._records.read(revision.slug) or RemoteRecord()
            remote = self._there(record, revision.slug)
            if remote is not None and remote.state in ("live", "scheduled"):
                raise NotPossibleNow(
                    _("“{slug}” is out already; a post is sent by mail only as it is published.").format(
                        slug=revision.slug
                    ),
                    _("Nothing was sent. Write to your readers by another way."),
                )
            differences = self._conflict(record, remote, revision)
            if differences is not None:
                return self._refused(revision, record, remote, differences)
            post = self._blog.prepare(revision, record.media)
            if remote is None:
                remote = self._create(record, replace(post, payload={**post.payload, "status": "draft"}))
                record = replace(self._recorded(record, remote, key=""), state=DOWN, media=post.media)
            noted = replace(record, intent=revision.key, intended=dict(post.fields), media=post.media)
            self._records.write(revision.slug, noted)
            try:
                sent = self._site.publish_by_mail(remote, post, newsletter=newsletter)
            except NoAnswer:
                sent = self._blog.read(remote.id) or remote
                if sent.state != "live":
                    raise
            self._records.write(revision.slug, self._recorded(noted, sent, key=revision.key))
        return Receipt(self.name, revision.slug, revision.hash, "created", sent.url, (_("sent by mail"),))
