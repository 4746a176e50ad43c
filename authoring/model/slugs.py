"""Slugs: the short names of texts in folders, files and addresses; which names are valid, and how to make one."""

from __future__ import annotations

import re
from typing import Final

from authoring.errors import InputError
from authoring.text.i18n import _

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_PATH: Final = re.compile(r"/(?!/)(?:%[0-9A-Fa-f]{2}|[\w.,~@+/-])*\Z")
_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))]
)


def is_slug(name: str) -> bool:
    """Whether `name` is a slug: lower-case letters, digits and single hyphens, at most 80, no reserved Windows name."""
    return bool(SLUG.match(name)) and len(name) <= 80 and name not in _RESERVED


def is_path(address: str) -> bool:
    """Whether `address` is a path below a site's root: letters, digits and plain marks, without `..`."""
    return len(address) <= 400 and bool(_PATH.match(address)) and not {".", ".."} & set(address.split("/"))


def check_slug(name: str) -> str:
    """Returns `name` if it is a slug. Raises `InputError`, with a suggestion, if it is not."""
    if is_slug(name):
        return name
    raise unusable_name(name)


def unusable_name(name: str) -> InputError:
    """The error for a name that is no slug, with one that is."""
    return InputError(
        _("“{name}” cannot be the name of a piece, an outline or a testimony.").format(name=name),
        _("Use small letters without accents, figures and hyphens, for example: {example}.").format(
            example=suggest_slug(name)
        ),
    )


def suggest_slug(name: str) -> str:
    """A slug made from any text: without accents, with hyphens for all other characters."""
    import unicodedata

    letters = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")
    return slug if slug and slug not in _RESERVED else f"article-{slug}".rstrip("-")
