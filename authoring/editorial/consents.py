"""Consents: what a piece may not go out with, and taking a consent back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import naming
from authoring.checks.support.uses import Use, uses, withheld
from authoring.errors import AuthoringError, InputError, NotPossibleNow, Problem, UnknownSlug, advice
from authoring.model.config import CHANNEL, Settings
from authoring.model.documents import Testimony
from authoring.model.loading import read_document
from authoring.privacy.pseudonyms.folding import plain
from authoring.sourcing.quotations.agreements import recorded
from authoring.store import Piece, Store, files
from authoring.text.frontmatter import Document, parse
from authoring.text.i18n import _

_STATUS: Final = re.compile(r"(?P<indent>[ ]+)status:[^#\r]*?(?P<rest>(?:\s+#[^\r]*)?(?P<end>\r?))")


@dataclass(frozen=True)
class Usage:
    """A piece that uses somebody's words or name, in the text that lies there now or in what readers see."""

    piece: Piece
    ways: frozenset[str]

    @property
    def slug(self) -> str:
        """The piece's slug."""
        return self.piece.slug


@dataclass(frozen=True)
class Withdrawal:
    """Consents that hold no more since `day`. `unreadable` are pieces that could not be searched."""

    testimonies: tuple[str, ...]
    day: date
    changed: bool
    uses: tuple[Usage, ...]
    unreadable: tuple[Problem, ...]


def refusals(
    piece: Piece, settings: Settings, testimonies: Iterable[Testimony], *, channels: Iterable[str], on: date
) -> Iterator[Problem]:
    """Why the piece may not go out on these channels that day: a consent, a permission or a form of name in the way.

    So is a quotation that the person whose words it holds has refused, also after somebody approved it.
    """
    wanted = list(dict.fromkeys(channels))
    everybody = list(testimonies)
    yield from _objections(piece, settings, everybody)
    known = [each for each in everybody if not is_carefree(each, wanted, on=on)]
    if not known:
        return
    listed = {each.slug: each for each in everybody}
    subject = Subject(piece.draft, piece.folder, settings, testimonies=listed)
    for use in uses(subject, known):
        yield from _refused(subject, use, wanted, on)


def concern(piece: Piece, settings: Settings, testimonies: Sequence[Testimony]) -> bool:
    """Whether the piece uses any of these testimonies, or words that their person has refused."""
    subject = Subject(piece.draft, piece.folder, settings, testimonies={each.slug: each for each in testimonies})
    return bool(uses(subject, testimonies)) or any(_objections(piece, settings, testimonies))


def _objections(piece: Piece, settings: Settings, testimonies: Sequence[Testimony]) -> Iterator[Problem]:
    agreements = recorded(piece.events)
    if "refused" not in agreements.answers.values():
        return
    subject = Subject(piece.draft, piece.folder, settings, testimonies={each.slug: each for each in testimonies})
    for quotation, placement in subject.placements:
        if agreements.standing(placement.digest, [each.slug for each in placement.sources]) == "refused":
            yield Problem(
                _("The person whose words these are does not want them used like this: “{words}”").format(
                    words=quotation.words
                ),
                _("Take the quotation out, or quote something else and ask again."),
                piece.draft.path,
                subject.line_at(quotation.start),
            )


def is_carefree(testimony: Testimony, channels: Sequence[str], *, on: date) -> bool:
    """Whether nothing in this consent can keep a piece from going out."""
    consent = testimony.consent
    return (
        all(consent.covers(channel, on=on) for channel in channels)
        and consent.words
        and consent.picture is not False
        and consent.name == "full"
    )


def is_over(testimony: Testimony, *, on: date) -> bool:
    """Whether there was a consent that does not hold that day any more: it was withdrawn, or it ended."""
    return testimony.consent.status != "pending" and not testimony.consent.holds(on=on)


def still_out(store: Store, settings: Settings, slugs: Iterable[str], *, on: date) -> Iterator[Problem]:
    """What readers see that day though a consent for it is over, until somebody retracts it."""
    over = [it for it in _readable(store) if is_over(it, on=on)]
    channels = {target.channel for target in settings.targets.values()} or {CHANNEL}
    for slug in slugs if over else ():
        try:
            if not store.piece(slug).situation.live:
                continue
            found = list(refusals(store.live(slug), settings, over, channels=sorted(channels), on=on))
        except AuthoringError:  # whoever verifies is told
            continue
        remedy = advice("take-down", slug=slug)
        yield from (Problem(f"“{slug}”: {problem.message}", remedy, problem.file) for problem in found)


def _readable(store: Store) -> Iterator[Testimony]:
    """Every testimony that can be read; the mistakes in the others are told when they are used."""
    for slug in store.testimonies():
        with suppress(AuthoringError):
            yield store.testimony(slug)


def _refused(subject: Subject, use: Use, channels: Sequence[str], on: date) -> Iterator[Problem]:
    testimony = use.testimony
    consent, file = testimony.consent, testimony.path
    uncovered = [channel for channel in channels if not consent.covers(channel, on=on)]
    if uncovered and (use.has_words or consent.status == "withdrawn"):
        yield Problem(
            _("The consent for the testimony “{slug}” does not cover publishing on “{channel}” today.").format(
                slug=testimony.slug, channel=uncovered[0]
            ),
            _("Ask the person, and record their answer under `consent` in the testimony’s file."),
            file,
        )
    if not consent.words and use.ways & {"inserted", "quoted", "words"}:
        yield Problem(
            _("The person of “{slug}” has not allowed their words to be published.").format(slug=testimony.slug),
            _("Take their words out of the piece, or ask them and write `words: true` under `consent`."),
            file,
        )
    if consent.picture is False and "pictured" in use.ways:
        yield Problem(
            _("A picture names the person of “{slug}”, who has not allowed one.").format(slug=testimony.slug),
            _("Take the picture out, or ask them and write `picture: true` under `consent`."),
            file,
        )
    if use.has_words and any(_shows(subject, name) for name in withheld(subject, testimony)):
        yield Problem(
            _("The piece shows more of the name of “{slug}” than their consent allows.").format(slug=testimony.slug),
            advice("see-places", piece=subject.draft.slug),
            file,
        )


def _shows(subject: Subject, name: str) -> bool:
    texts = [subject.reading.prose, *(text for _place, text in subject.texts)]
    return any(naming.mentions(text, name) for text in texts)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `NotPossibleNow` with the first of these problems, if there is one."""
    for problem in problems:
        raise NotPossibleNow(problem.message, problem.remedy, file=problem.file)


def withdraw(store: Store, who: str, *, on: date, settings: Settings) -> Withdrawal:
    """Record that a person has withdrawn their consent; a second time changes nothing.

    `who` is a testimony's slug, or a person's name or id, which means all their testimonies. All other bytes of the
    files stay as they are. Raises `UnknownSlug`, or `InputError` when a file cannot be changed line by line.
    """
    given = given_by(store, who, settings)
    held = [testimony for testimony in given if testimony.consent.status != "withdrawn"]
    changed = [(it.path, _withdrawn(read_document(it.path), on).text.encode()) for it in held]
    for path, content in changed:
        files.write_bytes(path, content)
    found, unreadable = usages(store, given, settings)
    days = [testimony.consent.withdrawn for testimony in given if testimony.consent.withdrawn]
    day = on if held or not days else max(days)
    return Withdrawal(tuple(it.slug for it in given), day, bool(held), tuple(found), tuple(unreadable))


def given_by(store: Store, who: str, settings: Settings) -> list[Testimony]:
    """The testimony of that slug, or all of the person of that name or id; raises `UnknownSlug` where there is none."""
    if who in store.testimonies():
        return [store.testimony(who)]
    name = plain(settings.people[who].name if who in settings.people else who).strip()
    found = [it for it in _readable(store) if name in map(plain, (it.person, *it.aliases))]
    if not found:
        raise UnknownSlug(
            _("There is no testimony “{who}”, and nobody of that name gave one.").format(who=who),
            advice("see-consents"),
        )
    return found


def usages(store: Store, given: Sequence[Testimony], settings: Settings) -> tuple[list[Usage], list[Problem]]:
    """Every piece that uses these testimonies' words or names, now or in what readers see, and what is unreadable."""
    found: list[Usage] = []
    problems: list[Problem] = []
    for slug in store.pieces():
        try:
            piece = store.piece(slug)
            shown = [piece]
            if piece.situation.live and piece.situation.live != piece.hash:
                shown.append(store.live(slug))
            ways = frozenset(way for each in shown for way in _ways(each, given, settings))
        except AuthoringError as error:
            problems.extend(error.problems)
            continue
        if ways:
            found.append(Usage(piece, ways))
    return found, problems


def _ways(piece: Piece, given: Sequence[Testimony], settings: Settings) -> Iterator[str]:
    subject = Subject(piece.draft, piece.folder, settings, testimonies={each.slug: each for each in given})
    for use in uses(subject, given):
        yield from use.ways


def _withdrawn(document: Document, day: date) -> Document:
    """The document with two lines of the consent changed: its status, and the day."""
    before = document.values["consent"]
    lines = document.text.split("\n")
    at = document.line_of("consent", "status") - 1
    shape = _STATUS.fullmatch(lines[at])
    if shape is not None:
        lines[at] = f"{shape['indent']}status: withdrawn{shape['rest']}"
        dated = f"{shape['indent']}withdrawn: {day}{shape['end']}"
        if "withdrawn" in before:
            lines[document.line_of("consent", "withdrawn") - 1] = dated
        else:
            lines.insert(at + 1, dated)
        changed = parse("\n".join(lines), document.path)
        if changed.values == {**document.values, "consent": {**before, "status": "withdrawn", "withdrawn": day}}:
            return changed
    raise InputError(
        _("The consent cannot be changed here line by line."),
        _("Write into it yourself: status: withdrawn, and withdrawn: {day}").format(day=day),
        file=document.path,
        line=at + 1,
    )
