"""Whether a sentence states the facts, conditions and denials of its point, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from authoring.drafting.faithfulness.tasks import Fault, SentenceTask, bare
from authoring.drafting.faithfulness.vocabulary import everyday, has_verb
from authoring.sourcing.coverage import Point, cover
from authoring.sourcing.coverage.stems import stem
from authoring.sourcing.grounding import negation
from authoring.text.folding import plain
from authoring.text.words import FUNCTION_WORDS

_NE: Final = re.compile(r"\b(?:ne |n')[^.,;:]{0,30}$")  # what stands before the `pas` of a denial that began already
_DENYING: Final = frozenset("ne n pas plus d l no not never nor longer more any anymore yet t".split())
_DENIALS: Final = {
    "fr": re.compile(r"\bne\b|\bn'|\bpas\b|\bsans\b|\bni\b|\baucune?s?\b|\bjamais\b"),
    "en": re.compile(r"\bno\b|\bnot\b|n't\b|\bnever\b|\bwithout\b|\bnone of\b|\bnobody\b|\bneither\b|\bnor\b"),
}
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
_CAUSES: Final = {
    "because": re.compile(r"\b(?:car|parce qu\w*|puisqu\w*|because)\b"),
    "so": re.compile(r"\b(?:donc|ainsi|grace a|therefore|thus|thanks to|so that|afin)\b"),
    "although": re.compile(r"\b(?:bien que|malgre|although|though|despite|however|cependant|pourtant|toutefois)\b"),
}


def facts(sentence: str, task: SentenceTask) -> Iterator[Fault]:
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


def _denied(text: str, lang: str) -> frozenset[str]:
    """The stems of the words that are denied: the first one after each denial that carries meaning."""
    spelling = plain(text.replace("’", "'"))
    spoken = [(match.start(), match.group()) for match in re.finditer(r"[a-z0-9]+", spelling)]
    idle = everyday(lang) | FUNCTION_WORDS[lang] | _DENYING
    denials = _DENIALS[lang].finditer(spelling)
    ends = [it.end() for it in denials if it.group() != "pas" or not _NE.search(spelling[: it.start()])]
    following = (next((word for start, word in spoken if start >= end and word not in idle), "") for end in ends)
    return frozenset(stem(word, lang) for word in following if word)


def conditions(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Words that limit what is said (`only`, `except`, `about`, `if`): the sentence has those that the point has."""
    wanted, stated = (_limits(text, task.lang) for text in (task.point, sentence))
    may_complete = not has_verb(task.point, task.lang)
    yield from (Fault("missing", name) for name in sorted(wanted - stated))
    yield from (Fault("fact", name) for name in sorted(stated - wanted) if not (may_complete and name in _COMPLETING))


def _limits(text: str, lang: str) -> frozenset[str]:
    spelling = f" {' '.join(re.findall(r'[a-z0-9]+', plain(text)))} "
    return frozenset(name for name, pattern in _LIMITS[lang].items() if pattern.search(spelling))


def reasons(sentence: str, task: SentenceTask) -> Iterator[Fault]:
    """Reasons and contrasts that the point does not state, and a denial that is about something else."""
    own, given = bare(sentence), bare(task.point)
    for name, pattern in _CAUSES.items():
        if pattern.search(own) and not pattern.search(given):
            yield Fault("fact", name)
    for match in re.finditer(r"\bpas (?:de|d) (\w+)", given):
        if not re.search(rf"\b(?:(?:pas|plus|ni) (?:de|d)|aucune?|sans|ni) {match.group(1)}", own):
            yield Fault("changed", match.group())
