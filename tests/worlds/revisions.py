"""Sites, revisions and pictures for the exporters' tests; all invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from authoring.exporters import ApprovedRevision
from authoring.exporters.markdown import MarkdownExporter
from authoring.exporters.site import SiteExporter
from authoring.model.config import Settings, SiteSettings, TargetSettings
from authoring.model.people import Person
from authoring.sourcing.disclosure import disclosure
from authoring.store import Store
from authoring.store.folder import FolderStore
from authoring.workspace import settings_of
from tests.worlds.files import build
from tests.worlds.lantern import lantern

PARIS = ZoneInfo("Europe/Paris")
SITE = SiteSettings(
    title="The Lantern’s blog",
    url="https://blog.example.org",
    description="News from an invented workshop.",
    contact="hello@example.org",
    responsible="agathe",
)
SLUGS = ("neighbours", "one", "two", "other")
PIECE = "---\ntitle: A piece\nlang: en\nauthor: agathe\n---\n\nA text.\n"
PEOPLE = {"agathe": Person("agathe", "Agathe Berger", "agathe@example.org")}


def settings(root: Path, *, lang: str = "en", site: SiteSettings = SITE) -> Settings:
    return Settings(root, str(root / "authoring.toml"), lang=lang, site=site, people=PEOPLE)


def site_exporter(root: Path, *, lang: str = "en", site: SiteSettings = SITE, folder: str = "site") -> SiteExporter:
    target = TargetSettings("blog", "site", folder)
    return SiteExporter(settings(root, lang=lang, site=site), target, FolderStore(root))


def markdown_exporter(root: Path, *, folder: str = "notes") -> MarkdownExporter:
    return MarkdownExporter(settings(root), TargetSettings("notes", "markdown", folder), FolderStore(root))


def store_of_pieces(root: Path, *more: str) -> FolderStore:
    """The Lantern's workspace with a piece for each revision that the contracts send, and for `more` slugs."""
    texts = {f"drafts/{slug}/index.md": PIECE for slug in (*SLUGS, *more) if not (root / "drafts" / slug).exists()}
    if not (root / "authoring.toml").exists():
        lantern(root)
    return FolderStore(build(root, texts))


def settings_in(store: Store, root: Path) -> Settings:
    """The settings that a store holds, with folders below `root`."""
    return settings_of(store, base=root, environment={})


def revision(slug: str = "neighbours", *, body: str = "The Lantern is open.\n", **changes: Any) -> ApprovedRevision:
    """An approved revision of an invented piece, published on the first of November 2026."""
    lang = changes.get("lang", "en")
    moment = datetime(2026, 11, 1, 9, 30, tzinfo=PARIS)
    plain = ApprovedRevision(
        slug=slug,
        hash="a" * 64,
        title="Why the Lantern needs its neighbours",
        description="What neighbours bring, and what they take home.",
        lang=lang,
        author="Agathe Berger",
        body=body,
        published=moment,
        updated=moment,
        disclosure=disclosure("ai-assisted", lang=lang, responsible="Agathe Berger", contact="hello@example.org"),
        tags=("neighbours", "third place"),
        checkpoint="7-3f2a",
    )
    return replace(plain, **changes)


def noon_of(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)
