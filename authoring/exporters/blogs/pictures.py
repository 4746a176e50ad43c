"""The pictures of a piece as a blog gets them: in which order, and under which names."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from authoring.exporters import ApprovedRevision
from authoring.exporters.rendering.gallery import Figure, Gallery, content_of
from authoring.exporters.rendering.text import identifier
from authoring.exporters.rendering.tokens import figures

_LONGEST_STEM: Final = 60
_DIGITS: Final = 16  # of the digest


def figures_of(revision: ApprovedRevision) -> list[Figure]:
    """The pictures that the text shows, each once; those that the front matter describes come first."""
    gallery = Gallery(revision)
    by_name = {figure.name: figure for figure in figures(revision.body, gallery=gallery)}
    described = [gallery.show(image.src).name for image in revision.images]
    return [by_name[name] for name in dict.fromkeys((*described, *by_name)) if name in by_name]


def name_with_digest(figure: Figure) -> str:
    """A short name of plain letters, without an ending, that is unique to the picture's bytes: `a-bench-3f2a…`."""
    digest = hashlib.sha256(content_of(figure)).hexdigest()
    stem = identifier(re.sub(r"[^\x20-\x7e]", "", figure.stem) or "picture")
    return f"{stem[:_LONGEST_STEM].strip('-') or 'picture'}-{digest[:_DIGITS]}"
