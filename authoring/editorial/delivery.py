"""Delivering to the targets: each holds exactly what readers should see there, as far as the consents allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from authoring.editorial import consents
from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.editorial.context import Context
from authoring.errors import advice
from authoring.exporters import Exporter, Receipt, Revisions, revision_key
from authoring.model.config import CHANNEL, Settings
from authoring.model.documents import Testimony
from authoring.model.states import State
from authoring.store import version_of
from authoring.store.index.consents import ConsentEntry
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class _Work:
    """What is to be done at one target: the pieces that it should hold by key, sorted by what each needs.

    `regretted` stand there though a consent for them is over.
    """

    exporter: Exporter
    wanted: Mapping[str, str]
    sent: Sequence[str]
    gone: Sequence[str]
    blocked: Mapping[str, str]
    regretted: Mapping[str, str]

    def rest(self) -> Iterator[Receipt]:
        """The receipts of the pieces that nothing is done for."""
        name = self.exporter.name
        hashes = {slug: key.partition(" ")[0] for slug, key in self.wanted.items()}
        yield from (Receipt(name, slug, hashes[slug], "blocked", why) for slug, why in self.blocked.items())
        for slug, why in self.regretted.items():
            yield Receipt(name, slug, hashes[slug], "blocked", why, remedy=advice("take-down", slug=slug))
        others = {*self.sent, *self.blocked, *self.regretted}
        for slug in hashes:
            if slug not in others:
                yield Receipt(name, slug, hashes[slug], "unchanged", "")


@dataclass(frozen=True)
class Delivery:
    """Brings targets up to date with the pieces of a workspace."""

    context: Context
    exporters: Sequence[Exporter]

    def export(self, slugs: Sequence[str] | None = None) -> list[Receipt]:
        """Bring every target up to date with the named pieces, or with all; a receipt for each piece and target."""
        return [receipt for work in self._work(slugs) for receipt in self._bring(work)]

    def plan(self, slugs: Sequence[str] | None = None) -> list[Receipt]:
        """The receipts that `export` would give; nothing is written, here or at a target."""
        return [receipt for work in self._work(slugs) for receipt in self._foresee(work)]

    def wanted(self, exporter: Exporter, slugs: Sequence[str] | None = None) -> dict[str, str]:
        """The key of every piece that this target should hold, by slug."""
        repository = self.context.repository
        entries = [it for it in self.context.overview().entries if slugs is None or it.slug in slugs]
        live = {entry.slug: entry.live for entry in entries if entry.live}
        if not exporter.schedules:
            return live
        waiting = [repository.piece(it.slug) for it in entries if not it.live and it.state is State.scheduled]
        return {**live, **{it.slug: revision_key(it.hash, shown_from=it.situation.scheduled_at) for it in waiting}}

    def refusals(self, exporter: Exporter, slugs: Sequence[str]) -> dict[str, str]:
        """The pieces that a consent keeps from this target today, and why."""
        channels = [channel_of(self.context.settings, exporter.name)]
        return self._blocked(exporter, slugs, consents.limited(self.context, self._consents, channels)) if slugs else {}

    def _work(self, slugs: Sequence[str] | None) -> Iterator[_Work]:
        for exporter in self.exporters:
            wanted, exported = self.wanted(exporter, slugs), exporter.known()
            stale = [slug for slug in wanted if exported.get(slug) != wanted[slug]]
            blocked = self.refusals(exporter, stale)
            gone = [slug for slug in (exported if slugs is None else slugs) if slug in exported and slug not in wanted]
            current = [slug for slug in wanted if slug not in stale]
            regretted = self._blocked(exporter, self._concerned(current, self._lapsed), self._lapsed)
            sent = [slug for slug in stale if slug not in blocked]
            yield _Work(exporter, wanted, sent, gone, blocked, regretted)

    def _bring(self, work: _Work) -> Iterator[Receipt]:
        yield from work.exporter.export(self._revisions(work))
        if work.gone:
            yield from work.exporter.retract(work.gone)
        yield from work.rest()

    def _foresee(self, work: _Work) -> Iterator[Receipt]:
        if work.sent:
            yield from work.exporter.plan(self._revisions(work))
        exported = work.exporter.known()
        yield from (Receipt(work.exporter.name, slug, exported[slug], "retracted", "") for slug in work.gone)
        yield from work.rest()

    def _revisions(self, work: _Work) -> Revisions:
        return Revisions(work.sent, ApprovedRevisions(self.context.repository).read)

    def _blocked(self, exporter: Exporter, slugs: Sequence[str], testimonies: Iterable[Testimony]) -> dict[str, str]:
        """The pieces that one of these consents keeps from this target today, and why.

        Where every consent allows all, which is the rule, no piece need be read for it.
        """
        channels, today = [channel_of(self.context.settings, exporter.name)], self.context.today
        limited = [it for it in testimonies if not consents.is_carefree(it.consent, channels, on=today)]
        reasons = {}
        for slug in slugs if limited else ():
            refusals = consents.refusals(self.context, self._visible(slug), limited, channels=channels, on=today)
            problem = next(refusals, None)
            if problem:
                reasons[slug] = problem.message
        return reasons

    def _concerned(self, slugs: Sequence[str], testimonies: Sequence[Testimony]) -> list[str]:
        """The pieces that use any of these testimonies; the answer about a text that has not changed is cached."""

        def is_concerned(slug: str) -> bool:
            return consents.concern(self.context, self._visible(slug), testimonies)

        if not testimonies:
            return []
        stamps = self.context.store.documents.stamps("piece")
        about = " ".join(f"{it.slug} {version_of(it.text.encode())}" for it in testimonies)
        chosen = {slug: stamps.get(slug, "") for slug in slugs}
        answers = self.context.index.cached_answers("consents-over", chosen, is_concerned, about=about)
        return [slug for slug, is_so in answers.items() if is_so]

    def _visible(self, slug: str) -> Piece:
        """What readers see of the piece, or will."""
        piece = self.context.repository.piece(slug)
        return self.context.repository.live(piece) if piece.situation.live else piece

    @cached_property
    def _consents(self) -> Sequence[ConsentEntry]:
        """Of every testimony that can be read; one that cannot stops the piece that uses it when it is published."""
        return self.context.consents().entries

    @cached_property
    def _lapsed(self) -> list[Testimony]:
        """The testimonies whose consent is over."""
        return consents.lapsed(self.context, self._consents)


def channel_of(settings: Settings, target: str) -> str:
    """The channel that consents speak of, for a target."""
    return settings.targets[target].channel if target in settings.targets else CHANNEL
