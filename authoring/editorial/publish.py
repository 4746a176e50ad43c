"""From an approved revision to the blog: move it to `published/`, send it to the targets, take it down again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from authoring.checks import Finding
from authoring.editorial import approvals, consents
from authoring.editorial.live import LiveRevisions, approvals_of
from authoring.editorial.review import Outcome, Review, event, refuse_blocking
from authoring.errors import AuthoringError, Conflict, NotPossibleNow, advice
from authoring.exporters import Exporter, Receipt, Revisions, held_key
from authoring.model import workflow
from authoring.model.config import CHANNEL, Settings
from authoring.model.documents import Testimony
from authoring.model.people import Person
from authoring.model.workflow import Action, State
from authoring.sourcing import authorship
from authoring.store import HISTORY, Piece, Store
from authoring.text import markdown
from authoring.text.i18n import _

STRAYED: Final = "from-published.md"


@dataclass(frozen=True)
class Published:
    """What publishing did: the change of state and a receipt from each target."""

    outcome: Outcome
    receipts: Sequence[Receipt] = field(default_factory=list)


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
        done = {*self.sent, *self.blocked, *self.regretted}
        for slug in hashes:
            if slug not in done:
                yield Receipt(name, slug, hashes[slug], "unchanged", "")


@dataclass(frozen=True)
class Publisher:
    """Publishes and retracts pieces of one workspace, through all of its targets."""

    settings: Settings
    store: Store
    exporters: Sequence[Exporter]

    def publish(
        self,
        slug: str,
        *,
        actor: Person,
        when: datetime,
        findings: Callable[[Piece], Sequence[Finding]] = lambda _piece: (),
    ) -> Published:
        """Publish the approved revision. Given again it completes what a cut-off run left, and writes nothing else.

        Raises `NotPossibleNow` when the text is not the approved one or a consent does not hold. A model's text that
        nobody has approved goes out only where the settings allow it, and only if none of the `findings` blocks.
        """
        piece = self.store.piece(slug)
        review = Review(self.store, actor, when, self.settings.quorum)
        if piece.situation.state is State.published:
            state = piece.situation.state
            outcome = Outcome(piece, Action.publish, state, state, changed=False)
        else:
            is_autonomous = self._may_go_unapproved(piece)
            if is_autonomous:
                refuse_blocking(findings(piece))
                self._permit_unapproved(piece, actor)
            else:
                review.permit(piece, Action.publish)
                self._refuse_unproven(piece)
            self._check_consents(piece, self._day(when))
            self._refuse_to_lose(piece)
            self.store.snapshot(piece)
            outcome = self._record(piece, review, is_autonomous=is_autonomous)
        self.store.move_out(slug)
        # everything, since a target that lost its memory (another machine) would list this post alone
        exported = self.export(when=when)
        receipts = [receipt for receipt in exported if receipt.slug == slug or receipt.outcome != "unchanged"]
        return Published(outcome, receipts)

    def _refuse_to_lose(self, piece: Piece) -> None:
        """Raise `Conflict` where somebody wrote into what is about to be replaced."""
        path = self.store.strayed(piece)
        if path:
            raise Conflict(
                _("Somebody wrote into this copy of what readers see while its correction was on the way."),
                advice("bring-over-and-repeat", slug=piece.slug),
                file=path,
            )

    def _refuse_unproven(self, piece: Piece) -> None:
        """Raise `NotPossibleNow` for an approval that is not what its person signed or stated."""
        for given in approvals_of(piece):
            for doubt in approvals.doubts(piece, given, self.settings.people):
                raise NotPossibleNow(
                    doubt,
                    advice("verify-and-approve-again", slug=piece.slug),
                    file=piece.folder / HISTORY,
                    line=given.seq,
                )

    def _may_go_unapproved(self, piece: Piece) -> bool:
        """Whether the settings let this text out though nobody has approved it: a model's, and not being decided on."""
        now = piece.situation
        is_waiting = now.state in (State.draft, State.in_review) and not now.void
        return self.settings.disclosure.allow_autonomous and now.has_model_text and is_waiting

    def _permit_unapproved(self, piece: Piece, actor: Person) -> None:
        """Raise `NotAllowed` for somebody who may not publish."""
        workflow.permit(Action.publish, now=replace(piece.situation, state=State.approved), actor=actor)

    def _record(self, piece: Piece, review: Review, *, is_autonomous: bool) -> Outcome:
        """The line of the publication, with what a model did to this text."""
        details: dict[str, Any] = {"model": list(authorship.parts(piece.events, piece.draft, piece.folder))}
        if not is_autonomous:
            return review.record(piece, Action.publish, details=details)
        line = event(
            piece,
            Action.publish,
            actor=review.actor,
            when=review.when,
            target=State.published,
            details={**details, "autonomous": True},
        )
        return Outcome(self.store.append(piece, line), Action.publish, piece.situation.state, State.published)

    def due(self, *, when: datetime) -> Iterator[str]:
        """The slugs of the scheduled pieces whose time has come."""
        for entry in self.store.overview().entries:
            if entry.state is State.scheduled:
                at = self.store.piece(entry.slug).situation.scheduled_at
                if at is not None and at <= when:
                    yield entry.slug

    def retract(self, slug: str, *, actor: Person, when: datetime, reason: str) -> Published:
        """Take the piece down everywhere, saying why; it stays in the workspace with its history.

        What somebody wrote into the copy of what readers saw, during a correction, is kept beside it as `STRAYED`.
        """
        piece = self.store.piece(slug)
        review = Review(self.store, actor, when, self.settings.quorum)
        if piece.situation.state is State.retracted:
            state = piece.situation.state
            outcome = Outcome(piece, Action.retract, state, state, changed=False)
        else:
            if path := self.store.strayed(piece):
                self.store.attach(piece, {STRAYED: path.read_bytes()})
            outcome = review.record(piece, Action.retract, note=reason)
        self.store.hide_live(slug)
        return Published(outcome, [receipt for exporter in self.exporters for receipt in exporter.retract([slug])])

    def export(self, slugs: Sequence[str] | None = None, *, when: datetime) -> list[Receipt]:
        """Bring every target up to date with the named pieces, or with all.

        What a target already holds is not sent again; what is no longer live is taken down. A piece that a consent
        keeps from a target's channel is not sent there, and its receipt says so; the others are.
        """
        return [receipt for work in self._work(slugs, when) for receipt in self._bring(work)]

    def plan(self, slugs: Sequence[str] | None = None, *, when: datetime) -> list[Receipt]:
        """The receipts that `export` would give; nothing is written, here or at a target."""
        return [receipt for work in self._work(slugs, when) for receipt in self._foresee(work)]

    def wanted(self, exporter: Exporter, slugs: Sequence[str] | None = None) -> dict[str, str]:
        """The key of every piece that this target should hold, by slug."""
        entries = [e for e in self.store.overview().entries if slugs is None or e.slug in slugs]
        live = {entry.slug: entry.live for entry in entries if entry.live}
        if not exporter.schedules:
            return live
        waiting = [self.store.piece(e.slug) for e in entries if not e.live and e.state is State.scheduled]
        return {**live, **{it.slug: held_key(it.hash, it.situation.scheduled_at) for it in waiting}}

    def refusals(self, exporter: Exporter, slugs: Sequence[str], *, when: datetime) -> dict[str, str]:
        """The pieces that a consent keeps from this target at that time, and why."""
        return self._blocked(exporter, slugs, self._testimonies, self._day(when))

    def _work(self, slugs: Sequence[str] | None, when: datetime) -> Iterator[_Work]:
        for exporter in self.exporters:
            wanted, known = self.wanted(exporter, slugs), exporter.known()
            stale = [slug for slug in wanted if known.get(slug) != wanted[slug]]
            blocked = self.refusals(exporter, stale, when=when) if stale else {}
            gone = [slug for slug in (known if slugs is None else slugs) if slug in known and slug not in wanted]
            there = [slug for slug in wanted if slug not in stale]
            lapsed = [it for it in self._testimonies if consents.is_over(it, on=self._day(when))]
            regretted = self._blocked(exporter, self._concerned(there, lapsed), lapsed, self._day(when))
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
        known = work.exporter.known()
        yield from (Receipt(work.exporter.name, slug, known[slug], "retracted", "") for slug in work.gone)
        yield from work.rest()

    def _revisions(self, work: _Work) -> Revisions:
        return Revisions(work.sent, LiveRevisions(self.settings, self.store).read)

    def _blocked(
        self, exporter: Exporter, slugs: Sequence[str], testimonies: Iterable[Testimony], today: date
    ) -> dict[str, str]:
        """The pieces that one of these consents keeps from this target today, and why.

        Where every consent allows all, which is the rule, no piece need be read for it.
        """
        channel = self._channel(exporter)
        careful = [it for it in testimonies if not consents.is_carefree(it, [channel], on=today)]
        found = {}
        for slug in slugs if careful else ():
            shown = self._shown(slug)
            problem = next(consents.refusals(shown, self.settings, careful, channels=[channel], on=today), None)
            if problem:
                found[slug] = problem.message
        return found

    def _concerned(self, slugs: Sequence[str], testimonies: Sequence[Testimony]) -> list[str]:
        """The pieces that use any of these testimonies; what was found of a text that has not changed is remembered."""

        def judge(slug: str) -> bool:
            return consents.concern(self._shown(slug), self.settings, testimonies)

        if not testimonies:
            return []
        about = " ".join(f"{it.slug} {hashlib.sha256(it.path.read_bytes()).hexdigest()}" for it in testimonies)
        answers = self.store.remembered("consents-over", slugs, judge, about=about)
        return [slug for slug, is_concerned in answers.items() if is_concerned]

    def _shown(self, slug: str) -> Piece:
        """What readers see of the piece, or will."""
        piece = self.store.piece(slug)
        return self.store.live(slug) if piece.situation.live else piece

    @cached_property
    def _testimonies(self) -> list[Testimony]:
        """Every testimony that can be read; one that cannot stops the piece that uses it when it is published."""
        found = []
        for slug in self.store.testimonies():
            with suppress(AuthoringError):
                found.append(self.store.testimony(slug))
        return found

    def _channel(self, exporter: Exporter) -> str:
        target = self.settings.targets.get(exporter.name)
        return target.channel if target else CHANNEL

    def _day(self, when: datetime) -> date:
        return when.astimezone(self.settings.zone).date()

    def _check_consents(self, piece: Piece, today: date) -> None:
        """Raise `NotPossibleNow` unless every consent covers every target's channel and the name is as allowed."""
        named = used_testimonies(piece, self.store.testimony)
        channels = [self._channel(exporter) for exporter in self.exporters] or [CHANNEL]
        known = {testimony.slug: testimony for testimony in [*self._testimonies, *named]}
        consents.refuse(consents.refusals(piece, self.settings, known.values(), channels=channels, on=today))


def used_testimonies(piece: Piece, testimony: Callable[[str], Testimony]) -> list[Testimony]:
    """Every testimony that the piece names or holds. Raises what `testimony` raises for one that is gone."""
    held = [match["slug"] for match in markdown.TESTIMONY_BLOCK.finditer(piece.draft.body)]
    return [testimony(slug) for slug in dict.fromkeys([*piece.draft.testimonies, *held])]
