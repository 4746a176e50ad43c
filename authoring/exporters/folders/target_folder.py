"""The folder of a target: only changed files are written, and only files of this program are touched.

Each file is written beside its place and renamed, so that a reader sees the old one or the new one. Single files are
not synced: all can be written again, and the ledger notices a file that was lost in a power cut.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from authoring.errors import Conflict, InputError
from authoring.model.config import Settings, TargetSettings
from authoring.privacy import metadata
from authoring.store import files
from authoring.store.layout import OWN_FOLDERS
from authoring.store.pieces import Attachment
from authoring.text.i18n import _

_LEADS_ON: Final = b'http-equiv="refresh"'  # a post's own page never has it: marks of quotation are escaped there
MARK: Final = "authoring; changes made here are lost"
_MARK_WITHIN: Final = 4096

Stamp = Sequence[int]


@dataclass(frozen=True)
class TargetFolder:
    """The folder of a target. Names are paths below it, with `/`.

    The paths are plain strings: there are thousands of files, and creating a `Path` takes as long as a write.
    """

    root: str

    def write(self, name: str, content: bytes) -> bool:
        """Write `content` to `name`; returns whether anything had to be written.

        Raises `Conflict` when the existing file was not written by this program.
        """
        path = f"{self.root}/{name}"
        try:
            with open(path, "rb") as file:  # noqa: PTH123  see the class
                before = file.read()
        except FileNotFoundError:
            before = None
        except IsADirectoryError:
            raise _in_the_way(path) from None
        if before == content:
            return False
        if before is not None and MARK.encode() not in before[:_MARK_WITHIN]:
            raise _in_the_way(path)
        self._replace(path, content)
        return True

    def copy(self, name: str, picture: Attachment, *, is_ours: bool) -> bool:
        """Write a copy of the picture without its metadata.

        Pictures have no mark, so that the caller states whether the old file is the program's.
        """
        content = metadata.without(picture.read())
        path = f"{self.root}/{name}"
        if os.path.isfile(path):  # noqa: PTH113  see the class
            if files.read_bytes(Path(path)) == content:
                return False
            if not is_ours:
                raise _in_the_way(path)
        self._replace(path, content)
        return True

    def remove(self, name: str) -> None:
        """Remove a file, and folders that become empty; an absent file is no error."""
        path = Path(self.root, name)
        path.with_name(f".{path.name}.part").unlink(missing_ok=True)  # left by a killed writer
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if str(folder) == self.root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()

    def stamp(self, name: str) -> Stamp:
        """Size and time of change of a file; empty when it does not exist."""
        try:
            status = os.stat(f"{self.root}/{name}")  # noqa: PTH116  see the class
        except (FileNotFoundError, NotADirectoryError):
            return ()
        return (status.st_size, status.st_mtime_ns)

    def is_marked(self, name: str) -> bool:
        """Whether a text file exists and has the program's mark."""
        try:
            with open(f"{self.root}/{name}", "rb") as file:  # noqa: PTH123  see the class
                return MARK.encode() in file.read(_MARK_WITHIN)
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return False

    def holds_text(self, name: str) -> bool:
        """Whether a piece's text is there as the program wrote it; a page that only leads on to another is none."""
        return self.is_marked(name) and not (name.endswith(".html") and self._leads_on(name))

    def _leads_on(self, name: str) -> bool:
        with open(f"{self.root}/{name}", "rb") as file:  # noqa: PTH123  see the class
            return _LEADS_ON in file.read(2 * _MARK_WITHIN)

    def names(self, folder: str) -> Sequence[str]:
        """The files in a folder and in its direct subfolders, as paths from that folder, in order."""
        above = Path(self.root, folder)
        return sorted(path.relative_to(above).as_posix() for path in above.rglob("*") if path.is_file())

    def read(self, name: str) -> str:
        """The text of a file that this program wrote."""
        with open(f"{self.root}/{name}", encoding="utf-8", newline="") as file:  # noqa: PTH123  see the class
            return file.read()

    def _replace(self, path: str, content: bytes) -> None:
        folder, _slash, base = path.rpartition("/")
        part = f"{folder}/.{base}.part"
        try:
            try:
                self._put(part, content)
            except FileNotFoundError:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103  see the class
                self._put(part, content)
            os.replace(part, path)  # noqa: PTH105  see the class
        except OSError as error:
            Path(part).unlink(missing_ok=True)
            raise InputError(
                _("The file cannot be written: {reason}.").format(reason=error.strerror),
                _("Check the folder’s permissions and the free space on the disk."),
                file=Path(path),
            ) from None

    def _put(self, path: str, content: bytes) -> None:
        with open(path, "wb") as file:  # noqa: PTH123  see the class
            file.write(content)


@dataclass(frozen=True)
class Rehearsal(TargetFolder):
    """A target's folder in a rehearsal: changes are kept in memory, and nothing is written.

    `changes` has the new content of each file that would change; None stands for one that would be removed.
    """

    changes: dict[str, bytes | None] = field(default_factory=dict)

    def write(self, name: str, content: bytes) -> bool:
        if name in self.changes:
            return self._note(name, content, before=self.changes[name])
        path = Path(self.root, name)
        if path.is_dir():
            raise _in_the_way(str(path))
        before = path.read_bytes() if path.is_file() else None
        if before not in (None, content) and not self.is_marked(name):
            raise _in_the_way(str(path))
        return self._note(name, content, before=before)

    def copy(self, name: str, picture: Attachment, *, is_ours: bool) -> bool:
        path = Path(self.root, name)
        before = self.changes[name] if name in self.changes else path.read_bytes() if path.is_file() else None
        content = metadata.without(picture.read())
        if before not in (None, content) and not is_ours:
            raise _in_the_way(str(path))
        return self._note(name, content, before=before)

    def remove(self, name: str) -> None:
        if self.stamp(name):
            self.changes[name] = None

    def stamp(self, name: str) -> Stamp:
        if name in self.changes:
            content = self.changes[name]
            return () if content is None else (len(content), 0)
        return super().stamp(name)

    def is_marked(self, name: str) -> bool:
        content = self.changes.get(name)
        return MARK.encode() in content[:_MARK_WITHIN] if content else super().is_marked(name)

    def read(self, name: str) -> str:
        content = self.changes.get(name)
        return content.decode() if content is not None else super().read(name)

    def _note(self, name: str, content: bytes, *, before: bytes | None) -> bool:
        if before == content:
            return False
        self.changes[name] = content
        return True


def locate(settings: Settings, target: TargetSettings) -> TargetFolder:
    """The folder of a target. Raises `InputError` when it is not set or would mix with the workspace's own files."""
    root = settings.base.resolve()
    if not target.folder:
        raise _misplaced(
            settings, target, _("The target “{name}” has no folder."), _('Write where it goes: folder = "{name}"')
        )
    folder = (root / target.folder).resolve()
    if not Path(target.folder).is_absolute() and not folder.is_relative_to(root):
        raise _misplaced(
            settings,
            target,
            _("The folder of the target “{name}” lies outside the workspace."),
            _("Write a folder inside the workspace, or the whole path from / on if you mean it."),
        )
    if root.is_relative_to(folder) or any(folder.is_relative_to(root / name) for name in OWN_FOLDERS):
        raise _misplaced(
            settings,
            target,
            _("The folder of the target “{name}” is one that the workspace itself uses."),
            _('Choose one that holds nothing else: folder = "{name}"'),
        )
    return TargetFolder(str(folder))


def refuse_options(settings: Settings, target: TargetSettings, *, options: Collection[str] = ()) -> None:
    """Raise `InputError` for unknown keys of the target, most of which are spelling mistakes."""
    unknown = sorted(set(target.options) - set(options))
    if unknown:
        remedy = _("Remove them; a target of the kind “{kind}” has a folder and nothing else.")
        if options:
            remedy = _("Remove them; a target of the kind “{kind}” may have: {known}.")
        raise InputError(
            _("The target “{name}” has keys that are not known: {keys}.").format(
                name=target.name, keys=", ".join(unknown)
            ),
            remedy.format(kind=target.kind, known=", ".join(sorted(options))),
            file=settings.label,
        )


def _misplaced(settings: Settings, target: TargetSettings, message: str, remedy: str) -> InputError:
    return InputError(message.format(name=target.name), remedy.format(name=target.name), file=settings.label)


def _in_the_way(path: str) -> Conflict:
    return Conflict(
        _("A file that this program did not write stands where a page has to go."),
        _("Move it away or delete it, or choose another folder for the target in authoring.toml."),
        file=Path(path),
    )
