"""`authoring import --review`: show and keep a reviewer's changes and comments from Word, without applying them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.importers.word.reviews import Change, Proposal


def show_review(context: Context, slug: str, file: Path, *, as_json: bool) -> None:
    """Show the file's proposals, and keep them beside the piece."""
    from authoring.importers.word import notes, reviews

    proposal = reviews.proposal_in(file, slug, context.repository)
    paths = [terminal.shown_path(label) for label in notes.keep(proposal, file, context.store)]
    if as_json:
        terminal.say_json({**notes.as_json(proposal), "files": paths})
        return
    for line in notes.standing(proposal):
        terminal.say(line)
    _show(proposal)
    for path in paths:
        terminal.say(_("Written: {path}").format(path=path))
    if proposal.text:
        terminal.note(_("Nothing was changed in the text: take what you agree with from the proposed index.md."))


def _show(proposal: Proposal) -> None:
    from authoring.importers.word import notes

    if proposal.says_nothing:
        terminal.say(_("It came back without a change or a comment."))
    for comment in notes.threaded(proposal.comments):
        terminal.say()
        terminal.say(notes.comment_line(comment))
    for change in proposal.changes:
        terminal.say()
        terminal.say(terminal.bold(notes.heading(change)))
        _show_difference(change)
        if remark := notes.remark(change):
            terminal.say(f"  → {remark}")


def _show_difference(change: Change) -> None:
    from authoring.text import differences

    if change.kind == "moved" and change.before == change.after:
        terminal.say(f"  {change.after}")
        return
    for line in differences.compare(change.before, change.after):
        if line.kind != "same":
            terminal.say(terminal.changed(line))
