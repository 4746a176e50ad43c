"""Pages at a post's former addresses, which lead readers on; a static site has no other way to say that one moved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

from authoring.exporters.site.layout import SiteFacts, environment
from authoring.exporters.site.wording import words

_PAGES: Final = (".html", ".htm")
_LONGEST_PART: Final = 200  # bytes; a file's name has 255, and its part beside it is named after it

Card = Mapping[str, Any]


def redirects(
    cards: Iterable[Card], *, site: SiteFacts, used: Collection[str], page_of: Callable[[str], str]
) -> dict[str, Callable[[], str]]:
    """What renders each such page, by its file. None stands where a page of `used` does; the first post keeps one."""
    pages: dict[str, Callable[[], str]] = {}
    for card in cards:
        for name in redirect_names(card):
            if name not in used:
                pages.setdefault(name, _bound(card, name, site, page_of(card["slug"])))
    return pages


def redirect_names(card: Card) -> list[str]:
    """The files at the former addresses of a post, as paths below the site's folder."""
    return [name for name in map(_file_at, card.get("aliases", ())) if name]


def _file_at(alias: str) -> str:
    """The file that a web server shows at an address; empty for an address that no file may have."""
    parts = unquote(alias).strip("/").split("/")
    if not all(_may_be_a_name(part) for part in parts):
        return ""
    return "/".join(parts if parts[-1].lower().endswith(_PAGES) else [*parts, "index.html"])


def _may_be_a_name(part: str) -> bool:
    return (
        bool(part)
        and not part.startswith(".")
        and part.isprintable()
        and "\\" not in part
        and len(part.encode()) <= _LONGEST_PART
    )


def _bound(card: Card, name: str, site: SiteFacts, page: str) -> Callable[[], str]:
    return lambda: environment().get_template("redirect.html.j2").render(
        title=card["title"],
        lang=card["lang"],
        p=words(card["lang"]),
        up="../" * name.count("/"),
        target="../" * name.count("/") + quote(page),
        url=site.address(page),
    )  # fmt: skip
