"""The content hash: one canonical list of all that a reader will see, and its SHA-256.

What is in the list voids an approval when it changes; what is not (status, tags, due date, unknown keys)
does not. The manifest is kept beside each revision as the very bytes that were hashed, so that
`sha256sum manifest.json` answers with the content hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from authoring.model.documents import Draft

FORMAT: Final = 1
OFFERED: Final = frozenset({"titles", "description", "alt"})  # prompts whose answers a person may take as they are
_REMOTE: Final = ("http://", "https://", "//", "data:")


def build(draft: Draft, *, digests: Mapping[str, str], disclosure: str) -> dict[str, Any]:
    """What a reader of `draft` will see. `digests` maps a picture's src to its bytes' SHA-256."""
    return {
        "format": FORMAT,
        "title": draft.title,
        "description": draft.description,
        "lang": draft.lang,
        "author": draft.author,
        "body": text_digest(draft.body),
        "images": [
            {
                "src": image.src,
                "alt": image.alt,
                "caption": image.caption,
                "credit": image.credit,
                "decorative": image.decorative,
            }
            for image in draft.images
        ],
        "files": dict(sorted(digests.items())),
        "disclosure": {"kind": disclosure, "text": draft.disclosure},
    }


def encode(manifest: Mapping[str, Any]) -> bytes:
    """The manifest's canonical bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(manifest: Mapping[str, Any]) -> str:
    """The SHA-256 of the manifest's canonical bytes, in hexadecimal."""
    return _sha256(encode(manifest))


def text_digest(text: str) -> str:
    """The SHA-256 of a text whose line ends and last blank lines do not count: saving again changes nothing."""
    unified = text.replace("\r\n", "\n").strip("\n")
    return _sha256(unified.encode())


def local_sources(draft: Draft) -> list[str]:
    """The `src` of every picture of the piece that is a file, each once, in order."""
    sources = dict.fromkeys(image.src for image in draft.images)
    if "![" in draft.body:
        from authoring.text import markdown

        sources.update(dict.fromkeys(picture.src for picture in markdown.pictures(draft.body)))
    return [src for src in sources if src and not src.startswith(_REMOTE)]


def picture_path(folder: Path, src: str) -> Path | None:
    """The file that `src` names below `folder`, also in the spelling of an address (`%C3%A9`); None when there is none.

    What lies outside the folder, or cannot be a file's name, is not there either.
    """
    from urllib.parse import unquote

    for name in dict.fromkeys((src, unquote(src))):
        try:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
        except (OSError, ValueError):  # too long, or a NUL in it
            continue
    return None


def picture_digests(draft: Draft, folder: Path) -> dict[str, str]:
    """The SHA-256 of each local picture's bytes; empty for a file that is missing."""
    return {src: picture_digest(folder, src) for src in local_sources(draft)}


def picture_digest(folder: Path, src: str) -> str:
    """The SHA-256 of a local picture's bytes; empty for a file that is missing."""
    path = picture_path(folder, src)
    return _sha256(path.read_bytes()) if path else ""


def offer_digest(text: str) -> str:
    """The SHA-256 of a short text's words, by which one that a model offered is known again."""
    import re

    return _sha256(" ".join(re.findall(r"\w+", text.casefold())).encode())


def _sha256(content: bytes) -> str:
    import hashlib  # loads OpenSSL, which a list that is remembered does not need

    return hashlib.sha256(content).hexdigest()
