"""Records beside the pieces what a target has of them after a delivery."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Problem, Remedy
from authoring.exporters import Exporter, PlacedExporter, Receipt
from authoring.exporters.targets import place_of
from authoring.store.exported import Exported, ExportRecords
from authoring.store.operations import count_events


@dataclass(frozen=True)
class ExportBook:
    """The records of exports to one target."""

    context: Context
    exporter: Exporter

    def enter(self, wanted: Mapping[str, str], exported: Mapping[str, str], receipts: Iterable[Receipt]) -> None:
        """Record the key of each piece that the target has: `exported` before the delivery, `receipts` of the delivery.

        A piece that was perhaps sent is recorded too, so that it is reported until the target has been read.
        """
        receipts = [receipt for receipt in receipts if receipt.outcome != "waiting"]  # not sent
        outcomes = {receipt.slug: receipt.outcome for receipt in receipts}
        keys = {slug: exported.get(slug, "") for slug in {*exported, *outcomes}.intersection(wanted)}
        keys |= {slug: wanted[slug] for slug, outcome in outcomes.items() if outcome not in ("failed", "conflict")}
        register, name, place = self._records.register(), self.exporter.name, self._place
        stale = {slug: key for slug, key in keys.items() if register.get(slug, {}).get(name, [])[:2] != [place, key]}
        if stale:
            where = {receipt.slug: receipt.where for receipt in receipts if receipt.outcome != "failed"}
            self._records.write({slug: self._exported(slug, key, where.get(slug, "")) for slug, key in stale.items()})

    def strike(self, counts: Mapping[str, int], receipts: Sequence[Receipt]) -> None:
        """Record that the target does not show these pieces; `counts` are the numbers of events of their histories."""
        where = {receipt.slug: receipt.where for receipt in receipts}
        if counts:
            self._records.write({
                slug: self._exported(slug, "", where.get(slug, ""), events=count) for slug, count in counts.items()
            })  # fmt: skip

    def settle(self, exported: Collection[str]) -> None:
        """Forget on this machine what another one has seen gone here, and the target does not hold."""
        records = self._records
        name, place = self.exporter.name, self._place
        sent = [slug for slug, places in records.register().items() if name in places and slug not in exported]
        gone = {slug: it for slug in sent for it in records.read(slug) if it.is_down and it[:2] == (name, place)}
        if gone:
            records.write(gone)

    def counts(self, slugs: Iterable[str]) -> dict[str, int]:
        """The number of events of each piece."""
        return {slug: count_events(self.context.store.events.read(slug)) for slug in slugs}

    def failure(self, slug: str, error: AuthoringError | OSError) -> Receipt:
        """The receipt of a piece that the target failed to take down."""
        problem = error.problem if isinstance(error, AuthoringError) else Problem(str(error))
        where = f"{self._where(slug)} {problem.message}".strip()
        return Receipt(self.exporter.name, slug, "", "failed", where, tuple(_remedies(problem)), owed=True)

    @property
    def _records(self) -> ExportRecords:
        return ExportRecords(self.context.store)

    @property
    def _place(self) -> str:
        target = self.context.settings.targets.get(self.exporter.name)
        return place_of(target) if target else self.exporter.name

    def _exported(self, slug: str, key: str, where: str, *, events: int | None = None) -> Exported:
        moment = self.context.clock().replace(microsecond=0).isoformat()
        count = self.counts([slug])[slug] if events is None else events
        place = self._portable(where or self._where(slug))
        return Exported(self.exporter.name, self._place, key, place, moment, count, is_down=events is not None)

    def _where(self, slug: str) -> str:
        return self.exporter.where(slug) if isinstance(self.exporter, PlacedExporter) else ""

    def _portable(self, where: str) -> str:
        """The path of a file as every clone has it; an address as it is."""
        base = self.context.settings.base.resolve()
        path = Path(where)
        if "://" in where or not path.is_absolute() or not path.is_relative_to(base):
            return where
        return path.relative_to(base).as_posix()


def _remedies(problem: Problem) -> Iterator[Remedy]:
    if problem.remedy:
        yield problem.remedy
