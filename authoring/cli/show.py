"""`authoring show`: a piece, its state and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from authoring.cli import owing, terminal, text_lines
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.queries.piece import PieceView


def show(slug: terminal.Slug, as_json: terminal.Json = False) -> None:
    from authoring.cli.points import show_unsaid
    from authoring.editorial.queries.piece import piece
    from authoring.model.states import State, state_name

    context = terminal.open_workspace()
    view = piece(context, slug)
    owed = owing.targets_by_slug(owing.owed(context, [slug]))
    path = terminal.shown_path(view.file)
    if as_json:
        terminal.say_json({
            "slug": slug,
            "title": view.title,
            "description": view.description,
            "state": view.state.value,
            "hash": view.hash,
            "approvals": list(view.approvals),
            "live": view.live,
            "path": path,
            "body": view.body,
            **_imported(view),
            **_translations(view),
            **_texts(view),
            **owing.key(owed, slug),
        })  # fmt: skip
        return
    terminal.say(terminal.bold(terminal.in_line(view.title)))
    terminal.say(f"{path}  {state_name(view.state)}  {view.hash}")
    if view.imported:
        source = {"source": view.imported.source, "place": terminal.in_line(view.imported.origin)}
        terminal.say(_("Shown as it was imported from {place} ({source}); never reviewed here.").format(**source))
    if view.vouched_by:
        terminal.say(_("“{id}” signed that it may be shown unchanged.").format(id=terminal.in_line(view.vouched_by)))
    if view.approvals:
        terminal.say(_("Approved by {names}.").format(names=terminal.in_line(", ".join(view.approvals))))
    _say_translations(view)
    for text in view.texts:
        terminal.say(text_lines.line(text, quorum=view.quorum))
    terminal.say(f"\n{view.description}\n\n{view.body.strip()}")
    if view.state is State.in_review:
        show_unsaid(context, context.repository.piece(slug))


def _translations(view: PieceView) -> dict[str, Any]:
    """The keys that `--json` has for a translation and for what has one."""
    own = {"translation": {"of": view.translation_of, "due": view.is_due}} if view.translation_of else {}
    return {**own, **({"translations": dict(view.translations)} if view.translations else {})}


def _say_translations(view: PieceView) -> None:
    if view.translation_of:
        terminal.say(_("A translation of “{slug}”.").format(slug=view.translation_of))
    if view.is_due:
        terminal.say(_("The original has been corrected since: this translation is due."))
    for slug, lang in view.translations.items():
        terminal.say(_("Translated: {slug} ({lang})").format(slug=slug, lang=lang))


def _texts(view: PieceView) -> dict[str, Any]:
    """The key that `--json` has for a piece that texts go with."""
    return {"texts": [text_lines.as_json(text) for text in view.texts]} if view.texts else {}


def _imported(view: PieceView) -> dict[str, Any]:
    """The key in `--json` for a post that readers see unchanged since its import."""
    if view.imported is None:
        return {}
    origin = {"source": view.imported.source, "from": view.imported.origin, "vouched_by": view.vouched_by}
    return {"imported": origin}
