"""A translation held against its original, sentence by sentence: figures, dates, names, negations, links.

`original:SLUG#N` names the n-th sentence of the original, title and description first, as `sentences_of` counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from authoring.model.documents import Draft
from authoring.sourcing.grounding import Source, Sources, literals, negation
from authoring.sourcing.grounding.names import plain
from authoring.sourcing.provenance.text import Sentence, sentences_of, shown
from authoring.text import words as language
from authoring.text.i18n import _
from authoring.text.spelling import folded

PREFIX: Final = "original:"
_SURE: Final = frozenset({"number", "date"})  # names and roles are written otherwise in another language
_LONG: Final = 6  # words of a sentence whose length tells something
_SPREAD: Final = 2.2  # times as many words, or as few, as the original has
_TARGET: Final = re.compile(r"\]\(([^()\s]*)[^()]*\)|(\[\[keep:\d+\]\])|(https?://[^\s<>()]+)")
_ALIKE: Final = 4  # letters by which a name is known in another language
_ENOUGH: Final = 4  # words that are no name or title


@dataclass(frozen=True)
class Original:
    """The text that was translated. `lang` is its language."""

    slug: str
    lang: str
    sentences: Sequence[Sentence]

    @classmethod
    def of(cls, draft: Draft) -> Original:
        """The original as its draft has it."""
        return cls(draft.slug, draft.lang, sentences_of(draft.body, title=draft.title, description=draft.description))

    def reference(self, number: int) -> str:
        """How provenance names its n-th sentence, counted from 1."""
        return f"{PREFIX}{self.slug}#{number}"

    @cached_property
    def sources(self) -> list[Source]:
        """Its sentences as sources."""
        return [
            Source(self.reference(number), shown(sentence.text))
            for number, sentence in enumerate(self.sentences, start=1)
        ]


class Difference(NamedTuple):
    """Where a translated sentence and its original differ. One that is not `is_sure` may be a matter of language."""

    kind: str
    message: str
    is_sure: bool = True


def differences(text: str, original: str, *, lang: str, people: Sequence[str] = ()) -> list[Difference]:
    """What is wrong with the translation of one sentence into `lang`; none where it says the same as far as is seen."""
    return [
        *_of_words(text, original, lang=lang),
        *_of_links(text, original),
        *_of_literals(text, original, people),
        *_of_negation(text, original),
    ]


def is_left_as_it_was(text: str, original: str) -> bool:
    """Whether a sentence was not translated at all; a name or a title of a few words may be the same."""
    return folded(text) == folded(original) and len(language.words(original)) >= _ENOUGH


def lost(text: str, original: str, *, people: Sequence[str] = ()) -> list[literals.LiteralPart]:
    """The figures, dates and names of the original that a translation does not have."""
    parts = Sources([Source("", text)], tuple(people)).missing(original)
    return [it for it in parts if it.kind != "name" or not _is_spelled_alike(it.text, text)]


def _is_spelled_alike(name: str, text: str) -> bool:
    """Whether each word of a name begins like some word of the text: the Lantern is “la Lanterne”."""
    beginnings = {plain(word)[:_ALIKE] for word in text.replace("’", " ").replace("'", " ").split()}
    return all(plain(word)[:_ALIKE] in beginnings for word in name.split())


def translated_from(source: str, lang: str) -> str:
    """What readers are told, in `lang`, of somebody's words that stand in another language than theirs."""
    names = {"fr": _("translated from French", lang), "en": _("translated from English", lang)}
    return names.get(source, "")


def _of_words(text: str, original: str, *, lang: str) -> Iterator[Difference]:
    count, wanted = len(language.words(text)), len(language.words(original))
    if not text.strip():
        yield Difference("empty", _("It is not translated."))
    elif is_left_as_it_was(text, original) or language.seems_foreign(text, lang):
        yield Difference("language", _("It is not in the language that is asked for."))
    elif wanted >= _LONG and not wanted / _SPREAD <= count <= wanted * _SPREAD:
        message = _("It has {count} words, and the original has {wanted}: it leaves out or adds something.")
        yield Difference("length", message.format(count=count, wanted=wanted))
    if "\n" in text.strip():
        yield Difference("lines", _("It is more than one line."))


def _of_links(text: str, original: str) -> Iterator[Difference]:
    ours, theirs = (sorted(match.group() for match in _TARGET.finditer(it)) for it in (text, original))
    if [_target(it) for it in ours] != [_target(it) for it in theirs]:
        yield Difference("links", _("Its links and marks are not those of the original: keep each once, as it is."))


def _target(link: str) -> str:
    return link[2:-1].partition(" ")[0] if link.startswith("](") else link


def _of_literals(text: str, original: str, people: Sequence[str]) -> Iterator[Difference]:
    for part in lost(shown(original), shown(text), people=people):
        message = _("The original does not say “{literal}”.").format(literal=part.text)
        yield Difference(f"added:{part.text}", message, part.kind in _SURE)
    for part in lost(shown(text), shown(original), people=people):
        message = _("The original says “{literal}”, and the translation does not.").format(literal=part.text)
        yield Difference(f"lost:{part.text}", message, part.kind in _SURE)


def _of_negation(text: str, original: str) -> Iterator[Difference]:
    if negation.is_negative(text) != negation.is_negative(original):
        yield Difference("negation", _("One denies what the other says."), is_sure=False)
