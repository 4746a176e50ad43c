"""What of a payload is dangerous in what targets other than `site` get, read by readers that let raw HTML through.

Markdown is read with raw HTML and every address allowed, by two programs; what a target takes as HTML is read as it is.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from authoring.errors import AuthoringError
from authoring.exporters import ApprovedRevision
from authoring.exporters.ghost import cards
from authoring.exporters.hugo import HugoExporter, goldmark
from authoring.exporters.jekyll import JekyllExporter
from authoring.exporters.markdown import MarkdownExporter, body
from authoring.exporters.rendering import blocks, html, tokens
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.wordpress import blocks as wordpress
from authoring.model.config import Settings, SiteSettings, TargetSettings
from authoring.store.folder import FolderStore
from authoring.testing import revision
from authoring.text import frontmatter
from servers.markdown_readers import READERS
from servers.markup import dangers, fragment

_FIGURE: Final = re.compile(r"\{\{< figure (.*?) >\}\}")
_PARAMETER: Final = re.compile(r"(\w+)=(?:\"([^\"]*)\"|`([^`]*)`)")
_OWN_COMMENT: Final = re.compile(r"<!-- /?wp:.*?-->", re.DOTALL)
Texts = Iterator[tuple[str, str]]


def in_bodies(payload: str, places: Mapping[str, str]) -> Iterator[str]:
    """What is dangerous in what each target gets of a body that holds the payload, in each place of a body."""
    for place, shape in places.items():
        piece = revision(body=shape.replace("{}", payload))
        for target, pages in _BODIES.items():
            try:
                texts = list(pages(piece))
            except AuthoringError:
                continue  # a picture from elsewhere is refused
            for reader, page in texts:
                yield from (f"{target}, {place}, {reader}: {danger}" for danger in dangers(fragment(page)))


def _markdown(piece: ApprovedRevision) -> Texts:
    yield from _read(body(piece, Gallery(piece)))


def _hugo(piece: ApprovedRevision) -> Texts:
    yield from _read("\n\n".join(passage.text for passage in goldmark.render(piece.body, gallery=Gallery(piece))))


def _jekyll(piece: ApprovedRevision) -> Texts:
    for group, _source, _testimonies in tokens.blocks(piece.body, Gallery(piece)):
        yield "as it is", html.cleaned(blocks.renderer().render(group, html.options(), {"place": ""}))


def _wordpress(piece: ApprovedRevision) -> Texts:
    rendered = wordpress.render(
        piece.body, gallery=Gallery(piece), uploads=lambda picture: wordpress.Upload(1, picture.url)
    )
    markup = "\n".join(block.markup for block in rendered)
    yield "as it is", markup
    yield "without its comments", _OWN_COMMENT.sub("", markup)


def _ghost(piece: ApprovedRevision) -> Texts:
    rendered = cards.render(piece.body, gallery=Gallery(piece), place=lambda picture: picture.url)
    yield "as it is", "\n".join(card.html for card in rendered)


_BODIES: Final[dict[str, Callable[[ApprovedRevision], Texts]]] = {
    "markdown": _markdown,
    "hugo": _hugo,
    "jekyll": _jekyll,
    "wordpress": _wordpress,
    "ghost": _ghost,
}


def _read(text: str) -> Texts:
    for name, read in READERS.items():
        yield name, read(text)


def in_fields(posts: Sequence[ApprovedRevision], folder: Path, *, site: SiteSettings) -> Iterator[str]:
    """What is dangerous in files whose posts hold a payload in every field: of `markdown` the whole file, read as text;
    of Hugo and Jekyll what their own templates show as it is.
    """
    settings = Settings(folder, lang="en", site=site)
    store = FolderStore(folder)
    for kind in ("markdown", "hugo", "jekyll"):
        (folder / kind).mkdir()
    (folder / "hugo" / "hugo.toml").write_text("")
    (folder / "jekyll" / "_config.yml").write_text("")
    MarkdownExporter(settings, TargetSettings("notes", "markdown", "markdown"), store).export(posts)
    HugoExporter(settings, TargetSettings("hugo", "hugo", "hugo"), store).export(posts)
    JekyllExporter(settings, TargetSettings("jekyll", "jekyll", "jekyll"), store).export(posts)
    for kind, pages in _FILES.items():
        for path in sorted(file for file in (folder / kind).rglob("*post-*") if file.suffix in (".md", ".html")):
            yield from _in_file(kind, pages, path)
        for path in sorted((folder / kind).rglob("*/index.md")):
            yield from _in_file(kind, pages, path)


def _in_file(kind: str, pages: Callable[[str], Texts], path: Path) -> Iterator[str]:
    for reader, page in pages(path.read_text("utf-8")):
        yield from (f"{kind}, {path.name}, {reader}: {danger}" for danger in dangers(fragment(page)))


def _markdown_file(text: str) -> Texts:
    yield from _read(text)
    yield from _read(text.partition("\n---\n")[2])


def _hugo_file(text: str) -> Texts:
    page = frontmatter.parse(text)
    yield from _read(str(page.values.get("summary", "")))
    yield from _read(_FIGURE.sub(_as_hugo_shows, page.body))


def _as_hugo_shows(match: re.Match[str]) -> str:
    """Hugo's figure: the caption as Markdown, the other values as text of an attribute."""
    values = {name: quoted or ticked for name, quoted, ticked in _PARAMETER.findall(match.group(1))}
    return f'<img src="{values["src"]}" alt="{entities.escape(values["alt"])}">\n\n{values.get("caption", "")}\n'


def _jekyll_file(text: str) -> Texts:
    page = frontmatter.parse(text)
    yield "the excerpt", str(page.values.get("excerpt", ""))
    yield "the text", page.body


_FILES: Final[dict[str, Callable[[str], Texts]]] = {
    "markdown": _markdown_file,
    "hugo": _hugo_file,
    "jekyll": _jekyll_file,
}
