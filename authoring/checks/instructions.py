"""Finds instructions to a language model in testimonies, and their effects in the piece.

A complete defence is impossible, since the model that writes reads the testimonies. So a sentence that addresses a
model is shown to reviewers, and its links, names and numbers must not appear in the piece's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import clues
from authoring.model.documents import Testimony
from authoring.model.findings import Finding
from authoring.text import sentences
from authoring.text.i18n import _


def _any(words: str) -> str:
    """A pattern for any of some words or phrases, given in one text with bars between them."""
    return "(?:" + "|".join(word.strip() for word in words.split("|")) + ")"


_NEAR: Final = r"[^.!?\n]{0,60}?"
_RULES: Final = _any(
    r"instructions? | directives? | prompts? | guidelines? | rules | restrictions | polic(?:y|ies) | safety | filters?"
    r"| context window | system messages? | consignes? | r[èe]gles? | limites? | messages? système"
)
_MODEL: Final = _any(
    r"AI\b(?! Act) | IA\b | (?:language )?models? | LLMs? | assistants? | agents? | bots? | chatbots? | ChatGPT | GPT"
    r"| modèles?(?: de langage)? | robots? (?:rédacteurs?|conversationnels?) | intelligence artificielle"
)
_FORGET: Final = _any(
    r"ignor\w* | disregard\w* | forget\w* | overrid\w* | supersed\w* | oubli\w+ | négligez"
    r"| ne (?:tiens|tenez) (?:pas|plus) compte"
)
_BEFORE: Final = _any(
    r"previous | prior | above | earlier | initial | your | all | the user | précédent\w* | ci-dessus | toutes les"
    r"| vos | tes"
)
_WRITE: Final = _any(
    r"append | include | add | insert | begin | repeat | save | mention | write | put | ajout\w+ | insér\w+ | insère\w*"
    r"| inclu\w+ | mentionne\w* | écri\w+ | commence\w* | répèt\w+ | recopi\w+ | appended | included | repeated"
    r"| mentionné"
)
_ANSWER: Final = _any(
    r"(?:your|its|the|every|any|each) (?:\w+ )?(?:repl\w+|answers?|responses?|summar\w+|reviews?|reports?)"
    r"| (?:your|the) (?:articles?|posts?)"
    r"| in every future | (?:ta|ton|tes|votre|vos|chaque|toute|la) (?:réponses?|résumés?|articles?|textes?)"
    r"| dans l['’]article | à la fin (?:de l['’]article|du texte)"
)
_REVEAL: Final = _any(
    r"reveal | print | output | dump | leak | show me | repeat | tell me"
    r"| révèl\w+ | affich\w+ | montr\w+ | donne\w*-moi"
)
_SECRET: Final = _any(
    r"prompts? | (?:your|system|initial|exact|tes|vos) " + _RULES + r" | words above | API keys | secrets | credentials"
    r"| verbatim | internal configuration | raw customer | mot pour mot"
)
_UNBOUND: Final = _any(
    r"developer mode | mode développeur | no (?:content )?(?:restrictions|polic\w+|filters|limits|rules) | uncensored"
    r"| without (?:limits|any filter|restrictions) | sans (?:aucune )?(?:restrictions?|règles?|filtres?|limites?)"
    r"| unrestricted | safety (?:checks|protocols|rules|guidelines) | règles de sécurité"
)
_TOLD: Final = _any(
    r"note | message | notice | important | instructions? | if you are | si (?:tu es|vous êtes) | as | for"
)
_CLAIM: Final = _any(
    r": | must | should | ignore | append | include | save | doi\w+ | devez | ajoute\w* | insère\w* | écri\w+"
)
_ADDRESSED: Final = re.compile(
    "|".join(
        (
            rf"\b{_FORGET}\b{_NEAR}\b{_BEFORE}\b{_NEAR}{_RULES}\b|\b{_FORGET} (?:everything above|the user)\b",
            r"\boubli\w+ (?:toutes )?les (?:instructions|consignes)\b",
            r"\byou (?:are|can) (?:now|no longer)\b|\byou now (?:answer|have|allow)\b",
            rf"\b(?:pretend|act as|behave as|(?:fais|faites) comme si|agis\w*)\b{_NEAR}\b{_MODEL}\b",
            rf"\b(?:tu es|vous êtes) (?:désormais|maintenant|à présent)\b{_NEAR}{_MODEL}\b|\b{_UNBOUND}\b",
            rf"\b{_TOLD}\b{_NEAR}\b{_MODEL}\b{_NEAR}(?:\s?:|\b{_CLAIM}\b)",
            r"^[^\w\n]*+(?:system|assistant|user|système|utilisateur)(?: (?:note|update|message))?\s?:",
            r"<\|[a-z_]{1,30}\|>|\[/?(?:INST|SYSTEM)\]|</?think(?:ing)?>|\bEND OF (?:USER INPUT|DOCUMENT)\b",
            r"\bsystem (?:prompt|note|update|message)\b|\b(?:prompt|note|message|instructions) système\b",
            r"\bnew (?:instructions?|directive)\b\s?:|\bnouvelles? (?:instructions?|consignes?)\s?:",
            rf"\b{_WRITE}\b{_NEAR}\b{_ANSWER}\b|\b{_REVEAL}\b{_NEAR}\b{_SECRET}\b",
            rf"\b(?:decode|décod\w+|translate)\b{_NEAR}\b(?:do (?:exactly )?what|follow|execute|fais|faites)\b",
            r"\b(?:when|before|once) you (?:read|process|summari[sz]e|reply|respond|answer|write)\b",
            r"\b(?:quand|lorsque|avant que) (?:tu|vous) (?:lis|lisez|résum\w+|répond\w*|rédig\w+|écri\w+)\b",
            r"\b(?:call|use) [a-z]+_[a-z_]+\b|\bbefore (?:responding|replying|continuing)\b",
            rf"\b(?:envoi\w+|send|forward|email)\b{_NEAR}\S{{1,100}}@\S{{1,200}}\.\w+",
            # encoded text, which people do not read and a model may decode
            r"(?<!\S)(?!https?://)[\w+/=~<>@#$%^&*!?.\\-]{60,}|(?:[01]{8}\s?){6}|(?:(?<!\S)[.-]{1,6}\s){10}",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>()\"«»“”]+[^\s<>()\"«»“”.,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER: Final = re.compile(r"\+?\d[\d \u00a0\u202f.-]{3,}\d")
_NAME: Final = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÀ-Þ][\w’-]{2,}(?: [A-ZÀ-Þ][\w’-]+)*")
_QUOTED: Final = re.compile(r"[«“\"]\s*([^«»“”\"]{4,120}?)\s*[»”\"]")


class HiddenInstructions:
    """Sentences of testimonies that address a model, and their literals in the piece's own words."""

    name = "instructions"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for testimony in clues.drawn_on(subject).values():
            for sentence in asking(testimony.body):
                yield self._asks(testimony, sentence)
                yield from self._obeyed(subject, testimony, sentence)

    def _asks(self, testimony: Testimony, sentence: str) -> Finding:
        return Finding(
            self.name,
            "warning",
            _("This sentence of the testimony “{slug}” seems to speak to a language model, not to people.").format(
                slug=testimony.slug
            ),
            _("Ask the person whether they said it. If they did not, somebody else wrote it into the file: remove it."),
            testimony.label,
            _line_of(testimony, sentence),
            sentence,
            kind="asks",
        )

    def _obeyed(self, subject: Subject, testimony: Testimony, sentence: str) -> Iterator[Finding]:
        own = subject.reading.own_words
        raw = subject.reading.shielded
        elsewhere = " ".join(_other_words(subject, testimony, sentence))
        for literal in literals(sentence):
            text = raw if _ADDRESS.fullmatch(literal) else own
            offset = text.find(literal)
            if offset >= 0 and literal not in elsewhere:
                yield subject.finding(
                    self.name,
                    "blocking",
                    _("“{literal}” stands here only because a sentence of the testimony “{slug}” asks for it.").format(
                        literal=literal, slug=testimony.slug
                    ),
                    _("Take it out, unless you have checked it yourself and it belongs into the outline."),
                    line=subject.line_at(offset),
                    passage=literal,
                    kind=f"obeyed:{literal}",
                )


def _line_of(testimony: Testimony, sentence: str) -> int:
    """The line of the testimony's file on which a sentence begins."""
    return testimony.text.count("\n", 0, max(0, testimony.text.find(sentence))) + 1


@lru_cache(maxsize=256)
def asking(text: str) -> tuple[str, ...]:
    """The sentences of a text that seem to address a language model; cached, since pieces share testimonies."""
    return tuple(text[start:end] for start, end in sentences.spans(text) if _ADDRESSED.search(text[start:end]))


def literals(sentence: str) -> list[str]:
    """The literals that a sentence may ask for: addresses, numbers of five digits or more, names, quoted words."""
    addresses = _ADDRESS.findall(sentence)
    rest = _ADDRESS.sub(" ", sentence)
    quoted = _QUOTED.findall(rest)
    rest = _QUOTED.sub(" ", rest)
    return list(dict.fromkeys([*addresses, *_NUMBER.findall(rest), *quoted, *_NAME.findall(rest)]))


def _other_words(subject: Subject, testimony: Testimony, sentence: str) -> Iterator[str]:
    """All sources of the piece without that sentence."""
    if subject.outline:
        yield subject.outline.title
        yield subject.outline.description
        for part in (subject.outline.introduction, *subject.outline.sections):
            yield part.heading
            yield from part.points
    for other in subject.testimonies.values():
        yield from (other.person, other.role, other.organisation)
        yield other.body.replace(sentence, "") if other is testimony else other.body
    yield from (person.name for person in subject.settings.people.values())
