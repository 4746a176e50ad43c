"""Word and OpenDocument files are archives: opened here, within bounds, before anything else reads them.

Nothing is unpacked to disk and nothing is fetched. What a file may hold at most is far above what a text of ours
needs; what is past that is refused by its declared size and again by what is really read.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Literal

from authoring.errors import InputError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Kind = Literal["docx", "odt"]
MAX_FILE: Final = 50 * 1024 * 1024
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_XML: Final = 20 * 1024 * 1024
MAX_ENTRIES: Final = 3000
MAX_DEPTH: Final = 300
_XML: Final = (".xml", ".rels", ".rdf")
_OPENDOCUMENT: Final = b"application/vnd.oasis.opendocument.text"
_WORD: Final = (b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_DECLARATIONS: Final = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


@dataclass(frozen=True)
class Archive:
    """A file that was found harmless; `path` is a copy of it that nobody changes meanwhile."""

    kind: Kind
    path: Path
    file: Path
    names: Sequence[str]

    def part(self, name: str) -> bytes:
        """A part's content; empty when there is none of that name."""
        if name not in self.names:
            return b""
        with zipfile.ZipFile(self.path) as opened:
            return opened.read(name)

    def xml(self, name: str) -> Element | None:
        """A part as XML; None when there is none of that name. Raises `InputError` when it is damaged."""
        from xml.etree import ElementTree

        content = self.part(name)
        try:
            return ElementTree.fromstring(content) if content else None  # noqa: S314  declarations were refused
        except ElementTree.ParseError:
            raise _damaged(self.file) from None

    def replace(self, name: str, content: bytes) -> None:
        """Put other content in the place of a part, in the copy."""
        with zipfile.ZipFile(self.path) as opened:
            parts = {name_inside: opened.read(name_inside) for name_inside in opened.namelist()}
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name_inside, content_inside in parts.items():
                archive.writestr(name_inside, content if name_inside == name else content_inside)

    @property
    def left_out(self) -> list[str]:
        """What it holds that no text of ours can hold, in sentences."""
        signs = (
            ("vbaProject", _("It holds macros, which were neither run nor kept.")),
            ("/diagrams/", _("It holds SmartArt drawings, which were left out.")),
            ("/charts/", _("It holds charts, which were left out.")),
            ("/embeddings/", _("It holds embedded objects, which were left out.")),
            ("/activeX/", _("It holds form controls, which were left out.")),
            ("Basic/", _("It holds macros, which were neither run nor kept.")),
        )
        meanings = [meaning for sign, meaning in signs if any(sign in f"/{name}" for name in self.names)]
        return list(dict.fromkeys(meanings))


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """The file as an archive. Raises `InputError` for a file that is none, is damaged or is made to do harm."""
    content = _content(file)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_names(entries, file)
            _refuse_sizes(archive, entries, file)
            kind = _kind(archive, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError):
        raise _damaged(file) from None
    with TemporaryDirectory(prefix="authoring-") as folder:
        copy = Path(folder) / f"text.{kind}"
        copy.write_bytes(content)
        yield Archive(kind, copy, file, [entry.filename for entry in entries])


def _content(file: Path) -> bytes:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(_("This is not a file."), _("Name a file that ends with .docx or .odt."), file=file)
        if status.st_size > MAX_FILE:
            raise _too_large(file)
        content = file.read_bytes()
    except FileNotFoundError:
        raise InputError(_("The file does not exist."), _("Check its name."), file=file) from None
    except OSError as error:
        raise InputError(
            _("The file cannot be read: {reason}.").format(reason=error.strerror),
            _("Check the name and the permissions."),
            file=file,
        ) from None
    if content.startswith(_OLE):
        raise InputError(
            _("This is an old Word file (.doc), or one with a password."),
            _("Open it in Word or LibreOffice and save it as .docx, without a password."),
            file=file,
        )
    if not content.startswith(b"PK"):
        raise _no_text(file)
    return content


def _refuse_names(entries: Sequence[zipfile.ZipInfo], file: Path) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MAX_ENTRIES:
        raise _too_large(file)
    if len({name.casefold() for name in names}) < len(names):
        raise _suspicious(file, _("two of its parts have the same name"))
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
            raise _suspicious(file, _("a part’s name, {name}, leads out of it").format(name=repr(entry.filename)))
        if entry.flag_bits & 1:
            raise InputError(_("The file is protected by a password."), _("Save it without one."), file=file)


def _refuse_sizes(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], file: Path) -> None:
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _too_large(file)
    for entry in entries:
        is_xml = entry.filename.lower().endswith(_XML)
        if is_xml and entry.file_size > MAX_XML:
            raise _too_large(file)
        with archive.open(entry) as part:
            content = part.read(entry.file_size + 1)  # what is declared is never exceeded; a wrong sum raises
        if is_xml and any(declaration in content for declaration in _DECLARATIONS):
            raise _suspicious(file, _("its XML declares entities, which no word processor does"))
        if is_xml and content.count(b"<") > MAX_DEPTH and _is_deep(content):
            raise _suspicious(file, _("its XML nests more than {depth} levels deep").format(depth=MAX_DEPTH))


def _is_deep(content: bytes) -> bool:
    """Whether the elements nest deeper than ours and others' readers bear; what is no XML is not deep."""
    from xml.parsers import expat

    depth = deepest = 0

    def begin(_name: str, _attributes: object) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    with suppress(expat.ExpatError):
        parser.Parse(content, True)
    return deepest > MAX_DEPTH


def _kind(archive: zipfile.ZipFile, file: Path) -> Kind:
    """What it is by what it holds; what its name says is no matter."""
    names = archive.namelist()
    if "[Content_Types].xml" in names and any(kind in archive.read("[Content_Types].xml") for kind in _WORD):
        return "docx"
    if "content.xml" in names and "mimetype" in names and archive.read("mimetype").strip() == _OPENDOCUMENT:
        return "odt"
    raise _no_text(file)


def _no_text(file: Path) -> InputError:
    return InputError(
        _("This is neither a Word nor an OpenDocument text, whatever its name says."),
        _("Save the text as .docx or .odt and import that file."),
        file=file,
    )


def _too_large(file: Path) -> InputError:
    return InputError(
        _("The file is too large, or unpacks to too much, for a text with pictures."),
        _("Make its pictures smaller (in Word: Compress Pictures), or take them out and bring them in by themselves."),
        file=file,
    )


def _suspicious(file: Path, reason: str) -> InputError:
    return InputError(
        _("The file is not one that a word processor writes: {reason}.").format(reason=reason),
        _("Ask whoever sent it; open it in a word processor you trust and save it again."),
        file=file,
    )


def _damaged(file: Path) -> InputError:
    return InputError(
        _("The file is damaged: it cannot be unpacked."), _("Ask for it again, or save it again."), file=file
    )
