"""The `Context` that every action and query takes: the actor, the clock, the language, the store and the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from authoring.errors import InvalidDocuments
from authoring.model.people import NOBODY, Person
from authoring.store import Store
from authoring.store.repository import Repository

if TYPE_CHECKING:
    from authoring.checks import Check, Finding, Subject
    from authoring.exporters import Exporter
    from authoring.model.config import Settings, TargetSettings
    from authoring.model.documents import Outline, Testimony
    from authoring.model.events import Authority, CopiedDraft
    from authoring.sourcing.translation import Original
    from authoring.store.index import Index
    from authoring.store.index.consents import ConsentOverview
    from authoring.store.listing import Overview
    from authoring.store.pieces import Piece


def _all_checks() -> Sequence[Check]:
    from authoring.checks.builtin import all_checks

    return all_checks()


def _exporter_of(context: Context, target: TargetSettings) -> Exporter:
    from authoring.exporters.kinds import exporter_of

    return exporter_of(context.settings, target, context.store)


@dataclass(frozen=True, eq=False)
class Context:
    """One person at work in one workspace: every action and every query takes it.

    `language` is that of messages and of the actor's declarations. `checks` returns the checks that guard submissions
    and approvals, `exporter_of` the exporter of a target; tests pass their own. `caches` is the folder of caches,
    outside the workspace; without one the index is in memory.
    """

    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    actor: Person = NOBODY
    language: str = "en"
    checks: Callable[[], Sequence[Check]] = _all_checks
    exporter_of: Callable[[Context, TargetSettings], Exporter] = field(default=_exporter_of)
    caches: Path | None = None

    @cached_property
    def repository(self) -> Repository:
        """The outlines, testimonies and pieces of the store."""
        return Repository(self.store, self.settings)

    @cached_property
    def first_uses_of_keys(self) -> dict[tuple[str, str], datetime]:
        """When each person is first on record with each of their keys: all histories are read for it, once."""
        from authoring.editorial.approvals import first_uses

        return first_uses(map(self.store.events.read, self.repository.pieces()))

    @cached_property
    def index(self) -> Index:
        """The index of all documents for lists and searches; every query brings it up to date first."""
        from authoring.store.index import Index
        from authoring.store.index.cache import index_path

        location = self.store.location
        return Index(index_path(location, self.caches) if location and self.caches else None)

    def overview(self) -> Overview:
        """An entry for every piece, by slug, and the mistakes in pieces that cannot be read."""
        from authoring.store.index.readers import PieceRows

        return self.index.overview(PieceRows(self.repository))

    def consents(self) -> ConsentOverview:
        """The consent of every testimony, and the mistakes in testimonies that cannot be read."""
        from authoring.store.index.readers import DocumentRows

        return self.index.consents(DocumentRows(self.repository, "testimony"))

    @property
    def now(self) -> datetime:
        """The present moment in the workspace's time zone, to the second."""
        return self.clock().astimezone(self.settings.zone).replace(microsecond=0)

    @property
    def today(self) -> date:
        """The present day in the workspace's time zone."""
        return self.now.date()

    @property
    def authority(self) -> Authority:
        """The roles and the key of the actor now, as an event records them."""
        from authoring.model.events import Authority

        return Authority.of(self.actor, quorum=self.settings.quorum, people=self.settings.people.values())

    def acting_as(self, actor: Person) -> Context:
        """The same context with another actor."""
        return replace(self, actor=actor)

    def subject(self, piece: Piece) -> Subject:
        """The piece with everything that checks compare it with, including the testimonies that can concern it.

        Raises `InvalidDocuments` for mistakes in its outline or in a testimony that it names, not in other documents.
        """
        alone = self._alone(piece, self.repository.outline_or_none(piece.draft.outline or piece.slug))
        slugs = self._concerning(alone)
        testimonies = {slug: it for slug in slugs if (it := self._readable(alone, slug))}
        subject = replace(
            alone, testimonies=testimonies, copied=self.copied_draft(piece), original=self.original_of(piece)
        )
        return replace(subject, drafted=self.drafted_testimonies(subject))

    def original_of(self, piece: Piece) -> Original | None:
        """What a translation translates, as it was then; None for no translation, and where that text is not kept."""
        from authoring.errors import AuthoringError
        from authoring.model.events import translated
        from authoring.sourcing.translation import Original

        stated = translated(piece.events)
        if not piece.draft.translation_of or stated is None or stated.slug != piece.draft.translation_of:
            return None
        try:
            source = self.repository.piece(stated.slug)
            return Original.of(
                source.draft if source.hash == stated.hash else self.repository.kept(source, stated.hash).draft
            )
        except AuthoringError:
            return None

    def testimonies_concerning(self, piece: Piece) -> dict[str, Testimony]:
        """The testimonies that can concern a piece's text, by slug, without those that have mistakes."""
        testimonies = self.repository.readable_testimonies(self.slugs_concerning(piece))
        return {testimony.slug: testimony for testimony in testimonies}

    def slugs_concerning(self, piece: Piece) -> list[str]:
        """The slugs of the testimonies that can concern a piece's text, in order."""
        return self._concerning(self._alone(piece))

    def findings(self, piece: Piece) -> list[Finding]:
        """The findings of all checks about the piece."""
        return self.findings_of(self.subject(piece))

    def findings_of(self, subject: Subject) -> list[Finding]:
        """The findings of all checks about a piece that is compared with `subject.testimonies` only."""
        from authoring.checks import running

        return running.run(self.checks(), subject)

    def copied_draft(self, piece: Piece) -> CopiedDraft | None:
        """The models' draft, of another or a deleted piece, that the text copies; None when models wrote this piece."""
        from authoring.model.events import CopiedDraft, models
        from authoring.sourcing import model_drafts
        from authoring.store.drafted import registered
        from authoring.store.index.readers import DraftedRows

        if any(models(event) for event in piece.events):
            return None
        runs = model_drafts.runs_of_text(piece.draft.body)
        drafts, slugs = self.index.drafts_sharing(runs, DraftedRows(self.repository))
        shared = [(it.shared, it.runs, CopiedDraft(it.slug, it.hash, it.models)) for it in drafts]
        for it in registered(self.store, apart_from=slugs):
            shared.append((len(runs & it.runs), len(it.runs), CopiedDraft(it.slug, it.hash, it.models)))
        same = [entry for entry in shared if model_drafts.is_same(entry[0], text=len(runs), draft=entry[1])]
        return max(same, key=lambda entry: entry[0])[2] if same else None

    def drafted_testimonies(self, subject: Subject) -> dict[str, tuple[CopiedDraft, str]]:
        """Testimonies of the piece that hold words which a model wrote in a draft here, by slug, with these words.

        Of a draft that is gone only its runs are on record; then the words are not known.
        """
        from authoring.editorial.drafted_testimonies import drafted_testimonies

        return drafted_testimonies(self.repository, self.index, subject)

    def near_sources(self, subject: Subject) -> dict[str, str]:
        """The nearest source of each model's sentence without one, by the sentence's digest, unless recorded already.

        Empty when the check of sources is not one of the context's checks, which would be the only one to show them.
        """
        from authoring.checks import sources

        if not any(check.name == sources.SourcesOfSentences.name for check in self.checks()):
            return {}
        return subject.provenance.unrecorded(sources.found(subject))

    def exporters(self, targets: Sequence[str] = ()) -> list[Exporter]:
        """The exporters of the named targets, or of all. Raises `InputError` for an unknown target."""
        from authoring.exporters.targets import target_named

        names = targets or list(self.settings.targets)
        return [self.exporter_of(self, target_named(self.settings, name)) for name in names]

    def _alone(self, piece: Piece, outline: Outline | None = None) -> Subject:
        """The piece as a subject without testimonies."""
        from authoring.checks import Subject
        from authoring.sourcing.quotations import agreements

        return Subject.of(
            piece,
            repository=self.repository,
            outline=outline,
            testimonies={},
            today=self.today,
            agreements=agreements.recorded(piece.events),
        )

    def _concerning(self, subject: Subject) -> list[str]:
        """The testimonies that can concern a piece, in order: those that it names, and those that the index finds."""
        from authoring.checks.support import clues
        from authoring.store.index.readers import DocumentRows

        testimonies = DocumentRows(self.repository, "testimony")
        return sorted({*clues.named(subject), *self.index.testimonies_concerning(clues.clues(subject), testimonies)})

    def _readable(self, subject: Subject, slug: str) -> Testimony | None:
        try:
            return self.repository.testimony_or_none(slug)
        except InvalidDocuments:
            if slug in subject.draft.testimonies:
                raise
        return None
