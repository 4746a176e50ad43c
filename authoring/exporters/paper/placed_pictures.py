"""The pictures of a piece on paper: files of the piece, or words that say why one is not shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from authoring.errors import InputError
from authoring.exporters.rendering import gallery
from authoring.model import manifest
from authoring.text.i18n import _
from authoring.text.office import nodes
from authoring.text.office.nodes import Node

WIDEST: Final = 15.0  # centimetres between the margins
_PER_PIXEL: Final = 2.54 / 96


@dataclass(frozen=True)
class Shown:
    """A picture's file and how wide it is shown."""

    path: Path
    centimetres: float


def find(src: str, folder: Path, *, endings: Collection[str]) -> Shown | None:
    """The file that `src` names, when it is there and a picture that this kind of paper can hold."""
    path = manifest.picture_path(folder, src)
    if path is None or path.suffix.lower() not in endings:
        return None
    try:
        width, _height = gallery.size(path)
    except InputError:
        return None
    return Shown(path, min(WIDEST, width * _PER_PIXEL))


def placed(value: Any, folder: Path, *, endings: Collection[str], lang: str) -> Any:
    """The tree with each picture as a file with a width, or as words where it cannot be shown."""
    if isinstance(value, list):
        return [placed(each, folder, endings=endings, lang=lang) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("t") == "Image":
        return _image(value, folder, endings=endings, lang=lang)
    return {key: placed(each, folder, endings=endings, lang=lang) for key, each in value.items()}


def _image(image: Node, folder: Path, *, endings: Collection[str], lang: str) -> Node:
    src, alt = str(image["c"][2][0]), nodes.text(image["c"][1])
    found = find(src, folder, endings=endings)
    if found is None:
        told = _("[Picture not shown here: {src}. {alt}]", lang).format(src=src, alt=alt)
        return nodes.span("missing-picture", nodes.words(told))
    return nodes.image(alt, str(found.path), width=f"{found.centimetres:.2f}cm")
