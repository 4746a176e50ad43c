"""A finding of a check about a text, with its place, its severity and the digest that identifies it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from authoring.errors import Remedy
from authoring.text.spelling import folded

_FEWEST_DIGITS: Final = 8

Severity = Literal["blocking", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing that a check noticed. `line` is the file's, from 1; `passage` is the text it is about.

    `kind` distinguishes the findings of one check about one passage: a short key, the same in every language of
    messages, with the literal or the figures when there can be several. A blocking finding that `is_acceptable` stops
    an approval until whoever approves accepts it by name.
    """

    check: str
    severity: Severity
    message: str
    remedy: Remedy
    file: str
    line: int = 1
    passage: str = ""
    kind: str = ""
    is_acceptable: bool = False

    @property
    def digest(self) -> str:
        """The SHA-256 of the check's name, the kind and the folded passage.

        It stays the same when the passage moves or its typography is corrected, and changes with the words or the kind.
        So a warning can be accepted by name, and the acceptance ends when the words change.
        """
        import hashlib

        subject_matter = f"{self.check}\n{folded(self.kind)}\n{folded(self.passage)}"
        return hashlib.sha256(subject_matter.encode()).hexdigest()

    @property
    def id(self) -> str:
        """The first twelve digits of `digest`, by which people name a finding."""
        return self.digest[:12]

    def is_named(self, wanted: str) -> bool:
        """Whether these digits name this finding: eight or more of its id."""
        return len(wanted) >= _FEWEST_DIGITS and self.digest.startswith(wanted.lower())
