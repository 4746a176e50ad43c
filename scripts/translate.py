"""Brings the French catalogue up to date with the texts in the code, and compiles it.

    python scripts/translate.py           takes new texts in, drops old ones, compiles
    python scripts/translate.py --check   changes nothing; says what is missing and ends with 1
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
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
# babel writes the time of its run: the same texts must give the same bytes
_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)


def extracted() -> Catalog:
    """All texts of the package."""
    catalogue = Catalog(project="authoring", creation_date=_EPOCH)
    found = extract_from_dir(
        str(ROOT / "authoring"),
        [("**.py", "python")],
        keywords={"_": None, "plural": (1, 2)},
        comment_tags=("Translators:",),
    )
    for path, line, message, comments, _context in found:
        catalogue.add(message, locations=[(path, line)], auto_comments=comments)
    return catalogue


def updated() -> Catalog:
    """The French catalogue with exactly the texts of the code."""
    catalogue = stored()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.revision_date = catalogue.creation_date = _EPOCH
    return catalogue


def stored() -> Catalog:
    """The French catalogue as it lies in the repository."""
    if not SOURCE.exists():
        return Catalog(locale="fr", project="authoring", creation_date=_EPOCH)
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


def main() -> int:
    """Update or check; the exit code."""
    catalogue = updated()
    new_source, new_compiled = source(catalogue), compiled(catalogue)
    missing = untranslated(catalogue)
    if "--check" in sys.argv:
        stale = not COMPILED.exists() or SOURCE.read_bytes() != new_source or COMPILED.read_bytes() != new_compiled
        if stale:
            print("The French catalogue is not up to date: run python scripts/translate.py")
    else:
        FOLDER.mkdir(parents=True, exist_ok=True)
        SOURCE.write_bytes(new_source)
        COMPILED.write_bytes(new_compiled)
        stale = False
    for message in missing:
        print(f"no French text: {message.id}")
    return 1 if stale or missing else 0


if __name__ == "__main__":
    sys.exit(main())
