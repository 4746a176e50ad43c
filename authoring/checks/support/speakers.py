"""Finds the person to whom a text attributes the words that it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from authoring.checks.support import naming
from authoring.checks.support.reading import Block, Reading, within
from authoring.model.config import Settings
from authoring.model.documents import Testimony
from authoring.sourcing.likely_sources import parts_of
from authoring.sourcing.quotations.marks import Quotation

_REACH: Final = 500
_VERBS: Final = (
    r"(?:(?:déclar|expliqu|racont|confi|ajout|précis|soulign|témoign|affirm|confirm|assur|résum|rappel|rappell|observ|estim"
    r"|insist|avou|comment|exclam|remarqu|lanc|lanç|répliqu|murmur|gliss|évoqu|indiqu|not)"
    r"(?:ent|aient|ait|ant|èrent|ées?|és?|er|e|a)"
    r"|dit|disent|disait|disaient|répond|répondait|répondu|conclut|reconnaît|reconnaissait|sourit|souriait|poursuit"
    r"|écrit|écrivait|souvient|souvenait|admet|admettait|reprend|reprenait"
    r"|says?|said|saying|tells?|told|(?:explain|add|recall|report|answer|remember|insist|laugh|remark|mention)(?:s|ed|ing)?"
    r"|(?:not|describ|argu|smil|conclud)(?:es?|ed|ing)|stress(?:es|ed)?|repl(?:y|ies|ied)|confirm(?:s|ed)|admit(?:s|ted)?"
    r"|wrote|writes?|puts it)"
)
_CAPITALISED: Final = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_NAME: Final = rf"{_CAPITALISED}(?:[ \u00a0](?:(?:de|du|des|la|le|van|von)[ \u00a0]|d['’])?{_CAPITALISED}){{0,3}}"
_ALSO: Final = r"(?:(?:nous|m['’]|me|lui|leur|l['’]|a|avait|has|had|also|then|aussi|encore|alors)[ \u00a0]?){0,3}"
_SAYS: Final = re.compile(
    rf"(?<![^\W_]){_VERBS}[ \u00a0]+{_ALSO}(?P<after>{_NAME})"
    rf"|(?P<before>{_NAME})(?:,[^,.;:!?\n]{{1,60}},)?[ \u00a0]+{_ALSO}{_VERBS}(?![^\W_])"
    rf"|(?:[Ss]elon|[Dd]['’]après|[Aa]ccording to)[ \u00a0]+(?P<according>{_NAME})"
)
_VERB: Final = re.compile(_VERBS, re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_ACCORDING: Final = re.compile(r"(?<![^\W_])(?:selon|d['’]après|according to|puts? it)(?![^\W_])", re.IGNORECASE)
_PRONOUN: Final = re.compile(
    rf"(?<![^\W_])(?:{_VERBS}-(?:t-)?(?:il|elle|on)|{_VERBS}[ \u00a0](?:he|she)"
    rf"|(?:il|elle|he|she)[ \u00a0]{_ALSO}{_VERBS})(?![^\W_])",
    re.IGNORECASE,
)


class QuotingText(Protocol):
    """A text that quotes people, and the people it may quote. `authoring.checks.Subject` is one."""

    @property
    def reading(self) -> Reading:
        """The body as checks read it."""

    @property
    def testimonies(self) -> Mapping[str, Testimony]:
        """The testimonies that the text may quote, by slug."""

    @property
    def settings(self) -> Settings:
        """The workspace's settings: they name the colleagues."""

    @property
    def is_translation(self) -> bool:
        """Whether the text says in another language what another piece says."""


@dataclass(frozen=True)
class Speaker:
    """A person to whom words are attributed: a testimony's person, or a name that no testimony has."""

    name: str
    testimony: Testimony | None = None


@lru_cache(maxsize=64)
def tells(text: str) -> bool:
    """Whether a text has a verb of speech or a phrase such as “according to”; cached for all quotations of a text."""
    return any(map(_is_verb, set(_WORD.findall(text)))) or bool(_ACCORDING.search(text))


@lru_cache(maxsize=4096)
def _is_verb(word: str) -> bool:
    return bool(_VERB.fullmatch(word))


def is_said(subject: QuotingText, quotation: Quotation) -> bool:
    """Whether the sentence around a quotation has a verb of speech, or a colon before it."""
    before = subject.reading.own_words[max(0, quotation.start - 6) : quotation.start]
    return before.rstrip(" \u00a0\u202f«“\"‘'„*_").endswith(":") or tells(around(subject, quotation))


def given_to(subject: QuotingText, quotation: Quotation, sources: Sequence[Testimony]) -> Speaker | None:
    """The person to whom the text wrongly attributes these words, in the sentence or below the block; else None."""
    if not sources:
        return None
    if not quotation.in_block:
        return other_speaker(subject, quotation, sources)
    who = quotation.attribution
    if not who or any(naming.is_named(who, source) for source in sources):
        return None
    return _known(who, sources, subject.testimonies.values())


def other_speaker(subject: QuotingText, quotation: Quotation, sources: Sequence[Testimony]) -> Speaker | None:
    """The person to whom the sentence wrongly attributes these words; else None."""
    text = around(subject, quotation)
    name = subject_of_verb(text)
    if name and any(_is_called(name, source) for source in sources):
        return None
    speaker = _known_as(name, subject) if name else None
    if speaker:
        return speaker
    if any(naming.is_named(text, source) for source in sources):
        return None
    if " " in name and not any(_names_house(name, source) for source in sources):
        return Speaker(name)
    return _known(text, sources, subject.testimonies.values()) or _meant(subject, quotation, sources, text)


def _known_as(name: str, subject: QuotingText) -> Speaker | None:
    """The witness or colleague of that name."""
    for testimony in subject.testimonies.values():
        if _is_called(name, testimony):
            return Speaker(testimony.attributed_name or testimony.slug, testimony)
    colleagues = (person.name for person in subject.settings.people.values())
    return next((Speaker(person) for person in colleagues if naming.mentions(person, name)), None)


def is_given_to_somebody_known(subject: QuotingText, quotation: Quotation) -> bool:
    """Whether the text around code gives the words quoted in it to a witness or a colleague."""
    words = subject.reading.own_words
    before = words[max(0, quotation.start - _REACH) : quotation.start].rstrip().split("\n\n")[-1]
    after = words[quotation.end : quotation.end + _REACH].split("\n\n")[0]
    name = subject_of_verb(f"{before} {after}")
    return bool(name) and _known_as(name, subject) is not None


def _names_house(name: str, testimony: Testimony) -> bool:
    return bool(testimony.organisation) and naming.mentions(testimony.organisation, name)


def _known(text: str, sources: Sequence[Testimony], everybody: Iterable[Testimony]) -> Speaker | None:
    for other in naming.others(sources[0], everybody):
        if naming.is_named(text, other):
            return Speaker(other.attributed_name or other.slug, other)
    return None


def _meant(subject: QuotingText, quotation: Quotation, sources: Sequence[Testimony], text: str) -> Speaker | None:
    """The person meant by a pronoun (“says she”): the last one named before in the same paragraph."""
    before = meant_in(subject, quotation, text)
    if not before:
        return None
    named = [
        (max(naming.places(before, part), default=-1), testimony)
        for testimony in subject.testimonies.values()
        for part in parts_of(testimony.person)
    ]
    offset, last = max(named, key=lambda pair: pair[0], default=(-1, None))
    if last is None or offset < 0 or any(last.person == source.person for source in sources):
        return None
    return Speaker(last.attributed_name or last.slug, last)


def meant_in(subject: QuotingText, quotation: Quotation, text: str) -> str:
    """The words before a quotation in its paragraph, if a pronoun of speech around it refers to them; else empty."""
    if not (tells(text) and _PRONOUN.search(text)):
        return ""
    block = block_of(subject, quotation)
    return subject.reading.own_words[block.start : quotation.start] if block else ""


def subject_of_verb(text: str) -> str:
    """The capitalised words that are the subject of a verb of speech."""
    match = _SAYS.search(text) if tells(text) else None
    name = (match["after"] or match["before"] or match["according"]) if match else ""
    return name.replace("\u00a0", " ")


def _is_called(name: str, testimony: Testimony) -> bool:
    whole = testimony.person, *testimony.aliases
    return any(naming.mentions(full_name, name) or naming.mentions(name, full_name) for full_name in whole) or any(
        naming.mentions(name, part) for part in parts_of(testimony.person)[-1:]
    )


def block_of(subject: QuotingText, quotation: Quotation) -> Block | None:
    """The paragraph that a quotation stands in."""
    return next((b for b in subject.reading.blocks if b.start <= quotation.start < b.end), None)


def around(subject: QuotingText, quotation: Quotation) -> str:
    """The piece's own words in the sentences that the quotation touches."""
    reading = subject.reading
    touched = within(reading.sentences, quotation.start, quotation.end)
    return " ".join(
        reading.own_words[max(it.start, quotation.start - _REACH) : min(it.end, quotation.end + _REACH)]
        for it in touched
    )
