"""Whether a sentence says one point of the outline: all of it, nothing else, and in good form.

A strict judge, for models that cannot be trusted with a plan. It refuses good sentences sooner than it lets a wrong
one pass: where nothing passes, the outline's own words stand.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, Literal

from authoring.sourcing import points
from authoring.sourcing.coverage import Point, cover
from authoring.sourcing.coverage.stems import stem
from authoring.sourcing.coverage.terms import Term, is_like, terms
from authoring.sourcing.grounding import negation
from authoring.text import sentences
from authoring.text.folding import plain
from authoring.text.words import FUNCTION_WORDS, words

FaultKind = Literal["form", "language", "word", "fact", "missing", "changed", "grammar", "repeated"]

_MOST_SENTENCES: Final = 2
_LONGEST: Final = 2.0  # times the words of the point
_TO_COMPLETE: Final = 9  # words that a telegraphic note may need to be a sentence
_LONG: Final = 9  # words of a point that carry meaning: of so many, one may be said in another way
_FORMS: Final = 5  # letters by which two forms of one word differ, at most
_KIN: Final = 6  # letters that words of one family begin with, at least, and half of the longer one
_MARKUP: Final = re.compile(r"[*_#`<>|{}\[\]\n]|https?:|\.\.\.|…")
_FOREIGN_LETTER: Final = re.compile(r"[^\x00-\u024f\u2010-\u203a\u20ac]")
_TWICE: Final = re.compile(r"\b(\w{2,})[ ,]+\1\b", re.IGNORECASE)
_OPENING_SIGNS: Final = "£$€«“"
_END: Final = re.compile(r"[.!?]$")
# faults that a small model makes, and that no right sentence holds
_BROKEN: Final = {
    "fr": re.compile(
        r"\b(?:de le|de les|à le|à les|du le|des des|le le|la la|les les|un le|une la|des d['’]|de de|dans l[ae] \d"
        r"|ce est|se est|si il|que il|que elle|qu['’]ils? ont? venus?|ont venus?|a venu|ont allés?|a allé|dans \d{4}"
        r"|(?:le|la|de|je|ne|que|se) (?=[aeéèêiouyh](?!uit|aut|uit|ors|asard|all|and|êtr|éros|ont))[aeéèêiou]\w{2,}"
        r"|(?<![’'])\b(?:a|ont|avait|avaient) \w+(?:ées?|és|ites|uites?|ises)|il ont|ils (?:est|a)|de qui"
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
_ADDRESSED: Final = re.compile(
    r"\b(?:je|moi|mon|ma|mes|i|my|me|myself|tu|toi)\b|\b(?:cette note|la note|this note|the note|phrase|sentence)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a sentence: the kind, and the words that show it."""

    kind: FaultKind
    words: str = ""


@dataclass(frozen=True)
class SentenceTask:
    """One point to be said as a sentence. `context` are words that it may use: its heading and its neighbours."""

    point: str
    lang: str
    context: str = ""


def faults(sentence: str, task: SentenceTask) -> list[Fault]:
    """What is wrong with a sentence that is to say the task's point; nothing where it may stand."""
    return [
        *_form(sentence, task),
        *_language(sentence, task.lang),
        *_grammar(sentence, task.lang),
        *_strange_words(sentence, task),
        *_facts(sentence, task),
        *_lost_words(sentence, task),
        *_turned_words(sentence, task),
    ]


def is_copy(sentence: str, point: str) -> bool:
    """Whether a sentence is the point's own words, apart from case, typography and the full stop."""
    return _bare(sentence) == _bare(points.without_notes(point))


def _form(sentence: str, task: SentenceTask) -> Iterator[Fault]:
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


def _language(sentence: str, lang: str) -> Iterator[Fault]:
    if match := _FOREIGN_LETTER.search(sentence):
        yield Fault("language", match.group())
    spoken = words(sentence)
    own, other = (sum(word in FUNCTION_WORDS[name] for word in spoken) for name in _both(lang))
    if spoken and (other > own or not own):
        yield Fault("language", sentence[:40])


def _both(lang: str) -> tuple[str, str]:
    return lang, "en" if lang == "fr" else "fr"


def _grammar(sentence: str, lang: str) -> Iterator[Fault]:
    for pattern in (_BROKEN[lang], _TWICE):
        match = pattern.search(sentence)
        if match and match.group().casefold() not in _MAY_STAND_TWICE:
            yield Fault("grammar", match.group())


_MAY_STAND_TWICE: Final = ("nous nous", "vous vous", "had had", "that that")


def _strange_words(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """The words of a sentence that neither its point, its context nor everyday speech hold."""
    allowed = [*terms(task.point, task.lang), *terms(task.context, task.lang)]
    everyday = _everyday(task.lang)
    if not has_verb(task.point, task.lang):
        everyday |= _word_list(f"completing.{task.lang}.txt")
    for term in terms(sentence, task.lang):
        if (
            term.word.isdigit()
            or term.is_modifier
            or term.word in everyday
            or any(_are_kin(term, other) for other in allowed)
        ):
            continue
        yield Fault("word", term.word)
    if (match := _ADDRESSED.search(sentence)) and match.group().casefold() not in words(task.point):
        yield Fault("word", match.group())


def _facts(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Facts of the point that the sentence lacks or changes, and facts of the sentence that the point lacks."""
    forth = cover([Point("", task.point)], [sentence], lang=task.lang)[0]
    denies_the_same = _denied(sentence, task.lang) == _denied(task.point, task.lang)
    yield from (Fault("missing", fact.text) for fact in forth.missing)
    yield from (Fault("changed", it.text) for it, _contrary in forth.changed if it.kind != "negation")
    if forth.status == "missing":
        yield Fault("missing", task.point)
    back = cover([Point("", sentence)], [f"{task.point} {task.context}"], lang=task.lang)[0]
    yield from (Fault("fact", fact.text) for fact in back.missing if fact.kind != "condition")
    yield from (Fault("fact", it.text) for it, _contrary in back.changed if it.kind != "negation")
    if not denies_the_same or negation.is_negative(sentence) != negation.is_negative(task.point):
        yield Fault("changed", sentence)
    yield from _conditions(sentence, task)


def _denied(text: str, lang: str) -> frozenset[str]:
    """The stems of the words that are denied: the first one after each denial that carries meaning."""
    spelling = plain(text.replace("’", "'"))
    spoken = [(match.start(), match.group()) for match in re.finditer(r"[a-z0-9]+", spelling)]
    idle = _everyday(lang) | FUNCTION_WORDS[lang] | _DENYING
    denials = _DENIALS[lang].finditer(spelling)
    ends = [it.end() for it in denials if it.group() != "pas" or not _NE.search(spelling[: it.start()])]
    following = (next((word for start, word in spoken if start >= end and word not in idle), "") for end in ends)
    return frozenset(stem(word, lang) for word in following if word)


_NE: Final = re.compile(r"\b(?:ne |n')[^.,;:]{0,30}$")  # what stands before the `pas` of a denial that began already
_DENYING: Final = frozenset("ne n pas plus d l no not never nor longer more any anymore yet t".split())
_DENIALS: Final = {
    "fr": re.compile(r"\bne\b|\bn'|\bpas\b|\bsans\b|\bni\b|\baucune?s?\b|\bjamais\b"),
    "en": re.compile(r"\bno\b|\bnot\b|n't\b|\bnever\b|\bwithout\b|\bnone of\b|\bnobody\b|\bneither\b|\bnor\b"),
}


def _conditions(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Words that limit what is said (`only`, `except`, `about`, `if`): the sentence has those that the point has."""
    wanted, stated = (_limits(text, task.lang) for text in (task.point, sentence))
    may_complete = not has_verb(task.point, task.lang)
    yield from (Fault("missing", name) for name in sorted(wanted - stated))
    yield from (Fault("fact", name) for name in sorted(stated - wanted) if not (may_complete and name in _COMPLETING))


def _limits(text: str, lang: str) -> frozenset[str]:
    spelling = f" {' '.join(re.findall(r'[a-z0-9]+', plain(text)))} "
    return frozenset(name for name, pattern in _LIMITS[lang].items() if pattern.search(spelling))


_LIMITS: Final = {
    lang: {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in group.items()}
    for lang, group in {
        "fr": {
            "sauf": r"sauf|hormis|excepte|a l exception|a part",
            "sans": r"sans",
            "seulement": r"seule?s?|seulement|uniquement|que si|reservee?s?|ne \w+ que",
            "si": r"si|s il|s ils|a condition|pourvu|en cas",
            "environ": r"environ|a peu pres|pres de|quelque|vers|une? \w+aine",
            "au moins": r"au moins|minimum|au minimum",
            "au plus": r"au plus|maximum|au maximum|jusqu",
            "avant": r"avant",
            "apres": r"apres|a partir|des le|des la|depuis",
            "toujours": r"toujours|encore",
            "plus": r"ne \w+ plus|n \w+ plus|plus de|plus d",
            "moins": r"moins",
            "presque": r"presque|a peine",
            "parfois": r"parfois|souvent|rarement|de temps en temps",
            "surtout": r"surtout|principalement|avant tout|notamment|en particulier",
            "chaque": r"chaque|tous les|toutes les|par (?:jour|semaine|mois|an)|hebdomadaire|mensuel\w*",
            "ensemble": r"ensemble",
            "peut": r"peut|peuvent|pourra|pourront|possible|possibles",
            "doit": r"doit|doivent|devra|faut|faudra|obligatoire\w*|necessaire\w*",
            "aussi": r"aussi|egalement",
        },
        "en": {
            "except": r"except|apart from|other than|save for",
            "without": r"without",
            "only": r"only|just|solely|no one but|nobody but",
            "if": r"if|provided|unless|in case|as long as",
            "about": r"about|around|roughly|some|nearly|almost|approximately",
            "at least": r"at least|minimum",
            "at most": r"at most|maximum|up to|no more than",
            "before": r"before|until|till",
            "after": r"after|since",
            "still": r"still|yet",
            "more": r"more than|over",
            "less": r"less than|under|fewer than|below",
            "sometimes": r"sometimes|often|rarely|from time to time",
            "mostly": r"mostly|mainly|above all|especially|chiefly",
            "each": r"each|every|a day|a week|a month|a year|per|daily|weekly|monthly|yearly",
            "together": r"together",
            "may": r"can|may|could|might",
            "must": r"must|have to|has to|need to|needs to|required",
            "also": r"also|too",
        },
    }.items()
}
_COMPLETING: Final = frozenset({"peut", "doit", "aussi", "may", "must", "also"})
_INDEFINITE: Final = {"fr": r"(?:un|une)", "en": r"(?:a|an|one)"}
_DEFINITE: Final = {"fr": r"(?:le|la|l|au|du|ce|cet|cette)", "en": r"(?:the|this|that)"}
_PRONOUNS: Final = {
    "fr": re.compile(
        r"\b(?:il|elle|ils|elles|nous|vous|lui|leur)\b"
        r"(?! y a\b| n y a\b| ne faut\b| faut\b| faudra| est possible| a fallu)"
    ),
    "en": re.compile(r"\b(?:he|she|we|us|him|her)\b"),
}
_TO_READERS: Final = {"fr": frozenset({"vous", "on"}), "en": frozenset({"you"})}


def _turned_words(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Who acts, and whether something is one of several or the only one, as the point has it; nothing twice."""
    own, given = _bare(sentence), _bare(task.point)
    for match in _PRONOUNS[task.lang].finditer(own):
        is_for_readers = match.group() in _TO_READERS[task.lang] and not has_verb(task.point, task.lang)
        if not re.search(rf"\b{match.group()}\b", given) and not is_for_readers and not _stands_for(match, own):
            yield Fault("changed", match.group())
    for match in re.finditer(rf"\b{_INDEFINITE[task.lang]} (\w+)", given):
        if re.search(rf"\b{_DEFINITE[task.lang]} {match.group(1)}\b", own):
            yield Fault("changed", match.group())
    for name, pattern in _CAUSES.items():
        if pattern.search(own) and not pattern.search(given):
            yield Fault("fact", name)
    yield from _said_twice(sentence, task.lang)
    yield from _oftener(sentence, task)
    yield from _misspelt(sentence, task)
    yield from _moved(sentence, task)
    for match in re.finditer(r"\bpas (?:de|d) (\w+)", given):
        if not re.search(rf"\b(?:(?:pas|plus|ni) (?:de|d)|aucune?|sans|ni) {match.group(1)}", own):
            yield Fault("changed", match.group())


def _oftener(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Words that a sentence uses oftener than its point: a relation that the point does not state."""
    stated = Counter(term.stem for term in terms(task.point, task.lang))
    used = Counter(term.stem for term in terms(sentence, task.lang) if term.word not in _everyday(task.lang))
    for name, count in used.items():
        if count > max(1, stated[name]) and len(name) >= _STEM:
            yield Fault("repeated", name)


def _misspelt(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Words that are nearly a word of the point: a slip of the model, and no form of that word."""
    stated = terms(task.point, task.lang)
    for term in terms(sentence, task.lang):
        if any(term.stem == other.stem or term.classes & other.classes for other in stated):
            continue
        near = difflib.get_close_matches(term.word, [other.word for other in stated], n=1, cutoff=_NEARLY)
        if near and len(term.word) >= _KIN:
            yield Fault("grammar", term.word)


def _moved(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Days, months and numbers that stand beside other words than in the point: `hands in April, cans in August`."""
    stated, used = (_neighbours(text, task.lang) for text in (task.point, sentence))
    for name in stated.keys() & used.keys() if len(stated) > 1 else ():
        if not any(mine == theirs for mine, theirs in zip(stated[name], used[name], strict=True)):
            yield Fault("changed", name)


def _neighbours(text: str, lang: str) -> dict[str, tuple[str, str]]:
    """The words before and after each day, month and number of a text; one that comes twice is left out."""
    words_in_order = [term for term in terms(text, lang) if term.word not in _everyday(lang)]
    stems = ["", *(term.stem for term in words_in_order), ""]
    names = [term.word for term in words_in_order]
    return {
        name: (stems[index], stems[index + 2])
        for index, name in enumerate(names)
        if names.count(name) == 1 and (name.isdigit() or name in _MOMENTS)
    }


_MOMENTS: Final = frozenset(
    """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi
    vendredi samedi dimanche matin midi soir minuit january february march april may june july august september october
    november december monday tuesday wednesday thursday friday saturday sunday morning noon evening midnight
    """.split()
)
_NEARLY: Final = 0.85
_STEM: Final = 3
_ACCENTED: Final = re.compile(r"(?:[cs]'|(?<=\w)n't|\w)\w*")
_CAUSES: Final = {
    "because": re.compile(r"\b(?:car|parce qu\w*|puisqu\w*|because)\b"),
    "so": re.compile(r"\b(?:donc|ainsi|grace a|therefore|thus|thanks to|so that|afin)\b"),
    "although": re.compile(r"\b(?:bien que|malgre|although|though|despite|however|cependant|pourtant|toutefois)\b"),
}


def _said_twice(sentence: str, lang: str) -> Iterator[Fault]:
    """Two words in a row that carry meaning and come again: `in November, … and in November`."""
    stems = [term.stem for term in terms(sentence, lang)]
    pairs = Counter(pairwise(stems))
    yield from (Fault("repeated", " ".join(pair)) for pair, count in pairs.items() if count > 1)


def _stands_for(pronoun: re.Match[str], own: str) -> bool:
    """Whether a pronoun takes up what the sentence has named before: `…, and it is open`."""
    return len(own[: pronoun.start()].split()) >= _BEFORE_PRONOUN and pronoun.group() in ("il", "elle", "ils", "elles")


_BEFORE_PRONOUN: Final = 4


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


def _rows(name: str) -> list[str]:
    text = files("authoring.drafting").joinpath(name).read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row and not row.startswith("#")]


def _lost_words(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """The words of a point that its sentence does not say, where they are too many."""
    wanted = [term for term in terms(task.point, task.lang) if term.word not in _everyday(task.lang)]
    spoken = terms(sentence, task.lang)
    lost = [term.word for term in wanted if not any(_are_kin(term, other) for other in spoken)]
    if len(lost) > (len(wanted) > _LONG) or (wanted and len(lost) == len(wanted)):
        yield Fault("missing", ", ".join(lost))


def _everyday(lang: str) -> frozenset[str]:
    """Words that carry little: being, having, doing, taking place, people."""
    return _word_list(f"everyday.{lang}.txt")


@lru_cache(maxsize=8)
def _word_list(name: str) -> frozenset[str]:
    return frozenset(plain(word) for row in _rows(name) for word in row.split())


def _are_kin(term: Term, other: Term) -> bool:
    """Whether two words mean the same or are of one family: `inscription` and `inscrire`."""
    if abs(len(term.word) - len(other.word)) > _FORMS and not term.classes & other.classes:
        return False  # `établis` and `établissements` have one stem
    if is_like(term, other):
        return True
    return term.word[:_KIN] == other.word[:_KIN] and 2 * _KIN >= max(len(term.word), len(other.word)) > _KIN


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", plain(text)))


def best_first(candidates: Sequence[str], task: SentenceTask) -> list[str]:
    """The candidates without faults, those in words of their own before copies of the point."""
    good = [candidate for candidate in dict.fromkeys(candidates) if not faults(candidate, task)]
    return sorted(good, key=lambda candidate: is_copy(candidate, task.point))


__all__ = ["Fault", "FaultKind", "SentenceTask", "best_first", "faults", "has_verb", "is_copy"]
