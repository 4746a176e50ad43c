"""The round trip through Word: 50 pieces printed, returned and read again; as they are, and saved by LibreOffice.

Two of them are the sample's, the others are made of the constructs that Markdown and word processors see differently,
three at a time, with French and English signs in them.

    python -m benchmarks.word [COUNT]
"""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.measuring import Row

if TYPE_CHECKING:
    from authoring.model.config import Settings
    from authoring.store.pieces import Piece

ROOT: Final = Path(__file__).parent.parent
BY: Final = "w:id='1' w:author='Samir' w:date='2026-11-20T10:00:00Z'"
SETTINGS: Final = 'lang = "fr"\n\n[people.agathe]\nname = "Agathe"\nroles = ["author"]\n'
FRONT: Final = """---
title: "{title}"
description: "L’été, « le lieu » ouvre{narrow}: qui vient{narrow}?"
lang: {lang}
author: agathe
testimonies: [nora]
---

"""
CONSTRUCTS: Final = (
    "Un mot *penché*, un **gras**, un ~~barré~~, du `code *nu*` et [un lien](https://example.org/a_b?c=d).",
    "Des guillemets «\u00a0ainsi\u00a0», “so”, ‘thus’, l’été, n°\u00a05, 10\u202f000\u00a0€, "
    "8\u00a0h\u202f30\u202f! Oui\u202f; non\u202f?",
    "Une ligne.\\\nUne autre ligne, *penchée **et grasse** ensemble*.",
    "- un point\n- un autre, avec **du gras**\n  - un sous-point\n  - un second\n- le dernier",
    "1. d’abord\n2. ensuite\n\n   un paragraphe du deuxième\n3. enfin",
    "7. sept\n8. huit",
    "> «\u00a0Une citation, *telle quelle*.\u00a0»\n>\n> — Nora Lind, menuisière",
    "> Un bloc sans nom,\n> sur deux lignes.",
    "## Un titre avec `code` et *accent*\n\nUn texte dessous.\n\n### Plus bas\n\nEncore.",
    "| outil | à qui |\n|:--|--:|\n| scie \\| râpe | **Nora** |\n|  | vide |",
    "```\nfor x in y:\n    print(x)  # deux espaces\n```",
    "<!-- testimony:nora -->\nJe suis venue *en vélo*. # ceci n’est pas un titre\n\n"
    "- ni ceci une liste — «\u00a0non\u202f!\u00a0»\n<!-- /testimony:nora -->",
    "Texte avec \\* étoile, \\_ souligné, 1\\. point, \\# dièse, <b>pas de balise</b>, & et &amp;lt;.",
    "---\n\nAprès le trait.",
    "Un paragraphe\nsur plusieurs lignes\ndu fichier.",
    "L’adresse <https://example.org/x> et a@example.org, snake_case_ici, 3*4*5.",
    "Émojis 🌱, ligature œ, exposant m², fraction ½, trait — demi-trait – tiret-long.",
    "**Gras au début** puis texte. *Fin penchée.*",
)  # fmt: skip


@dataclass
class Counts:
    """What was found of one way through Word."""

    pieces: int = 0
    texts: int = 0
    structures: int = 0
    passages: int = 0
    different: int = 0


def measure(count: int = 50, *, through: str = "soffice") -> list[Row]:
    """The rows of the results; `through` is the program that saves the files again, where it is installed."""
    with TemporaryDirectory(prefix="word-") as name:
        folder = Path(name)
        pieces, settings = _pieces(count)
        start = time.perf_counter()
        printed = {piece.slug: _print(piece, settings) for piece in pieces}
        seconds = (time.perf_counter() - start) / count
        direct = _counted(pieces, printed, folder)
        rows = [*_rows(f"{count} pieces to Word and back", direct), _edits(pieces, printed, folder)]
        if shutil.which(through):
            saved = _counted(pieces, _saved(printed, folder), folder)
            rows += _rows(f"{count} pieces to Word, saved by LibreOffice, and back", saved)
        return [*rows, Row("a piece as Word", f"{seconds * 1000:.0f} ms", "", None, "shown", True)]


def _rows(work: str, counts: Counts) -> Iterator[Row]:
    texts, structures = f"{counts.texts} of {counts.pieces}", f"{counts.structures} of {counts.pieces}"
    differ = f"{counts.different} of {counts.passages} passages differ"
    yield Row(f"{work}: text equal", texts, "", None, "all", counts.texts == counts.pieces)
    yield Row(f"{work}: structure equal", structures, differ, None, "all", counts.structures == counts.pieces)


def _pieces(count: int) -> tuple[list[Piece], Settings]:
    """So many pieces: the sample's own, as far as they go, and made-up ones."""
    from authoring.testing import memory_workspace
    from authoring.workspace import open_workspace

    sample = open_workspace(ROOT, {}).repository
    samples = [sample.piece(slug) for slug in sample.pieces()[:count]]
    context = memory_workspace({"authoring.toml": SETTINGS}, clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    numbers = range(count - len(samples))
    invented = [context.repository.composed(f"piece-{number}", _text(number), pictures={}) for number in numbers]
    return [*samples, *invented], context.settings


def _text(number: int) -> str:
    chosen = random.Random(number).sample(range(len(CONSTRUCTS)), 3)  # noqa: S311  the same pieces each time
    parts = [
        CONSTRUCTS[number % len(CONSTRUCTS)],
        *(CONSTRUCTS[place] for place in chosen if place != number % len(CONSTRUCTS)),
    ]
    front = FRONT.format(title=f"L’essai n°\u00a0{number}", lang=("fr", "en")[number % 2], narrow="\u202f")
    return front + "Une introduction.\n\n" + "\n\n".join(parts) + "\n"


def _print(piece: Piece, settings: Settings) -> bytes:
    from authoring.exporters.review_files import printing

    return printing.write(piece, settings, "docx")


def _counted(pieces: Sequence[Piece], files: dict[str, bytes], folder: Path) -> Counts:
    """How many pieces came back with the same words, and with the same headings, lists, formatting and links."""
    from authoring.exporters.review_files import body
    from authoring.importers.word import returned, to_markdown, word_file

    counts = Counts(pieces=len(pieces))
    for piece in pieces:
        path = folder / "back.docx"
        path.write_bytes(files[piece.slug])
        rows = [row for row in returned.rows(word_file.read(path), "after") if row.kind not in ("title", "description")]
        source = body.read(piece.draft.body, images=piece.draft.images).passages
        counts.texts += [_words(row.text) for row in rows] == [_words(passage.text) for passage in source]
        was = [(passage.kind, passage.number, passage.level, to_markdown.line(passage.inlines)) for passage in source]
        after = [(row.kind, row.number, row.level, to_markdown.line(row.inlines)) for row in rows]
        counts.structures += was == after
        counts.passages += len(was)
        counts.different += sum(1 for passage_before in was if passage_before not in after)
    return counts


def _words(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def _edits(pieces: Sequence[Piece], files: dict[str, bytes], folder: Path) -> Row:
    """A word that a reviewer put before the first paragraph of each piece: found, in its place, and nothing else."""
    from authoring.importers.word import reviews, word_file

    count = 0
    for piece in pieces:
        path = folder / "back.docx"
        path.write_bytes(_with_word(files[piece.slug]))
        proposal = reviews.proposal_of(word_file.read(path), printed=piece, piece=piece)
        proposed = [(change.kind, change.number, change.is_tracked, change.is_proposed) for change in proposal.changes]
        count += proposed == [("reworded", 1, True, True)] and proposal.text.count("nouveau ") == 1
    work = f"a tracked word in each of {len(pieces)} pieces: found, proposed in its place, nothing else"
    return Row(work, f"{count} of {len(pieces)}", "", None, "all", count == len(pieces))


def _with_word(content: bytes) -> bytes:
    """The file with a word that Word has recorded as inserted, behind the first paragraph's number."""
    change = f"<w:ins {BY}><w:r><w:t xml:space='preserve'>nouveau </w:t></w:r></w:ins>"
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content_of_part = source.read(name)
            if name == "word/document.xml":
                content_of_part = re.sub(
                    rb"<w:tab ?/></w:r>", lambda match: match.group() + change.encode(), content_of_part, count=1
                )
            target.writestr(name, content_of_part)
    return changed.getvalue()


def _saved(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The files as LibreOffice saves them again, all in one go."""
    (folder / "in").mkdir()
    for slug, content in files.items():
        (folder / "in" / f"{slug}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "out"),
    ]
    subprocess.run([*command, *map(str, sorted((folder / "in").iterdir()))], check=True, capture_output=True)
    return {slug: (folder / "out" / f"{slug}.docx").read_bytes() for slug in files}


if __name__ == "__main__":
    for row in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 50):
        print(f"{row.work}: {row.ours}{'' if row.holds else '  missed'}")
