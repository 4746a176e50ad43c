"""The alternative texts of pictures: present, in words, and short."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import pictures
from authoring.checks.support.pictures import Shown
from authoring.model.findings import Finding, Severity
from authoring.text.i18n import _

LONGEST: Final = 160
_EXTENSION: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|heic|tiff?|bmp|raw)\b", re.IGNORECASE)
_CAMERA: Final = re.compile(
    r"^(?:img|dsc[nf]?|dcim|pict?|p\d{2}|pxl|mvi|gopr|sam|cimg|image|photo|picture|screenshot|scan|whatsapp image"
    r"|capture(?: d['’ ]écran| decran)?|copie de|copy of|sans titre|untitled|unnamed|download|téléchargement)"
    r"[\s_.-]*\(?\d+",
    re.IGNORECASE,
)
_EMPTY_NAME: Final = re.compile(
    r"^(?:image|photo|picture|untitled|unnamed|sans titre|download|téléchargement|alt|todo)$", re.IGNORECASE
)
_LONG_NUMBER: Final = re.compile(r"\d{6}")
_GLUED: Final = re.compile(r"[^\W\d_]\d+$")
_ANNOUNCES: Final = re.compile(
    r"^(?:une? )?(?:image|illustration) (?:de |d['’]|du |des |of )|^(?:a )?picture of ", re.IGNORECASE
)
_TECHNICAL: Final = re.compile(r"[\d_]|\w-\w")


class AlternativeTexts:
    """An alternative text must be a sentence about the picture, not empty and not a file's name."""

    name = "alternatives"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for picture in pictures.shown(subject):
            verdict = None if picture.is_decorative and not picture.alt.strip() else self._inspect(picture)
            if verdict:
                severity, kind, message = verdict
                line = picture.alt_line(subject)
                yield subject.finding(
                    self.name, severity, message, _remedy(picture, line, severity), line=line,
                    passage=picture.alt or picture.src, kind=f"{kind}:{picture.src}",
                )  # fmt: skip

    def _inspect(self, picture: Shown) -> tuple[Severity, str, str] | None:
        alt = " ".join(picture.alt.split())
        if not alt:
            return "blocking", "missing", _("The picture {src} has no alternative text.").format(src=picture.src)
        if is_file_name(alt, picture.src):
            return (
                "blocking",
                "file_name",
                _("The alternative text of {src} is a file’s name: “{alt}”.").format(src=picture.src, alt=alt),
            )
        if " " not in alt:
            return (
                "warning",
                "word",
                _("The alternative text of {src} is a single word: “{alt}”.").format(src=picture.src, alt=alt),
            )
        if len(alt) > LONGEST:
            return (
                "note",
                "long",
                _("The alternative text of {src} has {count} characters.").format(src=picture.src, count=len(alt)),
            )
        if _ANNOUNCES.match(alt):
            return (
                "note",
                "announces",
                _("The alternative text of {src} begins by saying that it is a picture.").format(src=picture.src),
            )
        return None


def is_file_name(alt: str, src: str) -> bool:
    """Whether an alternative text is only a file's name from a camera or a site."""
    if _EXTENSION.search(alt) or _CAMERA.match(alt) or _EMPTY_NAME.match(alt) or _LONG_NUMBER.search(alt):
        return True
    if _GLUED.search(alt):
        return True
    is_stem = _letters(alt) == _letters(PurePosixPath(src).stem)
    return (is_stem or " " not in alt) and bool(_TECHNICAL.search(alt))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def _remedy(picture: Shown, line: int, severity: Severity) -> str:
    if severity == "note":
        return _("Say in one short sentence what the picture shows; leave “image of” out (line {line}).").format(
            line=line
        )
    if picture.entry is None:
        return _(
            "Line {line}: say between the square brackets, in one short sentence, what the picture shows: ![…]({src})"
        ).format(line=line, src=picture.src)
    return _(
        "Line {line}: write what the picture shows in one short sentence, alt: “…”; or, if it only decorates, "
        "add a line decorative: true"
    ).format(line=line)
