"""What of a text is denied: clause by clause, in French and English, negations and words of forbidding alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from authoring.sourcing.coverage.terms import Term, spelled
from authoring.sourcing.grounding.literals import blanked

_DENIES: Final = re.compile(
    r"\b(?:pas|jamais|aucune?s?|sans|ni|rien|non|zero|nul|not|never|no|nobody|none|nothing|without|neither|nor|cannot)\b"
    r"|\bpersonne n(?:e\b|')|\bne [^.,;:]{0,30}\bpersonne\b|n't\b|\bn'[^.,;:]{0,30}\b(?:plus|guere)\b"
)
_FORBIDS: Final = re.compile(
    r"\b(?:interdi\w+|proscri\w+|prohib\w+|banni\w*|exclu(?:s|e|es)?|refus(?:e|es|ee|ees|ent)|defendu\w*|banned|ban"
    r"|forbid\w*|prohibited|barred|excluded|out of bounds|off limits|restent chez eux"
    r"|unpaid|unsold|unable|impossible|inutile|stays? at home|plafonne\w*)\b"
)
_DENIES_NOTHING: Final = re.compile(
    r"\b(?:not only|non seulement|pas seulement|sans doute|no doubt|pas mal|no (?:longer|more|later|less|fewer) than"
    r"|not more than|pas (?:plus|moins) d[e']|never more than|jamais plus de|rien que|why not|pourquoi pas"
    r"|sans (?:cesse|arret|faute))"
)
_CLAUSES: Final = re.compile(
    r"[,;:()]|\b(?:mais|but|et|and|ou|or|car|so|because|parce que|puis|then|tandis que|while|whereas|si|if)\b"
)


@dataclass(frozen=True)
class Clause:
    """A part of a text between two commas or conjunctions: offsets in the folded text."""

    start: int
    end: int
    is_denied: bool


@dataclass(frozen=True)
class Clauses:
    """The clauses of a text."""

    spelling: str

    @cached_property
    def parts(self) -> tuple[Clause, ...]:
        """All of them, in order; those without a word are left out."""
        cuts = [
            0,
            *(offset for match in _CLAUSES.finditer(self.spelling) for offset in match.span()),
            len(self.spelling),
        ]
        spans = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True) if start < end]
        return tuple(Clause(start, end, _is_denied(self.spelling[start:end])) for start, end in spans)

    @cached_property
    def has_denial(self) -> bool:
        """Whether anything is denied or forbidden."""
        return any(part.is_denied for part in self.parts)

    def number_of(self, start: int) -> int:
        """The number of the clause that holds an offset."""
        return next((number for number, part in enumerate(self.parts) if part.start <= start < part.end), 0)

    def is_denied(self, term: Term) -> bool:
        """Whether the clause of a term is denied."""
        return bool(self.parts) and self.parts[self.number_of(term.start)].is_denied


@lru_cache(maxsize=4096)
def clauses(terms: tuple[Term, ...], text: str) -> Clauses:
    """The clauses of a text, read once; a denial that belongs to a phrase of the lexicon (`rien à payer`) is none."""
    spelling = spelled(text)
    return Clauses(blanked(spelling, [(term.start, term.end) for term in terms if " " in term.word]))


def _is_denied(clause: str) -> bool:
    """A denial of something forbidden allows it."""
    clause = _DENIES_NOTHING.sub(" ", clause)
    return bool(_DENIES.search(clause)) != bool(_FORBIDS.search(clause))
