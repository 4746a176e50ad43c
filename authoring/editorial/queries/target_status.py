"""Compares the pieces with the targets: which side has the newer text, and whether a target can be reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery
from authoring.editorial.owing import Owing
from authoring.exporters import Observed, Probe

Ahead = Literal["nobody", "here", "there", "both"]


@dataclass(frozen=True)
class TargetProbes:
    """What a target needs for an export, and whether it is available."""

    target: str
    probes: Sequence[Probe]


@dataclass(frozen=True)
class Standing:
    """A piece at a target. `live` is the hash that readers should see, empty when they should see none.

    `ahead` is `here` when a newer decision waits to be sent, `there` when somebody edited the piece on the site. `owed`
    is a piece that was taken back and that readers may still see there.
    """

    target: str
    slug: str
    live: str
    ahead: Ahead
    observed: Observed
    owed: bool = False


def probed(context: Context, targets: Sequence[str] = ()) -> Iterator[TargetProbes]:
    """What an export to these targets, or to all, needs, and whether it is available.

    Raises `InputError` for an unknown target.
    """
    for exporter in context.exporters(targets):
        yield TargetProbes(exporter.name, exporter.probe())


def standings(
    context: Context, slugs: Sequence[str] | None = None, *, targets: Sequence[str] = ()
) -> Iterator[Standing]:
    """Every piece at every target, with what was sent compared to what is there; reads the targets, changes nothing."""
    exporters = context.exporters(targets)
    delivery = Delivery(context, exporters)
    owed = {(it.target, it.slug): it for it in Owing(context).pieces(slugs)}
    for exporter in exporters:
        keys = delivery.wanted(exporter, slugs)
        observed = {piece.slug: piece for piece in exporter.inspect(slugs)}
        for slug in sorted({*keys, *observed, *(slug for target, slug in owed if target == exporter.name)}):
            piece = observed.get(slug, Observed(slug, "", "taken-down", ""))
            live = keys.get(slug, "").partition(" ")[0]
            is_owed = (exporter.name, slug) in owed
            ahead = "here" if is_owed and slug not in observed else _ahead(live, piece)
            yield Standing(exporter.name, slug, live, ahead, piece, is_owed)


def _ahead(live: str, piece: Observed) -> Ahead:
    sent = "" if piece.condition == "taken-down" else piece.hash
    is_here = live != sent or piece.condition == "unfinished"
    is_there = piece.condition in ("edited", "gone")
    if is_here and is_there:
        return "both"
    return "here" if is_here else "there" if is_there else "nobody"
