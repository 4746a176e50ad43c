"""A text that goes with a piece, as commands print it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.accompanying import TextView


def as_json(view: TextView) -> dict[str, Any]:
    """What programs get of a text."""
    return {
        "kind": view.kind.name,
        "path": terminal.shown_path(view.label),
        "hash": view.hash,
        "standing": view.standing,
        "approvals": list(view.approvals),
        "characters": view.kind.count(view.text),
        "limit": view.kind.limit,
        "reasons": [reason.message for reason in view.reasons],
    }


def line(view: TextView, *, quorum: int) -> str:
    """One line that says which text it is, and where it stands."""
    from authoring.model.text_kinds import kind_title

    standing = {
        "waiting": _("waits for an approval"),
        "approved": _("approved by {names}").format(names=", ".join(view.approvals)),
        "edited": _("edited since it was recorded, so that no approval holds"),
        "outdated": _("void: the piece has changed since"),
        "unrecorded": _("nobody is on record for it"),
        "withdrawn": _("void: a consent does not allow it"),
        "faulty": _("void: it says what the post does not"),
    }[view.standing]
    if view.standing == "waiting" and quorum > 1:
        standing = _("approvals: {count} of {quorum}").format(count=len(view.approvals), quorum=quorum)
    return f"{terminal.bold(kind_title(view.kind.name))}  {standing}  {view.hash}"
