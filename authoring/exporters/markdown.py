"""A folder of plain Markdown: one folder a piece with `index.md` and its pictures, for any other tool to read."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from authoring.exporters import ApprovedRevision, ExportOutcome, Receipt
from authoring.exporters.batches import each_of
from authoring.exporters.folders.exporter import FolderExporter
from authoring.exporters.folders.ledger import ExportedPiece, Ledger, WrittenPiece, fingerprint_of
from authoring.exporters.folders.target_folder import MARK, TargetFolder
from authoring.exporters.rendering import html
from authoring.exporters.rendering.commonmark import Writer, image
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.rendering.languages import languages
from authoring.exporters.rendering.structured import structured
from authoring.exporters.rendering.testimonies import Aside, set_aside
from authoring.exporters.rendering.text import printable
from authoring.model.config import Settings, TargetSettings
from authoring.sourcing.disclosure import shaping, source_type
from authoring.store import Store
from authoring.text import markdown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from yaml import SafeDumper, ScalarNode

_INLINE: Final = re.compile(r"([\\`*_\[\]<&~])")
_MARKS: Final = re.compile(r"<|(?<=\])[(:\[]")  # what begins a tag or ends a link's words
_LINKED: Final = re.compile(r"\][(:\[]")
_SAFE_AUTOLINK: Final = re.compile(r"<(?:https?://|mailto:)[^\s<>]*>")
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~()=&:])")
_IMAGE: Final = re.compile(  # with an alternative text longer than that, the picture's mark stays as it was written
    r"!\[(?P<alt>[^\]\n]{0,2000})\]\([ \t\n]{0,20}<?(?P<src>[^)\s>]{1,2000})>?"
    r"(?:[ \t\n]{1,20}\"(?P<title>[^\"\n]{0,2000})\")?[ \t\n]{0,20}\)"
)


class MarkdownExporter(FolderExporter):
    """The target kind `markdown`. Raises `InputError` at once for a folder that cannot serve."""

    def __init__(self, settings: Settings, target: TargetSettings, store: Store) -> None:
        people = sorted((person.id, person.name) for person in settings.people.values())
        disclosed = shaping(settings.disclosure.wording)
        fingerprint = fingerprint_of("markdown", settings.site, people, disclosed)
        super().__init__(settings, target, store, fingerprint=fingerprint)

    def text_name(self, slug: str) -> str:
        """`index.md` in the piece's folder."""
        return _name(slug)

    def write(self, folder: TargetFolder, ledger: Ledger, revisions: Iterable[ApprovedRevision]) -> list[Receipt]:
        """Write each piece's folder."""
        written = each_of(_Writer(folder, self._fingerprint).write, revisions)
        return [self._receipt(piece, ledger.enter(piece, folder)) for piece in written]

    def take_out(self, folder: TargetFolder, ledger: Ledger, slugs: Iterable[str]) -> dict[str, ExportedPiece | None]:
        """Take the pieces' files away, and their folders where nothing else is in them."""
        return {slug: ledger.take_out(slug, _name(slug), folder) for slug in slugs}

    def _receipt(self, piece: WrittenPiece, outcome: ExportOutcome) -> Receipt:
        return Receipt(self.name, piece.slug, piece.exported.hash, outcome, self.where(piece.slug))


@dataclass(frozen=True)
class _Writer:
    folder: TargetFolder
    fingerprint: str

    def write(self, revision: ApprovedRevision) -> WrittenPiece:
        gallery = Gallery(revision)
        text = _document(revision, gallery)
        name = _name(revision.slug)
        copies = {**{figure.name: figure.picture for figure in gallery.shown}, **gallery.linked}
        is_ours = self.folder.is_marked(name) if copies else True
        changed, names = [self.folder.write(name, text.encode())], [name]
        for file, attachment in copies.items():
            names.append(f"{revision.slug}/{file}")
            changed.append(self.folder.copy(names[-1], attachment, is_ours=is_ours))
        exported = ExportedPiece(revision.hash, self.fingerprint, {name: self.folder.stamp(name) for name in names})
        return WrittenPiece(revision.slug, exported, any(changed))


def _name(slug: str) -> str:
    return f"{slug}/index.md"


def _document(revision: ApprovedRevision, gallery: Gallery) -> str:
    import frontmatter

    content = body(revision, gallery)
    post = frontmatter.Post("", **_front_matter(revision, gallery))
    dumped = frontmatter.dumps(post, sort_keys=False, allow_unicode=True, width=10**9, Dumper=_dumper())
    front = _MARKS.sub(_as_yaml_escape, str(dumped)).rstrip("\n")
    return f"{front}\n\n{content}\n"


@cache
def _dumper() -> type[SafeDumper]:
    """Writes a text that a reader of Markdown could take for a tag or a link so that its signs can be escaped.

    Some readers know no front matter, and show it as a part of the text.
    """
    from yaml import SafeDumper

    class Quoting(SafeDumper):
        pass

    def represent(dumper: SafeDumper, text: str) -> ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _MARKS.search(text) else None)

    Quoting.add_representer(str, represent)
    return Quoting


def _as_yaml_escape(match: re.Match[str]) -> str:
    return f"\\x{ord(match.group()):02X}"


def _front_matter(revision: ApprovedRevision, gallery: Gallery) -> dict[str, Any]:
    disclosure = revision.disclosure
    values: dict[str, Any] = {
        "generator": MARK,
        "title": printable(revision.title),
        "description": printable(revision.description),
        "slug": revision.slug,
        "lang": revision.lang,
        **languages(revision),
        "author": printable(revision.author),
        "date": revision.published.isoformat(timespec="seconds"),
        "updated": revision.updated.isoformat(timespec="seconds"),
        "tags": [printable(tag) for tag in revision.tags],
        "disclosure": {
            "kind": disclosure.kind,
            "text": printable(disclosure.text),
            **({"added": printable(disclosure.added)} if disclosure.added else {}),
            "responsible": printable(disclosure.responsible),
            "contact": printable(disclosure.contact),
            "digital_source_type": source_type(disclosure.kind),
            **({"model": list(disclosure.parts)} if disclosure.parts else {}),
            **({"reviewed_by": [printable(name) for name in disclosure.reviewers]} if disclosure.reviewers else {}),
            **({"editor": printable(disclosure.editor)} if disclosure.editor else {}),
        },
        "meta": {"ai-disclosure": disclosure.kind} if disclosure.kind != "not-recorded" else "",
        "json_ld": structured(revision),
        "images": [_described(revision, gallery, image.src) for image in revision.images],
        "revision": revision.hash,
        "checkpoint": revision.checkpoint,
    }
    return {key: value for key, value in values.items() if value not in ("", [])}


def _described(revision: ApprovedRevision, gallery: Gallery, src: str) -> dict[str, str]:
    picture = gallery.show(src)
    values = {"src": picture.name, "alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
    return {key: value for key, value in values.items() if value or key == "alt"}


def body(revision: ApprovedRevision, gallery: Gallery) -> str:
    """The piece as plain Markdown: the disclosure first, testimonies as block quotes, pictures with their words."""
    text, testimonies = set_aside(printable(revision.body).strip("\n"))
    described = _with_pictures(text, gallery)
    if _reads_alike(described, {picture.url for picture in gallery.shown}):
        text = _with_testimonies(described, testimonies)
    else:
        tokens, _text, _testimonies = html.arranged(revision.body, gallery=gallery)
        text = _Rewriter().group(tokens)
    note = "".join(f"{quoted(printable(it))}\n\n" for it in revision.disclosure.paragraphs)
    return f"{note}{text}".strip("\n")


class _Rewriter(Writer):
    def testimony(self, words: str) -> str:
        return quoted(words)


def _with_testimonies(text: str, testimonies: Aside) -> str:
    for word, match in testimonies.items():
        before, _word, after = text.partition(word)
        text = f"{before.rstrip()}\n\n{quoted(match['words'])}\n\n{after.lstrip()}"
    return text


def _reads_alike(text: str, urls: Container[str]) -> bool:
    """Whether readers that let raw HTML and every address through show what we show: no tag, none but safe links."""
    lines = text.split("\n")
    for token in markdown.tokens(text):
        if token.type in ("fence", "code_block") and token.map:
            first, last = token.map
            lines[first:last] = [""] * (last - first)
        elif not all(_is_harmless(child, urls) for child in token.children or ()):
            return False
    return "<" not in _SAFE_AUTOLINK.sub("", "\n".join(lines))


def _is_harmless(child: Token, urls: Container[str]) -> bool:
    if child.type == "link_open":
        return html.is_safe_link(str(child.attrs.get("href", "")))
    if child.type == "image":
        return str(child.attrs.get("src", "")) in urls
    return child.type != "text" or not _LINKED.search(child.content)


def quoted(words: str) -> str:
    """A block quote that shows exactly these words; escaped only where Markdown would read them as something else."""
    plain = [line.strip() for line in words.split("\n")]
    # our parser reads no HTML, and others do: `<` is never left as it is
    for special in (_INLINE, _SPECIAL) if "<" in words else (None, _INLINE, _SPECIAL):
        lines = [special.sub(r"\\\1", line) for line in plain] if special else plain
        if _shown(lines) == plain:
            break
    return "\n".join(f"> {line}" if line else ">" for line in lines)


@cache
def _open_reader() -> MarkdownIt:
    """A reader that makes a link of any address, as others do and ours does not."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader


def _shown(lines: Sequence[str]) -> list[str]:
    """The lines that a reader would see if these were Markdown; none when it would show more than paragraphs."""
    lines_shown: list[str] = []
    for token in _open_reader().parse("\n".join(lines)):
        children = token.children or ()
        if token.type not in ("paragraph_open", "inline", "paragraph_close") or any(
            child.type not in ("text", "softbreak") for child in children
        ):
            return []
        if token.type == "inline" and token.map:
            lines_shown += [""] * (token.map[0] - len(lines_shown))
            lines_shown += "".join(child.content or "\n" for child in children).split("\n")
    return lines_shown


def _with_pictures(text: str, gallery: Gallery) -> str:
    """The body with every picture's words in its place, and the pictures it does not place after the introduction."""
    lines = text.split("\n")
    placed: list[str] = []
    introduction = len(lines)
    for token in markdown.tokens(text):
        if token.type == "heading_open" and token.tag == "h2" and not token.level and token.map:
            introduction = min(introduction, token.map[0])
        sources = [str(child.attrs.get("src", "")) for child in token.children or () if child.type == "image"]
        placed += sources
        if sources and token.map:
            first, last = token.map
            described = _IMAGE.sub(_Describe(gallery, sources), "\n".join(lines[first:last]))
            lines[first:last] = described.split("\n")
    more = [line for picture in gallery.unplaced(placed) for line in (image(picture), "")]
    if more and introduction == len(lines):
        more = ["", *more]
    return "\n".join([*lines[:introduction], *more, *lines[introduction:]])


@dataclass(frozen=True)
class _Describe:
    """Writes a picture's words into its mark, where the mark is one of the pictures that the parser saw."""

    gallery: Gallery
    sources: Sequence[str]

    def __call__(self, match: re.Match[str]) -> str:
        src = match["src"]
        if src not in self.sources and quote(src) not in self.sources:
            return match.group()
        return image(self.gallery.show(src, alt=match["alt"], caption=match["title"] or ""))
