"""Finds sentences of a chat model about its answer, such as “Sure! Here is the text:”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from authoring.checks import Subject
from authoring.checks.support.reading import Reading
from authoring.model.findings import Finding, Severity
from authoring.text.i18n import _

_PART: Final = (
    r"(?:section|partie|introduction|conclusion|paragraphe|article|texte|version|proposition|titres?|description|résumé"
    r"|brouillon|réponse|rédaction|réécriture|reformulation|exemple)"
)
_ENGLISH_PART: Final = (
    r"(?:section|part|introduction|conclusion|paragraph|article|text|version|draft|titles?|description|summary"
    r"|rewrite|revision|blog post|answer|response)"
)
_CERTAIN: Final = re.compile(
    r"(?:\ben tant (?:qu['’]|que )(?:une? )?"
    r"(?:IA\b|intelligence artificielle|modèle de lang\w+|assistant\w* virtuel\w*)"
    r"|\bje suis (?:une? )?(?:IA\b|intelligence artificielle|modèle de lang\w+)"
    r"|\bje n['’]ai pas accès (?:à internet|aux informations en temps réel)"
    r"|(?:^|(?<=[.!?:] ))voici (?:donc |maintenant )?(?:une?|la|le|l['’]|votre|les|quelques) ?"
    r"(?:section|paragraphe|introduction|conclusion|réécriture|reformulation|brouillon)\b"
    r"|(?:^|(?<=[.!?:] ))here(?:['’]s| is| are) (?:the|an?|your|my|some) "
    r"(?:section|paragraph|introduction|conclusion|draft|rewrite|rewritten)\b"
    r"|\bvoici (?:donc |maintenant )?(?:une?|la|le|l['’]|votre|les|des|quelques) ?(?:\w+ ){0,2}?" + _PART
    + r"\b[^.\n]{0,60}?(?: que vous| demandée?| réécrite?| rédigée?| révisée?| proposée?|\s?:)"
    r"|\bn['’]hésitez pas à me (?:demander|dire|contacter|faire|poser|solliciter|préciser)"
    r"|\b(?:souhaitez|voulez|aimeriez)[- ]vous que (?:je|j['’])"
    r"|\b(?:j['’]espère que (?:cela|ce texte|cette \w+) (?:vous|répond|correspond|conv))"
    r"|\bas an? (?:AI\b|artificial intelligence|(?:large )?language model|virtual assistant)"
    r"|\bI['’]?(?: a)?m (?:just )?an? (?:AI\b|(?:large )?language model)"
    r"|\bhere(?:['’]s| is| are) (?:the|an?|your|my|some) (?:\w+ ){0,2}?" + _ENGLISH_PART
    + r"\b[^.\n]{0,60}?(?: you| based on|:)"
    r"|\b(?:please )?(?:feel free to|don['’]t hesitate to) (?:ask me|let me know|reach out to me)"
    r"|\b(?:let me know if you|would you like me to|I hope this (?:helps|meets|works))"
    r"|\bmy (?:knowledge|training) (?:cut-?off|data)\b)",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_OPENING: Final = re.compile(
    r"(?:bien sûr|certainement|absolument|avec plaisir|d['’]accord|très bien|parfait|entendu"
    r"|sure(?: thing)?|certainly|of course|absolutely|great question|okay|ok)"
    r"[\s\u00a0\u202f]?(?:[!,:](?=\s)|\.(?=\s+(?:voici|here)\b))",
    re.IGNORECASE,
)
_FOLLOWED: Final = re.compile(
    r"[\s\u00a0\u202f]*(?:[!,:.][\s\u00a0\u202f]*)?(?:voici|voilà|here|I['’]ll|I can|je vais|je peux)\b", re.I
)
_LABEL: Final = re.compile(
    r"^[ \t]*[*_]{0,3}(?:section|introduction|conclusion|titre|title|réponse|answer|texte|draft|output)[*_]{0,3}"
    r"[\s\u00a0\u202f]?:[*_]{0,3}[ \t]*$|^[ \t]*```(?:markdown|md)[ \t]*$|</?(?:think|thinking|answer|response)>"
    r"|<\|[a-z_]{1,30}\|>|\[/?INST\]",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Leftover:
    """Words of a chat model about its answer; `start` is their place, or that of the sentence that they open."""

    severity: Severity
    text: str
    start: int


def find(reading: Reading) -> Iterator[Leftover]:
    """The leftovers in a body."""
    own = reading.own_words
    for match in _CERTAIN.finditer(own):
        yield Leftover("blocking", match.group(), match.start())
    for start, match in _openings(reading):
        severity: Severity = "blocking" if _FOLLOWED.match(own, match.end()) else "warning"
        yield Leftover(severity, match.group(), start)
    for match in _LABEL.finditer(reading.shielded):
        yield Leftover("warning", match.group(), match.start())


class ChatLeftovers:
    """Announcements, excuses and offers of a chat model, and labels around its answer."""

    name = "leftovers"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for leftover in find(subject.reading):
            yield self._finding(subject, leftover.severity, leftover.text, subject.line_at(leftover.start))
        for place, text in subject.texts:
            for match in _CERTAIN.finditer(text):
                yield self._finding(subject, "blocking", match.group(), subject.line_of(*place))

    def _finding(self, subject: Subject, severity: Severity, passage: str, line: int) -> Finding:
        return subject.finding(
            self.name,
            severity,
            _("A chat model speaks here about its own answer.")
            if severity == "blocking"
            else _("This may be a chat model introducing its answer."),
            _("Delete the words; the text should begin with what readers came for."),
            line=line,
            passage=" ".join(passage.split()),
            kind=severity,
        )


def _openings(reading: Reading) -> Iterator[tuple[int, re.Match[str]]]:
    """Sentences such as “Sure!” at the beginning of a paragraph, which only an answer to a request has."""
    text = reading.own_words
    for block in reading.blocks:
        if block.kind == "paragraph" and not block.quote:
            start = block.start + len(text[block.start : block.end]) - len(text[block.start : block.end].lstrip())
            match = _OPENING.match(text, start)
            if match:
                yield start, match
