"""Bare sites of Hugo and Jekyll: a page for each post, and nothing around its text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

_START: Final = "BEGIN-OF-TEXT"
_END: Final = "END-OF-TEXT"


def hugo_site(folder: Path, *, settings: str) -> None:
    """A site without posts."""
    files = {
        "layouts/_default/single.html": f"<body>{_START}{{{{ .Content }}}}{_END}</body>",
        "layouts/_default/list.html": "{{ range .Pages }}{{ .Title }} {{ .Summary }}{{ end }}",
        "hugo.toml": f'baseURL = "https://blog.example.org/"\ntitle = "A blog"\n{settings}',
    }
    write(folder, files)


def jekyll_site(folder: Path) -> None:
    """A site without posts."""
    files = {
        "_layouts/post.html": f"<body>{_START}{{{{ content }}}}{_END}</body>",
        "index.html": "---\n---\n{% for post in site.posts %}{{ post.title }} {{ post.excerpt }}{% endfor %}\n",
        "_config.yml": "title: A blog\npermalink: /:title/\nurl: https://blog.example.org\n",
    }
    write(folder, files)


def text_in(page: Path) -> str:
    """The HTML of a post's text on its page."""
    return page.read_text("utf-8").partition(_START)[2].rpartition(_END)[0]


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
