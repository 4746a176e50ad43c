"""Reads the options of a blog's target in authoring.toml; each mistake has a place and a remedy."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from authoring.errors import InputError, Remedy, advice
from authoring.model.config import Settings, TargetSettings
from authoring.model.web_addresses import site_address
from authoring.sourcing.disclosure import shaping
from authoring.text.i18n import _

_HERE: Final = ("127.0.0.1", "::1", "localhost")
_SECRETS: Final = re.compile(r"password|secret|key|token", re.IGNORECASE)


def checked(settings: Settings, target: TargetSettings) -> str:
    """The blog's address without a slash at its end. Raises `InputError` for one that must not get a secret."""
    address = str(target.options.get("url", "")).rstrip("/")
    parts = site_address(address)
    if parts is None:
        raise _mistake(
            settings,
            _("The target “{name}” has no address that could be a blog’s.").format(name=target.name),
            _('Write it whole, as readers see it: url = "https://blog.example.org"'),
        )
    if parts.scheme == "http" and parts.hostname not in _HERE and target.options.get("insecure") is not True:
        raise _mistake(
            settings,
            _(
                "The address of the target “{name}” begins with http: anybody on the way could read the password."
            ).format(name=target.name),
            _("Write https. On a network of your own, where nobody listens: insecure = true"),
        )
    return address


def refuse_secrets(settings: Settings, target: TargetSettings) -> None:
    """Raise `InputError` for a password in the settings, which other people can read."""
    for key in target.options:
        if _SECRETS.search(key):
            raise _mistake(
                settings,
                _("A key does not belong in this file, which others read."),
                advice("move-key-out", key=key, name=target.name),
            )


@dataclass(frozen=True)
class Options:
    """The options of a target by their kinds. Raises `InputError` for a value of another kind."""

    settings: Settings
    target: TargetSettings

    def text(self, key: str) -> str:
        """A text; empty when it is not set."""
        return str(self._of(key, str, "", _("a text between quotes")))

    def flag(self, key: str, *, otherwise: bool = False) -> bool:
        """True or false."""
        return bool(self._of(key, bool, otherwise, _("true or false")))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(str(entry) for entry in self._of(key, list, [], _("a list of texts between square brackets")))

    def table(self, key: str) -> Mapping[str, str]:
        """A table of texts by name."""
        entries: Mapping[str, Any] = self._of(key, dict, {}, _("a table of names"))
        return {name: str(value) for name, value in entries.items()}

    def _of(self, key: str, kind: type, otherwise: object, words: str) -> Any:
        value = self.target.options.get(key, otherwise)
        if not isinstance(value, kind):
            raise _mistake(
                self.settings,
                _("`{key}` of the target “{name}” is “{value}”.").format(key=key, name=self.target.name, value=value),
                _("It takes {kind}.").format(kind=words),
            )
        return value


def shown_people(settings: Settings) -> list[tuple[str, str]]:
    """The names of people that readers see; when one changes, posts are sent again."""
    return sorted((person.id, person.name) for person in settings.people.values())


def fingerprint(settings: Settings, *parts: object) -> str:
    """A digest of all that shapes a post besides the revision: the disclosure's text and the target's options.

    The program's version is not part of it: a new version does not rewrite posts unless they would differ.
    """
    disclosed = (settings.site.responsible, settings.site.contact, shaping(settings.disclosure.wording))
    return hashlib.sha256(repr((shown_people(settings), disclosed, parts)).encode()).hexdigest()[:16]


def _mistake(settings: Settings, message: str, remedy: Remedy) -> InputError:
    return InputError(message, remedy, file=settings.label)
