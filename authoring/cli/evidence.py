"""`authoring evidence`: everything that an auditor needs to check a piece with standard tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from authoring.cli import terminal
from authoring.text.i18n import _, plural


def evidence(
    slug: terminal.Slug,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help=_("The folder to write; an older bundle there is replaced."))
    ],
    as_json: terminal.Json = False,
) -> None:
    from authoring.audit.evidence import gather, named_by_slug

    workspace = terminal.open_workspace()
    today = workspace.now().date()
    found = gather(workspace.store, workspace.settings, slug, on=today)
    found.write(out)
    for name in named_by_slug(workspace.store, found, on=today):
        terminal.note(
            _("The name of the testimony’s file, “{slug}”, gives away who told it, and the records show it.").format(
                slug=name
            )
        )
    if as_json:
        told = {"slug": slug, "hash": found.hash, "checkpoint": found.checkpoint, "folder": str(out)}
        terminal.say_json({**told, "files": sorted(found.held), "withheld": dict(found.withheld)})
        return
    terminal.say(plural("{count} file written.", "{count} files written.", len(found.held)))
    for name in found.withheld:
        terminal.say(_("  left out for somebody’s privacy: {file}").format(file=name))
    terminal.say(_("  revision {hash}").format(hash=found.hash[:12]))
    terminal.say(_("  checkpoint {checkpoint}").format(checkpoint=found.checkpoint))
    terminal.say(
        _("Open {page}, or check it with: sh {script}").format(page=out / "index.html", script=out / "check.sh")
    )
