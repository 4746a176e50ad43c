"""Checkpoints stored elsewhere: typed by a person, or read from an exported post on disk or on the blog."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from authoring.errors import InputError, ServiceRefused, ServiceUnavailable
from authoring.text.i18n import _

_PLAIN: Final = re.compile(r"0|[1-9][0-9]{0,9}-[0-9a-f]{64}")
_IN_A_POST: Final = (
    re.compile(rf'<meta name="authoring-checkpoint" content="(?P<checkpoint>{_PLAIN.pattern})"'),
    re.compile(rf"^checkpoint: ['\"]?(?P<checkpoint>{_PLAIN.pattern})['\"]?$", re.MULTILINE),
    re.compile(rf"^(?P<checkpoint>{_PLAIN.pattern})$", re.MULTILINE),
)
_SLUGS: Final = (
    re.compile(r"/posts/(?P<slug>[a-z0-9-]+)\.html"),
    re.compile(r"(?:^|/)(?P<slug>[a-z0-9-]+)/index\.md$"),
)
_LARGEST: Final = 5_000_000
_PATIENCE: Final = 20


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint, and its piece if the source of the checkpoint names one."""

    text: str
    slug: str = ""


def find(where: str) -> Checkpoint:
    """The checkpoint in `where`, which is a checkpoint itself, or the path or address of a post with one.

    Raises `InputError` when there is none, and a `ServiceError` when the address cannot be read.
    """
    if _PLAIN.fullmatch(where):
        return Checkpoint(where)
    content = _fetched(where) if where.startswith(("http://", "https://")) else _read(where)
    for form in _IN_A_POST:
        if match := form.search(content):
            return Checkpoint(match["checkpoint"], _slug(where))
    raise InputError(
        _("There is no checkpoint in {where}.").format(where=where),
        _("Name a checkpoint such as 7-3f2a…, or the page, the Markdown file or the address of an exported post."),
    )


def _slug(where: str) -> str:
    for form in _SLUGS:
        if match := form.search(where.replace("\\", "/") if "://" in where else Path(where).resolve().as_posix()):
            return match["slug"]
    return ""


def _read(where: str) -> str:
    try:
        with Path(where).open("rb") as file:
            return file.read(_LARGEST).decode(errors="replace")
    except (OSError, ValueError):
        raise InputError(
            _("“{where}” is neither a checkpoint nor a file that can be read.").format(where=where),
            _("A checkpoint is a number, a hyphen and sixty-four characters, as approve, publish and log print it."),
        ) from None


def _fetched(where: str) -> str:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    try:
        with urlopen(where, timeout=_PATIENCE) as answer:  # noqa: S310  http and https alone come here
            return str(answer.read(_LARGEST).decode(errors="replace"))
    except HTTPError as error:
        raise ServiceRefused(
            _("{where} answered {code}.").format(where=where, code=error.code),
            _("Open the address in a browser, or save the page and name the file."),
        ) from None
    except (OSError, ValueError):
        raise ServiceUnavailable(
            _("{where} does not answer.").format(where=where),
            _("Open the address in a browser, or save the page and name the file."),
        ) from None
