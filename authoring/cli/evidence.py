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

    context = terminal.open_workspace()
    bundle = gather(context, slug)
    bundle.write(out)
    for name in named_by_slug(context, bundle):
        terminal.note(
            _("The name of the testimony’s file, “{slug}”, gives away who told it, and the records show it.").format(
                slug=name
            )
        )
    if as_json:
        terminal.say_json(bundle.as_json(out))
        return
    terminal.say(plural("{count} file written.", "{count} files written.", len(bundle.files)))
    for name in bundle.withheld:
        terminal.say(_("  left out for somebody’s privacy: {file}").format(file=name))
    terminal.say(_("  revision {hash}").format(hash=bundle.hash[:12]))
    terminal.say(_("  checkpoint {checkpoint}").format(checkpoint=bundle.checkpoint))
    terminal.say(
        _("Open {page}, or check it with: sh {script}").format(page=out / "index.html", script=out / "check.sh")
    )
