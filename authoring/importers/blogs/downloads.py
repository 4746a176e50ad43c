"""Pictures loaded from the blog itself, only where somebody asked for it with `--download`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.error import URLError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

from authoring.importers.blogs.picture_search import is_picture

_LARGEST: Final = 20 * 1024 * 1024
_PATIENCE: Final = 20.0


class _Staying(HTTPRedirectHandler):
    """Follows no redirect: it could lead to another host."""

    def redirect_request(self, *_rest: object) -> None:
        return None


@dataclass(frozen=True)
class Download:
    """Loads pictures of one host into a folder; anything else, and anything that is no picture, is None."""

    folder: Path
    host: str

    def __call__(self, address: str) -> Path | None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.netloc != self.host:
            return None
        name = PurePosixPath(unquote(parts.path)).name
        path = self.folder / hashlib.sha256(address.encode()).hexdigest()[:16] / (name or "picture")
        if not path.is_file():
            content = _load(parts._replace(path=quote(unquote(parts.path)), fragment="").geturl())
            if not content:
                return None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return path if is_picture(path) else None


def _load(address: str) -> bytes:
    try:
        with build_opener(_Staying).open(address, timeout=_PATIENCE) as answer:
            content = bytes(answer.read(_LARGEST + 1))
    except (URLError, OSError, ValueError):
        return b""
    return content if len(content) <= _LARGEST else b""
