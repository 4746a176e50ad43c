"""What readers are told about a model's part in a piece, in the piece's language; composed, never typed."""

from __future__ import annotations

import re
from typing import Final

from authoring.exporters import Disclosure, DisclosureKind
from authoring.i18n import _

SOURCE_TYPES: Final[dict[DisclosureKind, str]] = {
    "human-only": "digitalCreation",
    "ai-assisted": "compositeWithTrainedAlgorithmicMedia",
    "ai-autonomous": "trainedAlgorithmicMedia",
}
_SOURCE_TYPE_ROOT: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_MAILBOX: Final = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+")
_WEB: Final = re.compile(r"https?://\S+", re.IGNORECASE)


def disclosure(
    kind: DisclosureKind, *, lang: str, responsible: str = "", contact: str = "", author: str = "", wording: str = ""
) -> Disclosure:
    """The disclosure of a piece; its text is empty when no model took part.

    `wording` takes the place of the sentence about the model: an organisation may word it, and cannot remove it.

    Without a responsible person the author stands for the piece, since somebody must be easy to find.
    """
    answerable = responsible or author
    if kind == "human-only":
        return Disclosure(kind, "", answerable, contact)
    sentences = [wording.strip() or _part_of_model(kind, lang)]
    if answerable:
        sentences.append(_("Responsible for publication: {name}.", lang).format(name=answerable.rstrip(".")))
    if contact:
        sentences.append(_("A question? {contact}", lang).format(contact=contact))
    return Disclosure(kind, " ".join(sentences), answerable, contact)


def _part_of_model(kind: DisclosureKind, lang: str) -> str:
    if kind == "ai-assisted":
        return _(
            "This article was written in part with the help of a language model, "
            "then read and approved by our team before publication.",
            lang,
        )
    return _("This article was written by a language model and was not reviewed by a person before publication.", lang)


def source_type(kind: DisclosureKind) -> str:
    """The IPTC term for how the text came about, as an address."""
    return _SOURCE_TYPE_ROOT + SOURCE_TYPES[kind]


def address(contact: str) -> str:
    """Where a click on the contact leads: a mailbox, a web page, or nowhere for a telephone number or a name."""
    if _MAILBOX.fullmatch(contact):
        return f"mailto:{contact}"
    return contact if _WEB.fullmatch(contact) else ""
