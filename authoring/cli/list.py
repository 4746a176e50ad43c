"""`authoring list`: every piece and its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import owing, terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.store.listing import Entry

KEYS = ("slug", "title", "state", "lang", "author", "assignee", "due", "updated", "hash")


def list_pieces(
    state: Annotated[str, typer.Option("--state", help=_("Only pieces in this state, such as in_review."))] = "",
    mine: Annotated[bool, typer.Option("--mine", help=_("Only what waits for me."))] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help=_("Only what should have been reviewed by now."))] = False,
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial.queries.pieces import misplaced, pieces

    context = terminal.acting(actor) if mine else terminal.open_workspace()
    overview = pieces(context, state=state, mine=mine, overdue=overdue)
    owed = owing.targets_by_slug(owing.owed(context))
    late = _late(context, overview.entries)
    if as_json:
        terminal.say_json([
            {
                **{key: getattr(entry, key) for key in KEYS},
                **_imported(entry),
                **_translation(entry, late),
                **_texts(entry, quorum=context.settings.quorum),
                **owing.key(owed, entry.slug),
            }
            for entry in overview.entries
        ])  # fmt: skip
    else:
        _show(overview.entries)
        _show_due(overview.entries, late)
        _show_texts(overview.entries, quorum=context.settings.quorum)
    terminal.show_strays(context.store.strays(deep=False))
    return terminal.show_problems([*overview.problems, *misplaced(context)])


def _imported(entry: Entry) -> dict[str, str]:
    """The key in `--json` for a post that readers see unchanged since its import: the kind of blog of its origin."""
    return {"imported": entry.imported} if entry.imported else {}


def _late(context: Context, entries: Sequence[Entry]) -> Mapping[str, str]:
    """The original of each of these that is a translation and due; most workspaces have none."""
    if not any(entry.translation_of for entry in entries):
        return {}
    from authoring.editorial.queries.translations import due

    return due(context.overview().entries)


def _translation(entry: Entry, late: Mapping[str, str]) -> dict[str, Any]:
    """The key that `--json` has for a translation: its original, and whether that has been corrected since."""
    original = entry.translation_of
    return {"translation": {"of": original, "due": entry.slug in late}} if original else {}


def _show_due(entries: Sequence[Entry], late: Mapping[str, str]) -> None:
    """A line for each translation that is due."""
    message = _("“{slug}”: the original has been corrected since. To translate it again: {command}")
    for entry in entries:
        if entry.slug in late:
            command = f"authoring translate {late[entry.slug]} --to {entry.lang}"
            terminal.say(message.format(slug=entry.slug, command=command))


def _texts(entry: Entry, *, quorum: int) -> dict[str, list[dict[str, Any]]]:
    """The key that `--json` has for a piece that texts go with: each kind, and whether it is approved."""
    from authoring.store.listing import TextLine

    texts = [TextLine.read(line) for line in entry.texts]
    stated = [{"kind": it.kind, "approved": it.approvals >= quorum} for it in texts]
    return {"texts": stated} if stated else {}


def _show_texts(entries: Sequence[Entry], *, quorum: int) -> None:
    """A line for each piece with texts that still need an approval."""
    for entry in entries:
        waiting = [it["kind"] for it in _texts(entry, quorum=quorum).get("texts", []) if not it["approved"]]
        if waiting:
            message = _("“{slug}”: waits for an approval: {kinds}. See them: authoring accompany list {slug}")
            terminal.say(message.format(slug=entry.slug, kinds=", ".join(waiting)))


def _show(entries: Sequence[Entry]) -> None:
    if not entries:
        terminal.say(_("No piece. To begin one: authoring draft OUTLINE"))
        return
    rows = [
        (entry.slug, _state(entry), entry.assignee, entry.due, entry.updated[:10], entry.title) for entry in entries
    ]
    heading = (_("piece"), _("state"), _("for"), _("due"), _("changed"), _("title"))
    terminal.say_columns([heading, *rows])


def _state(entry: Entry) -> str:
    from authoring.model.states import state_name

    state = state_name(entry.state)
    return _("{state}, as imported").format(state=state) if entry.imported else state
