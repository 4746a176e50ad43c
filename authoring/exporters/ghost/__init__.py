"""The target kind `ghost`: a Ghost, through its Admin API, with the key of an integration. It sends no mail."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from authoring.config import Settings, TargetSettings
from authoring.exporters import addresses, secrets
from authoring.exporters.folder import refuse_options
from authoring.exporters.ledger import look_of
from authoring.exporters.remote import RemoteExporter

if TYPE_CHECKING:
    import httpx2

OPTIONS: Final = frozenset({"url", "authors", "featured", "schedule", "insecure"})


class GhostExporter(RemoteExporter):
    """An exporter to one Ghost. Raises `InputError` at once for settings that cannot serve; asks nothing yet."""

    def __init__(
        self,
        settings: Settings,
        target: TargetSettings,
        *,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        from authoring.exporters.ghost.admin import Admin
        from authoring.exporters.ghost.images import Images
        from authoring.exporters.ghost.site import GhostSite

        addresses.refuse_secrets(settings, target)
        refuse_options(settings, target, known=OPTIONS)
        address = addresses.checked(settings, target)
        options = addresses.Options(settings, target)
        authors, featured = options.table("authors"), options.flag("featured", otherwise=True)
        admin = Admin(address, lambda: secrets.find(target, "KEY", address=address), sleep=sleep, transport=transport)
        images = Images(admin, sleep, transport)
        shaping = (sorted(authors.items()), featured, addresses.shown_people(settings), settings.site)
        super().__init__(
            settings,
            target,
            GhostSite(admin, authors=authors, featured=featured, images=images, sleep=sleep),
            look=look_of("ghost", *shaping, sorted(settings.disclosure.wording.items())),
            schedules=options.flag("schedule"),
            sleep=sleep,
        )
