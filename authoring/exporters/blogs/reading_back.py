"""Compares what a blog stored with what was sent, and with a new version, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Final

from authoring.errors import UnknownSlug, advice
from authoring.exporters import Difference, Observed
from authoring.exporters.blogs import Post, Remote
from authoring.exporters.blogs.ledger import DOWN, RemoteRecord
from authoring.text import alignment
from authoring.text.i18n import _

_SHOWN: Final = 3  # of the changed lines to show
_LONGEST: Final = 160
# changes that a blog's editor makes at every save: characters as entities or unescaped, empty elements with and
# without a slash, lines between the parts of a table
_ENTITY: Final = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|nbsp|quot|apos);")
_MARKUP: Final = "<>&"
_MEANT: Final = "<>&[:"  # unescaped, these are read as markup, as a shortcode or as an address
_SLASH: Final = re.compile(r"\s*/?>")
_BETWEEN: Final = re.compile(r">\s+<")


def changed_by_others(record: RemoteRecord, remote: Remote) -> list[str]:
    """The fields that somebody changed there. A scheduled piece published at its time counts as unchanged."""
    changed = [name for name, text in remote.fields.items() if not is_alike(text, record.fields.get(name, ""))]
    is_due = record.state == "scheduled" and remote.state == "live" and "date" not in changed
    return [name for name in changed if not (name == "state" and is_due)]


def mark_of(key: str) -> str:
    """The name of a revision in the program's mark."""
    return key[:16]


def has_arrived(record: RemoteRecord, remote: Remote) -> bool:
    """Whether an unanswered write was done: our version is there, and nobody has changed it since."""
    if remote.revision != mark_of(record.intent):
        return False
    return remote.is_untouched or not changed_there(record.intended, remote.fields)


def with_theirs(record: RemoteRecord, remote: Remote, *, by: str, reason: str) -> RemoteRecord:
    """The record with the blog's text as overwritten, unless it is ours, or an interrupted run recorded it."""
    fields = dict(remote.fields)
    entry = {"by": by, "reason": reason, "token": remote.token, "fields": fields}
    is_ours = has_arrived(record, remote) if record.intent else bool(record.key) and dict(record.fields) == fields
    entries = record.overwritten
    if not is_ours and entry not in entries[-1:]:
        entries = (*entries, entry)
    return replace(record, id=remote.id, fields=remote.fields, overwritten=entries)


def observed(slug: str, record: RemoteRecord, remote: Remote | None) -> Observed:
    """The piece at the blog, compared with its record."""
    if record.intent:
        return Observed(slug, record.hash, "unfinished", record.url, notes=record.notes)
    if record.state == DOWN and (remote is None or remote.state not in ("live", "scheduled")):
        return Observed(slug, record.hash, "taken-down", record.url)
    if remote is None or remote.state == "bin":
        return Observed(slug, record.hash, "gone", record.url)
    names = changed_by_others(record, remote)
    versions = tuple(Difference(name, record.fields.get(name, ""), remote.fields[name], "") for name in names)
    return Observed(slug, record.hash, "edited" if names else "as-sent", remote.url, versions, record.notes)


def nothing_there(slug: str, target: str) -> UnknownSlug:
    """The error for a piece that a target does not have."""
    return UnknownSlug(
        _("Nothing of “{slug}” stands at “{target}”.").format(slug=slug, target=target),
        advice("see-targets"),
    )


def is_alike(text: str, other: str) -> bool:
    """Whether two texts of a post are the same, regardless of how characters and tags are written."""
    return text == other or normalised(text, entities=_MEANT) == normalised(other, entities=_MEANT)


def normalised(text: str, *, entities: str = _MARKUP) -> str:
    """The text in a normal form, for comparison; characters in `entities` that are escaped stay escaped."""

    def as_itself(match: re.Match[str]) -> str:
        meant = unescape(match.group())
        return match.group() if meant in entities else meant

    return _BETWEEN.sub("><", _SLASH.sub(">", _ENTITY.sub(as_itself, text)))


def taken_down(record: RemoteRecord, before: Remote, after: Remote) -> dict[str, str]:
    """The fields at the blog after taking the piece down; an edit by somebody before that stays their edit."""
    by_us = {name: text for name, text in after.fields.items() if before.fields.get(name) != text}
    return {**(record.fields or (before.fields if before.is_untouched else {})), **by_us}


def renamed(post: Post, written: Remote) -> tuple[str, ...]:
    """The note when the site gave the piece another name than requested."""
    if written.slug == post.slug:
        return ()
    message = _("the name “{slug}” was taken there; the piece is called “{name}”")
    return (message.format(slug=post.slug, name=written.slug),)


def changed_there(sent: Mapping[str, str], stored: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that the blog stored differently, with the first lines that it left out."""
    return tuple(note for name in sent if sent[name] != stored.get(name) for note in _lines_of(name, sent, stored))


def would_change(there: Mapping[str, str], ours: Mapping[str, str]) -> tuple[str, ...]:
    """The changes that sending `ours` would make, a line for each field."""
    return tuple(_change_of(name, there.get(name, ""), text) for name, text in ours.items() if there.get(name) != text)


def field_name(name: str) -> str:
    """The name of a field of a post for people."""
    names = {
        "title": _("title"),
        "excerpt": _("summary"),
        "content": _("text"),
        "state": _("state"),
        "date": _("date"),
        "tags": _("tags"),
        "categories": _("categories"),
        "author": _("author"),
        "picture": _("picture"),
        "picture_alt": _("picture’s alternative text"),
        "picture_caption": _("picture’s caption"),
        "marks": _("marks for programs"),
        "layout": _("layout"),
        "front": _("front matter"),
        "text": _("text"),
        "pictures": _("pictures"),
    }
    return names.get(name, name)


def _lines_of(name: str, sent: Mapping[str, str], stored: Mapping[str, str]) -> Iterator[str]:
    yield _("the site changed “{field}”:").format(field=field_name(name))
    for sign, line in _lines(sent[name], stored.get(name, ""))[:_SHOWN]:
        yield f"  {sign} {line}"


def _change_of(name: str, before: str, after: str) -> str:
    if not before or "\n" in before + after:
        lines = _lines(before, after)
        counts = [sum(sign == counted for sign, _line in lines) for counted in "-+"]
        if sum(counts) > 1:
            return _("{field}: {removed} lines go, {added} lines come").format(
                field=field_name(name), removed=counts[0], added=counts[1]
            )
    texts = [_state_name(text) if name == "state" else _short(text) for text in (before, after)]
    return _("{field}: {before} → {after}").format(
        field=field_name(name), before=texts[0] or _("nothing"), after=texts[1] or _("nothing")
    )


def _state_name(state: str) -> str:
    """The name of the state of a post for people."""
    names = {"live": _("readers see it"), "scheduled": _("scheduled"), "draft": _("a draft"), "bin": _("in the bin")}
    return names.get(state, state)


def _lines(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ, each with - or +."""
    old, new = before.splitlines(), after.splitlines()
    lines = []
    for tag, i1, i2, j1, j2 in alignment.opcodes(old, new):
        if tag != "equal":
            lines += [("-", _short(line)) for line in old[i1:i2]] + [("+", _short(line)) for line in new[j1:j2]]
    return lines


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"
