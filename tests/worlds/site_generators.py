"""Real Hugo and real Jekyll sites, bare: what each makes of a page's text, and the words that a browser shows of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import html5lib
import pytest

HAS_JEKYLL: Final = shutil.which("jekyll") is not None
needs_jekyll: Final = pytest.mark.skipif(
    not HAS_JEKYLL, reason="jekyll is not installed: apt-get install jekyll (CI installs it)"
)
_START, _END = "BEGIN-OF-TEXT", "END-OF-TEXT"
_BLOCKS: Final = frozenset(
    "address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html img input legend li listing main menu nav "
    "ol optgroup option p plaintext pre search section summary table tbody td textarea tfoot th thead tr ul xmp".split()
)  # all other elements, unknown ones too, stand within a line
_UNSHOWN: Final = frozenset(
    "script style template head title noscript iframe object video audio svg math select".split()
)


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


def build_hugo(folder: Path) -> Path:
    """Build it; a warning or an error fails."""
    program = Path(sys.executable).parent / "hugo"
    return _built([str(program), "--logLevel", "warn", "--panicOnWarning"], folder, folder / "public")


def build_jekyll(folder: Path) -> Path:
    """Build it; a warning or an error fails."""
    return _built(["jekyll", "build", "--quiet", "--disable-disk-cache"], folder, folder / "_site")


def _built(command: list[str], folder: Path, made: Path) -> Path:
    environment = {
        **os.environ,
        "LANG": "C.UTF-8",
        "HUGO_CACHEDIR": str(folder / ".cache"),
        "JEKYLL_NO_BUNDLER_REQUIRE": "true",
    }
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)
    output = f"{done.stdout}{done.stderr}"
    assert done.returncode == 0, output
    assert "WARN" not in output, output
    assert "Warning" not in output, output
    return made


def text_in(page: Path) -> str:
    """The HTML of a post's text on its page."""
    content = page.read_text("utf-8")
    return content.partition(_START)[2].rpartition(_END)[0]


def words(html: str) -> list[str]:
    """The words that a browser shows, by html5lib; where blocks begin and end counts as white space."""
    parts: list[str] = []
    _walk(html5lib.parseFragment(html, namespaceHTMLElements=False), parts)
    return "".join(parts).split()


def _walk(element: object, parts: list[str]) -> None:
    from xml.etree.ElementTree import Element

    assert isinstance(element, Element)
    tag = element.tag if isinstance(element.tag, str) else "script"
    if tag not in _UNSHOWN:
        edge = " " if tag in _BLOCKS else ""
        parts += [edge, element.text or ""]
        for child in element:
            _walk(child, parts)
        parts.append(edge)
    parts.append(element.tail or "")
