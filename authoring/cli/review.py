"""`authoring review`: read a piece, its findings and its changes, then decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import approve, diff, outcomes, terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.actions import Outcome
    from authoring.editorial.actions.look import Reading
    from authoring.editorial.context import Context
    from authoring.store.pieces import Piece


def review(slug: terminal.Slug, key: approve.Key = "", actor: terminal.As = "") -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.look import Look
    from authoring.model.states import State, state_name

    context = terminal.acting(actor)
    reading = perform(Look(slug), context)
    piece = reading.piece
    _show_piece(context, reading)
    if piece.situation.state is not State.in_review:
        state = state_name(piece.situation.state)
        terminal.say(_("The piece is {state}: there is nothing to decide.").format(state=state))
        return
    if not terminal.can_ask():
        terminal.say(_("To decide: authoring approve {slug} --revision {hash}").format(slug=slug, hash=piece.hash))
        terminal.say(_("Or by the reference of this review: --revision {hash}").format(hash=reading.reference))
        return
    outcome = _decide(context, piece, key)
    if outcome is not None:
        outcomes.show(outcome, as_json=False)


def _show_piece(context: Context, reading: Reading) -> None:
    from authoring.cli.check import show_findings
    from authoring.cli.points import show_unsaid
    from authoring.editorial.queries.changes import besides, between

    piece = reading.piece
    terminal.say(terminal.bold(terminal.in_line(piece.draft.title)))
    author = terminal.in_line(piece.draft.author)
    terminal.say(_("by {author} — revision {hash}").format(author=author, hash=piece.hash))
    terminal.say(f"\n{piece.draft.description}\n\n{piece.draft.body.strip()}\n")
    terminal.say(terminal.bold(_("Besides the text")))
    for label, value in besides(piece).items():
        if value:
            terminal.say(_("{name}: {value}").format(name=label, value=value))
    terminal.say("\n" + terminal.bold(_("Findings")))
    show_findings(context.findings(piece), with_ids=True)
    show_unsaid(context, piece)
    _show_how_written(piece)
    if reading.before is not None:
        terminal.say("\n" + terminal.bold(_("What changed since you last looked")))
        diff.show_changes(between(reading.before, piece))
    elif reading.handed_in is not None:
        terminal.say("\n" + terminal.bold(_("What changed since it was handed in")))
        diff.show_changes(between(reading.handed_in, piece))
    terminal.say()


def _show_how_written(piece: Piece) -> None:
    """Print how the text was written, which is part of the approval: by people only, or as a model's draft."""
    from authoring.editorial.how_written import is_declared
    from authoring.model.events import last_written

    how = last_written(piece.events)
    if how and how.declaration and is_declared(piece):
        terminal.say("\n" + terminal.bold(_("Declared when it was handed in")) + f"\n{how.declaration.words}")
    elif how and how.draft:
        terminal.say("\n" + _("By its submission this text is the draft of “{slug}”.").format(slug=how.draft.slug))


def _decide(context: Context, piece: Piece, key: str) -> Outcome | None:
    """Ask for the decision, which is a single letter."""
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.reject import Reject
    from authoring.editorial.actions.request_changes import RequestChanges

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
        return _approve(context, piece, key)
    if letter == "c":
        return perform(RequestChanges(piece.slug, note=terminal.ask(_("What should change?"))), context).outcome
    if letter == "r":
        return perform(Reject(piece.slug, note=terminal.ask(_("Why?"))), context)
    _later()
    return None


def _approve(context: Context, piece: Piece, key: str) -> Outcome | None:
    """Ask for each examined aspect and each warning to accept; only a yes is recorded."""
    from authoring.cli.check import show_findings
    from authoring.editorial.actions.approve import Approve, to_accept
    from authoring.editorial.approvals import responsibility
    from authoring.editorial.guards import refuse_blocking

    findings = context.findings(piece)
    refuse_blocking(findings, is_reviewed=True)
    accept = []
    for finding in to_accept(context, piece, findings):
        show_findings([finding], with_ids=True)
        if not terminal.agrees(_("Do you stand by this passage?")):
            _later()
            return None
        accept.append(finding.digest)
    scope = [aspect for aspect, question in _questions().items() if terminal.agrees(question)]
    terminal.say(responsibility(context.language))
    action = Approve(piece.slug, revision=piece.hash, scope=tuple(scope), accept=tuple(accept))
    return approve.sign_and_approve(context, action, key)


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
