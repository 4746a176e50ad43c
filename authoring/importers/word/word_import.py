"""From a Word or OpenDocument file to an outline or a testimony of ours, with its pictures.

A testimony's words are taken as they are: no formatting, no correction, no footnote among them. Whether its person
agreed is never taken from a file: the consent waits to be asked for. Nothing here replaces a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from authoring.editorial import scaffold
from authoring.errors import Conflict, InputError, InvalidDocuments, Problem, advice
from authoring.exporters.paper.sheet import PROPERTY_SLUG
from authoring.exporters.rendering.text import printable
from authoring.importers.word import paragraphs, to_markdown, word_file
from authoring.importers.word.paragraphs import Paragraph
from authoring.importers.word.word_file import Reading
from authoring.model.loading import MAX_BYTES, load_outline, load_testimony
from authoring.model.slugs import check_slug, suggest_slug
from authoring.store import files
from authoring.text.frontmatter import parse
from authoring.text.i18n import _, plural
from authoring.text.office import nodes
from authoring.text.office.nodes import Node

Kind = Literal["outline", "testimony"]
_PLACES: Final = {"outline": "outlines", "testimony": "testimonies"}
_HIDDEN: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
)


@dataclass(frozen=True)
class Brought:
    """What was made of a file: its path, its pictures, what was left out, and what is still to be filled in."""

    path: Path
    pictures: Sequence[Path]
    notices: Sequence[str]
    gaps: Sequence[Problem]


@dataclass(frozen=True)
class Importer:
    """Who imports into the workspace at `root`, and when. `author` is the id of whoever signs or collected."""

    root: Path
    lang: str
    author: str
    today: date

    def bring(self, file: Path, kind: Kind, *, slug: str = "", person: str = "") -> Brought:
        """The file as an outline or a testimony. Raises `InputError` or, when one is there, `Conflict`."""
        slug = check_slug(slug) if slug else suggest_slug(file.stem)
        if (path := self.root / _PLACES[kind] / f"{slug}.md").exists():
            raise Conflict(
                _("There is a file of that name already; it stays as it is."),
                advice("choose-another-name"),
                file=path,
            )
        read = word_file.read(file)
        _refuse_printed(read, file)
        found = paragraphs.paragraphs(read.blocks)
        if not any(each.kind != "picture" for each in found):
            raise InputError(_("There is no text in the file."), _("Check that it is the right one."), file=file)
        saved, lost = self._save(read, found, slug, kind)
        notices = [*read.notices, *lost, *_changes(read)]
        if kind == "testimony":
            return self._testimony(path, slug, found, person, saved, notices)
        return self._outline(path, slug, file, read, found, saved, notices)

    def _save(
        self, read: Reading, found: Iterable[Paragraph], slug: str, kind: Kind
    ) -> tuple[dict[str, Path], list[str]]:
        """The pictures under names of ours: what a file calls them is no matter, what they are decides."""
        saved: dict[str, Path] = {}
        lost = 0
        for each in found:
            if each.src in saved or each.src not in read.pictures:
                continue
            content = read.pictures[each.src].content
            ending = next((ending for start, ending in _SIGNATURES if content.startswith(start)), "")
            if not ending:
                lost += 1
                continue
            path = self.root / _PLACES[kind] / "images" / f"{slug}-{len(saved) + 1}{ending}"
            if path.exists() and files.read_bytes(path) != content:
                raise Conflict(
                    _("There is a file of that name already; it stays as it is."),
                    advice("choose-another-name"),
                    file=path,
                )
            files.write_bytes(path, content)
            saved[each.src] = path
        told = plural(
            "One picture is neither JPEG, PNG nor GIF and was left out.",
            "{count} pictures are neither JPEG, PNG nor GIF and were left out.",
            lost,
        )
        return saved, [told] if lost else []

    def _testimony(
        self,
        path: Path,
        slug: str,
        found: Sequence[Paragraph],
        person: str,
        saved: dict[str, Path],
        notices: Sequence[str],
    ) -> Brought:
        spoken, told = words_spoken(found)
        scaffold.write_testimony(self.root, slug, lang=self.lang, collected_by=self.author, today=self.today)
        document = parse(path.read_bytes().decode(), path).with_values({"person": person} if person else {})
        document = document.with_values({"collected": None})  # the day of the import says nothing of when they spoke
        self._finish(path, document.with_body(f"\n{spoken}\n").text)
        gaps = _gaps(lambda: load_testimony(path, default_lang=self.lang))
        return Brought(path, list(saved.values()), [*notices, *told], gaps)

    def _outline(
        self,
        path: Path,
        slug: str,
        file: Path,
        read: Reading,
        found: Sequence[Paragraph],
        saved: dict[str, Path],
        notices: Sequence[str],
    ) -> Brought:
        title, body = _entitled(read, found, otherwise=file.stem)
        scaffold.write_outline(self.root, slug, lang=self.lang, author=self.author)
        images = [
            {"src": f"images/{saved[each.src].name}", "alt": printable(each.alt)}
            for each in {one.src: one for one in body if one.src in saved}.values()
        ]
        values = {"title": title, **({"images": images} if images else {})}
        named = list(dict.fromkeys(re.findall(r"\[\[(?:quote|testimony):([a-z0-9-]+)", _points(body, saved, title))))
        document = parse(path.read_bytes().decode(), path).with_values(
            values | ({"testimonies": named} if named else {})
        )
        self._finish(path, document.with_body(f"\n{_points(body, saved, title)}\n").text)
        gaps = _gaps(lambda: load_outline(path, default_lang=self.lang))
        return Brought(path, list(saved.values()), notices, gaps)

    @staticmethod
    def _finish(path: Path, text: str) -> None:
        if len(text.encode()) > MAX_BYTES:
            path.unlink()
            raise InputError(_("The text is longer than 2 MiB."), _("Split it."), file=path)
        files.write_bytes(path, text.encode())


def _refuse_printed(read: Reading, file: Path) -> None:
    """A piece that was printed holds testimonies and page furniture: it comes back as a review, not as material."""
    if slug := read.properties.get(PROPERTY_SLUG, ""):
        raise InputError(
            _("This file was printed from “{slug}”: it is a piece, not an outline or a testimony.").format(slug=slug),
            advice("import-as-review", slug=slug, file=file.name),
            file=file,
        )


def words_spoken(found: Sequence[Paragraph]) -> tuple[str, list[str]]:
    """The words of a testimony, paragraph by paragraph, and what was left out around them."""
    parts, notes = [], []
    for each in found:
        cells = each.cells or [each.inlines]
        notes += [
            nodes.text(node["c"]).strip() for cell in cells for node in nodes.walk(list(cell)) if node["t"] == "Note"
        ]
        words = "\t".join(nodes.text(list(cell)).strip(" \n\t") for cell in cells) if each.kind != "picture" else ""
        parts.append("\n".join(line.strip(" \t") for line in printable(words).split("\n") if line.strip(" \t")))
    spoken = "\n\n".join(part for part in parts if part)
    hidden = len(_HIDDEN.findall(spoken))
    notices = [_("A footnote is not among the words: “{text}”").format(text=note) for note in notes]
    if hidden:
        told = plural("One hidden character was taken out.", "{count} hidden characters were taken out.", hidden)
        notices.append(told)
    formatted = [inline for each in found for inline in each.inlines if inline["t"] in nodes.MARKS]
    if formatted:
        notices.append(_("Bold, italic and the like were left out: a testimony is plain text."))
    return _HIDDEN.sub("", spoken), notices


def _entitled(read: Reading, found: Sequence[Paragraph], *, otherwise: str) -> tuple[str, Sequence[Paragraph]]:
    """The title and the rest: the file's own title, or its only first heading when there are others below it."""
    title = nodes.text(paragraphs.seen(list(read.title), "after")).strip()
    if title:  # which OpenDocument has among its paragraphs too
        return title, found[1:] if found and found[0].text == title else found
    entitled = [each for each in found if each.kind == "title"]
    if entitled:
        return entitled[0].text, [each for each in found if each is not entitled[0]]
    tops = [each for each in found if each.kind == "heading" and each.level == 2]
    if len(tops) == 1 and any(each.kind == "heading" and each.level > 2 for each in found):
        return tops[0].text, [_raised(each) for each in found if each is not tops[0]]
    return otherwise.replace("-", " ").replace("_", " ").strip() or otherwise, found


def _raised(each: Paragraph) -> Paragraph:
    return Paragraph("heading", each.inlines, each.level - 1) if each.kind == "heading" else each


def _points(found: Sequence[Paragraph], saved: dict[str, Path], title: str) -> str:
    """An outline's body: a heading a section, a point a paragraph. One section holds all when there is no heading."""
    lines: list[str] = []
    if not any(each.kind == "heading" for each in found):
        lines += [f"## {to_markdown.escape(title)}", ""]
    for each in found:
        if each.kind == "heading":
            words = to_markdown.line(each.inlines).replace("\\\n", " ")
            lines += ["", f"{'#' * min(each.level, 6)} {words}", ""]
        elif each.src:
            lines += [f"![](images/{saved[each.src].name})"] if each.src in saved else []
        else:
            lines += [f"- {point}" for point in _point(each)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _point(each: Paragraph) -> list[str]:
    if each.cells:
        return [" — ".join(filter(None, (_one_line(cell) for cell in each.cells)))]
    if each.kind == "code":
        return [f"`{line.strip()}`" for line in each.text.split("\n") if line.strip()]
    return [_one_line(each.inlines)]


def _one_line(inlines: Sequence[Node]) -> str:
    return printable(to_markdown.line(inlines).replace("\\\n", " ").replace("\n", " "))


def _changes(read: Reading) -> list[str]:
    """Somebody else's changes were still in the file: they were taken, and that is said."""
    spans = [node for node in nodes.walk(list(read.blocks)) if node["t"] == "Span"]
    classes = {name for span in spans for name in nodes.attributes(span)[0]}
    told = []
    if classes & {"insertion", "deletion"}:
        told.append(_("The file held tracked changes: the text was taken as if all of them were accepted."))
    if "comment-start" in classes:
        told.append(_("The file’s comments were left out."))
    return told


def _gaps(load: Callable[[], object]) -> Sequence[Problem]:
    """What the other commands would say is missing."""
    try:
        load()
    except InvalidDocuments as gaps:
        return gaps.problems
    return ()
