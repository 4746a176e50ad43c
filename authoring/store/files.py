"""Files whole: writing so that a reader sees the old file or the new one, never a part, whatever happens in between."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from authoring.text.strict_json import decode_json


def read_bytes(path: Path) -> bytes:
    """A file's bytes; none when it is not there, or is no file: from a pipe one would read for ever."""
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
    """The JSON object in a file that can be done without; an empty one when it is missing or is none."""
    try:
        value = decode_json(read_bytes(path))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Replace or make `path`: a temporary file in the same folder, synced, then renamed.

    A file that is there keeps its permissions; a new one gets `mode`.
    """
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:50]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable, where the system can."""
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
    """A folder to fill that becomes `target` only when the block ends well."""
    import shutil
    import tempfile

    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name[:50]}.", dir=target.parent))
    try:
        yield folder
        folder.chmod(0o755)
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    sync_folder(target.parent)
