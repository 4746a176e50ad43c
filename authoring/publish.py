"""From an approved revision to the blog: move it to `published/`, send it to the targets, take it down again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from authoring import consents, manifest, markdown
from authoring.config import CHANNEL, Settings
from authoring.documents import Testimony
from authoring.errors import AuthoringError, InputError
from authoring.exporters import ApprovedRevision, Disclosure, Exporter, Receipt, Revisions
from authoring.exporters.disclosure import disclosure
from authoring.i18n import _
from authoring.people import Person
from authoring.review import Outcome, Review
from authoring.store import Piece, Store
from authoring.workflow import Action, State


@dataclass(frozen=True)
class Published:
    """What publishing did: the change of state and a receipt from each target."""

    outcome: Outcome
    receipts: Sequence[Receipt] = field(default_factory=list)


@dataclass(frozen=True)
class LiveRevisions:
    """What readers see of each piece: the kept snapshot, held against its hash before anybody gets it."""

    settings: Settings
    store: Store

    def read(self, slug: str) -> ApprovedRevision:
        """One piece's live revision. Raises `InputError` when what was kept is not what was approved."""
        live = self.store.live(slug)
        self._check_kept(live)
        times = [event.time for event in live.events if event.action is Action.publish]
        people = self.settings.people
        author = people[live.draft.author].name if live.draft.author in people else live.draft.author
        return ApprovedRevision(
            slug=slug,
            hash=live.hash,
            title=live.draft.title,
            description=live.draft.description,
            lang=live.draft.lang,
            author=author,
            body=live.draft.body,
            published=times[0].astimezone(self.settings.zone),
            updated=times[-1].astimezone(self.settings.zone),
            disclosure=self._disclosure(live, author=author),
            tags=live.draft.tags,
            images=live.draft.images,
            pictures={
                src: path
                for src in manifest.local_sources(live.draft)
                if (path := manifest.picture_path(live.folder, src))
            },
            checkpoint=live.checkpoint,
        )

    def _disclosure(self, piece: Piece, *, author: str) -> Disclosure:
        """What readers are told about a model's part in this revision, computed from its record."""
        site = self.settings.site
        responsible = self.settings.people.get(site.responsible)
        return disclosure(
            piece.manifest["disclosure"]["kind"],
            lang=piece.draft.lang,
            responsible=responsible.name if responsible else "",
            contact=site.contact,
            author=author,
            wording=piece.draft.disclosure,
        )

    def _check_kept(self, live: Piece) -> None:
        digests = manifest.picture_digests(live.draft, live.folder)
        kind = live.manifest.get("disclosure", {}).get("kind", "")
        found = manifest.content_hash(manifest.build(live.draft, digests=digests, disclosure=kind))
        if found != live.hash:
            raise InputError(
                _("The kept revision {hash} is no longer what was approved; it is not exported.").format(
                    hash=live.hash[:12]
                ),
                _("authoring verify says what changed; put the file back from a backup or from git."),
                file=live.draft.path,
            )


@dataclass(frozen=True)
class Publisher:
    """Publishes and retracts pieces of one workspace, through all of its targets."""

    settings: Settings
    store: Store
    exporters: Sequence[Exporter]

    def publish(self, slug: str, *, actor: Person, when: datetime) -> Published:
        """Publish the approved revision. Given again it completes what a cut-off run left, and writes nothing else.

        Raises `NotPossibleNow` when the text is not the approved one or a consent does not hold.
        """
        piece = self.store.piece(slug)
        review = Review(self.store, actor, when, self.settings.quorum)
        if piece.situation.state is State.published:
            state = piece.situation.state
            outcome = Outcome(piece, Action.publish, state, state, changed=False)
        else:
            review.permit(piece, Action.publish)
            self._check_consents(piece, self._day(when))
            self.store.snapshot(piece)
            outcome = review.record(piece, Action.publish)
        self.store.move_out(slug)
        # everything, since a target that lost its memory (another machine) would list this post alone
        exported = self.export(when=when)
        receipts = [receipt for receipt in exported if receipt.slug == slug or receipt.outcome != "unchanged"]
        return Published(outcome, receipts)

    def due(self, *, when: datetime) -> Iterator[str]:
        """The slugs of the scheduled pieces whose time has come."""
        for entry in self.store.overview().entries:
            if entry.state is State.scheduled:
                at = self.store.piece(entry.slug).situation.scheduled_at
                if at is not None and at <= when:
                    yield entry.slug

    def retract(self, slug: str, *, actor: Person, when: datetime, reason: str) -> Published:
        """Take the piece down everywhere, saying why; it stays in the workspace with its history."""
        piece = self.store.piece(slug)
        review = Review(self.store, actor, when, self.settings.quorum)
        if piece.situation.state is State.retracted:
            state = piece.situation.state
            outcome = Outcome(piece, Action.retract, state, state, changed=False)
        else:
            outcome = review.record(piece, Action.retract, note=reason)
        self.store.hide_live(slug)
        return Published(outcome, [receipt for exporter in self.exporters for receipt in exporter.retract([slug])])

    def export(self, slugs: Sequence[str] | None = None, *, when: datetime) -> list[Receipt]:
        """Bring every target up to date with the named pieces, or with all.

        What a target already holds is not sent again; what is no longer live is taken down. A piece that a consent
        keeps from a target's channel is not sent there, and its receipt says so; the others are.
        """
        entries = [e for e in self.store.overview().entries if slugs is None or e.slug in slugs]
        live = {entry.slug: entry.live for entry in entries if entry.live}
        return [receipt for exporter in self.exporters for receipt in self._bring(exporter, live, slugs, when)]

    def _bring(
        self, exporter: Exporter, live: Mapping[str, str], slugs: Sequence[str] | None, when: datetime
    ) -> Iterator[Receipt]:
        known = exporter.known()
        stale = [slug for slug in live if known.get(slug) != live[slug]]
        blocked = self._blocked(exporter, stale, self._day(when)) if stale else {}
        gone = [slug for slug in (known if slugs is None else slugs) if slug in known and slug not in live]
        sent = [slug for slug in stale if slug not in blocked]
        yield from exporter.export(Revisions(sent, LiveRevisions(self.settings, self.store).read))
        if gone:
            yield from exporter.retract(gone)
        yield from (Receipt(exporter.name, slug, live[slug], "blocked", why) for slug, why in blocked.items())
        yield from (
            Receipt(exporter.name, slug, live[slug], "unchanged", "") for slug in live if known.get(slug) == live[slug]
        )

    def _blocked(self, exporter: Exporter, slugs: Sequence[str], today: date) -> dict[str, str]:
        """The pieces that a consent keeps from this target today, and why.

        Where every consent allows all, which is the rule, no piece need be read for it.
        """
        channel = self._channel(exporter)
        careful = [it for it in self._testimonies if not consents.is_carefree(it, [channel], on=today)]
        found = {}
        for slug in slugs if careful else ():
            live = self.store.live(slug)
            problem = next(consents.refusals(live, self.settings, careful, channels=[channel], on=today), None)
            if problem:
                found[slug] = problem.message
        return found

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
