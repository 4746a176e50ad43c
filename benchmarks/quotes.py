"""Whether changed quotations are caught and harmless ones are let pass: seeded cases, ours and three known tools.

Ours is the whole way: a piece is read, its quotations are found, placed and compared with the person whom the sentence
names. The others get the quoted words and all testimonies; whom they are given to is nothing that they look at.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import median
from typing import Final

from authoring.checks import Subject
from authoring.checks.support.quoting import listed
from authoring.model.config import Settings
from authoring.model.documents import Consent, Draft, Testimony
from authoring.sourcing.quotations.placing import SpokenIndex
from authoring.store import Key
from authoring.store.pieces import Attachments
from authoring.testing import memory_store
from benchmarks import rewording
from benchmarks.measuring import Row
from benchmarks.quoted import FAIR, TESTIMONIES, TURNED, Told, bare

HARMFUL: Final = ("word swap", "synonym", "negation dropped", "negation added", "number", "date", "name", "tense",
                  "hedge dropped", "attribution swap", "splice", "truncation", "fabrication")  # fmt: skip
HARMLESS: Final = ("typography", "spaces", "guillemets", "ellipsis", "case", "marked omission", "marked insertion",
                   "final punctuation", "line breaks", "emphasis")  # fmt: skip
EACH: Final = 150
_LIKE: Final = 90  # the usual threshold of `partial_ratio`
_NO_STORE: Final = memory_store({}, clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
PASSES: Final = ("verbatim", "edited")


@dataclass(frozen=True)
class Case:
    """A quotation as it stands in a piece, and what was done to it."""

    kind: str
    words: str
    body: str
    lang: str

    @property
    def is_harmful(self) -> bool:
        """Whether it must be stopped."""
        return self.kind in HARMFUL


@cache
def cases(per_kind: int = EACH) -> tuple[Case, ...]:
    """`each` of every kind, the same ones every time; a change that gives the same words again is none."""
    chosen: list[Case] = []
    for kind in (*HARMFUL, *HARMLESS):
        dice = random.Random(f"quotes-{kind}")  # noqa: S311  cases, not secrets
        candidates = _made(kind, dice)
        bodies: set[str] = set()
        while len(bodies) < per_kind:
            case = next(candidates)
            if case.body not in bodies:
                bodies.add(case.body)
                chosen.append(case)
    return tuple(chosen)


@cache
def witnesses() -> dict[str, Testimony]:
    """The people who gave the testimonies, with consent."""
    consent = Consent("granted", ai="allowed")
    return {
        testimony.slug: Testimony(
            testimony.slug, testimony.person, "", testimony.lang, f"\n{testimony.words}\n", consent
        )
        for testimony in TESTIMONIES
    }


def verdict(case: Case) -> str:
    """The kind that the piece's only quotation, or the worst of several, is given."""
    draft = Draft("piece", "Title", case.lang, "agathe", case.body)
    files = Attachments(_NO_STORE.blobs, Key("piece", draft.slug))
    subject = Subject(draft, files, Settings(Path()), testimonies=witnesses())
    kinds = [quotation.kind for quotation in listed(subject)]
    return next((kind for kind in kinds if kind not in PASSES), kinds[0] if kinds else "not found")


def _made(kind: str, dice: random.Random) -> Iterator[Case]:
    while True:
        testimony = dice.choice(TESTIMONIES)
        sentence = dice.choice(testimony.sentences)
        words, who = rewording.changed(kind, testimony, sentence, dice), testimony.person
        if words is None or (words == bare(sentence) and kind != "attribution swap"):
            continue
        if kind == "attribution swap":
            who = dice.choice(
                [other.person for other in TESTIMONIES if other is not testimony and other.lang == testimony.lang]
            )
        yield Case(kind, words, _framed(words, who, testimony.lang, dice, kind), testimony.lang)


def _framed(words: str, who: str, lang: str, dice: random.Random, kind: str) -> str:
    """A paragraph or a block quote; marks of every usual kind."""
    if lang == "fr":
        marks = dice.choice((("« ", " »"), ("«\u00a0", "\u00a0»"), ("«\u202f", "\u202f»"), ("“", "”")))
        shape = dice.choice(
            ("{who} raconte : {quote}\n", "{quote}, explique {who}.\n", "Selon {who}, {quote}\n", "block")
        )
    else:
        marks = dice.choice((("“", "”"), ('"', '"'), ("‘", "’")) if kind != "guillemets" else (("“", "”"),))
        shape = dice.choice(
            ("{who} says: {quote}\n", "{quote}, {who} told us.\n", "As {who} puts it, {quote}\n", "block")
        )
    if "'" in words or "’" in words or "‘" in words:
        marks = ("“", "”") if marks[0] == "‘" else marks
    if '"' in words or "“" in words:
        marks = ("« ", " »") if lang == "fr" else ("“", "”")
    quote = f"{marks[0]}{words}{marks[1]}"
    if shape == "block":
        lines = "\n".join(f"> {line}" for line in quote.split("\n"))
        return f"{lines}\n>\n> — {who}\n"
    return shape.format(who=who, quote=quote)


def held_out() -> tuple[list[str], list[str]]:
    """The turning cuts that pass, and the fair fragments that are stopped, of those that no cue was chosen by."""
    passed, stopped = [], []
    for lang, sentence in TURNED:
        for words in _cuts(sentence):
            if _alone(words, bare(sentence), lang) in PASSES:
                passed.append(words)
    for lang, sentence in FAIR:
        words = sentence.split("⟦")[1].split("⟧")[0]
        if _alone(words, bare(sentence), lang) not in PASSES:
            stopped.append(words)
    return passed, stopped


def _cuts(sentence: str) -> list[str]:
    dice = random.Random(sentence)  # noqa: S311  cases, not secrets
    cut = rewording.truncated(Told("", "", ()), sentence, dice)
    return [cut] if cut else []


def _alone(words: str, sentence: str, lang: str) -> str:
    witness = Testimony("ada", "Ada Brun", "", lang, sentence, Consent("granted"))
    return SpokenIndex((witness,)).place(words).kind


def seconds(run: int = 0) -> float:
    """For 5,000 quotations of both sorts, placed in 50 testimonies of 2,000 words; made ready in the same time."""
    dice = random.Random(f"quotes-speed-{run}")  # noqa: S311  cases, not secrets
    witnesses = tuple(
        Testimony(f"w{number}", f"Witness {number}", "", "fr", _long(dice), Consent("granted")) for number in range(50)
    )
    quoted = [case.words for case in cases()]
    words = [dice.choice(quoted) for _quotation in range(5_000)]
    begun = time.perf_counter()
    index = SpokenIndex(witnesses)
    for quotation in words:
        index.place(quotation)
    return time.perf_counter() - begun


def _long(dice: random.Random) -> str:
    """2,000 words: one testimony as it was told, and sentences of all the others with their words in another order."""
    own = dice.choice(TESTIMONIES)
    sentences = [bare(sentence) for sentence in own.sentences]
    while sum(len(sentence.split()) for sentence in sentences) < 2_000:
        words = bare(dice.choice(dice.choice(TESTIMONIES).sentences)).rstrip(".").split()
        dice.shuffle(words)
        sentences.append(" ".join(words).capitalize() + ".")
    return " ".join(sentences)


def measure(per_kind: int = EACH) -> list[Row]:
    """The rows of docs/benchmarks.md, for `each` cases of every kind."""
    all_cases = cases(per_kind)
    ours = Counter(case.kind for case in all_cases if verdict(case) not in PASSES)
    peers = {
        name: Counter(case.kind for case in all_cases if not passes(case.words)) for name, passes in _peers().items()
    }
    rows = [_row(kind, ours, peers, per_kind=per_kind) for kind in (*HARMFUL, *HARMLESS)]
    passed, stopped = held_out()
    caught = len(TURNED) - len(passed)
    took = median(seconds(run) for run in range(3))
    return [
        *rows,
        Row(
            f"{len(TURNED)} cuts that turn the meaning, none of which any cue was chosen by: stopped",
            f"{caught}; the others are shown to the reviewer with the whole sentence", "", None, "shown", caught > 0,
        ),
        Row(
            f"{len(FAIR)} fair fragments, written with them: stopped until somebody accepts them",
            str(len(stopped)), "", None, "shown", True,
        ),
        Row(
            "5,000 quotations in 50 testimonies of 2,000 words, made ready and placed",
            f"{took:.2f} s", "", None, "≤ 1 s", took <= 1,
        ),
    ]  # fmt: skip


def _row(kind: str, ours: Counter[str], peers: Mapping[str, Counter[str]], *, per_kind: int) -> Row:
    is_harmful = kind in HARMFUL
    others = ", ".join(f"{name} {counts[kind]}" for name, counts in peers.items())
    return Row(
        f"{kind}, {per_kind} {'harmful' if is_harmful else 'harmless'} cases: stopped",
        str(ours[kind]),
        others,
        None,
        "all" if is_harmful else "≤ 1 %",
        ours[kind] == per_kind if is_harmful else ours[kind] <= per_kind / 100,
    )


def _peers() -> dict[str, Callable[[str], bool]]:
    """The known tools: whether each lets quoted words pass, given everything that anybody told."""
    import gtrex
    import quotecheck
    from rapidfuzz import fuzz

    texts = [witness.words_spoken for witness in witnesses().values()]
    verifier = gtrex.Verifier("\n\n".join(texts), gtrex.Policy())
    whole = "\n\n".join(texts)
    return {
        "gtrex": lambda words: bool(verifier.verify(words).grounded),
        "quotecheck": lambda words: quotecheck.check(words, whole).ok,
        f"partial_ratio ≥ {_LIKE}": lambda words: any(fuzz.partial_ratio(words, text) >= _LIKE for text in texts),
    }
