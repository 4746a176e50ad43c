"""Atomic writing: a reader sees the old file or the new one, never a part, even when the writer is killed."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from authoring.text.strict_json import decode_json

_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS})


def read_bytes(path: Path) -> bytes:
    """A regular file's bytes; empty when it is absent or something else, such as a pipe, which might never end."""
    try:
        with open(path, "rb", opener=_open_regular) as file:
            return file.read()
    except FileNotFoundError:
        return b""


def _open_regular(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise FileNotFoundError(path)


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object in an optional file; an empty one when the file is missing or holds no JSON object."""
    try:
        value = decode_json(read_bytes(path))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Replace or create `path`: write a hidden file in the same folder, sync it, rename it.

    An existing file keeps its permissions; a new one gets `mode`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with part_beside(path) as part:
        _fill(part, content, mode=path.stat().st_mode & 0o777 if path.exists() else mode)
        part.replace(path)
    sync_folder(path.parent)


def write_new(path: Path, content: bytes) -> bool:
    """Create `path`, whole or not at all, unless it exists, also when another process creates it meanwhile.

    Returns whether it was created. On a file system without links, a file created meanwhile is replaced.
    """
    if os.path.lexists(path):
        with suppress(OSError):  # which a killed writer left after it had made the file
            _part_of(path).unlink()
        return False
    with part_beside(path) as part:
        _fill(part, content, mode=0o644)
        try:
            os.link(part, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            part.replace(path)
            return True
        finally:
            with suppress(OSError):
                part.unlink()
    return True


@contextmanager
def part_beside(path: Path) -> Iterator[Path]:
    """A hidden file beside `path` for one writer at a time, which the block renames; it is removed on an error.

    It always has the same name, so that the next writer reuses the file of a writer that was killed.
    """
    try:
        import fcntl
    except ImportError:  # on Windows, where an open file cannot be replaced
        with _own_part(path) as part:
            yield part
        return
    part = _part_of(path)
    descriptor = open_part(part, os.O_RDWR)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if not _is_at(descriptor, part):  # the writer that had the lock renamed it meanwhile
            with part_beside(path) as part:
                yield part
            return
        with _removed_after_failure(part):
            yield part
    finally:
        os.close(descriptor)


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name[:50]}.part")


def open_part(part: str | Path, flags: int) -> int:
    """Open a hidden file that will be renamed; a killed writer's file is reused, so that its lock stays valid.

    A link in its place, or a file of another user, is removed.
    """
    flags |= os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(part, flags, 0o600)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.EACCES, errno.EPERM) or not os.path.lexists(part):
            raise
    Path(part).unlink()
    return os.open(part, flags, 0o600)


@contextmanager
def _own_part(path: Path) -> Iterator[Path]:
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name[:50]}.", suffix=".part", dir=path.parent)
    os.close(handle)
    with _removed_after_failure(Path(name)):
        yield Path(name)


@contextmanager
def _removed_after_failure(part: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _fill(part: Path, content: bytes, *, mode: int) -> None:
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(mode)


def sync_folder(folder: Path) -> None:
    """Sync `folder`, so that renames in it are durable; does nothing on a system that cannot."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders; its renames are journalled
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill that replaces `target` when the block ends without an error.

    A former folder of that name stays until then. What a killed writer left is removed. Raises `OSError`, also when
    the former folder cannot be removed; the new one is in place by then.
    """
    import shutil

    target.parent.mkdir(parents=True, exist_ok=True)
    part, former = (target.with_name(f".{target.name[:50]}.{ending}") for ending in ("part", "former"))
    if former.exists() and not target.exists():
        former.rename(target)
    for folder in filter(Path.exists, (part, former)):
        shutil.rmtree(folder)
    try:
        part.mkdir()
        yield part
        if target.exists():
            target.rename(former)
        part.rename(target)
    except BaseException:
        with suppress(OSError):
            former.rename(target)
        shutil.rmtree(part, ignore_errors=True)
        raise
    if former.exists():
        shutil.rmtree(former)
    sync_folder(target.parent)
