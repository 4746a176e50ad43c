"""A piece as a Word or an OpenDocument file, after the house's reference document.

The reference document gives the look and nothing else: its styles, its margins and the line at the foot of each
page, in which `{running}` stands for the state and the revision.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

from authoring.exporters.review_files.placed_pictures import Placing, into_folder
from authoring.exporters.review_files.sheet import Sheet, title_page
from authoring.text.office import nodes, pandoc
from authoring.text.office.nodes import Node

Kind = Literal["docx", "odt"]
RUNNING: Final = "{running}"
REFERENCES: Final = Path(__file__).parent / "reference"
ENDINGS: Final = frozenset({".jpg", ".jpeg", ".png", ".gif"})
_FEET: Final = ("word/footer", "word/header", "styles.xml")  # where the line at the foot may stand
_EARLIEST: Final = 315532800  # 1980, before which a zip knows no time
_RAW: Final = {"docx": "openxml", "odt": "opendocument"}
_PAGE_BREAK: Final = {
    "docx": '<w:p><w:pPr><w:pStyle w:val="Compact"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>',
    "odt": '<text:p text:style-name="Page_20_Break"/>',
}
_TAB: Final = {"docx": "<w:r><w:tab/></w:r>", "odt": "<text:tab/>"}
_REGIONS: Final = {"en": "en-GB", "fr": "fr-FR"}  # whose spelling is checked
_EN_SPACE: Final = "\u2002"


def write(sheet: Sheet, kind: Kind, *, reference: Path | None = None) -> bytes:
    """The whole file. `reference` takes the place of the house's own reference document."""
    blocks = [
        *title_page(sheet, with_hints=kind == "docx"),
        nodes.raw_block(_RAW[kind], _PAGE_BREAK[kind]),
        *sheet.body.blocks,
    ]
    with TemporaryDirectory(prefix="authoring-") as name:
        folder = Path(name)
        placing = Placing(sheet.files, ENDINGS, into_folder(folder), sheet.lang)
        used = folder / f"reference.{kind}"
        used.write_bytes(_filled(reference or REFERENCES / f"{sheet.lang}.{kind}", sheet.running_line))
        return pandoc.write(
            nodes.document(placing.placed(_spaced(blocks, kind)), _meta(sheet)),
            kind,
            f"--reference-doc={used}",
            f"--template={REFERENCES / f'page.{kind}.xml'}",
            epoch=max(sheet.moment, _EARLIEST),
            folder=folder,
        )


def _meta(sheet: Sheet) -> dict[str, Node]:
    values = {
        "title": sheet.title,
        "author": sheet.author,
        "lang": _REGIONS.get(sheet.lang, sheet.lang),
        **sheet.properties,
    }
    return {key: {"t": "MetaString", "c": value} for key, value in values.items()}


def _spaced(value: Any, kind: Kind) -> Any:
    """The tree with the space after each number: a tab to the text's margin, or a space within a line."""
    if isinstance(value, list):
        return [_spaced(part, kind) for part in value]
    if not isinstance(value, dict):
        return value
    if kind == "odt" and _has_bar(value):
        value = _without_margin(value)
    if value.get("t") == "Span":
        classes, _values = nodes.attributes(value)
        if "after-margin" in classes:
            return nodes.raw(_RAW[kind], _TAB[kind])
        if "after-line" in classes:
            return {"t": "Str", "c": _EN_SPACE}
    return {key: _spaced(part, kind) for key, part in value.items()}


def _has_bar(value: Node) -> bool:
    """Whether OpenDocument shows these blocks with indents of their own, in which a tab would not fit."""
    return value.get("t") == "BlockQuote" or (value.get("t") == "Div" and "testimony" in nodes.attributes(value)[0])


def _without_margin(value: Any) -> Any:
    """The tree with each number within its line."""
    if isinstance(value, list):
        return [_without_margin(part) for part in value]
    if not isinstance(value, dict):
        return value
    if value.get("t") == "Span" and "after-margin" in nodes.attributes(value)[0]:
        return nodes.span("after-line", [])
    return {key: _without_margin(part) for key, part in value.items()}


def _filled(reference: Path, running: str) -> bytes:
    """The reference document with what the foot of each page says."""
    content_of_file = io.BytesIO()
    with zipfile.ZipFile(reference) as source, zipfile.ZipFile(content_of_file, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.startswith(_FEET):
                content = content.replace(RUNNING.encode(), escape(running).encode())
            target.writestr(entry, content)
    return content_of_file.getvalue()
