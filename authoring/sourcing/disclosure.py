"""The disclosure of a model's part in a piece, in its language; computed from the record, never typed by hand.

The program's own sentence always stands, in every form that readers and programs get. An organisation may add words of
its own behind it; no word of theirs takes its place, whatever it says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from authoring.text.i18n import _

DisclosureKind = Literal["human-only", "ai-assisted", "ai-autonomous", "not-recorded"]

SOURCE_TYPES: Final[Mapping[DisclosureKind, str]] = {
    "human-only": "digitalCreation",
    "ai-assisted": "compositeWithTrainedAlgorithmicMedia",
    "ai-autonomous": "trainedAlgorithmicMedia",
}
_SOURCE_TYPE_ROOT: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_MAILBOX: Final = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+")
_WEB: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<!--.*?(?:-->|\Z)|<[/!?]?[a-zA-Z][^>]*(?:>|\Z)|&(?:#\w+|\w+);", re.DOTALL)
_HIDING: Final = re.compile(r"(?<![^{}])[^{}]*+\{[^{}]*+\}")  # a rule of CSS
_SIGNS: Final = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILE: Final = re.compile(f"({_SIGNS}{{2}}){_SIGNS}+")  # no language has so many on a letter; they cover other lines
_FORM: Final = 2  # of what readers are told; since 2 an organisation's words are added and replace nothing


@dataclass(frozen=True)
class Disclosure:
    """What readers are told about the part that a model took, in the post's language.

    `text` is the program's sentence above the post; empty for `human-only`, and for `not-recorded`, of which nobody
    says how it was written. `added` are the organisation's own words, a paragraph of their own behind it. `parts` is
    what the model did, `reviewers` are the people who approved this very text, `editor` is who put it out, `sources`
    counts the testimonies it is based on.
    """

    kind: DisclosureKind
    text: str = ""
    responsible: str = ""
    contact: str = ""
    parts: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    editor: str = ""
    sources: int = 0
    added: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All that readers are told, the program's sentence first."""
        return tuple(filter(None, (self.text, self.added)))


def disclosure(
    kind: DisclosureKind,
    *,
    lang: str,
    responsible: str = "",
    contact: str = "",
    author: str = "",
    wording: str = "",
    parts: Collection[str] = (),
) -> Disclosure:
    """The disclosure of a piece; its text is empty when no model took part, or nobody recorded whether one did.

    `wording` is what an organisation adds; without a sentence of the program's there is nothing to add it to.
    `parts` is what the model did, as `sourcing.authorship` finds it.

    Without a responsible person the author stands for the piece, since somebody must be easy to find.
    """
    answerable = responsible or author
    if kind in ("human-only", "not-recorded"):
        return Disclosure(kind, "", answerable, contact)
    sentences = [_part_of_model(kind, lang, parts), *_did(lang, parts)]
    if answerable:
        sentences.append(_("Responsible for publication: {name}.", lang).format(name=answerable.rstrip(".")))
    if contact:
        sentences.append(_("A question? {contact}", lang).format(contact=contact))
    return Disclosure(kind, " ".join(sentences), answerable, contact, tuple(parts), added=visible(wording))


def shaping(wording: Mapping[str, str]) -> tuple[object, ...]:
    """What of the settings and of this module shapes every disclosure: where it changes, posts are sent anew."""
    return (_FORM, sorted(wording.items()))


def visible(wording: str) -> str:
    """What readers would see of a wording: no markup, no comment, no rule of style, no invisible character."""
    text = _HIDING.sub(" ", _MARKUP.sub(" ", wording))
    text = "".join(
        character
        for character in text
        if unicodedata.category(character) not in ("Cf", "Cc", "Co", "Cn") or character in "\n\t"
    )
    text = _PILE.sub(r"\1", unicodedata.normalize("NFC", text))
    return " ".join(text.split()) if any(character.isalpha() for character in text) else ""


def _part_of_model(kind: DisclosureKind, lang: str, parts: Collection[str]) -> str:
    if kind == "ai-autonomous":
        return _(
            "This article was written by a language model and was not reviewed by a person before publication.", lang
        )
    if parts and not {"drafted", "revised"} & set(parts):
        return _(
            "This article was written by our team, with proposals of a language model, "
            "then read and approved before publication.",
            lang,
        )
    return _(
        "This article was written in part with the help of a language model, "
        "then read and approved by our team before publication.",
        lang,
    )


def _did(lang: str, parts: Collection[str]) -> list[str]:
    """A sentence for each thing that the model did."""
    sentences = {
        "drafted": _("The model wrote a first version.", lang),
        "revised": _("The model reworded passages.", lang),
        "title": _("The model proposed the title.", lang),
        "description": _("The model proposed the summary.", lang),
        "alternatives": _("The model proposed descriptions of pictures.", lang),
    }
    return [sentence for part, sentence in sentences.items() if part in parts]


def source_type(kind: DisclosureKind) -> str:
    """The IPTC term for how the text came about, as an address; empty where that was not recorded."""
    return _SOURCE_TYPE_ROOT + SOURCE_TYPES[kind] if kind in SOURCE_TYPES else ""


def address(contact: str) -> str:
    """Where a click on the contact leads: a mailbox, a web page, or nowhere for a telephone number or a name."""
    if _MAILBOX.fullmatch(contact):
        return f"mailto:{contact}"
    return contact if _WEB.fullmatch(contact) else ""
