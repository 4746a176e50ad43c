"""Delivering to the targets: each holds exactly what readers should see there, as far as the consents allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from authoring.editorial import consents
from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.editorial.context import Context
from authoring.errors import InputError, Problem, Remedy, advice
from authoring.exporters import ApprovedRevision, Exporter, Receipt, Revisions, revision_key
from authoring.exporters.rendering.gallery import Gallery
from authoring.model.config import CHANNEL, Settings
from authoring.model.documents import Testimony
from authoring.model.states import State
from authoring.store import version_of
from authoring.store.index.consents import ConsentEntry
from authoring.store.pieces import Piece


@dataclass(frozen=True)
class _Work:
    """What is to be done at one target: the pieces that it should hold by key, sorted by what each needs.

    `regretted` stand there though a consent for them is over. `unreadable` stand there, by the hash that was sent, and
    cannot be read here: they stay, since nobody decided otherwise.
    """

    exporter: Exporter
    wanted: Mapping[str, str]
    sent: Sequence[str]
    gone: Sequence[str]
    blocked: Mapping[str, str]
    regretted: Mapping[str, str]
    unreadable: Mapping[str, tuple[str, Problem]]

    def rest(self) -> Iterator[Receipt]:
        """The receipts of the pieces that nothing is done for."""
        name = self.exporter.name
        hashes = {slug: key.partition(" ")[0] for slug, key in self.wanted.items()}
        yield from (Receipt(name, slug, hashes[slug], "blocked", why) for slug, why in self.blocked.items())
        for slug, why in self.regretted.items():
            yield Receipt(name, slug, hashes[slug], "blocked", why, remedy=advice("take-down", slug=slug))
        for slug, (content_hash, problem) in self.unreadable.items():
            yield Receipt(name, slug, content_hash, "waiting", problem.message, _notes(problem))
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
            named = [slug for slug in (exported if slugs is None else slugs) if slug in exported and slug not in wanted]
            gone = [slug for slug in named if slug not in self._unreadable]
            unreadable = {slug: (exported[slug], self._unreadable[slug]) for slug in named if slug not in gone}
            current = [slug for slug in wanted if slug not in stale]
            regretted = self._blocked(exporter, self._concerned(current, self._lapsed), self._lapsed)
            sent = [slug for slug in stale if slug not in blocked]
            yield _Work(exporter, wanted, sent, gone, blocked, regretted, unreadable)

    def _bring(self, work: _Work) -> Iterator[Receipt]:
        yield from self._without_flawed(work, work.exporter.export)
        if work.gone:
            yield from work.exporter.retract(work.gone)
        yield from work.rest()

    def _foresee(self, work: _Work) -> Iterator[Receipt]:
        if work.sent:
            yield from self._without_flawed(work, work.exporter.plan)
        exported = work.exporter.known()
        yield from (Receipt(work.exporter.name, slug, exported[slug], "retracted", "") for slug in work.gone)
        yield from work.rest()

    def _without_flawed(self, work: _Work, treat: Callable[[Revisions], Sequence[Receipt]]) -> Iterator[Receipt]:
        """What the target makes of the pieces. One that cannot be sent as it lies here waits; the others go on.

        Only where the target stops is each piece looked at by itself. Raises `InputError` where none of them is why,
        and where there is no other.
        """
        try:
            yield from treat(self._revisions(work.sent))
            return
        except InputError as error:
            flawed = self._flawed(work)
            if not flawed or (len(work.wanted) == 1 and not work.gone):
                raise error from None
        rest = [slug for slug in work.sent if slug not in flawed]
        exported = work.exporter.known()
        for receipt in treat(self._revisions(rest)) if rest else ():
            if receipt.outcome == "unchanged":  # written by the attempt that stopped
                receipt = replace(receipt, outcome="updated" if receipt.slug in exported else "created")
            yield receipt
        for slug, problem in flawed.items():
            content_hash = work.wanted[slug].partition(" ")[0]
            yield Receipt(work.exporter.name, slug, content_hash, "waiting", problem.message, _notes(problem))

    def _flawed(self, work: _Work) -> dict[str, Problem]:
        """The pieces whose kept revision is damaged, or that this target refuses by themselves, and why."""

        def pictures(revision: ApprovedRevision) -> None:
            Gallery(revision).check()

        def target(revision: ApprovedRevision) -> None:
            work.exporter.plan([revision])

        return self._refused_by(pictures, work.sent) or self._refused_by(target, work.sent)

    def _refused_by(self, try_out: Callable[[ApprovedRevision], None], slugs: Sequence[str]) -> dict[str, Problem]:
        problems = {}
        for slug in slugs:
            try:
                (revision,) = self._revisions([slug])
                try_out(revision)
            except InputError as error:
                problems[slug] = error.problem
        return problems

    def _revisions(self, slugs: Sequence[str]) -> Revisions:
        return Revisions(slugs, ApprovedRevisions(self.context.repository).read)

    def _blocked(self, exporter: Exporter, slugs: Sequence[str], testimonies: Iterable[Testimony]) -> dict[str, str]:
        """The pieces that one of these consents keeps from this target today, and why.

        Where every consent allows all, which is the rule, no piece need be read for it.
        """
        channels, today = [channel_of(self.context.settings, exporter.name)], self.context.today
        limited = [it for it in testimonies if not consents.is_carefree(it.consent, channels, on=today)]
        reasons = {}
        for slug in slugs if limited else ():
            with suppress(InputError):  # a damaged one waits when it is to be sent, with the reason
                refusals = consents.refusals(self.context, self._visible(slug), limited, channels=channels, on=today)
                problem = next(refusals, None)
                if problem:
                    reasons[slug] = problem.message
        return reasons

    def _concerned(self, slugs: Sequence[str], testimonies: Sequence[Testimony]) -> list[str]:
        """The pieces that use any of these testimonies; the answer about a text that has not changed is cached."""

        def is_concerned(slug: str) -> bool:
            try:
                return consents.concern(self.context, self._visible(slug), testimonies)
            except InputError:  # what cannot be read may hold their words
                return True

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
    def _unreadable(self) -> Mapping[str, Problem]:
        """The pieces that cannot be read now, and why."""
        readable = {entry.slug for entry in self.context.overview().entries}
        problems = {}
        for slug in self.context.repository.pieces():
            if slug not in readable:
                try:
                    self.context.repository.piece(slug)
                except InputError as error:
                    problems[slug] = error.problem
        return problems

    @cached_property
    def _consents(self) -> Sequence[ConsentEntry]:
        """Of every testimony that can be read; one that cannot stops the piece that uses it when it is published."""
        return self.context.consents().entries

    @cached_property
    def _lapsed(self) -> list[Testimony]:
        """The testimonies whose consent is over."""
        return consents.lapsed(self.context, self._consents)


def _notes(problem: Problem) -> tuple[Remedy, ...]:
    return (problem.remedy,) if problem.remedy else ()


def channel_of(settings: Settings, target: str) -> str:
    """The channel that consents speak of, for a target."""
    return settings.targets[target].channel if target in settings.targets else CHANNEL
