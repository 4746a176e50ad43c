"""`authoring review`: the reviewer's sitting: read the piece, its findings and what changed, then decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import approve, diff, outcomes, terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.review import Look, Outcome, Review
    from authoring.workspace import Workspace


def review(slug: terminal.Slug, key: approve.Key = "", actor: terminal.As = "") -> None:
    from authoring.model.workflow import State, state_name

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
    outcome = _decide(workspace, sitting, look, key)
    if outcome is not None:
        outcomes.show(outcome, as_json=False)


def _show_piece(workspace: Workspace, look: Look) -> None:
    from authoring.cli.check import show_findings

    piece = look.piece
    terminal.say(terminal.bold(piece.draft.title))
    terminal.say(_("by {author} — revision {hash}").format(author=piece.draft.author, hash=piece.hash[:12]))
    terminal.say(f"\n{piece.draft.description}\n\n{piece.draft.body.strip()}\n")
    terminal.say(terminal.bold(_("Findings")))
    show_findings(workspace.findings(piece), with_ids=True)
    if look.before is not None:
        terminal.say("\n" + terminal.bold(_("What changed since you last looked")))
        diff.show_changes(look.before, piece)
    terminal.say()


def _decide(workspace: Workspace, sitting: Review, look: Look, key: str) -> Outcome | None:
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
        return _approve(workspace, sitting, look, key)
    if letter == "c":
        return sitting.request_changes(slug, note=terminal.ask(_("What should change?")))
    if letter == "r":
        return sitting.reject(slug, reason=terminal.ask(_("Why?")))
    _later()
    return None


def _approve(workspace: Workspace, sitting: Review, look: Look, key: str) -> Outcome | None:
    """What was examined and each warning to accept are asked one by one; whatever is not a yes is not claimed."""
    from authoring.cli.check import show_findings
    from authoring.editorial.approvals import responsibility
    from authoring.editorial.review import refuse_blocking

    findings = workspace.findings(look.piece)
    refuse_blocking(findings)
    accept = []
    for finding in sitting.to_accept(look.piece, findings):
        show_findings([finding], with_ids=True)
        if not terminal.agrees(_("Do you stand by this passage?")):
            _later()
            return None
        accept.append(finding.id)
    scope = [aspect for aspect, question in _questions().items() if terminal.agrees(question)]
    terminal.say(responsibility())
    return sitting.approve(
        look.piece.slug,
        revision=look.piece.hash,
        findings=workspace.findings,
        scope=scope,
        accept=accept,
        signer=approve.signer(workspace, key),
    )


def _questions() -> dict[str, str]:
    return {
        "facts": _("Did you check the facts?"),
        "quotes": _("Did you check that every quotation is what the person said?"),
        "names": _("Did you check the names, titles and roles?"),
        "pictures": _("Did you look at the pictures and read their descriptions?"),
        "privacy": _("Did you check that nobody’s privacy is touched without their agreement?"),
    }


def _later() -> None:
    terminal.say(_("Nothing was decided. The piece waits for you."))
