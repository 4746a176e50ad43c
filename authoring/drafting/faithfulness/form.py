"""Whether a sentence is one, in its language, and free of the slips that small models make."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Final

from authoring.drafting.faithfulness.tasks import Fault, SentenceTask, bare
from authoring.drafting.faithfulness.vocabulary import has_verb
from authoring.sourcing import points
from authoring.sourcing.coverage.terms import terms
from authoring.text import sentences
from authoring.text.folding import plain
from authoring.text.words import FUNCTION_WORDS, words

_MOST_SENTENCES: Final = 2
_LONGEST: Final = 2.0  # times the words of the point
_TO_COMPLETE: Final = 9  # words that a telegraphic note may need to be a sentence
_NEARLY: Final = 0.85
_FEWEST_LETTERS: Final = 6
_MARKUP: Final = re.compile(r"[*_#`<>|{}\[\]\n]|https?:|\.\.\.|…")
_FOREIGN_LETTER: Final = re.compile(r"[^\x00-\u024f\u2010-\u203a\u20ac]")
_TWICE: Final = re.compile(r"\b(\w{2,})[ ,]+\1\b", re.IGNORECASE)
_MAY_STAND_TWICE: Final = ("nous nous", "vous vous", "had had", "that that")
_OPENING_SIGNS: Final = "£$€«“"
_END: Final = re.compile(r"[.!?]$")
# faults that a small model makes, and that no right sentence holds
_BROKEN: Final = {
    "fr": re.compile(
        r"\b(?:de le|de les|à le|à les|du le|des des|le le|la la|les les|un le|une la|des d['’]|de de|dans l[ae] \d"
        r"|ce est|se est|si il|que il|que elle|qu['’]ils? ont? venus?|ont venus?|a venu|ont allés?|a allé|dans \d{4}"
        r"|(?:le|la|de|je|ne|que|se) (?=[aeéèêiouyh](?!uit|aut|uit|ors|asard|all|and|êtr|éros|ont))[aeéèêiou]\w{2,}"
        r"|(?<![’'])\b(?:a|ont|avait|avaient) \w+(?:ées?|és|ites|uites?|ises)|il ont|ils (?:est|a)|de qui"
        r"|il y a (?:rien|pas|personne|jamais|plus)"
        r"|(?:est|sont|ont) on|sont \w+(?:ible|able|ique)|(?:les|des) \w+ements sont"
        r"|sauf (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre))\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:a (?=[aeio]\w{2,})(?!one|uni|eur|use|once)\w+|an (?=[bcdfgjklmnpqrstvwxyz])\w+|the the|of of|in in|to to"
        r"|are is|is are|was were|it have|they has|more better|can to|must to|not no)\b",
        re.IGNORECASE,
    ),
}
_REFLEXIVE: Final = re.compile(r"\bs(?:e)?\b(?! (?:il|ils)\b)")
_ADDRESSES: Final = re.compile(r"(?!rendez)\w+ez\b|(?:please|make|do|be|let) ")  # an order, where the note gives none


def form(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Whether it is one sentence or two, with a beginning, a verb and an end, of about the point's length."""
    own, planned = len(words(sentence)), len(words(task.point))
    if not own or _MARKUP.search(sentence) or not _END.search(sentence) or not _begins(sentence):
        yield Fault("form", sentence[-40:])
    if len(sentences.split(sentence)) > _MOST_SENTENCES or own > _LONGEST * planned + _TO_COMPLETE:
        yield Fault("form", str(own))
    if points.is_question(task.point) != sentence.endswith("?"):
        yield Fault("form", sentence[-1:])
    if ":" in sentence and ":" not in task.point:
        yield Fault("form", ":")
    if not has_verb(sentence, task.lang):
        yield Fault("form", "no verb")


def _begins(sentence: str) -> bool:
    """Whether a sentence begins as sentences do."""
    first = sentence[:1]
    return first.isupper() or first.isdigit() or first in _OPENING_SIGNS


def language(sentence: str, lang: str) -> Iterator[Fault]:
    """Whether it is in the language of the piece, by its letters and its small words."""
    if match := _FOREIGN_LETTER.search(sentence):
        yield Fault("language", match.group())
    spoken = words(sentence)
    own, other = (sum(word in FUNCTION_WORDS[name] for word in spoken) for name in _both(lang))
    if spoken and (other > own or not own):
        yield Fault("language", sentence[:40])


def _both(lang: str) -> tuple[str, str]:
    return lang, "en" if lang == "fr" else "fr"


def grammar(sentence: str, lang: str) -> Iterator[Fault]:
    """Broken grammar of the kinds that small models write, and that no right sentence holds."""
    for pattern in (_BROKEN[lang], _TWICE):
        match = pattern.search(sentence)
        if match and match.group().casefold() not in _MAY_STAND_TWICE:
            yield Fault("grammar", match.group())


def misspelt(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Words that are nearly a word of the point: a slip of the model, and no form of that word."""
    own, given = (frozenset(words(text)) for text in (sentence, task.point))
    without_accents = {plain(word) for word in given}
    yield from (Fault("grammar", word) for word in own - given if plain(word) in without_accents and not word.isascii())
    stated = terms(task.point, task.lang)
    for term in terms(sentence, task.lang):
        if any(term.stem == other.stem or term.classes & other.classes for other in stated):
            continue
        near = difflib.get_close_matches(term.word, [other.word for other in stated], n=1, cutoff=_NEARLY)
        if near and len(term.word) >= _FEWEST_LETTERS:
            yield Fault("grammar", term.word)


def other_mood(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """An order that the note does not give, and a verb that lost its pronoun."""
    own, given = bare(sentence), bare(task.point)
    if task.lang == "fr" and len(_REFLEXIVE.findall(own)) < len(_REFLEXIVE.findall(given)):
        yield Fault("grammar", "se")
    if _ADDRESSES.match(own) and not _ADDRESSES.match(given):
        yield Fault("changed", own.split()[0])
