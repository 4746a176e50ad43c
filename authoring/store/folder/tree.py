"""A workspace's folder: paths that cannot lead out of it, reading, and durable writing.

Paths are strings, relative to the root, with slashes: a `Path` for each of 10,000 pieces costs a quarter of a second.
"""
# ruff: noqa: PTH100, PTH102, PTH113, PTH105, PTH108, PTH112, PTH114, PTH116  (paths are strings: see `tree`)

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from authoring.errors import InputError
from authoring.store import version_of
from authoring.store.addresses import composed
from authoring.text.i18n import _

PART: Final = ".part"
_BINARY: Final = getattr(os, "O_BINARY", 0)
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_ABSENT: Final = (FileNotFoundError, NotADirectoryError)
_LONGEST_NAME: Final = 249  # bytes, so that its part fits into the 255 that file systems take
_PLAIN_MODE: Final = 0o644
_PRIVATE_MODE: Final = 0o600


class NotAFileError(OSError):
    """Something else lies where a file is expected: a folder, a pipe, a device, a link out of the workspace."""


class Tree:
    """The files below one folder."""

    def __init__(self, root: str) -> None:
        self.root = os.path.abspath(root)
        self._real_root = ""

    def path(self, relative: str) -> str:
        """The absolute path, as messages show it."""
        return f"{self.root}/{relative}"

    def inside(self, relative: str) -> str:
        """The absolute path, links resolved. Raises `NotAFileError` when it leads out of the workspace."""
        path = self.root
        for part in relative.split("/"):
            path = f"{path}/{part}"
            try:
                mode = os.lstat(path).st_mode
            except _ABSENT:
                break
            if stat.S_ISLNK(mode):
                return self._resolved(self.path(relative))
        return self.path(relative)

    def _resolved(self, path: str) -> str:
        self._real_root = self._real_root or os.path.realpath(self.root)
        real = os.path.realpath(path)
        if os.path.commonpath((real, self._real_root)) != self._real_root:
            raise NotAFileError("a link that leads out of the workspace")
        return real

    def open(self, relative: str) -> tuple[int, os.stat_result]:
        """A regular file, opened for reading. Raises `NotAFileError`, or `OSError` for an absent or unreadable one."""
        folder, _slash, name = relative.rpartition("/")
        path = f"{self.inside(folder) if folder else self.root}/{name}"
        try:
            descriptor = os.open(path, _FLAGS | _NO_LINK)
        except OSError:
            if not os.path.islink(path):
                raise
            descriptor = os.open(self._resolved(path), _FLAGS)
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode):
            return descriptor, status
        os.close(descriptor)
        raise NotAFileError("not a regular file")

    def read(self, relative: str) -> bytes | None:
        """A file's bytes; None when it is absent or cannot be read."""
        try:
            descriptor, status = self.open(relative)
        except OSError:
            return None
        try:
            return read_all(descriptor, status.st_size)
        finally:
            os.close(descriptor)

    def files(self, folder: str, accepts: Callable[[str], bool], *, prefix: str = "") -> Iterator[str]:
        """The regular files below a folder whose relative name `accepts` takes, without hidden ones and linked folders.

        A folder `f` is entered when `accepts` takes the name `f/x`.
        """
        for entry in self._visible(f"{folder}/{prefix}".rstrip("/")):
            name = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if accepts(f"{name}/x"):
                    yield from self.files(folder, accepts, prefix=f"{name}/")
            elif accepts(name) and (entry.is_file(follow_symlinks=False) or self._is_inner_link(f"{folder}/{name}")):
                yield name

    def _visible(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.inside(folder)) as entries:
                return [entry for entry in entries if not entry.name.startswith(".")]
        except OSError:
            return []

    def parts_below(self, folder: str) -> list[str]:
        """The hidden files below a folder in which contents were staged; no link is followed."""
        return [
            f"{folder}/{os.path.relpath(f'{place}/{name}', self.path(folder)).replace(os.sep, '/')}"
            for place, _names, files in os.walk(self.path(folder))
            for name in files
            if name.startswith(".") and name.endswith(PART)
        ]

    def spelled(self, folder: str, name: str) -> str:
        """The relative name of a file that equals `name` apart from its Unicode form; empty when there is none."""
        steps: list[str] = []
        for step in name.split("/"):
            entries = self._visible("/".join([folder, *steps]))
            match = next((entry.name for entry in entries if composed(entry.name) == composed(step)), "")
            if not match:
                return ""
            steps.append(match)
        return "/".join(steps)

    def folders(self, folder: str) -> list[str]:
        """The names of the folders in a folder."""
        return [entry.name for entry in self._visible(folder) if entry.is_dir()]

    def has_file(self, relative: str) -> bool:
        """Whether a regular file lies there."""
        try:
            return stat.S_ISREG(os.stat(self.inside(relative)).st_mode)
        except OSError:
            return False

    def append(self, relative: str, line: bytes) -> None:
        """Add a line durably, on a line of its own even after an unfinished one. The caller has the lock."""
        path = self.writable(relative)
        is_new = not os.path.lexists(path)
        self.make_folder(relative.rpartition("/")[0])
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_LINK | _BINARY, _PLAIN_MODE)
        try:
            size = os.fstat(descriptor).st_size
            if size and _byte_before(descriptor, size) != b"\n":
                line = b"\n" + line
            write_all(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            self.sync([relative.rpartition("/")[0]])

    def _is_inner_link(self, relative: str) -> bool:
        try:
            descriptor, _status = self.open(relative)
        except OSError:
            return False
        os.close(descriptor)
        return True

    def stage_part(
        self, relative: str, content: bytes, *, private: bool = False, part: str = "", lasting: bool = True
    ) -> None:
        """Write a file's new content into a hidden file beside it, synced if `lasting`; creates the folder.

        Raises `InputError` when the file cannot be replaced.
        """
        path = self.writable(relative)
        mode = _PRIVATE_MODE if private else _mode_of(path)
        self.make_folder(relative.rpartition("/")[0])
        descriptor = _create(self.path(part or part_of(relative)))
        try:
            write_all(descriptor, content)
            if hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode)
            if lasting:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def writable(self, relative: str) -> str:
        """The absolute path of a file to replace or create. Raises `InputError` when something else is there."""
        folder, _slash, name = relative.rpartition("/")
        try:
            path = f"{self.inside(folder) if folder else self.root}/{name}"
            mode = os.lstat(path).st_mode
        except _ABSENT:
            return path
        except NotAFileError:
            raise refuse_other(self.path(folder)) from None
        if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
            raise refuse_other(path)
        return path

    def take_part(self, relative: str, *, part: str = "") -> None:
        """Rename the staged hidden file to the file's own name."""
        os.replace(self.path(part or part_of(relative)), self.path(relative))

    def remove(self, relative: str) -> None:
        """Remove a file; an absent one is no error."""
        try:
            os.unlink(self.path(relative))
        except _ABSENT:
            return

    def write(
        self, relative: str, content: bytes, *, private: bool = False, part: str = "", lasting: bool = True
    ) -> None:
        """Replace or create a file, whole or not at all; durably if `lasting`."""
        try:
            self.stage_part(relative, content, private=private, part=part, lasting=lasting)
            self.take_part(relative, part=part)
        except BaseException:
            self.remove(part or part_of(relative))
            raise
        if lasting:
            self.sync([relative.rpartition("/")[0]])

    def make_folder(self, relative: str) -> None:
        """Create a folder and those above it, durably."""
        path = self.path(relative)
        if not relative or os.path.isdir(path):
            return
        above = relative.rpartition("/")[0]
        self.make_folder(above)
        try:
            os.mkdir(path)
        except FileExistsError:
            if not os.path.isdir(path):
                raise
        self.sync([above])

    def sync(self, folders: Iterable[str]) -> None:
        """Sync these folders, so that files renamed, created and removed in them stay so; where the system can."""
        from pathlib import Path

        from authoring.store.files import sync_folder

        for folder in sorted({*folders}):
            sync_folder(Path(self.path(folder)))


def files_below(root: str) -> Iterator[str]:
    """The relative path of every regular file below a folder, in order, without links and git's own files."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name != ".git")
        for name in sorted(files):
            path = f"{folder}/{name}"
            if not os.path.islink(path) and os.path.isfile(path):
                yield os.path.relpath(path, root).replace(os.sep, "/")


def part_of(relative: str) -> str:
    """The hidden file in which the next content of a file is staged; only the holder of its lock writes it."""
    folder, slash, name = relative.rpartition("/")
    if len(name.encode("utf-8", "surrogateescape")) > _LONGEST_NAME:
        name = version_of(name.encode("utf-8", "surrogateescape"))
    return f"{folder}{slash}.{name}{PART}"


def read_all(descriptor: int, size: int) -> bytes:
    """Everything in an open file; `size` is its expected length."""
    content = os.read(descriptor, size + 1)
    if len(content) == size:
        return content
    parts = [content]
    while parts[-1]:
        parts.append(os.read(descriptor, 1 << 20))
    return b"".join(parts)


def write_all(descriptor: int, content: bytes) -> None:
    """Write all bytes, in several calls when the system writes only some of them."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def refuse_other(path: str) -> InputError:
    """The error for something other than a file in the place of a text or record."""
    from pathlib import Path

    return InputError(_("This is not a file."), _("Put a text of that name in its place."), file=Path(path))


def refuse_unreadable(path: str, error: OSError) -> InputError:
    """The error for a file that the system does not permit reading."""
    from pathlib import Path

    return InputError(
        _("The file cannot be read: {reason}.").format(reason=error.strerror),
        _("Check the name and the permissions."),
        file=Path(path),
    )


def _mode_of(path: str) -> int:
    try:
        return stat.S_IMODE(os.stat(path).st_mode) & 0o777
    except OSError:
        return _PLAIN_MODE


def _byte_before(descriptor: int, position: int) -> bytes:
    os.lseek(descriptor, position - 1, os.SEEK_SET)
    return os.read(descriptor, 1)


def _create(path: str) -> int:
    from authoring.store.files import open_part

    return open_part(path, os.O_WRONLY | os.O_TRUNC | _BINARY)
