"""The pictures of a piece as readers meet them: which file, how large, with which words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from authoring.errors import InputError
from authoring.exporters import ApprovedRevision
from authoring.exporters.rendering.text import printable
from authoring.model.documents import Picture
from authoring.model.picture_files import size_of
from authoring.privacy import metadata
from authoring.store.addresses import same_name
from authoring.store.pieces import Attachment
from authoring.text import markdown
from authoring.text.i18n import _

_SIGNATURES: Final = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP|....ftyp(?:avif|avis|mif1)", re.DOTALL
)
_ENDINGS: Final = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]", re.IGNORECASE)
# Files that browsers show or save and do not run: no page, no drawing with a script, no text of a generator.
_LINKED_ENDINGS: Final = _ENDINGS | frozenset(
    f".{ending}"
    for ending in (
        "pdf epub txt csv tsv json geojson ics gpx zip odt ods odp odg doc docx xls xlsx ppt pptx rtf "
        "mp3 m4a ogg oga opus wav flac mp4 m4v webm ogv mov"
    ).split()
)
_LONGEST_NAME: Final = 249  # bytes: file systems take 255
_HEAD: Final = 64 * 1024  # bytes, in which nearly every picture states its size
_STATES_SIZE_ANYWHERE: Final = re.compile(rb"....ftyp", re.DOTALL)


@dataclass(frozen=True)
class Figure:
    """One picture, ready to be shown. `name` is its path below the piece's folder in the target; sizes in pixels."""

    picture: Attachment
    name: str
    alt: str
    caption: str
    credit: str
    width: int
    height: int

    @property
    def url(self) -> str:
        """`name` as an address relative to the piece's folder."""
        return quote(self.name)

    @property
    def stem(self) -> str:
        """The file's own name without its ending."""
        return PurePosixPath(self.picture.name).stem

    @property
    def ending(self) -> str:
        """The ending of the file's name in lower case, such as `.jpg`."""
        return ending_of(self.picture.name)


class Gallery:
    """The pictures of one revision. What is asked for is checked and remembered, so that it can be copied."""

    def __init__(self, revision: ApprovedRevision) -> None:
        self._revision = revision
        self._described = {image.src: image for image in revision.images}
        self._shown: dict[str, Figure] = {}

    def show(self, src: str, *, alt: str = "", caption: str = "") -> Figure:
        """The picture that the text calls `src`; its own words count where the front matter has none.

        Raises `InputError` when the file is missing, lies on another site or is no picture.
        """
        key = self._key(src)
        if key not in self._shown:
            self._shown[key] = self._measure(key)
        described = self._described.get(key, Picture(key))
        return replace(
            self._shown[key],
            alt="" if described.decorative else printable(described.alt or alt),
            caption=printable(described.caption or caption),
            credit=printable(described.credit),
        )

    def unplaced(self, placed: Iterable[str]) -> list[Figure]:
        """The described pictures that the text does not place, in order."""
        keys = {self._key(src) for src in placed}
        return [self.show(src) for src in self._described if src not in keys]

    def check(self) -> None:
        """Raises `InputError` for the first picture of the revision that cannot be shown."""
        for src in dict.fromkeys([*self._described, *self._revision.pictures]):
            self.show(src)

    def link(self, href: str) -> str:
        """The address, below the piece's folder, of a linked file that goes out; empty for another link."""
        name = markdown.local_name(href)
        src = same_name(name, self._revision.files) or same_name(name, self._revision.pictures)
        if not name or not src or not _goes_along(src):
            return ""
        parts = urlsplit(href)
        return quote(unquote(src)) + (f"#{parts.fragment}" if parts.fragment else "")

    @property
    def linked(self) -> Mapping[str, Attachment]:
        """The files that links lead to and that go out with the piece, by their path below its folder."""
        files = self._revision.files.items()
        return {unquote(src): file for src, file in files if file.digest and _goes_along(src)}

    @property
    def shown(self) -> list[Figure]:
        """Every picture that was asked for."""
        return list(self._shown.values())

    def _key(self, src: str) -> str:
        """Markdown hands addresses out percent-encoded; front matter and files have the plain name."""
        plain = unquote(src)
        if plain in self._revision.pictures or plain in self._described:
            return plain
        return same_name(src, self._described) or same_name(src, self._revision.pictures) or src

    def _measure(self, src: str) -> Figure:
        picture = self._revision.pictures.get(src)
        if picture is None or not picture.digest:
            raise self._missing(src)
        width, height = size(picture)
        return Figure(picture, _safe_name(src), "", "", "", width, height)

    def _missing(self, src: str) -> InputError:
        slug = self._revision.slug
        if _ELSEWHERE.match(src):
            return InputError(
                _("The picture {src} of “{slug}” is not a file of the piece; readers would fetch it elsewhere.").format(
                    src=src, slug=slug
                ),
                _("Save it in the piece’s images/ folder and write ![](images/NAME.jpg)."),
            )
        return InputError(
            _("The picture {src} of “{slug}” is missing.").format(src=src, slug=slug),
            _("Put the file there, or take the picture out of the text and of `images`."),
        )


def _goes_along(src: str) -> bool:
    """Whether a linked file is of a kind that goes out, under the name that it has here."""
    path = unquote(src)
    is_plain = _safe_name(path) == path and path.isprintable() and not path.startswith((".", "_"))
    return is_plain and ending_of(path) in _LINKED_ENDINGS


def content_of(figure: Figure) -> bytes:
    """A picture's bytes as readers get them: without what the camera noted besides what it shows."""
    return metadata.without(figure.picture.read())


def size(picture: Attachment) -> tuple[int, int]:
    """Width and height in pixels as a browser shows the picture, turned as the camera was.

    Raises `InputError` for a file that is none of the kinds that browsers show safely, whatever its name says.
    """

    def read(length: int) -> bytes:
        return picture.read() if length < 0 else picture.head(length=length)

    return size_by(read, name=picture.name, label=picture.label)


def size_by(read: Callable[[int], bytes], *, name: str, label: str) -> tuple[int, int]:
    """As `size`. `read` gives the first bytes, all of them for -1; `name` is the file's, `label` is for people."""
    head = read(_HEAD)
    if not _STATES_SIZE_ANYWHERE.match(head):
        try:
            return _size_in(head, name, label)
        except InputError:
            if len(head) < _HEAD:
                raise
    return _size_in(read(-1), name, label)


def _size_in(content: bytes, name: str, label: str) -> tuple[int, int]:
    is_picture = _SIGNATURES.match(content[:16]) and ending_of(name) in _ENDINGS
    width, height = size_of(content) if is_picture else (0, 0)
    if not width:
        raise _unreadable(_("it is not a JPEG, PNG, GIF, WebP or AVIF file"), label)
    return width, height


def ending_of(name: str) -> str:
    """The ending of a file's name in lower case, such as `.jpg`; empty when it has none."""
    return PurePosixPath(name).suffix.lower()


def _unreadable(reason: str, label: str) -> InputError:
    return InputError(
        _("The picture cannot be shown: {reason}.").format(reason=reason),
        _("Open it in a picture editor and export it as JPEG or PNG."),
        file=label,
    )


def _safe_name(src: str) -> str:
    """`src` where it stays below its folder, else its last part."""
    parts = [part for part in PurePosixPath(src.replace("\\", "/")).parts if part not in (".", "/")]
    return "/".join(map(_short, parts[-1:] if ".." in parts else parts))


def _short(name: str) -> str:
    """The name as a file can have it, with `.part` around it while it is written: cut, and told apart by its hash."""
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    plain = unquote(name)
    if len(plain.encode()) <= _LONGEST_NAME:
        return plain
    ending = ending_of(plain)
    digest = hashlib.sha256(plain.encode()).hexdigest()[:16]
    return plain.encode()[: _LONGEST_NAME - 40].decode("utf-8", "ignore").removesuffix(ending) + f"-{digest}{ending}"
