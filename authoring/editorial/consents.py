"""Consents: the reasons why a piece must not be published, and the withdrawal of a consent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import naming
from authoring.checks.support.uses import Use, uses, withheld
from authoring.editorial.context import Context
from authoring.editorial.owing import lost
from authoring.errors import AuthoringError, InputError, NotPossibleNow, Problem, UnknownSlug, advice
from authoring.model.config import CHANNEL
from authoring.model.documents import Consent, Testimony
from authoring.sourcing.quotations.agreements import recorded
from authoring.store.index.consents import ConsentEntry
from authoring.store.pieces import Piece
from authoring.text.folding import plain
from authoring.text.frontmatter import Document, parse
from authoring.text.i18n import _

_STATUS: Final = re.compile(r"(?P<indent>[ ]+)status:[^#\r]*?(?P<rest>(?:\s+#[^\r]*)?(?P<end>\r?))")


@dataclass(frozen=True)
class Usage:
    """A piece that uses somebody's words or name, in its present text or in the published one."""

    piece: Piece
    ways: frozenset[str]

    @property
    def slug(self) -> str:
        """The piece's slug."""
        return self.piece.slug


def refusals(
    context: Context, piece: Piece, testimonies: Iterable[Testimony], *, channels: Iterable[str], on: date
) -> Iterator[Problem]:
    """Why these testimonies forbid the piece in these channels on that day: a consent, or the form of a name.

    A quotation that its person has refused forbids it too, even after somebody approved the piece.
    """
    wanted = list(dict.fromkeys(channels))
    chosen = sorted(testimonies, key=lambda testimony: testimony.slug)
    yield from _objections(context, piece, chosen)
    restricted = [testimony for testimony in chosen if not is_carefree(testimony.consent, wanted, on=on)]
    if not restricted:
        return
    subject = _subject(context, piece, restricted)
    in_the_way = [use for use in uses(subject, restricted) if any(_refused(subject, use, wanted, on))]
    if not all(map(_is_in_any_company, in_the_way)):
        subject = _subject(context, piece, [*context.testimonies_concerning(piece).values(), *chosen])
    yield from refusals_in(subject, [use.testimony for use in in_the_way], channels=wanted, on=on)


def refusals_in(
    subject: Subject, testimonies: Iterable[Testimony], *, channels: Sequence[str], on: date
) -> Iterator[Problem]:
    """Why the consents of these testimonies forbid the subject's piece in these channels on that day."""
    for use in uses(subject, testimonies):
        yield from _refused(subject, use, channels, on)


def _is_in_any_company(use: Use) -> bool:
    """Whether a use is the same whichever other testimonies exist: only this person has the words or the name."""
    consent, apart_from_quotations = use.testimony.consent, use.ways - {"quoted"}
    if consent.name != "full":
        return False
    is_listed = consent.words and ("listed" in use.ways or (consent.status == "withdrawn" and apart_from_quotations))
    return "quoted" not in use.ways or "inserted" in use.ways or bool(is_listed)


def objections(context: Context, piece: Piece) -> Iterator[Problem]:
    """The quotations of the piece that the quoted person has refused."""
    if _is_any_refused(piece):
        yield from _objections(context, piece, list(context.testimonies_concerning(piece).values()))


def limited(context: Context, entries: Iterable[ConsentEntry], channels: Sequence[str]) -> list[Testimony]:
    """The testimonies whose consent can forbid a piece in one of these channels today."""
    slugs = [entry.slug for entry in entries if not is_carefree(entry.consent, channels, on=context.today)]
    return list(context.repository.readable_testimonies(slugs))


def lapsed(context: Context, entries: Iterable[ConsentEntry]) -> list[Testimony]:
    """The testimonies whose consent was withdrawn or has expired by today."""
    slugs = [entry.slug for entry in entries if is_over(entry.consent, on=context.today)]
    return list(context.repository.readable_testimonies(slugs))


def concern(context: Context, piece: Piece, testimonies: Sequence[Testimony]) -> bool:
    """Whether the piece uses any of these testimonies, or words that their person has refused."""
    subject = _subject(context, piece, testimonies)
    return bool(uses(subject, testimonies)) or any(_objections(context, piece, testimonies))


def _subject(context: Context, piece: Piece, testimonies: Iterable[Testimony]) -> Subject:
    """The piece with only these testimonies."""
    by_slug = {testimony.slug: testimony for testimony in testimonies}
    in_order = {slug: by_slug[slug] for slug in sorted(by_slug)}
    return Subject.of(piece, repository=context.repository, testimonies=in_order)


def _objections(context: Context, piece: Piece, testimonies: Sequence[Testimony]) -> Iterator[Problem]:
    if not _is_any_refused(piece):
        return
    agreements = recorded(piece.events)
    subject = _subject(context, piece, testimonies)
    for quotation, placement in subject.placements:
        if agreements.standing(placement.digest, [testimony.slug for testimony in placement.sources]) == "refused":
            yield Problem(
                _("The person whose words these are does not want them used like this: “{words}”").format(
                    words=quotation.words
                ),
                _("Take the quotation out, or quote something else and ask again."),
                piece.label,
                subject.line_at(quotation.start),
            )


def _is_any_refused(piece: Piece) -> bool:
    return "refused" in recorded(piece.events).answers.values()


def is_carefree(consent: Consent, channels: Sequence[str], *, on: date) -> bool:
    """Whether nothing in this consent can forbid publishing a piece."""
    return (
        all(consent.covers(channel, on=on) for channel in channels)
        and consent.words
        and consent.picture is not False
        and consent.name == "full"
    )


def is_over(consent: Consent, *, on: date) -> bool:
    """Whether there was a consent that is not valid on that day any more: it was withdrawn, or it expired."""
    return consent.status != "pending" and not consent.holds(on=on)


def still_out(context: Context, slugs: Iterable[str]) -> Iterator[Problem]:
    """The published pieces with a consent that was withdrawn or has expired, until somebody retracts them."""
    repository, today = context.repository, context.today
    over = lapsed(context, context.consents().entries)
    channels = {target.channel for target in context.settings.targets.values()} or {CHANNEL}
    for slug in slugs if over else ():
        try:
            piece = repository.piece(slug)
            if not piece.situation.live:
                continue
            problems = list(refusals(context, repository.live(piece), over, channels=sorted(channels), on=today))
        except AuthoringError:  # `verify` reports it
            continue
        remedy = advice("take-down", slug=slug)
        yield from (Problem(f"“{slug}”: {problem.message}", remedy, problem.file) for problem in problems)


def _refused(subject: Subject, use: Use, channels: Sequence[str], on: date) -> Iterator[Problem]:
    testimony = use.testimony
    consent, file = testimony.consent, testimony.label
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
    return any(naming.mentions(text, name) for text in subject.shown_words)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `NotPossibleNow` with the first of these problems, if there is one."""
    for problem in problems:
        raise NotPossibleNow(problem.message, problem.remedy, file=problem.file)


def given_by(context: Context, who: str) -> list[Testimony]:
    """The testimony of that slug, or all of the person of that name or id. Raises `UnknownSlug` when there is none."""
    repository, people = context.repository, context.settings.people
    if who in repository.testimonies():
        return [repository.testimony(who)]
    name = plain(people[who].name if who in people else who).strip()
    slugs = [it.slug for it in context.consents().entries if name in map(plain, (it.person, *it.aliases))]
    theirs = list(repository.readable_testimonies(slugs))
    if not theirs:
        raise UnknownSlug(
            _("There is no testimony “{who}”, and nobody of that name gave one.").format(who=who),
            advice("see-consents"),
        )
    return theirs


def usages(
    context: Context, testimonies: Sequence[Testimony], *, besides: Collection[str] = ()
) -> tuple[list[Usage], list[Problem]]:
    """Every piece that uses these testimonies' words or names, now or as published, and the unreadable pieces.

    Of a piece whose text is missing, the published revision is searched; an unreadable one is reported. The pieces in
    `besides` are left out.
    """
    repository = context.repository
    usages: list[Usage] = []
    problems: list[Problem] = []
    missing = {it.slug: it for it in lost(context)}
    for slug in (*(it for it in repository.pieces() if it not in besides), *missing):
        if slug in missing and not missing[slug].has_history:
            problems.append(missing[slug].problem)
            continue
        try:
            piece = repository.bereft(slug) if slug in missing else repository.piece(slug)
            texts = [piece]
            if piece.situation.live and piece.situation.live != piece.hash:
                texts.append(repository.live(piece))
            ways = frozenset(way for text in texts for way in _ways(context, text, testimonies))
        except AuthoringError as error:
            problems.extend(error.problems)
            continue
        if ways:
            usages.append(Usage(piece, ways))
    return usages, problems


def _ways(context: Context, piece: Piece, testimonies: Sequence[Testimony]) -> Iterator[str]:
    for use in uses(_subject(context, piece, testimonies), testimonies):
        yield from use.ways


def withdrawn(document: Document, day: date) -> Document:
    """The document with two changed lines in its consent: the status, and the day."""
    before = document.values["consent"]
    lines = document.text.split("\n")
    status_index = document.line_of("consent", "status") - 1
    shape = _STATUS.fullmatch(lines[status_index])
    if shape is not None:
        lines[status_index] = f"{shape['indent']}status: withdrawn{shape['rest']}"
        dated = f"{shape['indent']}withdrawn: {day}{shape['end']}"
        if "withdrawn" in before:
            lines[document.line_of("consent", "withdrawn") - 1] = dated
        else:
            lines.insert(status_index + 1, dated)
        changed = parse("\n".join(lines), document.label)
        if changed.values == {**document.values, "consent": {**before, "status": "withdrawn", "withdrawn": day}}:
            return changed
    raise InputError(
        _("The consent cannot be changed here line by line."),
        _("Write into it yourself: status: withdrawn, and withdrawn: {day}").format(day=day),
        file=document.label,
        line=status_index + 1,
    )
