"""Takes down pages in folders of former targets, which the settings do not name any more."""

from __future__ import annotations

from collections.abc import Iterable

from authoring.editorial.context import Context
from authoring.editorial.owing import Owed
from authoring.exporters import Receipt
from authoring.exporters.folders.ledger import names_of_piece
from authoring.exporters.folders.target_folder import TargetFolder
from authoring.store.addresses import is_relative
from authoring.store.exported import Exported, ExportRecords
from authoring.store.operations import count_events


def take_down(context: Context, owed: Iterable[Owed]) -> list[Receipt]:
    """Remove the pages in former folders inside the workspace; only files of this program are touched."""
    return [receipt for it in owed if it.reason == "no-target" for receipt in _taken_down(context, it)]


def _taken_down(context: Context, owed: Owed) -> list[Receipt]:
    records = ExportRecords(context.store)
    removed = [it for it in records.read(owed.slug) if it.place == owed.place and _remove(context, owed.slug, it)]
    events, moment = count_events(context.store.events.read(owed.slug)), context.clock().replace(microsecond=0)
    for export in removed:
        down = Exported(export.target, export.place, "", export.where, moment.isoformat(), events, is_down=True)
        records.write({owed.slug: down})
    return [Receipt(it.target, owed.slug, it.key.partition(" ")[0], "retracted", it.where) for it in removed]


def _remove(context: Context, slug: str, export: Exported) -> bool:
    """Remove the page if this program made it; returns whether it was removed."""
    name = export.where.removeprefix(f"{export.place}/")
    if export.is_down or name == export.where or not is_relative(export.where):
        return False
    folder = TargetFolder(str(context.settings.base.resolve() / export.place))
    if not folder.holds_text(name):
        return False
    for file in names_of_piece(folder, name, slug):
        folder.remove(file)
    return True
