"""Reads the settings of a Hugo or Jekyll site, above all its patterns for the addresses of posts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from authoring.errors import InputError
from authoring.model.slugs import is_path
from authoring.text import frontmatter
from authoring.text.strict_json import decode_json

LAST_MOMENT: Final = datetime.max.replace(tzinfo=UTC)
HUGO: Final = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for ending in ("toml", "yaml", "yml", "json")
)
JEKYLL: Final = ("_config.yml", "_config.yaml", "_config.toml")
PATTERNS: Final = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_TOKEN: Final = re.compile(r":([a-z_]+)(?:\[[^\]]*\])?")


@dataclass(frozen=True)
class Address:
    """The values for a pattern. `below` is the folder of the post, with `/` between its parts."""

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
        """The address by a pattern such as `/:year/:month/:title/`; empty when the pattern has an unknown part."""
        unknown = False

        def fill(match: re.Match[str]) -> str:
            nonlocal unknown
            value = self._part(match.group(1))
            unknown = unknown or value is None
            return value or ""

        path = path_of("/" + _TOKEN.sub(fill, pattern).lstrip("/"))
        return "" if unknown else path

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
        if token == "output_ext":  # noqa: S105  a word of a pattern
            return ".html"
        return self.moment.strftime(forms[token]) if token in forms else None


def path_of(address: str, *, below: str = "") -> str:
    """The path of an address on its site, with a leading `/`; empty for an invalid address.

    A path without a leading `/` is relative to the folder of `below`.
    """
    if address.strip().startswith("//"):
        return ""
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
    """The time zone of a site; `otherwise` when it names none or an unknown one."""
    try:
        return ZoneInfo(str(name)) if name else otherwise
    except (ValueError, OSError, LookupError):
        return otherwise


def _urlized(text: str) -> str:
    return re.sub(r"-{2,}", "-", re.sub(r"[^\w.~+-]+", "-", text.lower())).strip("-")


def read_settings(root: Path, names: tuple[str, ...]) -> Mapping[str, Any]:
    """The settings of a site, from the first existing one of the files; empty when none can be read."""
    import tomllib

    for name in names:
        path = root / name
        if not path.is_file() or path.stat().st_size > 1024 * 1024:
            continue
        text = path.read_text("utf-8", errors="replace")
        try:
            if name.endswith(".toml"):
                return tomllib.loads(text)
            if name.endswith(".json"):
                settings = decode_json(text)
            else:
                settings = frontmatter.parse(f"---\n{text}\n---\n", str(path)).values
        except (ValueError, RecursionError, InputError):
            return {}
        return settings if isinstance(settings, dict) else {}
    return {}
