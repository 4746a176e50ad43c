"""`authoring import FILE.docx`: import an outline, a testimony or a review from Word or OpenDocument."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from authoring.cli import terminal
from authoring.cli.advice import words
from authoring.errors import InputError, UsageError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.importers.word.word_import import ImportedText


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
    context = terminal.open_workspace()
    if review:
        from authoring.cli import returned

        returned.show_review(context, review, file, as_json=as_json)
        return
    if not file.exists():
        raise InputError(_("The file does not exist."), _("Check its name."), file=file)
    imported = _import(context, file, kind or _ask_kind(), slug=slug, person=person, lang=lang)
    _show(imported, as_json=as_json)


def _ask_kind() -> Literal["outline", "testimony"]:
    """Ask what the file is, which is never guessed: models may read an outline, but no testimony without consent."""
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


def _import(
    context: Context, file: Path, kind: Literal["outline", "testimony"], *, slug: str, person: str, lang: str
) -> ImportedText:
    from authoring.cli import new
    from authoring.importers.word.word_import import WordImport

    word_import = WordImport(context, new.language(context, lang), new.writer(context, ""))
    return word_import.run(file, kind, slug=slug, person=person)


def _show(imported: ImportedText, *, as_json: bool) -> None:
    path = imported.document.label
    if as_json:
        terminal.say_json({
            "path": terminal.shown_path(path),
            "pictures": [terminal.shown_path(label) for label in imported.pictures],
            "notices": list(imported.notices),
            "gaps": [{"line": it.line, "message": it.message, "remedy": words(it.remedy)} for it in imported.gaps],
        })  # fmt: skip
        return
    for label in (path, *imported.pictures):
        terminal.say(_("Written: {path}").format(path=terminal.shown_path(label)))
    for notice in imported.notices:
        terminal.say(f"  {notice}")
    if imported.key.kind == "testimony":
        terminal.say(_("Nobody has said yet that these words may be used: ask the person, then fill in `consent`."))
    if imported.gaps:
        terminal.say(_("To fill in before it can be used:"))
    for gap in imported.gaps:
        terminal.say(f"  {path.rpartition('/')[2]}:{gap.line}  {gap.message} {words(gap.remedy)}")
