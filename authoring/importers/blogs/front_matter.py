"""The front matter that Hugo and Jekyll read: YAML, TOML or JSON, with the values that a post needs."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Any, Final

from authoring.errors import InputError
from authoring.store import files
from authoring.text import frontmatter
from authoring.text.encodable import encodable_value
from authoring.text.i18n import _

MAX_BYTES: Final = 2 * 1024 * 1024
_TOML: Final = re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n(.*?\n)?\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_ZONE: Final = re.compile(r"(?<=\d)[ T]*([+-]\d\d):?(\d\d)\Z")
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?)?")

_YEARS: Final = range(1000, 9999)  # outside them a date means “none”, or a zone cannot show it


@dataclass(frozen=True)
class Source:
    """A file of a blog: what stands above the text, the text, and the hash of both."""

    values: Mapping[str, Any]
    body: str
    sha256: str


def read(path: Path) -> Source:
    """The file, split. Raises `InputError` for one that is too large, no text, or cannot be read."""
    try:
        size = path.stat().st_size
        content = files.read_bytes(path) if size <= MAX_BYTES else b""
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(_("The file is not UTF-8 text."), _("Save it again as UTF-8."), file=path) from None
    if size > MAX_BYTES:
        raise InputError(_("The file is larger than 2 MiB."), _("Check that it is a post."), file=path)
    values, body = split(text, path)
    return Source(encodable_value(values), body, hashlib.sha256(content).hexdigest())


def split(text: str, path: Path) -> tuple[Mapping[str, Any], str]:
    """The values above a text and the text below. Raises `InputError` where they cannot be read."""
    try:
        if toml := _TOML.match(text):
            return tomllib.loads(toml.group(1) or ""), text[toml.end() :]
        if text.lstrip().startswith("{") and not text.lstrip().startswith(("{{", "{%")):
            return _json(text.lstrip())
    except (ValueError, RecursionError) as error:
        raise InputError(
            _("The front matter cannot be read: {reason}.").format(reason=str(error) or "depth"),
            _("Mend it in the blog’s folder, then import again: what is here already stays as it is."),
            file=path,
            line=1,
        ) from None
    document = frontmatter.parse(text.replace("\r\n", "\n"), str(path))
    return document.values, document.body


def _json(text: str) -> tuple[Mapping[str, Any], str]:
    values, end = json.JSONDecoder().raw_decode(text)
    return values, text[end:].lstrip("\r\n")


def texts(values: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    """The words under the first of the keys that holds any: a list, or a line of them."""
    for key in keys:
        value = values.get(key)
        if isinstance(value, str) and value.strip():
            return (
                (value.strip(),)
                if "," not in value
                else tuple(part.strip() for part in value.split(",") if part.strip())
            )
        if isinstance(value, list):
            return tuple(
                dict.fromkeys(str(part).strip() for part in value if isinstance(part, str | int | float) and str(part))
            )
    return ()


def text(values: Mapping[str, Any], *keys: str) -> str:
    """The first of the keys that holds a line of text, with white space folded."""
    for key in keys:
        value = values.get(key)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def moment(value: Any, *, zone: tzinfo) -> datetime | None:
    """A time with its zone, `zone` where it states none; None for what is no time, or no time of a post."""
    stated = _moment(value, zone)
    return stated if stated and stated.year in _YEARS else None


def _moment(value: Any, zone: tzinfo) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone)
    if not isinstance(value, str) or not (match := _DATE.match(value.strip())):
        return None
    offset = value.strip()[match.end() :].strip()
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        plain = datetime(year, month, day, hour, minute, second)
        if offset in ("Z", "z", "UTC", "GMT"):
            return plain.replace(tzinfo=UTC)
        if offset and (offset_match := _ZONE.search(f"0{offset}")):
            return datetime.fromisoformat(f"{plain.isoformat()}{offset_match.group(1)}:{offset_match.group(2)}")
        return plain.replace(tzinfo=zone)
    except ValueError:
        return None
