"""`authoring approve`: approve the revision that the reviewer has read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import diff, outcomes, terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.actions import Outcome
    from authoring.editorial.actions.approve import Approve
    from authoring.editorial.context import Context
    from authoring.editorial.queries.changes import Changes
    from authoring.editorial.signing import Signer

Key = Annotated[
    str, typer.Option("--key", metavar="FILE", help=_("Your SSH key, where approvals are signed; else your agent’s."))
]


def approve(
    slug: terminal.Slug,
    revision: Annotated[
        str,
        typer.Option(
            "--revision",
            metavar="HASH",
            help=_("The revision that you read: its whole hash, or the reference of your last review."),
        ),
    ],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            metavar="ASPECT",
            help=_("What you examined: facts, quotes, names, pictures, privacy. Give it once for each."),
        ),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="ID", help=_("A warning that you stand by. Give it once for each.")),
    ] = None,
    note: Annotated[str, typer.Option("--note", help=_("A remark for the record."))] = "",
    key: Key = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> None:
    from authoring.editorial.actions.approve import Approve

    context = terminal.acting(actor)
    action = Approve(slug, revision=revision, scope=tuple(scope or ()), accept=tuple(accept or ()), note=note)
    outcome, unseen = _approved(context, action, key)
    if as_json and unseen is not None:
        terminal.say_json({**outcome.as_json(), "unseen": unseen.as_json()})
    else:
        outcomes.show(outcome, as_json=as_json)


def sign_and_approve(context: Context, action: Approve, key: str) -> Outcome:
    """Approve, with the actor's signature if they have a key; shows first the changes that they have not seen.

    On a terminal they confirm it. Without a terminal, the whole hash in the arguments is the confirmation.
    """
    return _approved(context, action, key)[0]


def _approved(context: Context, action: Approve, key: str) -> tuple[Outcome, Changes | None]:
    """The outcome, and what the actor had not seen before."""
    _claim_own_edit(context, action.slug)
    prepared = action.prepare(context)
    if prepared.unseen is not None:
        terminal.note(terminal.bold(_("You have not looked at this text. It differs from what was handed in:")))
        diff.show_changes(prepared.unseen, show=terminal.note)
        if terminal.can_ask() and not terminal.agrees(_("Do you approve it with these differences?")):
            terminal.say(_("Nothing was decided. The piece waits for you."))
            raise typer.Abort
    if prepared.is_done or not prepared.key:
        return action.execute(context, prepared), prepared.unseen
    signature = signer(key).sign(prepared.statement, signer=context.actor.id, key=prepared.key)
    return action.execute(context, prepared, signature=signature), prepared.unseen


def _claim_own_edit(context: Context, slug: str) -> None:
    """Ask about a change without a recorded writer: an actor who claims it becomes a writer of the text."""
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.edit import ClaimEdit, was_changed_by_hand

    if not terminal.can_ask() or not was_changed_by_hand(context.repository.piece(slug)):
        return
    terminal.note(_("This text was changed by hand since the last step, and nobody is on record for it."))
    if terminal.agrees(_("Did you change any of it yourself?")):
        perform(ClaimEdit(slug), context)


def signer(key: str) -> Signer:
    """The signer with the given key, else with `AUTHORING_SSH_KEY`, git's signing key, or the agent's."""
    from authoring.editorial.signing import Signer

    named = key or os.environ.get("AUTHORING_SSH_KEY", "")
    if not named and terminal.git_setting("gpg.format") == "ssh":
        named = terminal.git_setting("user.signingkey")
        named = "" if named.startswith(("key::", "ssh-")) else named
    return Signer(named, asks=terminal.can_ask())
