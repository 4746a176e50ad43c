"""The values of the events by which a text is scheduled, published or imported."""

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
        """The values as the event states them."""
        return {"at": self.at.isoformat(timespec="seconds")}


def scheduling(event: Event) -> Scheduling | None:
    """The moment in an event of `schedule`; None when it has none."""
    moment = moment_in(event.details.get("at"))
    return Scheduling(moment) if moment else None


@dataclass(frozen=True)
class Publication:
    """The model's part in the published text; None if not recorded. `is_autonomous`: nobody approved it."""

    parts: tuple[str, ...] | None = None
    is_autonomous: bool = False

    def as_details(self) -> dict[str, Any]:
        """The values as the event states them."""
        return {"model": list(self.parts or ()), **({"autonomous": True} if self.is_autonomous else {})}


def publication(event: Event) -> Publication:
    """The values of an event of `publish`."""
    parts = event.details.get("model")
    return Publication(texts_in(parts) if isinstance(parts, list) else None, event.details.get("autonomous") is True)


@dataclass(frozen=True)
class Import:
    """A post from elsewhere: the kind of blog, its place there, the SHA-256 of the source read, and its dates there.

    `site` is the blog's own address, without its scheme; empty when the blog does not state it, and None in an event of
    an earlier version.
    """

    source: str
    origin: str
    sha256: str
    published: datetime
    updated: datetime
    site: str | None = None

    def as_details(self) -> dict[str, Any]:
        """The values as the event states them."""
        site = {} if self.site is None else {"site": self.site}
        return {
            "import": {"source": self.source, "from": self.origin, "sha256": self.sha256, **site},
            "published": self.published.isoformat(timespec="seconds"),
            "updated": self.updated.isoformat(timespec="seconds"),
        }


def imported(past: Iterable[Event]) -> Import | None:
    """The origin of an imported piece, by its history's first event; None for a piece that began here.

    A date that the event does not state is that of the import.
    """
    first = next(iter(past), None)
    stated = first.details.get("import") if first is not None and first.action is Action.import_ else None
    if first is None or not isinstance(stated, dict):
        return None
    published, updated = (moment_in(first.details.get(key)) or first.time for key in ("published", "updated"))
    source, origin, sha256 = (str(stated.get(key, "")) for key in ("source", "from", "sha256"))
    site = stated.get("site")
    return Import(source, origin, sha256, published, updated, site if isinstance(site, str) else None)
