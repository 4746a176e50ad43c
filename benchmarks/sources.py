"""Whether what a model made up is found: labelled sentences with their sources, half of them held out.

The threshold of `sourcing.grounding.nearness` was chosen on the one half, every second source; the figures of the
page are those of the other. A sentence counts as caught when the check would say anything about it, but a literal
only when it blocks.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from authoring.sourcing.grounding import Source, Sources, nearness, negation
from benchmarks import sourced
from benchmarks.measuring import Row

Label = Literal["supported", "literal", "unsourced", "negation"]
_EN: Final = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
              "seventeen eighteen nineteen").split()  # fmt: skip
_FR: Final = ("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
              "dix-huit dix-neuf").split()  # fmt: skip
_TENS_EN: Final = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
_TENS_FR: Final = "- - vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()
_MONTHS: Final = (("janvier", "January"), ("mars", "March"), ("mai", "May"), ("juillet", "July"), ("août", "August"),
                  ("octobre", "October"), ("décembre", "December"))  # fmt: skip
_DAYS: Final = (("lundi", "Monday"), ("mardi", "Tuesday"), ("jeudi", "Thursday"), ("samedi", "Saturday"))
_FIRST: Final = ("Agathe", "Camille", "Youssef", "Nora", "Basile", "Inès", "Samir", "Odile")
_LAST: Final = ("Orme", "Corbel", "Delmas", "Lind", "Vasseur", "Tarn", "Quillon")
_TOWNS: Final = ("Brézières", "Saint-Orval", "Montfaucelle", "Larkmouth", "Hollowbridge", "Vieux-Pré")
_GROUPS: Final = ("La Verrière", "Les Trois Sillons", "Lantern House", "Atelier Nord", "Fil Rouge")
_ROLES: Final = (
    ("présidente", "président", "vice-présidente", "president", "vice-president"),
    ("vice-président", "vice-présidente", "président", "treasurer", "secretary of the club"),
    ("trésorier", "trésorière", "secrétaire", "director", "deputy director"),
    ("coordinatrice", "coordinateur", "directrice", "coordinator", "director"),
    ("menuisier", "menuisière", "électricien", "carpenter", "electrician"),
    ("ancienne directrice", "ancien directeur", "directrice", "former mayor", "mayor"),
)


@dataclass(frozen=True)
class Pair:
    """A sentence, the source that it is compared with, what it is, and whether it is held out of any choice."""

    sentence: str
    source: str
    label: Label
    kind: str
    held_out: bool


def pairs() -> list[Pair]:
    """All of them, the same ones every time."""
    return [*_written(), *_made_up(), *_literals()]


def _facts(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip().splitlines()]


def _written() -> Iterator[Pair]:
    for text, lang in ((sourced.FRENCH, "fr"), (sourced.ENGLISH, "en")):
        for number, (source, first, second, denied) in enumerate(_facts(text)):
            held_out = number % 2 == 1
            yield Pair(first, source, "supported", f"paraphrase {lang}", held_out)
            yield Pair(second, source, "supported", f"paraphrase {lang}", held_out)
            yield Pair(denied, source, "negation", f"negation {lang}", held_out)


def _made_up() -> Iterator[Pair]:
    languages = ((sourced.FRENCH, sourced.UNSOURCED_FRENCH), (sourced.ENGLISH, sourced.UNSOURCED_ENGLISH))
    for facts, made_up in languages:
        facts_alone = [fact[0] for fact in _facts(facts)]
        for number, sentence in enumerate(made_up.strip().splitlines()):
            for step in (0, 8, 18):  # even, so that a held-out sentence meets held-out sources alone
                source = facts_alone[(number + step) % len(facts_alone)]
                yield Pair(sentence, source, "unsourced", "addition", number % 2 == 1)


def _literals() -> Iterator[Pair]:
    chance = random.Random(20_261_123)  # noqa: S311  sample texts, no secrets
    for number, line in enumerate(sourced.LITERALS.strip().splitlines()):
        kind, *texts = line.split("|")
        for turn in range(6):
            values = _values(chance)
            source, same, other = (_capital(text.format(**values)) for text in texts)
            held_out = (number + turn) % 2 == 1
            yield Pair(same, source, "supported", f"{kind}, same", held_out)
            yield Pair(other, source, "literal", kind, held_out)


def _values(chance: random.Random) -> dict[str, object]:
    n, m, k, j = chance.sample(range(3, 99), 4)
    o, p = chance.sample((3, 4, 6, 7, 8, 10, 12), 2)
    (h, g), (d, e) = chance.sample(range(8, 22), 2), chance.sample(range(2, 28), 2)
    months, days = chance.sample(_MONTHS, 2), chance.sample(_DAYS, 2)
    (pa, pb), (fa, fb) = chance.sample(_FIRST, 2), chance.sample(_LAST, 2)
    (ta, tb), (oa, ob) = chance.sample(_TOWNS, 2), chance.sample(_GROUPS, 2)
    y, z = chance.sample(range(1950, 2026), 2)
    role = chance.choice(_ROLES)
    suffixed = {number: f"{_EN[number]}th" for number in (4, 6, 7, 10)} | {3: "third", 8: "eighth", 12: "twelfth"}
    return {
        "n": n, "m": m, "k": k, "j": j, "nw": _french(n), "mw": _french(m), "kw": _french(k), "ne": _english(n),
        "me": _english(m), "ke": _english(k), "o": o, "p": p, "ow": f"{_FR[o].rstrip('e')}ième", "oe": suffixed[o],
        "pe": suffixed[p], "h": h, "g": g, "mi": chance.choice((15, 30, 45)), "d": d, "e": e, "mf": months[0][0],
        "men": months[0][1], "mf2": months[1][0], "men2": months[1][1], "wf": days[0][0], "wf2": days[1][0],
        "wen": days[0][1], "wen2": days[1][1], "y": y, "z": z, "pa": pa, "pb": pb, "fa": fa, "fb": fb, "ta": ta,
        "tb": tb, "oa": oa, "ob": ob, "rf": role[0], "rf2": role[1], "rf3": role[2], "ren": role[3], "ren3": role[4],
    }  # fmt: skip


def _english(number: int) -> str:
    if number < 20:
        return _EN[number]
    return _TENS_EN[number // 10] + (f"-{_EN[number % 10]}" if number % 10 else "")


def _french(number: int) -> str:
    if number < 20:
        return _FR[number]
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        unit += 10
    if not unit:
        return _TENS_FR[tens] + ("s" if tens == 8 else "")
    joint = "-et-" if unit in (1, 11) and tens < 8 else "-"
    return f"{_TENS_FR[tens]}{joint}{_FR[unit]}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def said_of(pair: Pair) -> set[str]:
    """What the check would say of a sentence with this one source: `literal`, `far`, `denied`."""
    sources = Sources([Source("point:1.1", pair.source)])
    verdicts = {"literal"} if sources.missing(pair.sentence) else set()
    is_near = True
    if len(negation.stems(pair.sentence)) >= 3:
        nearest = nearness.nearest([pair.sentence], sources.citable)[0]
        is_near = bool(nearest and nearest.is_near)
    if not is_near:
        return verdicts | {"far"}
    return verdicts | ({"denied"} if negation.differs(pair.sentence, pair.source) else set())


def missed(*, held_out: bool) -> tuple[dict[Label, list[Pair]], dict[Label, int]]:
    """The pairs of one half that the check gets wrong, by label, and how many there are of each label."""
    wrong: dict[Label, list[Pair]] = {"supported": [], "literal": [], "unsourced": [], "negation": []}
    counts: dict[Label, int] = dict.fromkeys(wrong, 0)
    half = [pair for pair in pairs() if pair.held_out is held_out]
    # all vectors at once, which the cache of this machine then holds
    nearness.nearest(list({pair.sentence for pair in half}), [Source("", pair.source) for pair in half])
    for pair in half:
        counts[pair.label] += 1
        verdicts = said_of(pair)
        right = {"supported": not verdicts, "literal": "literal" in verdicts}.get(pair.label, bool(verdicts))
        if not right:
            wrong[pair.label].append(pair)
    return wrong, counts


def measure() -> list[Row]:
    """The shares on the half that was held out."""
    wrong, counts = missed(held_out=True)
    wanted: tuple[tuple[Label, str, float], ...] = (
        ("literal", "wrong numbers, dates, names and roles caught", 1.0),
        ("unsourced", "sentences without a source flagged", 0.95),
        ("supported", "supported sentences flagged", 0.05),
        ("negation", "contradictions by a negation flagged", 0.8),
    )
    rows = []
    for label, work, limit in wanted:
        share = len(wrong[label]) / counts[label]
        share = share if label == "supported" else 1 - share
        holds = share <= limit if label == "supported" else share >= limit
        sign = "≤" if label == "supported" else "≥"
        name = f"{work}, of {counts[label]} held out of {len(pairs())} pairs"
        rows.append(Row(name, f"{share:.1%}", "", None, f"{sign} {limit:.0%}", holds))
    return rows
