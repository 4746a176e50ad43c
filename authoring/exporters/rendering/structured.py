"""A post as schema.org's BlogPosting, for search engines and for programs that look for how it was made."""

from __future__ import annotations

from typing import Any

from authoring.exporters import ApprovedRevision
from authoring.exporters.rendering.text import printable
from authoring.sourcing.disclosure import source_type
from authoring.text.i18n import _


def structured(revision: ApprovedRevision, *, url: str = "", picture: str = "") -> dict[str, Any]:
    """The post's facts as JSON-LD; `url` and `picture` are addresses, left out where a target has none."""
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": printable(revision.title),
        "description": printable(revision.description),
        "inLanguage": revision.lang,
        "url": url,
        "datePublished": revision.published.isoformat(timespec="seconds"),
        "dateModified": revision.updated.isoformat(timespec="seconds"),
        "author": _person(revision.author),
        "digitalSourceType": source_type(revision.disclosure.kind),
        **_people(revision),
        "keywords": [printable(tag) for tag in revision.tags],
        "image": picture,
    }
    return {key: value for key, value in about.items() if value or key == "description"}


def _people(revision: ApprovedRevision) -> dict[str, Any]:
    """Who answers for the post, who put it out, and who read it before, which belongs to the page."""
    disclosure = revision.disclosure
    entries: dict[str, Any] = {}
    if disclosure.responsible:
        entries["accountablePerson"] = _person(disclosure.responsible)
    if disclosure.editor:
        entries["editor"] = _person(disclosure.editor)
    if disclosure.sources:
        name = _("Testimony {number}", revision.lang)
        entries["isBasedOn"] = [
            {"@type": "CreativeWork", "name": name.format(number=number)} for number in range(1, disclosure.sources + 1)
        ]
    if disclosure.reviewers:
        entries["mainEntityOfPage"] = {
            "@type": "WebPage",
            "reviewedBy": [_person(name) for name in disclosure.reviewers],
        }
    return entries


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": printable(name)}
