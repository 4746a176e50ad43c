"""Pieces that targets may still show although they were taken back, and published pieces whose text is missing.

A retraction is complete at a target once the program has seen that the target does not show the piece; until then the
piece is owed there. The history tells that a piece was taken back; the record of exports (`store.exported`) tells where
it is down, and folders are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from authoring.errors import AuthoringError, Problem, Remedy, advice
from authoring.model.states import OUT, Action, State
from authoring.store.addresses import DELIVERIES
from authoring.store.exported import Exported, ExportRecords
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.exporters import Exporter, LocalExporter
    from authoring.model.config import Settings, TargetSettings
    from authoring.model.events import Event
    from authoring.store.listing import Entry

Reason = Literal["out", "unknown", "elsewhere", "no-target"]
_CAN_HOLD_LATER: Final = "schedule"  # the option of a target that publishes a scheduled piece by itself


class Owed(NamedTuple):
    """A piece that was taken back and that a target may still show.

    `reason` is `out` if it was last seen there, `unknown` without any record of the target, `elsewhere` for a folder
    that is not on this machine, and `no-target` for a target that the settings do not name any more.
    """

    slug: str
    target: str
    where: str
    reason: Reason
    place: str = ""

    @property
    def message(self) -> str:
        """The message: what readers may see, and where."""
        texts = {
            "out": _("“{slug}” was taken back, and may still be seen at “{target}”: {where}"),
            "unknown": _("“{slug}” was taken back, and nobody has looked yet whether “{target}” shows it."),
            "elsewhere": _("“{slug}” was taken back, and may still be seen at “{target}”, on another machine: {where}"),
            "no-target": _("“{slug}” was taken back, and may still be seen at “{target}”, a former target: {where}"),
        }
        return texts[self.reason].format(slug=self.slug, target=self.target, where=self.where or "—")

    @property
    def remedy(self) -> Remedy:
        """The remedy: what to do next."""
        if self.reason == "no-target":
            return advice("restore-target", target=self.target, slug=self.slug)
        return advice("export-where-sent") if self.reason == "elsewhere" else advice("export-again")

    def problem(self, context: Context) -> Problem:
        """The problem that `verify` reports."""
        return Problem(self.message, self.remedy, context.store.events.label(self.slug))


class Owing:
    """Finds what is owed in a workspace. It opens the exporter of a target only to look into a folder."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._exporters: dict[str, Exporter | None] = {}

    def pieces(self, slugs: Collection[str] | None = None) -> list[Owed]:
        """Everything owed of these pieces, or of all, by slug and target."""
        chosen = sorted(self._candidates() if slugs is None else {*slugs})
        return [owed for slug in chosen for owed in self._of(slug)]

    def _candidates(self) -> Iterator[str]:
        """The pieces that were published, or whose scheduled time has passed, and that readers should not see now."""
        entries = self.context.overview().entries
        can_hold_later = any(it.options.get(_CAN_HOLD_LATER) is True for it in self.context.settings.targets.values())
        for entry in entries:
            if not entry.live and (entry.published or (can_hold_later and entry.state is not State.scheduled)):
                yield entry.slug
        readable = {entry.slug for entry in entries}
        yield from (slug for slug in self.context.repository.pieces() if slug not in readable)
        yield from self.context.store.events.without_text(readable)

    # imports in functions: a list in which nothing is owed does not load them

    def _of(self, slug: str) -> Iterator[Owed]:
        from authoring.exporters.targets import place_of
        from authoring.model.situation import live_hash

        past = past_of(self.context, slug)
        if not past or live_hash(past) or past[-1].target is State.scheduled:
            return
        was_out = any(event.action in OUT for event in past)
        taken_back = max((event.seq for event in past if event.action is Action.retract), default=0)
        exports = ExportRecords(self.context.store).read(slug)
        gone = {it.place for it in exports if it.is_down and it.events >= taken_back}
        settings = self.context.settings
        for target in settings.targets.values():
            place = place_of(target)
            export = next((it for it in exports if (it.target, it.place) == (target.name, place)), None)
            reason = self._reason(slug, target, is_gone=place in gone, export=export, was_out=was_out)
            if reason:
                yield Owed(slug, target.name, export.where if export else place, reason, place)
        places = {place_of(target) for target in settings.targets.values()}
        unseen = self._unseen(slug, exports)
        for export in exports:
            is_gone = export.place in gone and export.place not in unseen
            if export.place not in places and not is_gone and _may_stand(settings, export):
                yield Owed(slug, export.target, export.where or export.place, "no-target", export.place)

    def _unseen(self, slug: str, exports: Sequence[Exported]) -> set[str]:
        """The places to which this machine sent the piece and where it was not seen gone, nor vouched for by an editor.

        The record beside a piece is a file that anybody can write, and a former target cannot be asked.
        """
        sent = {place for place, _key, _where in ExportRecords(self.context.store).register().get(slug, {}).values()}
        people = self.context.settings.people
        vouched = {
            it.place for it in exports if it.is_down and it.by in people and people[it.by].roles & {"editor", "admin"}
        }
        return sent - vouched

    def _reason(
        self, slug: str, target: TargetSettings, *, is_gone: bool, export: Exported | None, was_out: bool
    ) -> Reason | None:
        from authoring.exporters.targets import is_folder

        if is_folder(target):
            exporter = self._local(target)
            if exporter is not None and exporter.is_here():
                return "out" if exporter.shows(slug) or (export is not None and not is_gone) else None
            return "elsewhere" if export is not None and not is_gone else None
        if is_gone or (export is None and not was_out):
            return None
        return "unknown" if export is None or export.is_down else "out"

    def _local(self, target: TargetSettings) -> LocalExporter | None:
        """The exporter of a folder; None when its settings have an error or its folder is unusable."""
        from authoring.exporters import LocalExporter

        if target.name not in self._exporters:
            try:
                self._exporters[target.name] = self.context.exporter_of(self.context, target)
            except AuthoringError:  # an export reports it
                self._exporters[target.name] = None
        exporter = self._exporters[target.name]
        return exporter if isinstance(exporter, LocalExporter) else None


class Lost(NamedTuple):
    """A piece that is published by all records, and whose text or folder is missing here."""

    slug: str
    label: str
    targets: tuple[str, ...]
    has_history: bool

    @property
    def problem(self) -> Problem:
        """The problem that `verify` reports: what is missing, and what to do."""
        names = ", ".join(self.targets) or "—"
        if self.has_history:
            text = _("The text of “{slug}” is missing, and readers still see the piece ({targets}).")
            return Problem(
                text.format(slug=self.slug, targets=names), advice("restore-or-retract", slug=self.slug), self.label
            )
        text = _("The folder of “{slug}” is missing, and the piece was sent to {targets} and not taken down since.")
        return Problem(text.format(slug=self.slug, targets=names), advice("restore-piece", slug=self.slug), self.label)


def lost(context: Context, slugs: Collection[str] | None = None) -> list[Lost]:
    """The published pieces whose text or folder is missing, of these or of all."""
    texts = context.repository.pieces()
    register = ExportRecords(context.store).register()
    histories = context.store.events.without_text(texts)
    missing = sorted({*histories, *register}.difference(texts))
    chosen = [slug for slug in missing if slugs is None or slug in slugs]
    return [it for slug in chosen if (it := _lost(context, slug, tuple(sorted(register.get(slug, ()))))) is not None]


def _lost(context: Context, slug: str, targets: tuple[str, ...]) -> Lost | None:
    from authoring.model.situation import live_hash

    if not context.store.events.read(slug):
        return Lost(slug, context.store.records.label("", DELIVERIES), targets, has_history=False)
    exports = ExportRecords(context.store).read(slug)
    names = tuple(sorted({*targets, *(it.target for it in exports if not it.is_down)}))
    past = past_of(context, slug)
    if past and not live_hash(past):
        return None  # an unfinished draft whose text somebody deleted, or a piece that `Owing` reports
    return Lost(slug, context.store.events.label(slug), names, has_history=True)


def second_copy_problems(context: Context, slugs: Collection[str] | None = None) -> Iterator[Problem]:
    """The problems with second copies of a piece's folder, such as one that a synchronisation restored."""
    for copy in context.store.events.second_copies():
        if slugs is not None and copy.slug not in slugs:
            continue
        if copy.has_diverged:
            message = _("“{slug}” lies here twice, and the two histories have diverged: nothing can be recorded of it.")
            remedy = advice("choose-folder", folder=copy.label, other=copy.piece)
        else:
            message = _(
                "This folder lies beside that of the piece “{slug}”, whose history is longer, and counts for nothing."
            )
            remedy = advice("move-second-copy", other=copy.piece)
        yield Problem(message.format(slug=copy.slug), remedy, copy.label)


def past_of(context: Context, slug: str) -> Sequence[Event]:
    """The events of a piece, even of one without a text; empty when they cannot be read."""
    from authoring.model import history

    events = context.store.events
    try:
        return history.decode(events.read(slug), events.label(slug))
    except AuthoringError:
        return ()


def was_taken_back(context: Context, slug: str, entry: Entry | None = None) -> bool:
    """Whether a piece that was published or scheduled should not be visible now, by its history.

    `entry` is the piece's, if its text can be read: it shows whether the text is still the scheduled one.
    """
    from authoring.model.situation import live_hash

    past = past_of(context, slug)
    is_scheduled = bool(past) and (entry.state if entry else past[-1].target) is State.scheduled
    if not past or live_hash(past) or is_scheduled:
        return False
    return any(event.action in (*OUT, Action.schedule) for event in past)


def _may_stand(settings: Settings, export: Exported) -> bool:
    """Whether a target that is not in the settings any more may still show a piece; a folder here is read."""
    if "://" in export.place:
        return True
    return Path(settings.base, export.where).exists()
