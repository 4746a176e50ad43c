"""The target kind `wordpress`: a WordPress site, through its REST interface, with an application password."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from authoring.errors import InputError
from authoring.exporters.blogs import addresses, secrets
from authoring.exporters.blogs.exporter import RemoteExporter
from authoring.exporters.folders.target_folder import refuse_options
from authoring.model.config import Settings, TargetSettings
from authoring.store import Store
from authoring.text.i18n import _

if TYPE_CHECKING:
    import httpx2

OPTIONS: Final = frozenset(
    {"url", "user", "categories", "category", "authors", "featured", "bin", "schedule", "insecure"}
)


class WordPressExporter(RemoteExporter):
    """An exporter to one site. The constructor raises `InputError` for invalid settings, and sends no request."""

    def __init__(
        self,
        settings: Settings,
        target: TargetSettings,
        store: Store,
        *,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        from authoring.exporters.wordpress.rest import Rest
        from authoring.exporters.wordpress.site import Choices, WordPressSite

        addresses.refuse_secrets(settings, target)
        refuse_options(settings, target, options=OPTIONS)
        address = addresses.checked(settings, target)
        user = target.options.get("user", "")
        if not isinstance(user, str) or not user:
            raise InputError(
                _("The target “{name}” does not say as which user to publish.").format(name=target.name),
                _('Write the name with which that user signs in: user = "agathe"'),
                file=settings.label,
            )
        options = addresses.Options(settings, target)
        choices = Choices(
            categories=options.texts("categories"),
            category=options.text("category"),
            authors=options.table("authors"),
            featured=options.flag("featured", otherwise=True),
            bin=options.flag("bin"),
            timezone=settings.timezone,
        )
        rest = Rest(address, user, lambda: secrets.find(target, "PASSWORD", address=address), sleep, transport)
        shaping = (choices.categories, choices.category, sorted(choices.authors.items()), choices.featured)
        super().__init__(
            target,
            store,
            WordPressSite(rest, choices, sleep=sleep),
            fingerprint=addresses.fingerprint(settings, *shaping),
            schedules=options.flag("schedule"),
            sleep=sleep,
        )
