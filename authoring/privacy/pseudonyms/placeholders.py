"""The words that stand for names: `PERSON_K7QX`, a kind and a code whose letters cannot be mistaken for another's.

Any two codes differ in at least three of their four characters, so that a code with one wrong character is still
known, and one that a model has invented is not. Codes are given out in the order in which names appear in a text:
they say nothing of a name, and the same text always gets the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal

Kind = Literal["PERSON", "FIRST", "LAST", "EMAIL", "PHONE", "ORG", "SOURCE"]

KINDS: Final[tuple[Kind, ...]] = ("PERSON", "FIRST", "LAST", "EMAIL", "PHONE", "ORG", "SOURCE")
LENGTH: Final = 4
_ALPHABET: Final = "2345679BCDFGHJKMNPQRTWX"  # 23, a prime; nothing that is mistaken for something else
_STEP: Final = 211

# what a model may make of a kind: another case, another language
_SPELLINGS: Final[dict[str, Kind]] = {
    **dict.fromkeys(["person", "personne", "persona", "name"], "PERSON"),
    **dict.fromkeys(["first", "firstname", "prenom", "prénom", "premier"], "FIRST"),
    **dict.fromkeys(["last", "lastname", "surname", "nom", "dernier"], "LAST"),
    **dict.fromkeys(["email", "e-mail", "mail", "courriel"], "EMAIL"),
    **dict.fromkeys(["phone", "telephone", "téléphone", "tel", "tél"], "PHONE"),
    **dict.fromkeys(["org", "organisation", "organization", "organisme"], "ORG"),
    **dict.fromkeys(["source"], "SOURCE"),
}
_NAMES: Final = "|".join(sorted(map(re.escape, _SPELLINGS), key=len, reverse=True))

WRITTEN: Final = re.compile(
    rf"(?<!\w)(?P<kind>{_NAMES})(?P<joint>[\s\u00a0\\_·.‐‑–-]{{0,3}})(?P<code>(?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-Z]{{3,6}})"
    r"(?:[\\_‐‑-]{1,2}(?P<number>\d{1,3}))?(?P<tail>\w*)",
    re.IGNORECASE,
)
# what can only be one of ours, whatever became of its code
LEFT: Final = re.compile(rf"(?<!\w)(?:{_NAMES.upper()})\\?_\w*")
# one that nobody put back, in a text for readers
STANDING: Final = re.compile(rf"(?<!\w)(?:{'|'.join(KINDS)})_[{_ALPHABET}]{{{LENGTH}}}(?:_\d+)?(?!\w)")


def kind_of(spelling: str) -> Kind:
    """The kind that a spelling of it means."""
    return _SPELLINGS[spelling.lower()]


def written(kind: Kind, code: str, number: int) -> str:
    """The placeholder for the `number`-th spelling of somebody's name, from 1."""
    return f"{kind}_{code}" if number == 1 else f"{kind}_{code}_{number}"


@cache
def codes() -> tuple[str, ...]:
    """Every code, in the order in which they are given out; each holds a figure and a letter."""
    return tuple(code for code in _all() if re.search(r"\d", code) and re.search("[A-Z]", code))


def _all() -> Iterator[str]:
    size = len(_ALPHABET)
    for index in range(size * size):
        a, b = divmod((index * _STEP + 97) % (size * size), size)
        yield "".join(_ALPHABET[value % size] for value in (a, b, a + b, a + 2 * b))


def nearest(code: str, candidates: Iterator[str] | list[str]) -> str | None:
    """The code among `known` that has at most one other character; there is never more than one."""
    wanted = code.upper()
    for candidate in candidates:
        if len(candidate) == len(wanted) and sum(a != b for a, b in zip(candidate, wanted, strict=True)) <= 1:
            return candidate
    return None
