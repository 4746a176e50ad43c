"""The words that a sentence may use, and those that it must: its point's, and a few that say little by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final

from authoring.drafting.faithfulness.tasks import Fault, SentenceTask
from authoring.sourcing.coverage.terms import Term, is_like, terms
from authoring.text.folding import plain
from authoring.text.words import words

_LONG: Final = 9  # words of a point that carry meaning: of so many, one may be said in another way
_FORMS: Final = 5  # letters by which two forms of one word differ, at most
_KIN: Final = 6  # letters that words of one family begin with, at least, and half of the longer one
_ADDRESSED: Final = re.compile(
    r"\b(?:je|moi|mon|ma|mes|i|my|me|myself|tu|toi)\b|\b(?:cette note|la note|this note|the note|phrase|sentence)\b",
    re.IGNORECASE,
)
_ACCENTED: Final = re.compile(r"(?:[cs]'|(?<=\w)n't|\w)\w*")
_BEFORE_NOUNS: Final = {
    "fr": frozenset(
        "le la les l un une des de du d au aux à en par sur sous pour avec sans ce cet cette ces son sa ses leur leurs "
        "notre nos votre vos deux trois quatre cinq six sept huit neuf dix douze vingt premiers premier".split()
    ),
    "en": frozenset(
        "the a an of in on at by for from with without this that these those its his her their our your two three four "
        "five six seven eight nine ten twelve twenty no every each first next".split()
    ),
}


def strange_words(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """The words of a sentence that neither its point, its context nor everyday speech hold."""
    allowed = [*terms(task.point, task.lang), *terms(task.context, task.lang)]
    usual = everyday(task.lang)
    if not has_verb(task.point, task.lang):
        usual |= word_list(f"completing.{task.lang}.txt")
    for term in terms(sentence, task.lang):
        if (
            term.word.isdigit()
            or term.is_modifier
            or term.word in usual
            or any(are_kin(term, other) for other in allowed)
        ):
            continue
        yield Fault("word", term.word)
    if (match := _ADDRESSED.search(sentence)) and match.group().casefold() not in words(task.point):
        yield Fault("word", match.group())


def lost_words(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """The words of a point that its sentence does not say, where they are too many."""
    wanted = [term for term in terms(task.point, task.lang) if term.word not in everyday(task.lang)]
    spoken = terms(sentence, task.lang)
    lost = [term.word for term in wanted if not any(are_kin(term, other) for other in spoken)]
    if len(lost) > (len(wanted) > _LONG) or (wanted and len(lost) == len(wanted)):
        yield Fault("missing", ", ".join(lost))


def has_verb(text: str, lang: str) -> bool:
    """Whether a text has a verb of its own, as far as a list of common ones tells; a note often has none.

    What follows an article or a preposition is a noun: `les livres`, `by post`.
    """
    forms, before = _verb_forms(lang), ""
    for word in _ACCENTED.findall(text.casefold().replace("’", "'")):
        if word in forms and before not in _BEFORE_NOUNS[lang] and not before.isdigit():
            return True
        before = word
    return False


@lru_cache(maxsize=2)
def _verb_forms(lang: str) -> frozenset[str]:
    rows = [row.split() for row in _rows(f"verbs.{lang}.txt")]
    regular, forms = rows[0], [form for row in rows[1:] for form in row]
    for verb in regular:
        if lang == "en":
            forms += [verb, f"{verb}s", f"{verb}es", f"{verb.removesuffix('y')}ies"]
        elif verb.endswith("er"):
            stem = verb.removesuffix("er")
            forms += [f"{stem}{ending}" for ending in ("e", "es", "ent", "ait", "aient", "era", "eront", "ons", "ez")]
    return frozenset(forms)


def are_kin(term: Term, other: Term) -> bool:
    """Whether two words mean the same or are of one family: `inscription` and `inscrire`."""
    if abs(len(term.word) - len(other.word)) > _FORMS and not term.classes & other.classes:
        return False  # `établis` and `établissements` have one stem
    if is_like(term, other):
        return True
    return term.word[:_KIN] == other.word[:_KIN] and 2 * _KIN >= max(len(term.word), len(other.word)) > _KIN


def everyday(lang: str) -> frozenset[str]:
    """Words that carry little: being, having, doing, taking place, people."""
    return word_list(f"everyday.{lang}.txt")


@lru_cache(maxsize=8)
def word_list(name: str) -> frozenset[str]:
    """The words of one of the lists that come with this package, folded."""
    return frozenset(plain(word) for row in _rows(name) for word in row.split())


def _rows(name: str) -> list[str]:
    text = files(__name__.rpartition(".")[0]).joinpath(name).read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row and not row.startswith("#")]
