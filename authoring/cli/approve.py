"""`authoring approve`: approve the revision that one has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import outcomes, terminal
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.signing import Signer
    from authoring.workspace import Workspace

Key = Annotated[
    str, typer.Option("--key", metavar="FILE", help=_("Your SSH key, where approvals are signed; else your agent’s."))
]


def approve(
    slug: terminal.Slug,
    revision: Annotated[
        str,
        typer.Option("--revision", metavar="HASH", help=_("The revision that you read: at least eight characters.")),
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
    workspace = terminal.open_workspace()
    review = workspace.review(workspace.actor(actor))
    outcome = review.approve(
        slug,
        revision=revision,
        findings=workspace.findings,
        note=note,
        scope=scope or [],
        accept=accept or [],
        signer=signer(workspace, key),
    )
    outcomes.show(outcome, as_json=as_json)


def signer(workspace: Workspace, key: str) -> Signer:
    """Signs with the key that is named, else with `AUTHORING_SSH_KEY`, git's key for signing, or the agent's."""
    from authoring.editorial.signing import Signer
    from authoring.workspace import git_setting

    named = key or workspace.environment.get("AUTHORING_SSH_KEY", "")
    if not named and git_setting("gpg.format", workspace.root) == "ssh":
        named = git_setting("user.signingkey", workspace.root)
        named = "" if named.startswith(("key::", "ssh-")) else named
    return Signer(named, asks=terminal.can_ask())
