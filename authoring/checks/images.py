"""Checks that pictures are files in the piece's own folder, and that they are valid pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import normpath
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import pictures
from authoring.checks.support.pictures import Shown
from authoring.errors import InputError
from authoring.model.findings import Finding, Severity
from authoring.model.picture_files import is_absurd, is_cut_off, kind_of, size_of
from authoring.privacy import metadata
from authoring.text.i18n import _, decimal

Verdict = tuple[Severity, str, str, str]  # severity, kind, message, remedy

_REMOTE: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_HEAVY: Final = 2 * 1024 * 1024
_HEAD: Final = 512
_SUFFIXES: Final = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg"),
    "GIF": (".gif",),
    "WebP": (".webp",),
    "AVIF": (".avif",),
}


class Images:
    """Each picture must exist in the piece's folder, have a picture's first bytes and not be too large."""

    name = "images"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for picture in pictures.shown(subject):
            for severity, kind, message, remedy in self._inspect(subject, picture):
                yield subject.finding(
                    self.name, severity, message, remedy, line=picture.line, passage=picture.src, kind=kind
                )

    def _inspect(self, subject: Subject, picture: Shown) -> Iterator[Verdict]:
        verdict = _place(picture.src)
        if verdict:
            yield verdict
            return
        src = picture.src
        try:
            content = subject.files.read(src)
        except InputError as error:
            yield "blocking", "unreadable", error.problem.message, _("Check the file’s permissions.")
            return
        verdict = _missing() if content is None else _content(src, content)
        if verdict:
            yield verdict
        if content and not (verdict and verdict[0] == "blocking"):
            yield from _position(content)


def _place(src: str) -> Verdict | None:
    if _REMOTE.match(src):
        return (
            "blocking",
            "remote",
            _("The picture is fetched from another address, which tells a stranger who reads the page."),
            _("Save the picture in the piece’s folder images/ and name it: images/…"),
        )
    if src.startswith("/") or normpath(src).split("/")[0] == "..":
        return (
            "blocking",
            "outside",
            _("The picture lies outside the piece’s own folder."),
            _("Copy it into the piece’s folder images/ and name it: images/…"),
        )
    return None


def _missing() -> Verdict:
    return (
        "blocking",
        "missing",
        _("There is no such picture in the piece’s folder."),
        _("Put the file there, or correct its name; capitals and accents count."),
    )


def _content(src: str, content: bytes) -> Verdict | None:
    kind = kind_of(content[:_HEAD])
    if kind == "SVG":
        return (
            "blocking",
            "svg",
            _("SVG pictures can carry programs, so they are not published."),
            _("Export the drawing as PNG or WebP and use that file."),
        )
    if not kind:
        return (
            "blocking",
            "no_picture",
            _("The file is empty or no picture that browsers show, whatever its name says."),
            _("Use a PNG, JPEG, GIF, WebP or AVIF file."),
        )
    if flaw := _flaw(content):
        return flaw
    if not src.lower().endswith(_SUFFIXES[kind]):
        return (
            "warning",
            "suffix",
            _("The file is a {kind} picture, and its name says something else.").format(kind=kind),
            _("Rename it so that it ends with {suffix}, here and in the folder.").format(suffix=_SUFFIXES[kind][0]),
        )
    if len(content) > _HEAVY:
        return (
            "warning",
            f"heavy:{len(content)}",
            _("The picture weighs {size} MB, which is slow and costly on a phone.").format(
                size=decimal(len(content) / 1024 / 1024)
            ),
            _("Reduce it to some 1600 pixels across and save it as JPEG or WebP."),
        )
    return None


def _flaw(content: bytes) -> Verdict | None:
    """The reason why readers cannot see the picture, although its first bytes are a picture's."""
    if is_cut_off(content):
        return (
            "blocking",
            "cut_off",
            _("The picture’s file is cut off: readers would see a part of it or nothing."),
            _("Copy or download the file once more; a synchronised folder may not have finished."),
        )
    width, height = size_of(content)
    if not width:
        return (
            "blocking",
            "no_picture",
            _("The file is empty or no picture that browsers show, whatever its name says."),
            _("Open it in a picture editor and export it as JPEG or PNG."),
        )
    if is_absurd(width, height):
        return (
            "blocking",
            f"absurd:{width}x{height}",
            _("The picture says that it is {width} × {height} pixels, which no browser shows.").format(
                width=width, height=height
            ),
            _("Reduce it to some 1600 pixels across and save it as JPEG or WebP."),
        )
    return None


def _position(content: bytes) -> Iterator[Verdict]:
    if metadata.tells_position(content):
        yield (
            "warning",
            "position",
            _("The picture says where it was taken: it carries a GPS position."),
            _("Remove it with a picture editor: exports cannot leave it out of this file.")
            if metadata.tells_position(metadata.without(content))
            else _("Exports leave it out. The workspace keeps it: to be rid of it there too, use a picture editor."),
        )
