"""`authoring review`: the reviewer's sitting: read the piece, its findings and what changed, then decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import diff, outcomes, terminal
from authoring.i18n import _

if TYPE_CHECKING:
    from authoring.review import Look, Outcome, Review
    from authoring.workspace import Workspace


def review(slug: terminal.Slug, actor: terminal.As = "") -> None:
    from authoring.workflow import State, state_name

    workspace = terminal.open_workspace()
    sitting = workspace.review(workspace.actor(actor))
    look = sitting.look(slug)
    _show_piece(workspace, look)
    if look.piece.situation.state is not State.in_review:
        terminal.say(_("The piece is {state}: there is nothing to decide.").format(
            state=state_name(look.piece.situation.state)))  # fmt: skip
        return
    if not terminal.can_ask():
        terminal.say(
            _("To decide: authoring approve {slug} --revision {hash}").format(slug=slug, hash=look.piece.hash[:12])
        )
        return
    outcome = _decide(workspace, sitting, look)
    if outcome is not None:
        outcomes.show(outcome, as_json=False)


def _show_piece(workspace: Workspace, look: Look) -> None:
    from authoring.cli.check import show_findings

    piece = look.piece
    terminal.say(terminal.bold(piece.draft.title))
    terminal.say(_("by {author} — revision {hash}").format(author=piece.draft.author, hash=piece.hash[:12]))
    terminal.say(f"\n{piece.draft.description}\n\n{piece.draft.body.strip()}\n")
    terminal.say(terminal.bold(_("Findings")))
    show_findings(workspace.findings(piece))
    if look.before is not None:
        terminal.say("\n" + terminal.bold(_("What changed since you last looked")))
        diff.show_changes(look.before, piece)
    terminal.say()


def _decide(workspace: Workspace, sitting: Review, look: Look) -> Outcome | None:
    """Decisions are single letters, never read out of a sentence."""
    slug = look.piece.slug
    letter = terminal.choose(
        _("Your decision:"),
        {
            "a": _("approve this text"),
            "c": _("send it back for changes"),
            "r": _("reject it"),
            "l": _("decide later"),
        },
    )
    if letter == "a":
        return sitting.approve(slug, revision=look.piece.hash, findings=workspace.findings)
    if letter == "c":
        return sitting.request_changes(slug, note=terminal.ask(_("What should change?")))
    if letter == "r":
        return sitting.reject(slug, reason=terminal.ask(_("Why?")))
    terminal.say(_("Nothing was decided. The piece waits for you."))
    return None
