"""`authoring import FILE.docx`: an outline, a testimony or a review that comes from Word or OpenDocument."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from authoring.cli import terminal
from authoring.cli.advice import words
from authoring.errors import InputError, UsageError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.importers.word.word_import import Brought
    from authoring.workspace import Workspace


def import_word(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A file that ends with .docx or .odt."))],
    review: Annotated[
        str,
        typer.Option("--review", metavar="SLUG", help=_("It is this piece, printed and sent back by a reviewer.")),
    ] = "",
    kind: Annotated[
        Literal["outline", "testimony"] | None,
        typer.Option(
            "--kind", metavar="outline|testimony", help=_("What it becomes. A testimony’s words are kept as they are.")
        ),
    ] = None,
    slug: Annotated[
        str, typer.Option("--slug", metavar="NAME", help=_("Its name; made from the file’s if none."))
    ] = "",
    person: Annotated[str, typer.Option("--person", metavar="NAME", help=_("Whose words a testimony is."))] = "",
    lang: Annotated[
        str, typer.Option("--lang", metavar="fr|en", help=_("The language of the text; the workspace’s by default."))
    ] = "",
    as_json: terminal.Json = False,
) -> None:
    workspace = terminal.open_workspace()
    if review:
        from authoring.cli import returned

        returned.show_review(workspace, review, file, as_json=as_json)
        return
    if not file.exists():
        raise InputError(_("The file does not exist."), _("Check its name."), file=file)
    brought = _bring(workspace, file, kind or _asked(), slug=slug, person=person, lang=lang)
    _show(brought, as_json=as_json)


def _asked() -> Literal["outline", "testimony"]:
    """What the file becomes is never guessed: a model may read an outline, and nobody's words unasked."""
    if not terminal.can_ask():
        raise UsageError(
            _("It is not said whether the file is an outline or a testimony."),
            _("Add --kind outline, or --kind testimony for somebody’s own words."),
        )
    answers = {
        "o": _("an outline: what we want to say, for a model to draft from"),
        "t": _("a testimony: somebody’s own words"),
    }
    return "outline" if terminal.choose(_("What is it?"), answers) == "o" else "testimony"


def _bring(
    workspace: Workspace, file: Path, kind: Literal["outline", "testimony"], *, slug: str, person: str, lang: str
) -> Brought:
    from authoring.cli import new
    from authoring.importers.word.word_import import Importer

    importer = Importer(
        workspace.root, new.language(workspace, lang), new.writer(workspace, ""), workspace.now().date()
    )
    return importer.bring(file, kind, slug=slug, person=person)


def _show(brought: Brought, *, as_json: bool) -> None:
    if as_json:
        terminal.say_json({
            "path": terminal.shown_path(brought.path),
            "pictures": [terminal.shown_path(path) for path in brought.pictures],
            "notices": list(brought.notices),
            "gaps": [{"line": gap.line, "message": gap.message, "remedy": words(gap.remedy)} for gap in brought.gaps],
        })  # fmt: skip
        return
    for path in (brought.path, *brought.pictures):
        terminal.say(_("Written: {path}").format(path=terminal.shown_path(path)))
    for notice in brought.notices:
        terminal.say(f"  {notice}")
    if brought.path.parent.name == "testimonies":
        terminal.say(_("Nobody has said yet that these words may be used: ask the person, then fill in `consent`."))
    if brought.gaps:
        terminal.say(_("To fill in before it can be used:"))
    for gap in brought.gaps:
        terminal.say(f"  {brought.path.name}:{gap.line}  {gap.message} {words(gap.remedy)}")
