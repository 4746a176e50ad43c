"""Pieces that were retracted, and whose folder was put back as it was before: by a backup, a sync or somebody's hand.

The folder alone cannot tell, since its history is whole. What tells are records elsewhere: this machine's record of the
retractions that it knows, and the piece's own record of exports, which counts the events that the history had.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from authoring.editorial.context import Context
from authoring.editorial.owing import past_of
from authoring.errors import Problem, advice
from authoring.model import history
from authoring.model.events import Event
from authoring.model.situation import live_hash
from authoring.model.states import Action
from authoring.store import WORKSPACE, Store
from authoring.store.addresses import EXPORTS
from authoring.store.exported import ExportRecords
from authoring.text.i18n import _
from authoring.text.strict_json import decode_object

RECORD: Final = "retractions.json"
_FORMAT: Final = 1
_LOCK: Final = "retractions"


class _Retraction(NamedTuple):
    """Which history it is, by its first line, and the line of its last retraction."""

    first: str
    line: int
    digest: str

    @classmethod
    def of(cls, past: Sequence[Event]) -> _Retraction | None:
        """The last one in a history."""
        line = max((number for number, it in enumerate(past, start=1) if it.action is Action.retract), default=0)
        return cls(_digest(past[0]), line, _digest(past[line - 1])) if line else None

    def is_undone(self, past: Sequence[Event]) -> bool:
        """Whether this is the same history without that retraction. A new piece of the same name is another one."""
        is_there = len(past) >= self.line and _digest(past[self.line - 1]) == self.digest
        return bool(past) and _digest(past[0]) == self.first and not is_there


def remember(context: Context) -> None:
    """Note on this machine every retraction that the histories here tell of, for the time when one does not any more.

    A piece that is put back is not noted anew before it is retracted again.
    """
    slugs = [it.slug for it in context.overview().entries if it.published and not it.live]
    pasts = {slug: past_of(context, slug) for slug in slugs}
    fresh = {slug: it for slug, past in pasts.items() if (it := _Retraction.of(past)) and not live_hash(past)}
    if not fresh:
        return
    with context.store.lock(_LOCK):
        known = _known(context.store)
        if all(known.get(slug) == it for slug, it in fresh.items()):
            return
        pieces = {slug: list(it) for slug, it in sorted({**known, **fresh}.items())}
        content = json.dumps({"format": _FORMAT, "pieces": pieces}, ensure_ascii=False).encode() + b"\n"
        context.store.records.write(WORKSPACE, RECORD, content)


def problems(context: Context, slugs: Iterable[str]) -> dict[str, Problem]:
    """Those of these pieces that readers would see again though they were retracted, and why that is known."""
    known = _known(context.store)
    concerned = [slug for slug in slugs if slug in known or context.store.records.read(slug, EXPORTS)]
    return {slug: it for slug in concerned if (it := _problem(context, slug, past_of(context, slug), known))}


def problem(context: Context, slug: str, past: Sequence[Event]) -> Problem | None:
    """The same of one piece with this history."""
    return _problem(context, slug, past, _known(context.store))


def _problem(context: Context, slug: str, past: Sequence[Event], known: Mapping[str, _Retraction]) -> Problem | None:
    if not live_hash(past):
        return None
    label, remedy = context.store.events.label(slug), advice("restore-newer-or-retract", slug=slug)
    if slug in known and known[slug].is_undone(past):
        message = _("“{slug}” was retracted, and its folder was put back as it was before: line {line} is missing.")
        return Problem(message.format(slug=slug, line=known[slug].line), remedy, label)
    ahead = max((it.events for it in ExportRecords(context.store).read(slug)), default=0)
    if ahead > len(past):
        message = _(
            "By the record of its exports the history of “{slug}” had {count} lines, and it has {present}: it was cut, "
            "or put back as it was before."
        )
        return Problem(message.format(slug=slug, count=ahead, present=len(past)), remedy, label)
    return None


def _known(store: Store) -> Mapping[str, _Retraction]:
    return _decoded(store.records.read(WORKSPACE, RECORD))


@lru_cache(maxsize=4)  # every piece of a workspace asks for the same
def _decoded(content: bytes) -> Mapping[str, _Retraction]:
    entries = decode_object(content)
    pieces = entries.get("pieces")
    if entries.get("format") != _FORMAT or not isinstance(pieces, dict):
        return {}
    return {slug: _Retraction(*entry) for slug, entry in pieces.items() if _is_entry(entry)}


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == len(_Retraction._fields)
        and all(isinstance(value, kind) for value, kind in zip(entry, (str, int, str), strict=True))
    )


def _digest(event: Event) -> str:
    return history.digest_of(history.encode(event))
