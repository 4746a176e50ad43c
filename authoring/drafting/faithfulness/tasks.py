"""A point that is to be said as a sentence, and what can be wrong with the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from authoring.text.folding import plain

FaultKind = Literal["form", "language", "word", "fact", "missing", "changed", "grammar", "repeated"]


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


def bare(text: str) -> str:
    """The words and figures of a text, folded, with one space between them."""
    return " ".join(re.findall(r"[a-z0-9]+", plain(text)))
