"""The pictures of a printed piece: files of the piece, or words that say why one is not shown."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from authoring.errors import InputError
from authoring.exporters.rendering import gallery
from authoring.privacy import metadata
from authoring.store.pieces import Attachment, Attachments
from authoring.text.i18n import _
from authoring.text.office import nodes
from authoring.text.office.nodes import Node

WIDEST: Final = 15.0  # centimetres between the margins
_PER_PIXEL: Final = 2.54 / 96

Address = Callable[[Attachment], str]


@dataclass(frozen=True)
class Placing:
    """How one kind of file shows a piece's pictures. `endings` are the kinds of file that it can hold.

    `address` gives what stands in the tree for a picture: the name of a file, or the picture itself as an address.
    """

    files: Attachments
    endings: Collection[str]
    address: Address
    lang: str

    def placed(self, value: Any) -> Any:
        """The tree with each picture at its address and with a width, or as words where it cannot be shown."""
        if isinstance(value, list):
            return [self.placed(part) for part in value]
        if not isinstance(value, dict):
            return value
        if value.get("t") == "Image":
            return self._image(value)
        return {key: self.placed(part) for key, part in value.items()}

    def _image(self, image: Node) -> Node:
        src, alt = str(image["c"][2][0]), nodes.text(image["c"][1])
        picture = self.files.find(src)
        width = self._centimetres(picture) if picture else 0.0
        if picture is None or not width:
            message = _("[Picture not shown here: {src}. {alt}]", self.lang).format(src=src, alt=alt)
            return nodes.span("missing-picture", nodes.words(message))
        return nodes.image(alt, self.address(picture), width=f"{width:.2f}cm")

    def _centimetres(self, picture: Attachment) -> float:
        """How wide the picture is shown; nothing where this kind of file cannot hold it."""
        if gallery.ending_of(picture.name) not in self.endings:
            return 0.0
        try:
            width, _height = gallery.size(picture)
        except InputError:
            return 0.0
        return min(WIDEST, width * _PER_PIXEL)


def into_folder(folder: Path) -> Address:
    """Writes each picture into `folder`, under a name of ours that is the same for the same piece."""
    names: dict[str, str] = {}

    def address(picture: Attachment) -> str:
        if picture.src not in names:
            names[picture.src] = f"picture{len(names) + 1}{gallery.ending_of(picture.name)}"
            (folder / names[picture.src]).write_bytes(content_of(picture))
        return names[picture.src]

    return address


def content_of(picture: Attachment) -> bytes:
    """A picture's bytes as a reviewer gets them: without what the camera noted besides what it shows."""
    return metadata.without(picture.read())
