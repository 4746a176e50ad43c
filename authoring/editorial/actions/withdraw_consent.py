"""Withdraw a consent: a person's words can not be published any more, and posts with them are taken down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from authoring.editorial import consents
from authoring.editorial.actions import EditorialAction, perform, recorded
from authoring.editorial.actions.erase import Erase
from authoring.editorial.actions.retract import Retract
from authoring.editorial.consents import Usage, given_by, usages
from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery
from authoring.editorial.owing import Owed, Owing, lost
from authoring.errors import AuthoringError, InputError, Problem
from authoring.exporters import Receipt
from authoring.model.documents import Testimony
from authoring.store import Expected, Key, version_of
from authoring.store.addresses import is_history
from authoring.text.i18n import _


@dataclass(frozen=True)
class PreparedWithdrawal:
    """The testimonies whose consent is withdrawn, with the texts to write, and where their words are used.

    `stamps` are those of all pieces before they were searched: one that changes meanwhile is searched again.
    """

    testimonies: tuple[Testimony, ...]
    texts: tuple[tuple[Key, str, bytes], ...]
    day: date
    uses: tuple[Usage, ...]
    unreadable: tuple[Problem, ...]
    stamps: Mapping[str, str]


@dataclass(frozen=True)
class Withdrawal:
    """Consents that end on `day`. `unreadable` are pieces that could not be searched.

    `retracted` are the retracted pieces; `left` the places that still have words after an erasure. `receipts` are those
    of the targets, and `owed` are the pieces that a target may still show.
    """

    testimonies: tuple[str, ...]
    day: date
    changed: bool
    uses: tuple[Usage, ...]
    unreadable: tuple[Problem, ...]
    retracted: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    owed: tuple[Owed, ...] = ()

    @property
    def left_over(self) -> Iterator[Problem]:
        """The places that an erasure cannot change: people's own files, and notes in a history."""
        for label in self.left:
            remedy = _("Take them out of it yourself, or delete the file.")
            if is_history(label):
                remedy = _("A note that somebody typed holds them. A history is not changed: tell the person so.")
            yield Problem(_("This file still holds the words."), remedy, label)


@dataclass(frozen=True)
class WithdrawConsent(EditorialAction[PreparedWithdrawal, Withdrawal]):
    """Record that a person has withdrawn their consent; a second call changes nothing.

    `who` is a testimony's slug, or a person's name or id for all their testimonies. With `retract`, the published
    pieces that use the words are retracted; with `erase`, the words are erased, and the proof of consent stays.
    """

    who: str
    retract: bool = False
    erase: bool = False

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the withdrawal cannot be recorded; None when it can. It needs no role."""
        try:
            given_by(context, self.who)
        except InputError as refusal:
            return refusal
        return None

    def prepare(self, context: Context) -> PreparedWithdrawal:
        """Each testimony's text with the two changed lines. Raises `UnknownSlug` or `InputError`."""
        testimonies = given_by(context, self.who)
        stamps = context.store.documents.stamps("piece")
        standing = [it for it in testimonies if it.consent.status != "withdrawn"]
        texts = [self._withdrawn(context, it) for it in standing]
        uses, unreadable = usages(context, testimonies)
        days = [it.consent.withdrawn for it in testimonies if it.consent.withdrawn]
        day = context.today if standing or not days else max(days)
        return PreparedWithdrawal(tuple(testimonies), tuple(texts), day, tuple(uses), tuple(unreadable), stamps)

    def execute(self, context: Context, prepared: PreparedWithdrawal, *, signature: bytes = b"") -> Withdrawal:
        """Write the withdrawal, then retract and erase as requested, and take the pieces down at the targets.

        The uses of the words are searched after the withdrawal is written: so a piece published before that is found,
        and one published later is refused by the withdrawal.
        """
        written = [_write(context, *text) for text in prepared.texts]
        slugs = tuple(it.slug for it in prepared.testimonies)
        uses, unreadable = _uses_now(context, prepared)
        live = [use.slug for use in uses if use.piece.situation.live] if self.retract else []
        for slug in live:
            recorded(context, Retract(slug, note=_("A consent has been withdrawn.")).prepare(context))
        concerned = [use.slug for use in uses]
        receipts = Delivery.to_every_target(context).take_down(concerned) if concerned else []
        places: Sequence[str] = perform(Erase(slugs), context).left if self.erase else ()
        return Withdrawal(
            slugs,
            prepared.day,
            any(written),
            tuple(uses),
            tuple(unreadable),
            retracted=tuple(live),
            left=tuple(places),
            receipts=tuple(receipts),
            owed=tuple(Owing(context).pieces(concerned)),
        )

    def _withdrawn(self, context: Context, testimony: Testimony) -> tuple[Key, str, bytes]:
        key = Key("testimony", testimony.slug)
        document = context.repository.document(key)
        content = consents.withdrawn(document, context.today).text.encode()
        return key, version_of(document.text.encode()), content


def _uses_now(context: Context, prepared: PreparedWithdrawal) -> tuple[list[Usage], list[Problem]]:
    """The uses of the words now; only pieces that changed since `prepare`, or were missing, are read again."""
    stamps = context.store.documents.stamps("piece")
    same = {slug for slug, stamp in stamps.items() if prepared.stamps.get(slug) == stamp}
    if {*stamps} == same and not prepared.unreadable and not lost(context):
        return list(prepared.uses), []
    uses, unreadable = usages(context, prepared.testimonies, besides=same if not prepared.unreadable else ())
    unchanged = [use for use in prepared.uses if use.slug in same and not prepared.unreadable]
    return sorted([*unchanged, *uses], key=lambda use: use.slug), unreadable


def _write(context: Context, key: Key, version: str, content: bytes) -> bool:
    """Replace the version of the text that it was made from; returns whether that changed anything."""
    stored = context.store.documents.read(key)
    if stored is not None and stored.content == content:
        return False
    with context.store.transaction(key.slug, expected=Expected(texts={key: version})) as change:
        change.write(key, content)
    return True
