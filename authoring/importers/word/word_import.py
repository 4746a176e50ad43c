"""From a Word or OpenDocument file to an outline or a testimony of ours, with its pictures.

A testimony's words are taken as they are: no formatting, no correction, no footnote among them. Whether its person
agreed is never taken from a file: the consent waits to be asked for. Nothing here replaces a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from authoring.editorial import scaffold
from authoring.editorial.actions import perform
from authoring.editorial.actions.add_text import AddText, refuse_taken
from authoring.editorial.context import Context
from authoring.errors import InputError, InvalidDocuments, Problem, advice
from authoring.exporters.rendering.text import printable
from authoring.exporters.review_files.sheet import PROPERTY_SLUG
from authoring.importers.word import paragraphs, to_markdown, word_file
from authoring.importers.word.paragraphs import Paragraph
from authoring.importers.word.word_file import WordFile
from authoring.model.loading import load_outline, load_testimony
from authoring.model.slugs import check_slug, suggest_slug
from authoring.store import Key
from authoring.text.frontmatter import Document, parse
from authoring.text.i18n import _, plural
from authoring.text.office import nodes
from authoring.text.office.nodes import Node

Kind = Literal["outline", "testimony"]
_HIDDEN: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUOTED: Final = re.compile(r"\[\[(?:quote|testimony):([a-z0-9-]+)")
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
)


@dataclass(frozen=True)
class ImportedText:
    """What was made of a file: the text, the labels of its pictures, what was left out, and what is to be filled in."""

    key: Key
    document: Document
    pictures: Sequence[str]
    notices: Sequence[str]
    gaps: Sequence[Problem]


@dataclass(frozen=True)
class KeptPictures:
    """The pictures of a file under names of ours: `names` has the `src` of each by what the file calls it.

    What a file calls them does not matter; what they are decides. `notices` tells which were left out.
    """

    names: Mapping[str, str]
    contents: Mapping[str, bytes]
    notices: Sequence[str]


@dataclass(frozen=True)
class WordImport:
    """The import of files into a workspace. `author` is the id of whoever signs an outline or collected a testimony."""

    context: Context
    lang: str
    author: str

    def run(self, file: Path, kind: Kind, *, slug: str = "", person: str = "") -> ImportedText:
        """The file as an outline or a testimony. Raises `InputError` or, when one is there, `Conflict`."""
        key = Key(kind, check_slug(slug) if slug else suggest_slug(file.stem))
        refuse_taken(self.context, key)
        content = word_file.read(file)
        _refuse_printed(content, file)
        parts = paragraphs.paragraphs(content.blocks)
        if not any(part.kind != "picture" for part in parts):
            raise InputError(_("There is no text in the file."), _("Check that it is the right one."), file=file)
        pictures = _kept_pictures(content, parts, key.slug)
        notices = [*content.notices, *pictures.notices, *_notices_of_changes(content)]
        if kind == "testimony":
            spoken, more = words_spoken(parts)
            return self._add(key, self._testimony(key.slug, spoken, person), pictures, [*notices, *more])
        title, body = _entitled(content, parts, otherwise=file.stem)
        return self._add(key, self._outline(key.slug, title, body, pictures), pictures, notices)

    def _add(self, key: Key, text: str, pictures: KeptPictures, notices: Sequence[str]) -> ImportedText:
        document = perform(AddText(key, text, pictures.contents), self.context)
        labels = [self.context.store.blobs.label(key, src) for src in pictures.contents]
        return ImportedText(key, document, labels, notices, self._gaps(key, document))

    def _testimony(self, slug: str, spoken: str, person: str) -> str:
        form = scaffold.testimony_text(slug, lang=self.lang, collected_by=self.author, today=self.context.today)
        # the day of the import says nothing of when they spoke
        values: dict[str, Any] = {**({"person": person} if person else {}), "collected": None}
        return parse(form).with_values(values).with_body(f"\n{spoken}\n").text

    def _outline(self, slug: str, title: str, body: Sequence[Paragraph], pictures: KeptPictures) -> str:
        points = _points(body, pictures.names, title)
        described = {part.src: part for part in body if part.src in pictures.names}
        images = [{"src": pictures.names[src], "alt": printable(part.alt)} for src, part in described.items()]
        slugs = list(dict.fromkeys(_QUOTED.findall(points)))
        values = {
            "title": title,
            **({"images": images} if images else {}),
            **({"testimonies": slugs} if slugs else {}),
        }
        form = scaffold.outline_text(slug, lang=self.lang, author=self.author)
        return parse(form).with_values(values).with_body(f"\n{points}\n").text

    def _gaps(self, key: Key, document: Document) -> Sequence[Problem]:
        """What the other commands would say is missing."""
        load: Callable[..., object] = load_testimony if key.kind == "testimony" else load_outline
        try:
            load(key.slug, document, default_lang=self.lang)
        except InvalidDocuments as gaps:
            return gaps.problems
        return ()


def _kept_pictures(content: WordFile, parts: Iterable[Paragraph], slug: str) -> KeptPictures:
    names: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    surplus = 0
    for src in dict.fromkeys(part.src for part in parts if part.src in content.pictures):
        picture = content.pictures[src].content
        ending = next((ending for start, ending in _SIGNATURES if picture.startswith(start)), "")
        if ending:
            names[src] = f"images/{slug}-{len(names) + 1}{ending}"
            contents[names[src]] = picture
        surplus += not ending
    message = plural(
        "One picture is neither JPEG, PNG nor GIF and was left out.",
        "{count} pictures are neither JPEG, PNG nor GIF and were left out.",
        surplus,
    )
    return KeptPictures(names, contents, [message] if surplus else [])


def _refuse_printed(content: WordFile, file: Path) -> None:
    """A piece that was printed holds testimonies and page furniture: it comes back as a review, not as material."""
    if slug := content.properties.get(PROPERTY_SLUG, ""):
        raise InputError(
            _("This file was printed from “{slug}”: it is a piece, not an outline or a testimony.").format(slug=slug),
            advice("import-as-review", slug=slug, file=file.name),
            file=file,
        )


def words_spoken(parts: Sequence[Paragraph]) -> tuple[str, list[str]]:
    """The words of a testimony, paragraph by paragraph, and what was left out around them."""
    spoken = "\n\n".join(filter(None, map(_plain_words, parts)))
    notices = [_("A footnote is not among the words: “{text}”").format(text=note) for note in _footnotes(parts)]
    hidden = len(_HIDDEN.findall(spoken))
    if hidden:
        notices.append(
            plural("One hidden character was taken out.", "{count} hidden characters were taken out.", hidden)
        )
    if any(inline["t"] in nodes.MARKS for part in parts for inline in part.inlines):
        notices.append(_("Bold, italic and the like were left out: a testimony is plain text."))
    return _HIDDEN.sub("", spoken), notices


def _plain_words(part: Paragraph) -> str:
    """The words of a paragraph, or of a table's row with tabs between its cells."""
    if part.kind == "picture":
        return ""
    words = "\t".join(nodes.text(list(cell)).strip(" \n\t") for cell in part.cells or [part.inlines])
    return "\n".join(line.strip(" \t") for line in printable(words).split("\n") if line.strip(" \t"))


def _footnotes(parts: Sequence[Paragraph]) -> list[str]:
    inlines = [list(cell) for part in parts for cell in part.cells or [part.inlines]]
    return [nodes.text(node["c"]).strip() for node in nodes.walk(inlines) if node["t"] == "Note"]


def _entitled(content: WordFile, parts: Sequence[Paragraph], *, otherwise: str) -> tuple[str, Sequence[Paragraph]]:
    """The title and the rest: the file's own title, or its only first heading when there are others below it."""
    title = nodes.text(paragraphs.seen(list(content.title), "after")).strip()
    if title:  # which OpenDocument has among its paragraphs too
        return title, parts[1:] if parts and parts[0].text == title else parts
    titles = [part for part in parts if part.kind == "title"]
    if titles:
        return titles[0].text, [part for part in parts if part is not titles[0]]
    tops = [part for part in parts if part.kind == "heading" and part.level == 2]
    if len(tops) == 1 and any(part.kind == "heading" and part.level > 2 for part in parts):
        return tops[0].text, [_raised(part) for part in parts if part is not tops[0]]
    return otherwise.replace("-", " ").replace("_", " ").strip() or otherwise, parts


def _raised(part: Paragraph) -> Paragraph:
    return Paragraph("heading", part.inlines, part.level - 1) if part.kind == "heading" else part


def _points(parts: Sequence[Paragraph], names: Mapping[str, str], title: str) -> str:
    """An outline's body: a heading a section, a point a paragraph. One section holds all when there is no heading."""
    lines: list[str] = []
    if not any(part.kind == "heading" for part in parts):
        lines += [f"## {to_markdown.escape(title)}", ""]
    for part in parts:
        if part.kind == "heading":
            words = to_markdown.line(part.inlines).replace("\\\n", " ")
            lines += ["", f"{'#' * min(part.level, 6)} {words}", ""]
        elif part.src:
            lines += [f"![]({names[part.src]})"] if part.src in names else []
        else:
            lines += [f"- {point}" for point in _point(part)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _point(part: Paragraph) -> list[str]:
    if part.cells:
        return [" — ".join(filter(None, (_one_line(cell) for cell in part.cells)))]
    if part.kind == "code":
        return [f"`{line.strip()}`" for line in part.text.split("\n") if line.strip()]
    return [_one_line(part.inlines)]


def _one_line(inlines: Sequence[Node]) -> str:
    return printable(to_markdown.line(inlines).replace("\\\n", " ").replace("\n", " "))


def _notices_of_changes(content: WordFile) -> list[str]:
    """Somebody else's changes were still in the file: they were taken, and that is said."""
    spans = [node for node in nodes.walk(list(content.blocks)) if node["t"] == "Span"]
    classes = {name for span in spans for name in nodes.attributes(span)[0]}
    notices = []
    if classes & {"insertion", "deletion"}:
        notices.append(_("The file held tracked changes: the text was taken as if all of them were accepted."))
    if "comment-start" in classes:
        notices.append(_("The file’s comments were left out."))
    return notices
