"""Line ends that git changed: on Windows its default, `core.autocrlf`, gives text files other ones than were written.

What the program itself writes line by line (histories, records, manifests, signatures) has line feeds alone, and a
carriage return inside a value is written as `\\r`. So such a file with `\\r\\n` is the same file, byte for byte, once
these are line feeds again, and its digests and signatures hold. Texts of people are read as they are.
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
    """The bytes of a machine's file as the program wrote them; any other file's as they are."""
    if _WINDOWS in content and relative.endswith(_ENDINGS):
        return content.replace(_WINDOWS, b"\n")
    return content


def changed_files(tree: Tree) -> Iterator[str]:
    """The relative paths of the pieces' machine files whose line ends were changed, in order."""
    for folder in (layout.DRAFTS, layout.PUBLISHED):
        for name in sorted(tree.files(folder, lambda name: name.endswith((*_ENDINGS, "/x")) and name != STRAY_COPY)):
            if _WINDOWS in (tree.read(f"{folder}/{name}") or b""):
                yield f"{folder}/{name}"


def with_rules(attributes: bytes) -> bytes:
    """A `.gitattributes` with a rule for each folder that it says nothing of; lines that are there stay."""
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
