"""What the lines state by which a text goes out, or came from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authoring.model.events.event import Event
from authoring.model.events.untyped import moment_in, texts_in
from authoring.model.states import Action


@dataclass(frozen=True)
class Scheduling:
    """The moment at which the approved revision goes out."""

    at: datetime

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {"at": self.at.isoformat(timespec="seconds")}


def scheduling(event: Event) -> Scheduling | None:
    """The moment that a line of `schedule` states; None where it states none."""
    moment = moment_in(event.details.get("at"))
    return Scheduling(moment) if moment else None


@dataclass(frozen=True)
class Publication:
    """What a model did to the text that went out; None where it is not recorded. `is_autonomous`: nobody approved."""

    parts: tuple[str, ...] | None = None
    is_autonomous: bool = False

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        return {"model": list(self.parts or ()), **({"autonomous": True} if self.is_autonomous else {})}


def publication(event: Event) -> Publication:
    """What a line of `publish` says of the text."""
    parts = event.details.get("model")
    return Publication(texts_in(parts) if isinstance(parts, list) else None, event.details.get("autonomous") is True)


@dataclass(frozen=True)
class Import:
    """A post from elsewhere: the kind of blog, its place there, the SHA-256 of what was read, and its dates there.

    `site` is the blog's own address, without its scheme; empty where the blog does not say it, and None on a line of an
    earlier version.
    """

    source: str
    origin: str
    sha256: str
    published: datetime
    updated: datetime
    site: str | None = None

    def as_details(self) -> dict[str, Any]:
        """As the line states it."""
        site = {} if self.site is None else {"site": self.site}
        return {
            "import": {"source": self.source, "from": self.origin, "sha256": self.sha256, **site},
            "published": self.published.isoformat(timespec="seconds"),
            "updated": self.updated.isoformat(timespec="seconds"),
        }


def imported(past: Iterable[Event]) -> Import | None:
    """Where a piece came from, by its history's first line; None for a piece that began here.

    A date that the line does not state is that of the import.
    """
    first = next(iter(past), None)
    stated = first.details.get("import") if first is not None and first.action is Action.import_ else None
    if first is None or not isinstance(stated, dict):
        return None
    published, updated = (moment_in(first.details.get(key)) or first.time for key in ("published", "updated"))
    source, origin, sha256 = (str(stated.get(key, "")) for key in ("source", "from", "sha256"))
    site = stated.get("site")
    return Import(source, origin, sha256, published, updated, site if isinstance(site, str) else None)
