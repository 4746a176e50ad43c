"""What is done to quoted words to make the cases of `quotes`: what must be stopped, and what changes nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

from benchmarks.quoted import FABRICATED, TESTIMONIES, Told, bare

_Change = Callable[[str, str, random.Random], str | None]


def changed(kind: str, testimony: Told, sentence: str, dice: random.Random) -> str | None:
    """The words of a sentence after a change of this kind; None where the sentence has nothing to do it to."""
    if kind in _OF_TESTIMONY:
        return _OF_TESTIMONY[kind](testimony, sentence, dice)
    return _CHANGES[kind](bare(sentence), testimony.lang, dice)


_SYNONYMS: Final = {
    "fr": {"lieu": "endroit", "aime": "adore", "souvent": "fréquemment", "apprend": "enseigne", "café": "expresso",
           "voisins": "riverains", "maison": "demeure", "bruit": "vacarme", "besoin": "envie", "salle": "pièce",
           "prêté": "confié", "amis": "copains", "équipe": "bande", "reste": "demeure", "timide": "réservé",
           "local": "bâtiment", "épuisées": "fatiguées", "chaises": "fauteuils", "trouvé": "découvert",
           "place": "espace", "jeunes": "adolescents", "fermerions": "arrêterions", "plaignaient": "lamentaient",
           "projet": "dessein", "dame": "femme", "enfants": "gamins", "perdu": "égaré", "aide": "soutient",
           "montré": "appris", "refuser": "renvoyer", "machines": "engins", "odeur": "senteur"},
    "en": {"place": "spot", "chair": "stool", "showed": "taught", "broken": "shattered", "rent": "lease",
           "kettle": "teapot", "good": "great", "old": "ancient", "free": "gratis", "lonely": "isolated",
           "weekend": "fortnight", "fixed": "mended", "children": "kids", "music": "song", "everything": "all",
           "biscuits": "cookies", "young": "youthful", "hands": "fingers", "family": "clan", "wonderful": "splendid",
           "terrifies": "frightens", "garden": "plant", "light": "glow", "rubbish": "trash", "leader": "head",
           "trust": "believe", "hungry": "starving", "supper": "dinner", "painted": "coloured", "house": "home",
           "key": "pass", "winter": "season", "whole": "entire", "help": "assistance", "walk": "stroll",
           "receipt": "bill"},
}  # fmt: skip
_HEDGES: Final = ("presque ", "peut-être ", "Je crois que ", "je crois que ", "Il semble que ", "Il paraît que ",
                  "J’espère que ", "parfois ", "rarement ", "un peu ", "du moins ", "souvent ",
                  "I think ", "Perhaps ", "Supposedly ", "almost ", "barely ", "seldom ", "Some people say ",
                  "They say ", "I hope ", "I doubt that ", "I used to think ", "Someone claims that ",
                  "There’s a rumour that ", "Certains disent que ", "J’ai longtemps pensé que ", "On m’avait dit que ",
                  "I was told that ", "À peine ", "about ", "assez ", "longtemps ", "once ", "very ", "mostly ",
                  "Il faudrait peut-être ", "J’ai failli ", "plutôt ")  # fmt: skip
_TENSES: Final = {
    "fr": (
        ("C’est", "C’était"),
        ("c’est", "c’était"),
        (" est ", " était "),
        (" était ", " est "),
        ("J’ai ", "J’avais "),
        ("j’ai ", "j’avais "),
        ("avons ", "avions "),
        (" sont ", " étaient "),
        ("J’étais", "Je suis"),
        ("Je suis ", "J’étais "),
        (" a ", " avait "),
        ("montre ", "montrais "),
        ("tiens ", "tenais "),
        ("Je ne sais", "Je ne savais"),
        ("répare ", "réparais "),
        ("accompagne ", "accompagnais "),
        ("livrons ", "livrerons "),
        ("coûte ", "coûtait "),
        ("partageons", "partagions"),
        ("aide ", "aidait "),
        ("envahissent", "envahissaient"),
        ("viennent", "venaient"),
        ("apprend ", "apprenait "),
        ("On y mange", "On y mangeait"),
    ),
    "en": (
        (" is ", " was "),
        (" was ", " is "),
        ("I came", "I come"),
        (" are ", " were "),
        ("have ", "had "),
        ("I run ", "I ran "),
        ("I teach", "I taught"),
        ("leaked", "leaks"),
        ("I cook", "I cooked"),
        ("were ", "are "),
        ("learned", "learn"),
        ("shake ", "shook "),
        ("walk ", "walked "),
        ("brought", "bring"),
        ("fixed", "fix"),
        ("restored", "restore"),
        ("sing ", "sang "),
        ("grow ", "grew "),
        ("carries", "carried"),
        ("seats", "seated"),
        ("wrote", "writes"),
        ("lost ", "lose "),
        ("celebrated", "celebrate"),
        ("taught", "teaches"),
        ("bring ", "brought "),
    ),
}
_MONTHS: Final = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_DAYS: Final = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_NUMBERS: Final = {
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze quatorze quinze vingt trente mille".split(),
    "en": "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty sixty ninety".split(),
}
_NEGATED: Final = {
    "fr": (
        (r"\bc’est\b", "ce n’est pas"),
        (r"\bC’est\b", "Ce n’est pas"),
        (r"\bj’ai\b", "je n’ai pas"),
        (r"\bJ’ai\b", "Je n’ai pas"),
        (r"\best\b", "n’est pas"),
        (r"\bétait\b", "n’était pas"),
        (r"\bsont\b", "ne sont pas"),
        (r"\bavons\b", "n’avons pas"),
        (r"\bont\b", "n’ont pas"),
        (r"\bJe suis\b", "Je ne suis pas"),
        (r"\ba\b", "n’a pas"),
        (r"\bconnaît\b", "ne connaît pas"),
        (r"\bmontre\b", "ne montre pas"),
        (r"\bviens\b", "ne viens pas"),
        (r"\bvient\b", "ne vient pas"),
        (r"\boffre\b", "n’offre pas"),
        (r"\bon y\b", "on n’y"),
        (r"\bdit\b", "ne dit pas"),
    ),
    "en": (
        (r"\bis\b", "is not"),
        (r"\bwas\b", "wasn’t"),
        (r"\bare\b", "aren’t"),
        (r"\bhave\b", "have not"),
        (r"\bI (came|run|trust|teach|cook|learned|walk|fixed|garden|feel|hope|restored)\b", r"I never \1"),
        (r"\bWe (printed|painted|played|sing|grow|lost|brought)\b", r"We never \1"),
        (r"\bwere\b", "were not"),
        (r"\bwill\b", "will not"),
        (r"\bcan\b", "cannot"),
        (r"\bpaid\b", "never paid"),
        (r"\bseats\b", "hardly seats"),
    ),
}
_DROPPED: Final = (
    (r"\bn[e’] ?(\S+(?: \S+)?) (?:pas|jamais|plus|rien)\b", r"\1"),
    (r"\bne ", ""),
    (r"\bn’", ""),
    (r" pas\b", ""),
    (r" jamais\b", ""),
    (r" plus\b(?= l| [a-z]+er)", ""),
    (r"\bsans (rien )?", "avec "),
    (r" rien\b", ""),
    (r"aucun ", "un "),
    (r"n’t\b", ""),
    (r" not\b", ""),
    (r" never\b", ""),
    (r"\bnobody\b", "everybody"),
    (r"\bNobody\b", "Everybody"),
    (r" no\b", " a"),
    (r"\bnone of\b", "some of"),
    (r"\bwithout\b", "with"),
    (r"\bNothing\b", "Everything"),
    (r"\bcannot\b", "can"),
    (r"personne ne ", "chacun "),
)


def _swapped_word(words: str, lang: str, dice: random.Random) -> str | None:
    return _with_other(words, r"[^\W\d_]{4,}", _vocabulary(lang), dice)


@cache
def _vocabulary(lang: str) -> tuple[str, ...]:
    texts = " ".join(testimony.words for testimony in TESTIMONIES if testimony.lang == lang)
    return tuple(sorted({word for word in re.findall(r"\b[^\W\d_]{4,}\b", texts) if word.islower()}))


def _with_other(words: str, pattern: str, others: Sequence[str], dice: random.Random) -> str | None:
    """One match replaced by another of a list, its capital kept."""
    matches = list(re.finditer(rf"\b(?:{pattern})\b", words))
    if not matches:
        return None
    match = dice.choice(matches)
    other = dice.choice([word for word in others if word.casefold() != match.group().casefold()])
    other = other[:1].upper() + other[1:] if match.group()[:1].isupper() else other
    return words[: match.start()] + other + words[match.end() :]


def _synonym(words: str, lang: str, dice: random.Random) -> str | None:
    there = [word for word in _SYNONYMS[lang] if re.search(rf"\b{word}\b", words)]
    if not there:
        return None
    word = dice.choice(there)
    return re.sub(rf"\b{word}\b", _SYNONYMS[lang][word], words, count=1)


def _negation_dropped(words: str, _lang: str, dice: random.Random) -> str | None:
    there = [rule for rule in _DROPPED if re.search(rule[0], words)]
    if not there:
        return None
    pattern, instead = dice.choice(there)
    return re.sub(pattern, instead, words, count=1)


def _negation_added(words: str, lang: str, dice: random.Random) -> str | None:
    there = [rule for rule in _NEGATED[lang] if re.search(rule[0], words)]
    if not there:
        return None
    pattern, instead = dice.choice(there)
    return re.sub(pattern, instead, words, count=1)


def _number(words: str, lang: str, dice: random.Random) -> str | None:
    figures = list(re.finditer(r"\d+", words))
    if figures and dice.random() < 0.5:
        match = dice.choice(figures)
        return words[: match.start()] + str(int(match.group()) + dice.randint(1, 9)) + words[match.end() :]
    return _with_other(words, "|".join(_NUMBERS[lang]), _NUMBERS[lang], dice)


def _date(words: str, lang: str, dice: random.Random) -> str | None:
    years = re.search(r"\b20\d\d\b", words)
    if years and dice.random() < 0.5:
        return words.replace(years.group(), str(int(years.group()) + dice.choice((-3, -2, -1, 1, 2))), 1)
    calendar = dice.choice((_MONTHS, _DAYS))[lang]
    return _with_other(words, "|".join(f"{name}s?" for name in calendar), calendar, dice)


def _name(words: str, lang: str, dice: random.Random) -> str | None:
    names = sorted(
        {part for testimony in TESTIMONIES for part in testimony.person.split()} | {"Brézières", "Larkmouth", "Paul"}
    )
    there = [name for name in names if re.search(rf"\b{name}\b", words)]
    if not there:
        return None
    name = dice.choice(there)
    return words.replace(name, dice.choice([other for other in names if other != name]), 1)


def _tense(words: str, lang: str, dice: random.Random) -> str | None:
    there = [pair for pair in _TENSES[lang] if pair[0] in words]
    if not there:
        return None
    old, new = dice.choice(there)
    return words.replace(old, new, 1)


def _hedge_dropped(words: str, _lang: str, dice: random.Random) -> str | None:
    there = [hedge for hedge in _HEDGES if hedge in words]
    if not there:
        return None
    without = words.replace(dice.choice(there), "", 1)
    return without[:1].upper() + without[1:]


def _fabricated(_words: str, lang: str, dice: random.Random) -> str:
    first, other = dice.sample(FABRICATED[lang], 2)
    return dice.choice((first, f"{first} {other}"))


def _typography(words: str, _lang: str, dice: random.Random) -> str | None:
    pairs = (
        ("’", "'"),
        ("…", "..."),
        ("œ", "oe"),
        ("-", "‑"),
        ("é", "e\u0301"),
        ("è", "e\u0300"),
        ("…", ". . ."),
        ("’", "ʼ"),
    )
    there = [pair for pair in pairs[:-2] if pair[0] in words] or [pair for pair in pairs if pair[0] in words]
    return words.replace(*dice.choice(there)) if there else None


def _spaces(words: str, _lang: str, dice: random.Random) -> str | None:
    space = dice.choice(("  ", "\u00a0", "\u202f", " \u00a0", "\t", "\u2009"))
    places = [match.start() for match in re.finditer(" ", words)]
    for place in sorted(dice.sample(places, min(len(places), dice.randint(1, 3))), reverse=True):
        words = words[:place] + space + words[place + 1 :]
    return re.sub(r" ([;:!?])", "\u202f\\1", words)


def _guillemets(words: str, _lang: str, dice: random.Random) -> str | None:
    """The marks around the words are any; within, those of a quotation in it are others, or there are twice as many."""
    if "«" in words:
        inner = dice.choice((("“", "”"), ("‘", "’"), ("“ ", " ”")))
        return words.replace("« ", inner[0]).replace(" »", inner[1])
    around = dice.choice((("‘", "’"), ("„", "”"), ("‹", "›"), ("“", "”")))
    return f"{around[0]}{words}{around[1]}"


def _ellipsis(words: str, _lang: str, dice: random.Random) -> str:
    if "…" in words and dice.random() < 0.5:
        return words.replace("…", "...")
    stem = words.rstrip(".")
    return dice.choice((f"… {words}", f"...{words}", f"{stem}…", f"{stem}...", f"… {stem} …", f"{stem} …")) \
        if words.endswith(".") else f"… {words}"  # fmt: skip


def _case(words: str, _lang: str, dice: random.Random) -> str:
    low = words[:1].swapcase() + words[1:]
    return dice.choice((low, f"[{words[:1].swapcase()}]{words[1:]}", low.rstrip(".")))


def _final(words: str, _lang: str, dice: random.Random) -> str | None:
    return words[:-1] + dice.choice(("", ",", "…", ";")) if words.endswith(".") else None


def _line_breaks(words: str, _lang: str, dice: random.Random) -> str | None:
    places = [match.start() for match in re.finditer(" ", words)]
    for place in sorted(dice.sample(places, min(len(places), dice.randint(1, 3))), reverse=True):
        if not re.match(r"[-–—+*#>:;!?»\d]", words[place + 1 :]) and words[place - 1] != "«":
            words = words[:place] + "\n" + words[place + 1 :]
    return words


def _emphasis(words: str, _lang: str, dice: random.Random) -> str | None:
    matches = list(re.finditer(r"[^\W\d_]{3,}(?: [^\W\d_]{3,})?", words))
    if not matches:
        return None
    match, mark = dice.choice(matches), dice.choice(("*", "**", "_", "***"))
    return f"{words[: match.start()]}{mark}{match.group()}{mark}{words[match.end() :]}"


_CHANGES: Final[Mapping[str, _Change]] = {
    "word swap": _swapped_word, "synonym": _synonym, "negation dropped": _negation_dropped,
    "negation added": _negation_added, "number": _number, "date": _date, "name": _name, "tense": _tense,
    "hedge dropped": _hedge_dropped, "fabrication": _fabricated, "typography": _typography, "spaces": _spaces,
    "guillemets": _guillemets, "ellipsis": _ellipsis, "case": _case, "final punctuation": _final,
    "line breaks": _line_breaks, "emphasis": _emphasis,
    "attribution swap": lambda words, _lang, _dice: words,
}  # fmt: skip


def _spliced(testimony: Told, sentence: str, dice: random.Random) -> str | None:
    """The first half of one sentence and the second half of another, of this testimony or of somebody else's."""
    same = dice.random() < 0.5
    other = (
        testimony
        if same
        else dice.choice(
            [candidate for candidate in TESTIMONIES if candidate.lang == testimony.lang and candidate is not testimony]
        )
    )
    second = dice.choice([candidate for candidate in other.sentences if candidate != sentence])
    head, tail = bare(sentence).split(), bare(second).split()
    if len(head) < 6 or len(tail) < 6:
        return None
    joint = dice.choice((" ", " […] ", " [...] ", " (…) "))
    return " ".join(head[: len(head) // 2]).rstrip(",;") + joint + " ".join(tail[len(tail) // 2 :])


def truncated(_told: Told, sentence: str, dice: random.Random) -> str | None:
    """From or up to a place where it turns the meaning, or without words that do; marked or not."""
    if "⟦" in sentence:
        rest = re.sub(r"\W*\?$", ".", bare(sentence.split("⟦")[1]))
        mark = dice.choice(("", "", "… ", "[…] "))
        first = dice.choice(
            (rest[:1].upper() if not mark else rest[:1], f"[{rest[:1].upper()}]" if not mark else rest[:1])
        )
        return mark + first + rest[1:]
    if "⟧" in sentence:
        return bare(sentence.split("⟧")[0]) + dice.choice((".", "", " […]", "…"))
    if "{" in sentence:
        cut = re.sub(r"\{[^{}]*\} ?", dice.choice(("[…] ", "(…) ", "[...] ")), sentence)
        return bare(re.sub(r"’ \[", "’[", cut))
    return None


def _omitted(_told: Told, sentence: str, dice: random.Random) -> str | None:
    """Without words that do not turn the meaning, each marked."""
    if "<" not in sentence:
        return None
    mark = dice.choice(("[…]", "[...]", "(…)", "[ … ]"))
    return re.sub(r" +", " ", bare(re.sub(r"<[^<>]*>", mark, sentence))).replace(" .", ".")


def _inserted(_told: Told, sentence: str, dice: random.Random) -> str | None:
    """With an explanation in brackets."""
    if "^" not in sentence:
        return None
    french = ("[du quartier]", "[de la Verrière]", "[sic]", "[chez nous]", "[de l’association]", "[en bois]")
    english = ("[in the house]", "[of ours]", "[sic]", "[at Lantern House]", "[downstairs]", "[on the roof]")
    is_french = bool(re.search(r"[éèàç]|\bl[ea]s?\b|’[a-zé]{3}", sentence)) and " the " not in sentence
    return bare(sentence.replace("^", " " + dice.choice(french if is_french else english), 1))


_OF_TESTIMONY: Final[Mapping[str, Callable[[Told, str, random.Random], str | None]]] = {
    "splice": _spliced, "truncation": truncated, "marked omission": _omitted, "marked insertion": _inserted,
}  # fmt: skip
