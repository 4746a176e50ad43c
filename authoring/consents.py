"""Consents: what a piece may not go out with, taking a consent back, and erasing the words it was about."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from authoring import files, provenance
from authoring.checks import Subject, naming
from authoring.checks.uses import Use, uses, withheld
from authoring.config import Settings
from authoring.documents import Testimony
from authoring.errors import AuthoringError, InputError, NotPossibleNow, Problem, UnknownSlug
from authoring.frontmatter import Document, dump, parse
from authoring.i18n import _
from authoring.loading import read_document
from authoring.pseudonyms.confidences import Confidences
from authoring.pseudonyms.folding import plain
from authoring.quotations.agreements import recorded
from authoring.store import INDEX, Piece, Store

ERASED: Final = "erased.json"
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
            _("authoring check {piece} names each place.").format(piece=subject.draft.slug),
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
    found = []
    for slug in store.testimonies():
        try:
            testimony = store.testimony(slug)
        except AuthoringError:  # its mistakes are told when it is used
            continue
        if name in map(plain, (testimony.person, *testimony.aliases)):
            found.append(testimony)
    if not found:
        raise UnknownSlug(
            _("There is no testimony “{who}”, and nobody of that name gave one.").format(who=who),
            _("See whose words are held: authoring consent list"),
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


@dataclass(frozen=True)
class Erasure:
    """What was erased: testimonies, kept revisions and notes of pieces, and texts in `.authoring`."""

    testimonies: tuple[str, ...]
    revisions: int
    records: int


def erase(store: Store, slugs: Sequence[str], *, on: date, settings: Settings) -> Erasure:
    """Erase the words of withdrawn testimonies; what stays is the proof of consent and withdrawal, and hashes.

    Raises `NotPossibleNow` while a consent holds, or while a piece still uses the words in its present text.
    """
    given = [store.testimony(slug) for slug in slugs]
    _refuse_in_use(store, given, settings)
    words = Confidences.of(given)
    revisions = sum(_erase_revision(kept, words, on) for kept in settings.root.glob("*/*/revisions/*"))
    revisions += sum(_erase_notes(path, words, on) for path in settings.root.glob(f"*/*/{provenance.NAME}"))
    records = [*settings.root.glob(".authoring/sent/*/*.json"), *settings.root.glob(".authoring/answers/*/*.json")]
    erased = sum(_erase_record(path, words) for path in records)
    for testimony in given:
        if testimony.consent.erased is None:
            files.write_bytes(testimony.path, _proof(testimony, on).encode())
    return Erasure(tuple(slugs), revisions, erased)


def _refuse_in_use(store: Store, given: Sequence[Testimony], settings: Settings) -> None:
    for testimony in given:
        if testimony.consent.status != "withdrawn":
            raise NotPossibleNow(
                _("The consent for the testimony “{slug}” has not been withdrawn.").format(slug=testimony.slug),
                _("Withdraw it first: authoring consent withdraw {slug}").format(slug=testimony.slug),
                file=testimony.path,
            )
    found, unreadable = usages(store, given, settings)
    refuse(unreadable)
    for usage in found:
        if usage.ways & {"inserted", "quoted", "words"}:
            raise NotPossibleNow(
                _("“{slug}” still holds these words, so they are not erased.").format(slug=usage.slug),
                _(
                    "Retract and reopen it if it is out, and take the words out of its text; "
                    "then give the command again."
                ),
                file=usage.piece.draft.path,
            )


def _erase_revision(folder: Path, words: Confidences, day: date) -> bool:
    """Take the text out of a kept revision that holds the words; its manifest with the hashes stays."""
    path = folder / INDEX
    content = files.read_bytes(path)
    if not content or not words.breach(content.decode("utf-8", "replace")):
        return False
    digest = hashlib.sha256(content).hexdigest()
    files.write_bytes(folder / ERASED, f'{{"erased": "{day}", "sha256": "{digest}"}}\n'.encode())
    path.unlink()
    return True


def _erase_notes(path: Path, words: Confidences, day: date) -> bool:
    """Blank the words that a record of provenance quotes; a file beside it says what was done, for `verify`."""
    content = files.read_bytes(path)
    try:
        kept = _without(files.decode_json(content), words)
    except ValueError:
        return False
    blanked = json.dumps(kept, ensure_ascii=False, indent=1).encode() + b"\n"
    if blanked == content or kept == files.decode_json(content):
        return False
    digests = {"before": hashlib.sha256(content).hexdigest(), "after": hashlib.sha256(blanked).hexdigest()}
    note = {"erased": str(day), "records": {path.name: digests}}
    files.write_bytes(path.parent / ERASED, json.dumps(note).encode() + b"\n")
    files.write_bytes(path, blanked)
    return True


def _without(value: Any, words: Confidences) -> Any:
    """The value with every text that holds the words left empty."""
    if isinstance(value, dict):
        return {key: _without(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, words) for each in value]
    return "" if isinstance(value, str) and words.breach(value) else value


def _erase_record(path: Path, words: Confidences) -> bool:
    content = files.read_bytes(path).decode("utf-8", "replace")
    try:
        text = json.dumps(files.decode_json(content), ensure_ascii=False).replace("\\n", " ")
    except ValueError:
        text = content
    if not words.breach(text):
        return False
    path.unlink()
    return True


def _proof(testimony: Testimony, day: date) -> str:
    """The testimony's file without the words: who agreed to what, when, and when they took it back."""
    document = read_document(testimony.path)
    digest = hashlib.sha256(testimony.words_spoken.encode()).hexdigest()
    consent = {**document.values["consent"], "erased": day, "sha256": digest}
    kept: dict[str, Any] = {
        key: document.values[key] for key in ("person", "lang", "collected") if key in document.values
    }
    return f"---\n{dump({**kept, 'consent': consent})}---\n"
