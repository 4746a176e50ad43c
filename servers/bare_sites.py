"""Bare sites of Hugo and Jekyll: a page for each post, and nothing around its text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_START: Final = "BEGIN-OF-TEXT"
_END: Final = "END-OF-TEXT"


def hugo_site(folder: Path, *, settings: str = "", layout: str = "{{ .Content }}") -> Path:
    """A site with a page for each post and nothing around its text."""
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(f"<body>{_START}{layout}{_END}</body>")
    (layouts / "list.html").write_text("{{ range .Pages }}{{ .Title }} {{ .Summary }}{{ end }}")
    (folder / "hugo.toml").write_text(f'baseURL = "https://blog.example.org/"\ntitle = "A blog"\n{settings}')
    return folder


def jekyll_site(folder: Path, *, settings: str = "") -> Path:
    """A site with a page for each post and nothing around its text."""
    (folder / "_layouts").mkdir(parents=True)
    (folder / "_layouts" / "post.html").write_text(f"<body>{_START}{{{{ content }}}}{_END}</body>")
    (folder / "index.html").write_text(
        "---\n---\n{% for post in site.posts %}{{ post.title }} {{ post.excerpt }}{% endfor %}\n"
    )
    (folder / "_config.yml").write_text(
        f"title: A blog\npermalink: /:title/\nurl: https://blog.example.org\n{settings}"
    )
    return folder


def text_in(page: Path) -> str:
    """The HTML of a post's text on its page."""
    content = page.read_text("utf-8")
    return content.partition(_START)[2].rpartition(_END)[0]
