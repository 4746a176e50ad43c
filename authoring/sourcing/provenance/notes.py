"""Notes about a passage from its writing, with their messages and remedies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from authoring.errors import Remedy, advice
from authoring.text.i18n import _

NoteKind = Literal[
    "truncated", "language", "quote_chosen", "quote_added", "mark_dropped", "mark_lost", "shortened", "tidied"
]
Severity = Literal["blocking", "warning", "note"]

_SEVERITIES: Final[Mapping[NoteKind, Severity]] = {
    "truncated": "warning",
    "language": "blocking",
    "quote_chosen": "warning",
    "quote_added": "note",
    "mark_dropped": "warning",
    "mark_lost": "warning",
    "shortened": "warning",
    "tidied": "note",
}
_AT_THE_END: Final = ("truncated", "shortened")
_ABOUT_A_QUOTATION: Final = ("quote_chosen", "quote_added")
_AROUND_WORDS: Final = "> “”«»\u00a0\u202f\r"
_SHOWN: Final = 60  # characters


@dataclass(frozen=True)
class Note:
    """Something that happened while a passage was written. `values` fill in the message.

    `passage` is the part that it is about; no record holds it, since it is found again in the text.
    """

    kind: NoteKind
    values: Mapping[str, str] = field(default_factory=dict)
    passage: str = ""

    @property
    def key(self) -> str:
        """A key that distinguishes the notes about one passage, the same in every language of messages."""
        return " ".join((self.kind, *self.values.values()))

    def about(self, text: str) -> Note:
        """The note with the part of the passage's text that it is about: a quotation's words, the end of a cut text."""
        if self.kind in _ABOUT_A_QUOTATION:
            return replace(self, passage=text.partition("\n")[0].strip(_AROUND_WORDS))
        return replace(self, passage=text[-_SHOWN:] if self.kind in _AT_THE_END else text[:_SHOWN])

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return _SEVERITIES[self.kind]

    @property
    def message(self) -> str:
        """The message, in the language of messages."""
        return _messages()[self.kind].format(**{"what": "", "slug": "", "planned": "", **self.values})

    @property
    def remedy(self) -> Remedy:
        """The remedy: the next step."""
        return _remedies()[self.kind]


def _messages() -> Mapping[NoteKind, str]:
    return {
        "truncated": _("The model’s answer was cut off, and this passage ends at its last whole sentence."),
        "language": _("This passage seems not to be in the language of the piece."),
        "quote_chosen": _("The model placed no quotation of “{slug}” here, so the program chose this sentence."),
        "quote_added": _("The program chose this sentence of “{slug}”, whose words are not given to this model."),
        "mark_dropped": _(
            "The model placed the mark {what}, which names no sentence that may be quoted here; it was dropped."
        ),
        "mark_lost": _(
            "The model lost this passage, which it may not change; it was put back at the end of the section."
        ),
        "shortened": _(
            "The model wrote {what} words where {planned} were planned, and the program kept the beginning."
        ),
        "tidied": _("The program removed what the model wrote around the text: {what}."),
    }


def _remedies() -> Mapping[NoteKind, Remedy]:
    return {
        "truncated": _("Read the end and complete it, or raise max_tokens in the prompt and draft again."),
        "language": advice("draft-anew-or-write"),
        "quote_chosen": _("Read whether it fits here; move it, or choose another sentence of the testimony."),
        "quote_added": _("Read whether it fits here; move it, or choose another sentence of the testimony."),
        "mark_dropped": _("Read whether the sentence around it still makes sense."),
        "mark_lost": _("Move it to where it belongs."),
        "shortened": _("Read the end, and say what is missing; or raise `words` in the outline and draft again."),
        "tidied": _("Nothing needs to be done if the passage reads well."),
    }
