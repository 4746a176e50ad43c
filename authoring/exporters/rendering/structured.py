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
    told = revision.disclosure
    found: dict[str, Any] = {}
    if told.responsible:
        found["accountablePerson"] = _person(told.responsible)
    if told.editor:
        found["editor"] = _person(told.editor)
    if told.sources:
        name = _("Testimony {number}", revision.lang)
        found["isBasedOn"] = [
            {"@type": "CreativeWork", "name": name.format(number=number)} for number in range(1, told.sources + 1)
        ]
    if told.reviewers:
        found["mainEntityOfPage"] = {"@type": "WebPage", "reviewedBy": [_person(name) for name in told.reviewers]}
    return found


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": printable(name)}
