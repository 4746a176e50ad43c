"""Delivers to the targets, so that each has exactly the pieces that readers should see, as the consents allow.

A piece is taken down because of its history or a consent, never because a file is missing. A target has one delivery at
a time, which reads the pieces once it holds the target's lock: a withdrawal at the same moment either prevents a
piece from being sent, or waits and takes it down.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from authoring.editorial import consents, former_targets, imported_posts, put_back
from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.editorial.context import Context
from authoring.editorial.export_book import ExportBook
from authoring.editorial.flawed import flawed
from authoring.editorial.imported_posts import ImportedPosts
from authoring.editorial.owing import Lost, Owed, Owing, lost, was_taken_back
from authoring.editorial.queries import translations
from authoring.editorial.replaying import out_of_order
from authoring.errors import AuthoringError, InputError, NotPossibleNow, Problem, advice
from authoring.exporters import Exporter, LocalExporter, Receipt, Revisions, revision_key
from authoring.exporters.export_lock import delivery_lock
from authoring.model.config import CHANNEL, Settings
from authoring.model.documents import Testimony
from authoring.model.states import State
from authoring.store import version_of
from authoring.store.listing import Entry
from authoring.store.pieces import Piece
from authoring.text.i18n import _


@dataclass(frozen=True)
class _Work:
    """The work at one target: the keys of the pieces that it should have, and what each piece needs.

    `exported` are the pieces that it has. `gone` are to be taken down. `regretted` are there although a consent for
    them has ended. `missing` stay unchanged, since they cannot be read here and nobody decided to take them down.
    `unvouched` are the blocked pieces that were imported from elsewhere.
    """

    exporter: Exporter
    wanted: Mapping[str, str]
    exported: Mapping[str, str]
    sent: Sequence[str]
    gone: Sequence[str]
    blocked: Mapping[str, str]
    regretted: Mapping[str, str]
    missing: Mapping[str, Problem]
    unvouched: Collection[str] = ()

    def rest(self) -> Iterator[Receipt]:
        """The receipts of the pieces that need no work."""
        name = self.exporter.name
        hashes = {slug: key.partition(" ")[0] for slug, key in self.wanted.items()}
        for slug, why in self.blocked.items():
            remedy = imported_posts.remedy() if slug in self.unvouched else ""
            yield Receipt(name, slug, hashes[slug], "blocked", why, remedy=remedy)
        for slug, why in self.regretted.items():
            yield Receipt(name, slug, hashes[slug], "blocked", why, remedy=advice("take-down", slug=slug))
        for slug, problem in self.missing.items():
            yield Receipt(name, slug, "", "missing", problem.message, remedy=problem.remedy)
        others = {*self.sent, *self.gone, *self.blocked, *self.regretted}
        for slug in hashes:
            if slug not in others:
                yield Receipt(name, slug, hashes[slug], "unchanged", "")


@dataclass(frozen=True)
class _Debts:
    """Of the pieces of a delivery, those owed at a target, and those whose text or folder is missing."""

    owed: Sequence[Owed]
    missing: Sequence[Lost]

    @classmethod
    def of(cls, context: Context, slugs: Collection[str] | None) -> _Debts:
        return cls(Owing(context).pieces(slugs), lost(context, slugs))


@dataclass(frozen=True)
class Delivery:
    """Brings targets up to date with the pieces of a workspace.

    `unusable` are targets whose settings have an error: what is owed there stays owed, and the receipts say so.
    """

    context: Context
    exporters: Sequence[Exporter]
    unusable: Mapping[str, Problem] = field(default_factory=dict)

    @classmethod
    def to_every_target(cls, context: Context) -> Delivery:
        """A delivery to all usable targets: an error in the settings of one does not stop the others."""
        exporters, unusable = [], {}
        for name in context.settings.targets:
            try:
                exporters += context.exporters([name])
            except AuthoringError as error:
                unusable[name] = error.problem
        return cls(context, exporters, unusable)

    def export(self, slugs: Sequence[str] | None = None) -> list[Receipt]:
        """Bring every target up to date with the named pieces, or with all; a receipt for each piece and target.

        An error at one target is raised only after the others have taken down what they owe.
        """
        receipts: list[Receipt] = []
        errors: list[Exception] = []
        debts = _Debts.of(self.context, slugs)
        for exporter in self.exporters:
            try:
                with delivery_lock(self.context.store, exporter.name):
                    work = self._planned(exporter, slugs, debts)
                    receipts += self._withdraw(exporter, work.gone)
                    receipts += self._bring(work)
                    ExportBook(self.context, exporter).settle(work.exported)
            except Exception as error:  # noqa: BLE001  whatever fails at one target, the others take down what they owe
                errors.append(error)
        receipts += former_targets.take_down(self.context, debts.owed)
        put_back.remember(self.context)
        if errors:
            raise errors[0]
        return receipts

    def take_down(self, slugs: Collection[str]) -> list[Receipt]:
        """Take these pieces down wherever their history or a consent requires it; send nothing else.

        Only a folder whose record of posts was lost is written completely, since its lists would be empty.
        """
        receipts: list[Receipt] = []
        errors: list[Exception] = []
        debts = _Debts.of(self.context, slugs)
        for exporter in self.exporters:
            try:
                with delivery_lock(self.context.store, exporter.name):
                    is_whole = bool(exporter.known())
                    receipts += self._withdraw(exporter, self._work_at(exporter, sorted(slugs), debts).gone)
                    if not is_whole and isinstance(exporter, LocalExporter) and exporter.is_here():
                        list(self._bring(self._work_at(exporter, None, debts)))
            except AuthoringError as error:
                receipts += [_still_owed(it, error.problem) for it in self._owed(slugs, exporter.name)]
            except Exception as error:  # noqa: BLE001  raised once every other target has been tried
                errors.append(error)
        for name, problem in self.unusable.items():
            receipts += [_still_owed(it, problem) for it in self._owed(slugs, name)]
        receipts += former_targets.take_down(self.context, debts.owed)
        put_back.remember(self.context)
        if errors:
            raise errors[0]
        return [*receipts, *(_still_owed(it) for it in self._owed(slugs) if it.reason == "no-target")]

    def settle(self) -> list[Receipt]:
        """Try again to take down everything that is owed."""
        return self.take_down({it.slug for it in Owing(self.context).pieces()})

    def plan(self, slugs: Sequence[str] | None = None) -> list[Receipt]:
        """The receipts that `export` would return; nothing is written, here or at a target."""
        debts = _Debts.of(self.context, slugs)
        return [receipt for it in self.exporters for receipt in self._foresee(self._work_at(it, slugs, debts))]

    def send_one(self, exporter: Exporter, slug: str, send: Callable[[], Receipt]) -> Receipt:
        """The result of `send`, which sends one piece by somebody's decision.

        Raises `NotPossibleNow` when its history or a consent now excludes it from the target.
        """
        with delivery_lock(self.context.store, exporter.name):
            reason = self.refusals(exporter, [slug]).get(slug, "")
            wanted = self.wanted(exporter, [slug])
            if reason or slug not in wanted:
                raise NotPossibleNow(
                    reason or _("Readers are not to see “{slug}” now.").format(slug=slug),
                    _("Correct the piece, or ask the person again."),
                )
            receipt = send()
            ExportBook(self.context, exporter).enter(wanted, {}, [receipt])
            return receipt

    def wanted(self, exporter: Exporter, slugs: Sequence[str] | None = None) -> dict[str, str]:
        """The key of every piece that this target should have, by slug."""
        return self._wanted(
            exporter, [it for it in self.context.overview().entries if slugs is None or it.slug in slugs]
        )

    def refusals(self, exporter: Exporter, slugs: Sequence[str]) -> dict[str, str]:
        """The pieces that this target must not get today, and why: a consent, or an import without a signature."""
        if not slugs:
            return {}
        unvouched = dict.fromkeys(self._unvouched(exporter, slugs), imported_posts.held_back())
        return {**unvouched, **self._limited(exporter, slugs)}

    def _limited(self, exporter: Exporter, slugs: Sequence[str]) -> dict[str, str]:
        """The pieces that a consent excludes from this target today, and why."""
        if not slugs:
            return {}
        channels = [channel_of(self.context.settings, exporter.name)]
        return self._blocked(exporter, slugs, consents.limited(self.context, self.context.consents().entries, channels))

    def _unvouched(self, exporter: Exporter, slugs: Collection[str]) -> list[str]:
        """The posts among these that are shown as imported, and for which no second person has signed."""
        imports = [it.slug for it in self.context.overview().entries if it.imported and it.slug in slugs]
        posts = ImportedPosts(self.context)
        return [slug for slug in imports if posts.is_held_back(self.context.repository.piece(slug))]

    def _at_home(self, exporter: Exporter, slugs: Collection[str]) -> list[str]:
        """The posts among these that were imported from this target and are there already."""
        target = self.context.settings.targets.get(exporter.name)
        posts, piece = ImportedPosts(self.context), self.context.repository.piece
        return [slug for slug in slugs if target is not None and posts.came_from(piece(slug), target)]

    # --- planning the work ------------------------------------------------------------------------------------

    def _planned(self, exporter: Exporter, slugs: Sequence[str] | None, debts: _Debts) -> _Work:
        """The work at a target. Where it cannot be planned, what is owed is taken down before the error is raised."""
        try:
            return self._work_at(exporter, slugs, debts)
        except Exception:
            self._withdraw(exporter, [it.slug for it in debts.owed if it.target == exporter.name])
            raise

    def _work_at(self, exporter: Exporter, slugs: Sequence[str] | None, debts: _Debts) -> _Work:
        entries = {it.slug: it for it in self.context.overview().entries if slugs is None or it.slug in slugs}
        wanted, exported = self._wanted(exporter, entries.values()), exporter.known()
        linked = translations.seen(self.context.overview().entries) if _links_translations(exporter) else {}
        stale = [slug for slug in wanted if exported.get(slug) != wanted[slug] or slug in linked]
        unvouched = self._unvouched(exporter, stale)
        at_home = self._at_home(exporter, unvouched)
        stale = [slug for slug in stale if slug not in at_home]
        held_back = {slug: imported_posts.held_back() for slug in unvouched if slug not in at_home}
        blocked = {**held_back, **self._limited(exporter, stale)}
        lapsed = consents.lapsed(self.context, self.context.consents().entries)
        current = [slug for slug in wanted if slug not in stale]
        regretted = self._blocked(exporter, self._concerned(current, lapsed), lapsed)
        # a target that publishes a piece by itself would not check consents at that time
        early = [slug for slug in (*regretted, *blocked) if slug in exported and not entries[slug].live]
        strangers = [slug for slug in exported if slug not in wanted and (slugs is None or slug in slugs)]
        back = [slug for slug in strangers if was_taken_back(self.context, slug, entries.get(slug))]
        owed = [it.slug for it in debts.owed if it.target == exporter.name and it.slug not in wanted]
        return _Work(
            exporter,
            wanted,
            exported,
            sent=[slug for slug in stale if slug not in blocked],
            gone=list(dict.fromkeys([*back, *owed, *early])),
            blocked=blocked,
            regretted={slug: why for slug, why in regretted.items() if slug not in early},
            missing=self._missing(exporter, sorted({*strangers}.difference(back, owed)), debts.missing),
            unvouched=held_back,
        )

    def _wanted(self, exporter: Exporter, entries: Iterable[Entry]) -> dict[str, str]:
        live = {entry.slug: entry.live for entry in entries if entry.live}
        if not exporter.schedules:
            return live
        piece = self.context.repository.piece
        waiting = [piece(it.slug) for it in entries if not it.live and it.state is State.scheduled]
        return {**live, **{it.slug: revision_key(it.hash, shown_from=it.situation.scheduled_at) for it in waiting}}

    def _owed(self, slugs: Collection[str] | None, target: str = "") -> list[Owed]:
        return [it for it in Owing(self.context).pieces(slugs) if not target or it.target == target]

    def _missing(self, exporter: Exporter, unexplained: Sequence[str], missing: Sequence[Lost]) -> dict[str, Problem]:
        by_slug = {it.slug: it for it in missing}
        unreadable = {slug: _unreadable(self.context, slug) for slug in unexplained if slug not in by_slug}
        names = [slug for slug, it in by_slug.items() if slug in unexplained or exporter.name in it.targets]
        return {**unreadable, **{slug: by_slug[slug].problem for slug in names}}

    def _foresee(self, work: _Work) -> Iterator[Receipt]:
        name = work.exporter.name
        yield from (Receipt(name, it, work.exported.get(it, ""), "retracted", "") for it in work.gone)
        if work.sent:
            yield from self._without_flawed(work, work.exporter.plan)
        yield from work.rest()

    # --- doing the work ---------------------------------------------------------------------------------------

    def _withdraw(self, exporter: Exporter, slugs: Sequence[str]) -> list[Receipt]:
        """Take pieces down, and record each that the target does not show any more."""
        if not slugs:
            return []
        if isinstance(exporter, LocalExporter) and not exporter.is_here():
            return [_still_owed(it) for it in self._owed(slugs, exporter.name)]
        book = ExportBook(self.context, exporter)
        before = book.counts(slugs)
        try:
            receipts = list(exporter.retract(slugs))
        except (AuthoringError, OSError) as error:
            return [book.failure(slug, error) for slug in slugs]
        failed = {receipt.slug for receipt in receipts if receipt.outcome == "failed"}
        if isinstance(exporter, LocalExporter):
            failed |= {slug for slug in slugs if exporter.shows(slug)}
        book.strike({slug: count for slug, count in before.items() if slug not in failed}, receipts)
        return [replace(receipt, owed=receipt.slug in failed) for receipt in receipts]

    def _bring(self, work: _Work) -> Iterator[Receipt]:
        receipts = list(self._without_flawed(work, work.exporter.export))
        ExportBook(self.context, work.exporter).enter(work.wanted, work.exported, receipts)
        overtaken = self._overtaken(work)
        yield from (overtaken.get(receipt.slug, receipt) for receipt in receipts)
        yield from work.rest()

    def _overtaken(self, work: _Work) -> dict[str, Receipt]:
        """Take down again what was retracted, or lost a consent, while it was sent; returns the receipts by slug."""
        if not work.sent:
            return {}
        wanted, name = self.wanted(work.exporter, work.sent), work.exporter.name
        refusals = self.refusals(work.exporter, [*wanted])
        back = [slug for slug in work.sent if slug not in wanted and was_taken_back(self.context, slug)]
        receipts = {receipt.slug: receipt for receipt in self._withdraw(work.exporter, [*refusals, *back])}
        stopped = {slug: Receipt(name, slug, "", "blocked", why) for slug, why in refusals.items()}
        return {**stopped, **{slug: it for slug, it in receipts.items() if it.owed or slug not in stopped}}

    def _without_flawed(self, work: _Work, treat: Callable[[Revisions], Sequence[Receipt]]) -> Iterator[Receipt]:
        """The target's receipts for the pieces. A damaged piece is left out and reported; the others are sent.

        Raises `InputError` when no damaged piece explains the error, or no other piece is left.
        """
        try:
            yield from treat(self._revisions(work.sent))
            return
        except InputError as error:
            problems = flawed(work.exporter, work.sent, self._revisions)
            if not problems or (len(work.wanted) == 1 and not work.gone):
                raise error from None
        rest = [slug for slug in work.sent if slug not in problems]
        for receipt in treat(self._revisions(rest)) if rest else ():
            if receipt.outcome == "unchanged":  # written by the attempt that stopped
                yield replace(receipt, outcome="updated" if receipt.slug in work.exported else "created")
            else:
                yield receipt
        for slug, problem in problems.items():
            notes = (problem.remedy,) if problem.remedy else ()
            content_hash = work.wanted[slug].partition(" ")[0]
            yield Receipt(work.exporter.name, slug, content_hash, "waiting", problem.message, notes)

    def _revisions(self, slugs: Sequence[str]) -> Revisions:
        """The revisions to send; reading one whose history is not in order raises `InputError`."""
        problems = out_of_order(self.context, slugs)
        related = translations.seen(self.context.overview().entries)
        return Revisions(slugs, ApprovedRevisions(self.context.repository, problems, related).read)

    # --- consents ---------------------------------------------------------------------------------------------

    def _blocked(self, exporter: Exporter, slugs: Sequence[str], testimonies: Iterable[Testimony]) -> dict[str, str]:
        """The pieces that one of these consents excludes from this target today, and why.

        If every consent allows everything, as is usual, no piece is read.
        """
        channels, today = [channel_of(self.context.settings, exporter.name)], self.context.today
        limited = [it for it in testimonies if not consents.is_carefree(it.consent, channels, on=today)]
        reasons = {}
        for slug in slugs if limited else ():
            with suppress(InputError):  # a damaged one is reported when it is to be sent
                refusals = consents.refusals(self.context, self._visible(slug), limited, channels=channels, on=today)
                problem = next(refusals, None)
                if problem:
                    reasons[slug] = problem.message
        return reasons

    def _concerned(self, slugs: Sequence[str], testimonies: Sequence[Testimony]) -> list[str]:
        """The pieces that use any of these testimonies; the result for an unchanged text is cached."""

        def is_concerned(slug: str) -> bool:
            try:
                return consents.concern(self.context, self._visible(slug), testimonies)
            except InputError:  # an unreadable text may contain their words
                return True

        if not testimonies:
            return []
        stamps = self.context.store.documents.stamps("piece")
        about = " ".join(f"{it.slug} {version_of(it.text.encode())}" for it in testimonies)
        chosen = {slug: stamps.get(slug, "") for slug in slugs}
        answers = self.context.index.cached_answers(
            "consents-over", chosen, lambda stale: [is_concerned(slug) for slug in stale], about=about
        )
        return [slug for slug, is_so in answers.items() if is_so]

    def _visible(self, slug: str) -> Piece:
        """The revision that readers see of the piece, or will see."""
        piece = self.context.repository.piece(slug)
        return self.context.repository.live(piece) if piece.situation.live else piece


def _links_translations(exporter: Exporter) -> bool:
    """Whether the target's pages lead to a text in other languages, and so change when those come and go."""
    return isinstance(exporter, LocalExporter) and bool(getattr(exporter, "links_translations", False))


def channel_of(settings: Settings, target: str) -> str:
    """The channel of a target, as consents name it."""
    return settings.targets[target].channel if target in settings.targets else CHANNEL


def _unreadable(context: Context, slug: str) -> Problem:
    """The problem of a piece that stays at a target because it cannot be read here and nobody has retracted it."""
    remedy = advice("verify-or-restore", slug=slug)
    try:
        if slug in context.repository.pieces():
            context.repository.piece(slug)
    except InputError as error:
        return error.problem._replace(remedy=error.problem.remedy or remedy)
    text = _("“{slug}” cannot be read here, or its history does not say that it went out; it stays there as it is.")
    return Problem(text.format(slug=slug), remedy, context.store.events.label(slug))


def _still_owed(owed: Owed, problem: Problem | None = None) -> Receipt:
    """The receipt of a piece that could not be taken down; `problem` is the reason if there was an error."""
    notes = (problem.message, *([problem.remedy] if problem.remedy else [])) if problem else ()
    return Receipt(owed.target, owed.slug, "", "failed", owed.where, notes, remedy=owed.remedy, owed=True)
