"""A piece as a PDF, set by Typst: tagged for screen readers, its fonts inside, the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from authoring.errors import ServiceUnavailable
from authoring.exporters.review_files.placed_pictures import Placing, into_folder
from authoring.exporters.review_files.sheet import Sheet, title_page
from authoring.text.i18n import _
from authoring.text.office import nodes, pandoc
from authoring.text.office.nodes import Node

ENDINGS: Final = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp"})
_TEMPLATE: Final = Path(__file__).parent / "reference" / "page.typ"
_CALLS: Final = {
    "title": "piece-title",
    "author": "author",
    "not-approved": "not-approved",
    "approved": "approved",
    "approvers": "hint",
    "summary": "summary",
    "revision": "revision",
    "testimony": "testimony",
    "attribution": "attribution",
    "figure": "shown",
    "caption": "caption",
}


def write(sheet: Sheet) -> bytes:
    """The whole file. Raises `InputError` that names the extra when Typst is not installed."""
    try:
        import typst
    except ImportError:
        raise pandoc.missing_extra() from None
    with TemporaryDirectory(prefix="authoring-") as name:
        source = Path(name) / "piece.typ"
        source.write_bytes(_source(sheet, Path(name)))
        try:
            content = typst.compile(
                source, root=Path(name), format="pdf", ignore_system_fonts=True, pdf_standards="ua-1"
            )
        except typst.TypstError as error:
            raise ServiceUnavailable(_("The PDF cannot be made: {reason}.").format(reason=error)) from None
    assert isinstance(content, bytes)
    return content


def _source(sheet: Sheet, folder: Path) -> bytes:
    """The piece in Typst's own language, its pictures beside it under names of ours."""
    blocks = [
        *title_page(sheet, with_hints=False),
        nodes.raw_block("typst", "#pagebreak()"),
        *sheet.body.blocks,
    ]
    placing = Placing(sheet.files, ENDINGS, into_folder(folder), sheet.lang)
    meta = {"title": sheet.title, "author": sheet.author, "lang": sheet.lang}
    inlines: dict[str, Node] = {"running": {"t": "MetaInlines", "c": nodes.words(sheet.running_line)}}
    inlines |= {key: {"t": "MetaInlines", "c": [nodes.raw("typst", _quoted(value))]} for key, value in meta.items()}
    tree = nodes.document(_called(_with_pictures(placing.placed(blocks), sheet.lang)), inlines)
    return pandoc.write(tree, "typst-smart", f"--template={_TEMPLATE}", "--wrap=none")


def _quoted(text: str) -> str:
    """A text within the quotes of a Typst string."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _with_pictures(value: Any, lang: str) -> Any:
    """The tree with each picture as a call of Typst's, with its alternative text."""
    if isinstance(value, list):
        return [_with_pictures(part, lang) for part in value]
    if not isinstance(value, dict):
        return value
    if value.get("t") == "Image":
        name, width = value["c"][2][0], nodes.attributes(value)[1]["width"]
        alt = nodes.text(value["c"][1]) or _("a picture without a description", lang)
        return nodes.raw("typst", f'#box(image("{name}", width: {width}, alt: "{_quoted(alt)}"))')
    return {key: _with_pictures(part, lang) for key, part in value.items()}


def _called(value: Any) -> Any:
    """The tree with our own kinds of blocks and numbers as calls of the template's functions."""
    if isinstance(value, list):
        return [call for part in value for call in _as_call(part)]
    if isinstance(value, dict):
        return {key: _called(call) for key, call in value.items()}
    return value


def _as_call(value: Any) -> list[Any]:
    if not isinstance(value, dict) or value.get("t") not in ("Div", "Span"):
        return [_called(value)]
    classes = nodes.attributes(value)[0]
    kind = classes[0] if classes else ""
    if value["t"] == "Div" and kind in _CALLS:
        opening = nodes.raw_block("typst", f"#{_CALLS[kind]}[")
        return [opening, *_called(value["c"][1]), nodes.raw_block("typst", "]")]
    if kind == "number":
        return [nodes.raw("typst", f'#{classes[1]}-number("{nodes.text(value)}")')]
    return [] if kind in ("after-margin", "after-line") else [_called(value)]
