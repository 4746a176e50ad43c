"""Whom a workspace knows by name, and the expressions that find each of them in a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from authoring.model.documents import Testimony
from authoring.model.people import Person
from authoring.privacy.pseudonyms.common import PARTICLES, WORDS
from authoring.privacy.pseudonyms.placeholders import Kind
from authoring.text.folding import plain

_BETWEEN: Final = r"[\s\-'._*]{0,3}"
_JOINTS: Final = re.compile(r"[\s\-'._]+")
_NICKNAME: Final = re.compile(r"[(«“\"](?:\s*(?:dite?|alias|aka|called|surnommée?)\s+)?([^()«»“”\"]+)[)»”\"]")
_OF_A_BLOG: Final = re.compile(
    r"^(?:le |the )?(?:blog(?:ue)?|journal)\s+(?:des?|du|of)\s+|^(?:le |the )?blog d['’]", re.IGNORECASE
)
_BLOG_OF: Final = re.compile(r"(?:['’]s)?\s+(?:blog|journal)$", re.IGNORECASE)
_MAILS: Final = frozenset({"email", "e-mail", "mail", "courriel"})
_PHONES: Final = frozenset({"phone", "telephone", "téléphone", "tel", "tél", "mobile", "portable"})


@dataclass(frozen=True)
class Known:
    """Somebody or something with a name to be kept here. `slugs` are those of their testimonies."""

    names: tuple[str, ...]
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spelling:
    """An expression for one way to write a name. One that is also a word counts only with a capital.

    `is_part` tells a first or a family name, which may be part of the workspace's own name, from a whole one.
    """

    expression: str
    kind: Kind
    owner: int
    needs_capital: bool = False
    is_part: bool = False
    length: int = field(default=0, compare=False)


def everybody(testimonies: Iterable[Testimony], people: Iterable[Person]) -> list[Known]:
    """Everybody with a name: one entry for each person, whatever number of testimonies they gave."""
    entries: dict[str, Known] = {}
    for person in people:
        if person.kind == "person":
            entry = Known((person.name, *person.aliases), _some(person.email), _some(person.phone))
            entries[plain(person.name)] = _joined(entries.get(plain(person.name)), entry)
    ids = {plain(person.id) for person in people}
    for testimony in testimonies:
        entries[plain(testimony.person)] = _joined(entries.get(plain(testimony.person)), _of(testimony))
        collector = testimony.collected_by
        if collector and plain(collector) not in {*ids, *entries}:
            entries[plain(collector)] = Known((collector,))
    return list(entries.values())


def _of(testimony: Testimony) -> Known:
    is_anonymous = testimony.consent.name == "anonymous"
    return Known(
        (testimony.person, *testimony.aliases),
        _texts(testimony.extra, _MAILS),
        _texts(testimony.extra, _PHONES),
        _some(testimony.organisation) if is_anonymous else (),
        (testimony.slug,),
    )


def _joined(before: Known | None, more: Known) -> Known:
    if before is None:
        return more
    return Known(
        tuple(dict.fromkeys([*before.names, *more.names])),
        tuple(dict.fromkeys([*before.emails, *more.emails])),
        tuple(dict.fromkeys([*before.phones, *more.phones])),
        tuple(dict.fromkeys([*before.organisations, *more.organisations])),
        (*before.slugs, *more.slugs),
    )


def own_names(title: str, keep: Iterable[str]) -> tuple[str, ...]:
    """What the workspace itself is called: `La Verrière` of “Le blog de La Verrière”, and what its settings keep.

    One word alone is not taken from the title: it may be somebody's name.
    """
    name = _BLOG_OF.sub("", _OF_A_BLOG.sub("", title.strip())).strip()
    from_title = [name] if len(name.split()) > 1 else []
    return tuple(dict.fromkeys([*from_title, *(name for name in keep if name.strip())]))


def spellings(known: Sequence[Known], *, own: Iterable[str] = ()) -> list[Spelling]:
    """Every expression, the longest names first. An organisation that is the workspace itself is no secret."""
    ours = {plain(name) for name in own}
    by_expression: dict[str, Spelling] = {}
    for owner, entry in enumerate(known):
        for spelling in _of_known(owner, entry, ours):
            by_expression.setdefault(spelling.expression, spelling)
    return sorted(by_expression.values(), key=lambda spelling: -spelling.length)


def _of_known(owner: int, known: Known, ours: set[str]) -> Iterator[Spelling]:
    for name in known.names:
        yield from _of_name(owner, name)
    for organisation in known.organisations:
        folded = plain(organisation).strip()
        if folded not in ours and folded not in PARTICLES and len(folded) > 1:
            yield Spelling(_loose([folded]), "ORG", owner, len(folded.split()) == 1, length=len(folded))


def _of_name(owner: int, name: str) -> Iterator[Spelling]:
    for nickname in _NICKNAME.findall(name):
        yield from _of_name(owner, nickname)
    tokens = [token for token in plain(_NICKNAME.sub(" ", name)).replace(",", " ").split() if token.strip(".")]
    while len(tokens) > 1 and tokens[0].strip(".") in PARTICLES:  # a title before the name
        tokens = tokens[1:]
    if not tokens:
        return
    if len(tokens) == 1:
        yield from _part(owner, tokens[0], "PERSON")
        return
    first, last = _divided(tokens)
    is_word = all(_is_word(token) for token in tokens)
    for order in (tokens, [*last, *first], [first[0], *last], [*last, first[0]], [*first, last[-1]]):
        needs_capital = is_word and order is not tokens
        yield Spelling(_loose(order), "PERSON", owner, needs_capital, length=sum(map(len, order)) + len(order))
    if last[-1] not in PARTICLES and len(last[-1]) > 1:
        yield Spelling(rf"{re.escape(first[0][0])}\.\s{{0,2}}{_loose(last)}", "PERSON", owner, length=len(last[-1]) + 3)
    yield from _with_half(owner, first, last[-1], needs_capital=is_word)
    for token in first:
        yield from _part(owner, token, "FIRST")
    if len(last) > 1:
        yield Spelling(_loose(last), "LAST", owner, True, is_part=True, length=sum(map(len, last)) + len(last))
    for token in last:
        yield from _part(owner, token, "LAST")


def _divided(tokens: list[str]) -> tuple[list[str], list[str]]:
    """First names and family name: what follows a particle belongs to the family name."""
    division = next((n for n, token in enumerate(tokens) if n and token in PARTICLES), len(tokens) - 1)
    return tokens[:division], tokens[division:]


def _part(owner: int, token: str, kind: Kind) -> Iterator[Spelling]:
    """A name alone, and each half of one with a hyphen."""
    if token in PARTICLES or len(token.strip(".")) < 2:
        return
    plural = "s?" if kind == "LAST" and len(token) > 3 else ""
    yield Spelling(_loose([token]) + plural, kind, owner, _is_word(token), is_part=True, length=len(token))
    for half in _halves(token):
        yield Spelling(re.escape(half), kind, owner, True, is_part=True, length=len(half))


def _with_half(owner: int, first: list[str], family: str, *, needs_capital: bool) -> Iterator[Spelling]:
    """The first name with half of a double family name, which may be run together."""
    for half in _halves(family):
        for order in ([*first, half], [first[0], half], [half, first[0]]):
            yield Spelling(_loose(order), "PERSON", owner, needs_capital, length=sum(map(len, order)) + len(order))


def _halves(token: str) -> Iterator[str]:
    for half in _JOINTS.split(token) if "-" in token else ():
        if half not in PARTICLES and len(half) > 1:
            yield half


def _is_word(token: str) -> bool:
    return token in WORDS or token in PARTICLES or len(token) < 4


def _loose(tokens: Iterable[str]) -> str:
    """The tokens with whatever may stand between them: spaces, hyphens, apostrophes, line breaks, or nothing."""
    parts = [part for token in tokens for part in _JOINTS.split(token) if part]
    return _BETWEEN.join(map(re.escape, parts))


def phone_expression(number: str) -> str:
    """A registered number in any grouping, with or without its country's code; empty for what is too short."""
    digits = re.sub(r"\D", "", number.split(",")[0])
    if len(digits) < 6:
        return ""
    national = digits[-9:] if len(digits) > 9 else digits.lstrip("0") or digits
    spaced = r"[\s.\-/()]{0,3}".join(national)
    return rf"(?:(?:\+|00)?\s?\d{{1,3}}[\s.\-/]{{0,2}}(?:\(0\))?[\s.\-/]{{0,2}}|\(?0\)?[\s.\-/]{{0,2}})?\(?{spaced}"


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text.strip() else ()


def _texts(values: Mapping[str, Any], keys: frozenset[str]) -> tuple[str, ...]:
    texts: list[str] = []
    for key, value in values.items():
        if str(key).casefold() in keys:
            texts += [str(it) for it in (value if isinstance(value, list) else [value]) if it]
    return tuple(texts)
