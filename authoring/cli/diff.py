"""`authoring diff`: the changes in a piece, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.queries.changes import Changes


def diff(
    slug: terminal.Slug,
    old: Annotated[str, typer.Argument(metavar="[REV", help=_("A kept revision; the last one if none is named."))] = "",
    new: Annotated[str, typer.Argument(metavar="[REV]]", help=_("Another one; the text as it is now if none."))] = "",
) -> None:
    from authoring.editorial.queries.changes import changes

    difference = changes(terminal.open_workspace(), slug, before=old, after=new)
    if difference is None:
        terminal.say(_("No other revision has been kept yet: there is nothing to compare with."))
        return
    show_changes(difference)


def show_changes(changes: Changes, *, show: Callable[[str], None] = terminal.say) -> None:
    """Print the changes between two revisions; words that differ are underlined if the terminal can."""
    show(f"{changes.before[:12]} → {changes.after[:12]}")
    for group in changes.groups:
        show("")
        for line in group:
            show(terminal.changed(line))
    if not changes.groups:
        show(_("The texts are equal."))
