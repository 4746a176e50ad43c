"""Makes the reference documents of Word and OpenDocument; with `--check`, says whether they are out of date.

They are what gives printed pieces their look: open one in Word or LibreOffice, change its styles, keep it in your
workspace and name it with `authoring print --template`.
"""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from word_parts import (
    DOCX_PARTS,
    ODT_PARTS,
    PAGE_DOCX,
    PAGE_ODT,
    document_xml,
    footer_xml,
    odt_content,
    odt_styles,
    styles_xml,
)

FOLDER: Final = Path(__file__).parent.parent / "authoring" / "exporters" / "review_files" / "reference"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Words:
    """What a reference document says in one language."""

    lang: str
    region: str
    page: str


LANGUAGES: Final = (Words("en", "en-GB", "Page {page} of {pages}"), Words("fr", "fr-FR", "Page {page} sur {pages}"))


def main() -> int:
    """The exit code: 1 when checking finds a file out of date."""
    late = {name: content for name, content in made().items() if not _is_there(name, content)}
    if late and "--check" in sys.argv[1:]:
        print(f"{', '.join(late)} in {FOLDER.name}/ out of date: run python3 start.py docs")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in late.items():
        (FOLDER / name).write_bytes(content)
        print(f"written: {FOLDER.name}/{name}")
    return 0


def made() -> dict[str, bytes]:
    """Every file by its name, always the same bytes."""
    files = {"page.docx.xml": PAGE_DOCX.encode(), "page.odt.xml": PAGE_ODT.encode()}
    for words in LANGUAGES:
        files[f"{words.lang}.docx"] = _zipped(
            {
                **DOCX_PARTS,
                "word/document.xml": document_xml(),
                "word/styles.xml": styles_xml(words.region),
                "word/footer1.xml": footer_xml(words.page),
            }
        )
        files[f"{words.lang}.odt"] = _zipped(
            {**ODT_PARTS, "styles.xml": odt_styles(words.region, words.page), "content.xml": odt_content()}
        )
    return files


def _is_there(name: str, content: bytes) -> bool:
    path = FOLDER / name
    return path.exists() and path.read_bytes() == content


def _zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), text)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
