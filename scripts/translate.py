"""Brings the French catalogue up to date with the texts in the code, and compiles it.

Texts that are new in the code come in empty, texts that are gone from it go out, and those that no French stands
for yet are named. With `--check`, nothing is written: the exit code is 1 when the catalogue is not up to date or
not complete.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parent.parent
FOLDER: Final = ROOT / "authoring" / "locale" / "fr" / "LC_MESSAGES"
SOURCE: Final = FOLDER / "authoring.po"
COMPILED: Final = FOLDER / "authoring.mo"
HEADER: Final = """\
# What authoring says, in French.
#
# The same word for the same thing: piece = article, draft = brouillon, outline = plan, testimony = témoignage,
# quote = citation, prompt = consigne, finding = remarque, review = relecture, reviewer = relecteur,
# approval = approbation, consent = accord, revision = révision, workspace = espace de travail,
# target = destination, hash = empreinte, checkpoint = point de contrôle, front matter = en-tête, token = jeton.
# Commands, options, keys and file names stay as they are; what is typed stands between backquotes."""


class French(Catalog):
    """A French catalogue that says the same of itself each time: no clock, and no version of the tool that wrote it."""

    mime_headers = property(
        lambda self: [
            ("Project-Id-Version", "authoring"),
            ("Language", "fr"),
            ("Plural-Forms", "nplurals=2; plural=(n > 1);"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]
    )


def updated() -> Catalog:
    """Exactly the texts of the code, with the French that the repository holds for them."""
    translations = stored()
    catalogue = French(locale="fr", header_comment=HEADER, fuzzy=False)
    for message, comments in extracted():
        added = catalogue.add(message, auto_comments=comments)
        before = translations.get(message)
        if before is not None and before.pluralizable == added.pluralizable:
            added.string = before.string
    return catalogue


def extracted() -> list[tuple[str | tuple[str, ...], list[str]]]:
    """All texts of the package, each with the comments that stand beside it for translators."""
    messages = extract_from_dir(
        str(ROOT / "authoring"),
        [("**.py", "python")],
        keywords={"_": None, "plural": (1, 2)},
        comment_tags=("Translators:",),
    )
    return [(message, comments) for _path, _line, message, comments, _context in messages]


def stored() -> Catalog:
    """The French catalogue as it lies in the repository."""
    if not SOURCE.exists():
        return Catalog(locale="fr")
    with SOURCE.open("rb") as file:
        return read_po(file, locale="fr")


def source(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file: by text, without line numbers, which would change with every edit."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, no_location=True, sort_output=True, width=120, include_previous=False)
    return buffer.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as a .mo file."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages without a French text."""
    return [m for m in catalogue if m.id and not (all(m.string) if isinstance(m.string, tuple | list) else m.string)]


def is_up_to_date(catalogue: Catalog) -> bool:
    """Whether both files in the repository are what the catalogue gives."""
    wanted = {SOURCE: source(catalogue), COMPILED: compiled(catalogue)}
    return all(path.is_file() and path.read_bytes() == content for path, content in wanted.items())


def main() -> int:
    """Update or check; the exit code."""
    catalogue = updated()
    missing = untranslated(catalogue)
    for message in missing:
        print(f"no French text: {message.id}")
    if "--check" not in sys.argv:
        FOLDER.mkdir(parents=True, exist_ok=True)
        SOURCE.write_bytes(source(catalogue))
        COMPILED.write_bytes(compiled(catalogue))
    elif not is_up_to_date(catalogue):
        print("The French catalogue is not up to date: run python scripts/translate.py")
        return 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
