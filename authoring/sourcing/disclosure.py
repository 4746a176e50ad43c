"""What readers are told about a model's part in a piece, in its language; computed from the record, never typed.

An organisation may word the sentence. Words that show nothing, or that do not say that a model took part, do not
take its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
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
_SAYS_SO: Final = re.compile(
    r"(?<!\w)(?:AI|A\.I\.|IA|I\.A\.|LLM|GPT|ChatGPT|(?i:modèles?|models?|artificial|artificielle|algorithm\w*|algorithme\w*"
    r"|machine|automat\w+|generat(?:ed|ive)|généré\w*|générative))(?!\w)"
)
_DENIES: Final = re.compile(
    r"(?<!\w)(?:no|not|never|without|none|nor|n[’']t|sans|aucune?|jamais|pas|ni|nul(?:le)?|non)(?!\w)|n[’']t(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Disclosure:
    """What readers are told about the part that a model took, in the post's language.

    `text` is the sentence above the post; empty for `human-only` and for
    `not-recorded`, a post that was imported from elsewhere. `parts` is what the model did, `reviewers` are the
    people who approved this very text, `editor` is who put it out, `sources` counts the testimonies it is based on.
    """

    kind: DisclosureKind
    text: str = ""
    responsible: str = ""
    contact: str = ""
    parts: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    editor: str = ""
    sources: int = 0


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

    `wording` takes the place of the sentences about the model: an organisation may word them, and cannot remove them.
    `parts` is what the model did, as `sourcing.authorship` finds it.

    Without a responsible person the author stands for the piece, since somebody must be easy to find.
    """
    answerable = responsible or author
    if kind == "human-only" or (kind == "not-recorded" and not visible(wording)):
        return Disclosure(kind, "", answerable, contact)
    if kind == "not-recorded":
        sentences = [visible(wording)]
    else:
        sentences = [*_about_model(kind, lang, parts, visible(wording))]
    if answerable:
        sentences.append(_("Responsible for publication: {name}.", lang).format(name=answerable.rstrip(".")))
    if contact:
        sentences.append(_("A question? {contact}", lang).format(contact=contact))
    return Disclosure(kind, " ".join(sentences), answerable, contact, tuple(parts))


def visible(wording: str) -> str:
    """What readers would see of a wording: no markup, no comment, no rule of style, no invisible character."""
    text = _HIDING.sub(" ", _MARKUP.sub(" ", wording))
    text = "".join(
        character
        for character in text
        if unicodedata.category(character) not in ("Cf", "Cc", "Co", "Cn") or character in "\n\t"
    )
    return " ".join(text.split()) if any(character.isalpha() for character in text) else ""


def says_so(wording: str) -> bool:
    """Whether a wording says that a model took part, and does not deny it."""
    return bool(_SAYS_SO.search(wording)) and not _DENIES.search(wording)


def _about_model(kind: DisclosureKind, lang: str, parts: Collection[str], wording: str) -> Sequence[str]:
    """The organisation's own words; with ours behind them where theirs do not say it, or a review did not happen."""
    if wording and kind == "ai-assisted" and says_so(wording):
        return [wording]
    return [*([wording] if wording else []), _part_of_model(kind, lang, parts), *_did(lang, parts)]


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
