"""Where readers find a post: as a target reported it, else as the site that the program makes will have it."""

from __future__ import annotations

from authoring.exporters.site.posts import page_name
from authoring.model.config import Settings
from authoring.store import Store
from authoring.store.exported import ExportRecords


def of_post(settings: Settings, store: Store, slug: str) -> str:
    """The post's address; that of the blog where nothing says more, and empty where it has none."""
    for exported in ExportRecords(store).read(slug):
        if not exported.is_down and exported.where.startswith(("https://", "http://")):
            return exported.where
    address = settings.site.url.rstrip("/")
    if address and any(target.kind == "site" for target in settings.targets.values()):
        return f"{address}/{page_name(slug)}"
    return address
