"""`authoring correct`: begin a correction; readers see the published text until the correction is published."""

from __future__ import annotations

from authoring.cli import outcomes, terminal
from authoring.text.i18n import _


def correct(slug: terminal.Slug, actor: terminal.As = "", as_json: terminal.Json = False) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.correct import Correct

    outcome = perform(Correct(slug), terminal.acting(actor))
    outcomes.show(outcome, as_json=as_json)
    if not as_json:
        path = terminal.shown_path(outcome.piece.label)
        terminal.say(_("Write the correction here: {path}").format(path=path))
        terminal.say(_("Then send it to be reviewed: authoring submit {slug}").format(slug=slug))
