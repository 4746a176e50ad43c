"""Where a post stood on its blog: the path that its settings made of its date and name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from authoring.slugs import is_path

_TOKEN: Final = re.compile(r":([a-z_]+)(?:\[[^\]]*\])?")


@dataclass(frozen=True)
class Address:
    """What a pattern is filled with. `below` is the folder of the post, `/` between its parts."""

    name: str
    title: str
    moment: datetime
    section: str = ""
    below: str = ""
    categories: tuple[str, ...] = ()

    def plain(self) -> str:
        """The address without a pattern: the folder and the name."""
        return path_of(f"/{self.below}/{_urlized(self.name)}/")

    def filled(self, pattern: str) -> str:
        """The address by a pattern such as `/:year/:month/:title/`; empty when it has a part that is not known."""
        unknown = False

        def fill(match: re.Match[str]) -> str:
            nonlocal unknown
            value = self._part(match.group(1))
            unknown = unknown or value is None
            return value or ""

        made = path_of("/" + _TOKEN.sub(fill, pattern).lstrip("/"))
        return "" if unknown else made

    def _part(self, token: str) -> str | None:
        named = {
            "slug": self.name,
            "title": self.name,
            "filename": self.name,
            "contentbasename": self.name,
            "slugorfilename": self.name,
            "slugorcontentbasename": self.name,
            "section": self.section,
            "sections": self.below,
            "categories": "/".join(self.categories),
        }
        if token in named:
            return "/".join(_urlized(part) for part in named[token].split("/"))
        forms = {
            "year": "%Y", "month": "%m", "day": "%d", "short_year": "%y", "hour": "%H", "minute": "%M", "second": "%S",
            "y_day": "%j", "yearday": "%j", "monthname": "%B", "weekdayname": "%A",
        }  # fmt: skip
        short = {"i_month": self.moment.month, "i_day": self.moment.day}
        if token in short:
            return str(short[token])
        if token == "output_ext":
            return ".html"
        return self.moment.strftime(forms[token]) if token in forms else None


def path_of(address: str, *, below: str = "") -> str:
    """The path of an address on its site, `/` at the beginning; empty for what can be none.

    One that does not begin with `/` stands beside `below`.
    """
    path = (
        unquote(urlsplit(address.strip()).path)
        if "://" in address
        else unquote(address.strip().split("?")[0].split("#")[0])
    )
    if path and not path.startswith("/"):
        path = f"{below.rstrip('/').rpartition('/')[0]}/{path}"
    path = re.sub(r"/{2,}", "/", path)
    return path if path != "/" and is_path(path) else ""


def zone_of(name: Any, *, otherwise: tzinfo) -> tzinfo:
    """The time zone that a site names; `otherwise` where it names none that is known."""
    try:
        return ZoneInfo(str(name)) if name else otherwise
    except (ValueError, OSError, LookupError):
        return otherwise


def _urlized(text: str) -> str:
    return re.sub(r"-{2,}", "-", re.sub(r"[^\w.~+-]+", "-", text.lower())).strip("-")
