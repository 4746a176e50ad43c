"""Checks that links have valid addresses and existing targets, without fetching any."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from posixpath import normpath
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from authoring.checks import Subject
from authoring.checks.support.reading import covers
from authoring.model.findings import Finding, Severity
from authoring.store import Key
from authoring.store.addresses import INDEX
from authoring.store.pieces import Attachments
from authoring.text.i18n import _

_WRITTEN: Final = re.compile(
    r"(?<![\\!])\[(?P<text>[^\[\]\n]{0,300})\]\((?P<href>[^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?)\)"
)
_DEFINED: Final = re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*(?P<href>\S{1,1000})", re.MULTILINE)
_AUTOMATIC: Final = re.compile(r"<(?P<href>[A-Za-z][A-Za-z0-9+.-]{1,30}:[^<>\s]{1,1000})>")
_SCHEME: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"[\s\x00-\x20\u200b-\u200f\u2060\ufeff]+")
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}|localhost|\[[0-9a-f:]+\]", re.IGNORECASE)
_VAGUE: Final = frozenset(
    ["ici", "cliquez ici", "cliquer ici", "lien", "ce lien", "en savoir plus", "lire la suite", "voir", "là", "plus",
     "here", "click here", "link", "this link", "more", "read more", "learn more", "this", "see"]
)  # fmt: skip

_TO_WORKSPACE: Final = 2  # steps from a piece's folder up to the workspace's

Verdict = tuple[Severity, str, str, str]  # severity, kind, message, remedy


class Links:
    """Well-formed addresses of the web or of mail, files and headings that exist, and link texts that say where."""

    name = "links"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for link in subject.reading.links:
            verdict = self._address(subject, link.href) or _text(link.text)
            if verdict:
                line = subject.body_line(link.line)
                yield _finding(subject, verdict, line=line, passage=link.href or link.text)
        yield from self._not_links(subject)

    def _not_links(self, subject: Subject) -> Iterator[Finding]:
        """Texts that look like links and that Markdown does not read as links."""
        reading = subject.reading
        addresses = {unquote(link.href) for link in reading.links}
        for pattern in (_WRITTEN, _DEFINED, _AUTOMATIC):
            for match in pattern.finditer(reading.shielded):
                href = match["href"].strip()
                bare = re.sub(r"\s+[\"'].*[\"']$", "", href).strip("<>")
                if covers(reading.code, match.start()) or unquote(bare) in addresses or not bare:
                    continue
                verdict = _refused(bare) or (_misspelt() if pattern is _WRITTEN else None)
                if verdict:
                    line = subject.line_at(match.start())
                    yield _finding(subject, verdict, line=line, passage=match.group())

    def _address(self, subject: Subject, href: str) -> Verdict | None:
        if not href or href == "#":
            return _nowhere()
        refusal = _refused(href)
        if refusal:
            return refusal
        try:
            parts = urlsplit(href)
        except ValueError:
            return _malformed()
        if parts.scheme == "mailto":
            return None if _ADDRESS.fullmatch(unquote(parts.path)) else _malformed()
        if parts.scheme or parts.netloc:
            return _on_the_web(parts)
        if not parts.path:
            return None if _has_anchor(subject, parts.fragment) else _no_anchor()
        return _local(subject, unquote(parts.path))


def _finding(subject: Subject, verdict: Verdict, *, line: int, passage: str) -> Finding:
    severity, kind, message, remedy = verdict
    return subject.finding(Links.name, severity, message, remedy, line=line, passage=passage, kind=kind)


def _refused(href: str) -> Verdict | None:
    scheme = _SCHEME.match(_UNSEEN.sub("", unquote(href)))
    if scheme is None or scheme["scheme"].lower() in ("http", "https", "mailto"):
        return None
    return (
        "blocking",
        "scheme",
        _("The link begins with {scheme}:, which is not an address that readers may be sent to.").format(
            scheme=scheme["scheme"].lower()
        ),
        _("Link to a page (https://…) or to a mail address (mailto:…), or take the link out."),
    )


def _on_the_web(parts: SplitResult) -> Verdict | None:
    if not _HOST.fullmatch(parts.hostname or ""):
        return _malformed()
    if parts.username is not None:
        return (
            "warning",
            "user",
            _("The address holds a user name before @, which can hide where it leads."),
            _("Write the address without it."),
        )
    return None


def _local(subject: Subject, path: str) -> Verdict | None:
    if path.startswith("/"):
        return (
            "note",
            "own_site",
            _("The link leads to a page of your own site, which cannot be looked up from here."),
            _("Make sure that the page is there."),
        )
    steps = normpath(path).split("/")
    upwards = steps.count("..")
    inner = [step for step in steps[upwards:] if step != "."]
    piece = next((step for step in inner if step in subject.pieces()), "")
    if upwards > _TO_WORKSPACE or (upwards == _TO_WORKSPACE and not piece):
        return (
            "blocking",
            "outside",
            _("The link leads out of the piece’s folder, where readers find nothing."),
            _("Link to a page’s whole address, https://…, or put the file into the piece’s folder."),
        )
    if piece and _is_in_piece(subject, piece, "/".join(inner[inner.index(piece) + 1 :])):
        return None
    if not inner or (not upwards and subject.files.find("/".join(inner))):
        return None
    return (
        "warning",
        "missing",
        _("The link leads to a file or a piece that is not there."),
        _("Correct its name, or put the file into the piece’s folder."),
    )


def _text(text: str) -> Verdict | None:
    words = " ".join(text.split()).casefold().strip(" .…»«")
    if not words:
        return (
            "warning",
            "no_text",
            _("The link has no text to click on."),
            _("Write between the square brackets where it leads."),
        )
    if words in _VAGUE:
        return (
            "note",
            "vague",
            _("The link’s text does not say where it leads, which people who jump from link to link need."),
            _("Name the page: [the opening hours](…) rather than [here](…)."),
        )
    return None


def _nowhere() -> Verdict:
    return (
        "warning",
        "nowhere",
        _("The link leads nowhere."),
        _("Write the address between the round brackets, or take it out."),
    )


def _malformed() -> Verdict:
    return (
        "warning",
        "malformed",
        _("The address is not well-formed."),
        _("Copy it again from your browser, https:// included."),
    )


def _misspelt() -> Verdict:
    return (
        "warning",
        "misspelt",
        _("This looks like a link and is not one: readers will see the brackets."),
        _("Write [text](https://…) without a space in the address."),
    )


def _no_anchor() -> Verdict:
    return (
        "warning",
        "anchor",
        _("No heading of this piece answers to this link."),
        _("Write # and the heading in small letters, with hyphens for spaces and without accents."),
    )


def _has_anchor(subject: Subject, fragment: str) -> bool:
    reading = subject.reading
    headings = [reading.prose[block.start : block.end] for block in reading.blocks if block.kind == "heading"]
    return _anchor(unquote(fragment)) in {_anchor(heading) for heading in headings}


def _anchor(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def _is_in_piece(subject: Subject, piece: str, name: str) -> bool:
    """Whether a name beside a piece's text is the text or an existing file; no name: whether the piece exists."""
    return name in ("", INDEX) or bool(Attachments(subject.files.blobs, Key("piece", piece)).find(name))
