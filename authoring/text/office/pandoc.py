"""The one door to pandoc, a program of its own: bounded in memory and time, and reading only what it is given."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from authoring.errors import InputError, ServiceUnavailable
from authoring.text.i18n import _

MEMORY: Final = "1500M"
SECONDS: Final = 60
MAX_DEPTH: Final = 200  # lists within lists of a tree; twenty lists within one another are some eighty
EXTRA: Final = "word"


@cache
def program() -> Path:
    """Where pandoc is. Raises `InputError` that names the extra when it is not installed."""
    from importlib.util import find_spec

    spec = find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for name in ("pandoc", "pandoc.exe"):
            path = Path(folder) / "files" / name
            if path.is_file():
                return path
    raise missing_extra()


def missing_extra() -> InputError:
    """What is said where what writes and reads Word is not installed."""
    return InputError(
        _("What reads and writes Word, OpenDocument and PDF is not installed."),
        _("Install it: pip install 'authoring[{extra}]'").format(extra=EXTRA),
    )


def write(tree: Mapping[str, Any], to: str, *options: str, epoch: int = 0, folder: Path | None = None) -> bytes:
    """The document in another format. `epoch` is the one time that the file carries, in seconds since 1970.

    The pictures that the tree names lie in `folder`.
    """
    content = json.dumps(tree, ensure_ascii=False).encode()
    return _run(["-f", "json", "-t", to, *options, "-o", "-"], content, epoch=epoch, folder=folder)


def read(content: Path, kind: str, *options: str, file: Path) -> dict[str, Any]:
    """A file as a tree; `file` is what its owner calls it.

    Raises `InputError` for one that pandoc cannot make sense of, or not within bounds.
    """
    try:
        output = _run(["--sandbox", "-f", kind, "-t", "json", *options, str(content)], b"")
        tree = json.loads(output)
        if _depth(tree) > MAX_DEPTH:
            raise ValueError
    except (_Failed, ValueError, RecursionError):
        raise InputError(
            _("The file cannot be read as a text document: it is damaged, or much too complicated."),
            _("Open it in Word or LibreOffice, save it again as .docx, and try that file."),
            file=file,
        ) from None
    assert isinstance(tree, dict)
    return tree


def _depth(tree: Any) -> int:
    """How deep a tree nests, found out without nesting."""
    level, depth = [tree], 0
    while level:
        depth += 1
        inner = [node.values() if isinstance(node, dict) else node for node in level]
        level = [child for node in inner for child in node if isinstance(child, (dict, list))]
    return depth


class _Failed(ServiceUnavailable):
    """Pandoc gave up, or was stopped."""


def _run(arguments: Sequence[str], content: bytes, *, epoch: int = 0, folder: Path | None = None) -> bytes:
    command = [str(program()), "+RTS", f"-M{MEMORY}", "-RTS", *arguments]
    environment = {"SOURCE_DATE_EPOCH": str(epoch), "LANG": "C.UTF-8", "PATH": ""}
    try:
        process = subprocess.run(  # noqa: S603  the program of the extra, with arguments of ours
            command, input=content, capture_output=True, timeout=SECONDS, check=False, env=environment, cwd=folder
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _Failed(_("pandoc could not do it: {reason}.").format(reason=type(error).__name__)) from None
    if process.returncode:
        lines = process.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _Failed(_("pandoc could not do it: {reason}.").format(reason=lines[-1] if lines else process.returncode))
    return process.stdout
