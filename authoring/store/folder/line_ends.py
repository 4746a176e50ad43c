"""Restores line ends that git changed: on Windows, `core.autocrlf` writes text files with `\\r\\n`.

The files that the program itself writes (histories, records, manifests, signatures) have line feeds only, and a
carriage return inside a value is escaped as `\\r`. So replacing `\\r\\n` by line feeds gives the original bytes, for
which digests and signatures are valid. Texts of people are read unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from authoring.store import layout
from authoring.store.addresses import STRAY_COPY
from authoring.store.folder.tree import Tree

ATTRIBUTES_FILE: Final = ".gitattributes"
_ENDINGS: Final = (".json", ".jsonl", ".sig", ".txt")
_WINDOWS: Final = b"\r\n"
_FOLDERS: Final = (
    *(layout.folder_of(kind) for kind in ("outline", "testimony", "prompt")),
    layout.DRAFTS,
    layout.PUBLISHED,
)
_RULE: Final = "-text"
_REASON: Final = "# hashes and signatures are over bytes: git must not change line ends here, as it does on Windows"


def as_written(relative: str, content: bytes) -> bytes:
    """The bytes of a file of the program as it wrote them; those of any other file unchanged."""
    if _WINDOWS in content and relative.endswith(_ENDINGS):
        return content.replace(_WINDOWS, b"\n")
    return content


def changed_files(tree: Tree) -> Iterator[str]:
    """The relative paths of the program's files beside pieces whose line ends were changed, in order."""
    for folder in (layout.DRAFTS, layout.PUBLISHED):
        for name in sorted(tree.files(folder, lambda name: name.endswith((*_ENDINGS, "/x")) and name != STRAY_COPY)):
            if _WINDOWS in (tree.read(f"{folder}/{name}") or b""):
                yield f"{folder}/{name}"


def with_rules(attributes: bytes) -> bytes:
    """A `.gitattributes` with a rule added for each folder that has none; existing lines stay."""
    patterns = {
        line.split()[0].strip(b"/").decode("utf-8", "replace") for line in attributes.splitlines() if line.strip()
    }
    missing = [f"{folder}/**" for folder in _FOLDERS if not patterns & {f"{folder}/**", f"{folder}/*", folder}]
    if not missing:
        return attributes
    end = "\r\n" if _WINDOWS in attributes else "\n"
    lines = end.join([_REASON, *(f"{pattern} {_RULE}" for pattern in missing), ""])
    before = attributes if not attributes or attributes.endswith(b"\n") else attributes + end.encode()
    return before + lines.encode()
