"""The site's templates, and the facts about the site that every page needs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from authoring.errors import InputError
from authoring.exporters.folders.target_folder import MARK
from authoring.exporters.rendering.text import printable
from authoring.model.config import Settings
from authoring.sourcing.disclosure import address
from authoring.text.i18n import _

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class SiteFacts:
    """What readers see around the posts; `url` has no slash at its end."""

    title: str
    url: str
    description: str
    lang: str
    contact: str
    responsible: str

    @classmethod
    def of(cls, settings: Settings) -> SiteFacts:
        """The facts in the settings. Raises `InputError` without an address: feeds and sitemaps need whole ones."""
        site = settings.site
        if not site.url:
            raise InputError(
                _("The site has no address, which its feed and its sitemap must contain."),
                _('Write it below [site]: url = "https://blog.example.org"'),
                file=settings.label,
            )
        responsible = settings.people[site.responsible].name if site.responsible in settings.people else ""
        texts = (site.title, site.url, site.description, settings.lang, site.contact, responsible)
        return cls(*map(printable, texts))

    def address(self, name: str = "") -> str:
        """The whole address of a file of the site; of its first page without a name."""
        return f"{self.url}/{quote(name)}"

    @property
    def path(self) -> str:
        """The address below its server, for the page that any address may lead to."""
        return urlsplit(self.url).path.rstrip("/") + "/"

    @property
    def contact_link(self) -> str:
        """Where a click on the contact leads; empty when nowhere."""
        return address(self.contact)


@cache
def environment() -> Environment:
    """The templates, strict about names and escaping everything."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        keep_trailing_newline=True,
    )
    templates.globals["mark"] = MARK
    return templates


@cache
def templates_digest() -> str:
    """A digest of all templates and the style sheet: when one changes, pages are written again."""
    digest = hashlib.sha256()
    for path in sorted(TEMPLATES.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()
