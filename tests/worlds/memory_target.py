"""A target in memory: what readers were given, by slug."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from authoring.exporters import ApprovedRevision, ExportOutcome, Observed, Probe, Receipt


@dataclass
class MemoryTarget:
    """The protocol `Exporter` without a disk or a network."""

    name: str = "blog"
    schedules: bool = False
    pieces: dict[str, ApprovedRevision] = field(default_factory=dict)
    writes: int = 0

    def known(self) -> Mapping[str, str]:
        return {slug: revision.key for slug, revision in self.pieces.items()}

    def plan(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        return [self._receipt(revision, self._outcome(revision)) for revision in revisions]

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        receipts = []
        for revision in revisions:
            receipts.append(self._receipt(revision, self._outcome(revision)))
            self.writes += self.pieces.get(revision.slug) != revision
            self.pieces[revision.slug] = revision
        return receipts

    def retract(self, slugs: Iterable[str], *, delete: bool = False) -> Sequence[Receipt]:
        present = [slug for slug in slugs if slug in self.pieces]
        return [self._receipt(self.pieces.pop(slug), "deleted" if delete else "retracted") for slug in present]

    def inspect(self, slugs: Iterable[str] | None = None) -> Sequence[Observed]:
        raise NotImplementedError

    def probe(self) -> Sequence[Probe]:
        return [Probe("memory", True)]

    def _outcome(self, revision: ApprovedRevision) -> ExportOutcome:
        before = self.pieces.get(revision.slug)
        if before is None:
            return "created"
        return "unchanged" if before.key == revision.key else "updated"

    def _receipt(self, revision: ApprovedRevision, outcome: ExportOutcome) -> Receipt:
        return Receipt(self.name, revision.slug, revision.hash, outcome, f"memory:{revision.slug}")
