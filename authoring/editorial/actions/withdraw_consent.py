"""Withdraw a consent: a person's words can be published no more, and what readers see of them is taken down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from authoring.editorial import consents
from authoring.editorial.actions import EditorialAction, perform
from authoring.editorial.actions.erase import Erase
from authoring.editorial.actions.retract import Retract
from authoring.editorial.consents import Usage, given_by, usages
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, InputError, Problem
from authoring.model.documents import Testimony
from authoring.store import Expected, Key, version_of
from authoring.store.addresses import is_history
from authoring.text.i18n import _


@dataclass(frozen=True)
class PreparedWithdrawal:
    """The testimonies whose consent is withdrawn, with the texts to write, and where their words are used."""

    testimonies: tuple[Testimony, ...]
    texts: tuple[tuple[Key, str, bytes], ...]
    day: date
    uses: tuple[Usage, ...]
    unreadable: tuple[Problem, ...]


@dataclass(frozen=True)
class Withdrawal:
    """Consents that hold no more from `day` on. `unreadable` are pieces that could not be searched.

    `retracted` are the pieces that were taken down; `left` the places that still hold words that were to be erased.
    """

    testimonies: tuple[str, ...]
    day: date
    changed: bool
    uses: tuple[Usage, ...]
    unreadable: tuple[Problem, ...]
    retracted: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def left_over(self) -> Iterator[Problem]:
        """What an erasure does not reach: people's own files, and notes in a history, whose lines never change."""
        for label in self.left:
            remedy = _("Take them out of it yourself, or delete the file.")
            if is_history(label):
                remedy = _("A note that somebody typed holds them. A history is not changed: tell the person so.")
            yield Problem(_("This file still holds the words."), remedy, label)


@dataclass(frozen=True)
class WithdrawConsent(EditorialAction[PreparedWithdrawal, Withdrawal]):
    """Record that a person has withdrawn their consent; a second time changes nothing.

    `who` is a testimony's slug, or a person's name or id, which means all their testimonies. With `retract`, what
    readers see of the words is taken down; with `erase`, the words are erased, and the proof of consent stays.
    """

    who: str
    retract: bool = False
    erase: bool = False

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the withdrawal cannot be recorded; None when it can. Nobody needs a role to record one."""
        try:
            given_by(context, self.who)
        except InputError as refusal:
            return refusal
        return None

    def prepare(self, context: Context) -> PreparedWithdrawal:
        """The two lines to change in each testimony; all other bytes stay. Raises `UnknownSlug` or `InputError`."""
        testimonies = given_by(context, self.who)
        standing = [it for it in testimonies if it.consent.status != "withdrawn"]
        texts = [self._withdrawn(context, it) for it in standing]
        uses, unreadable = usages(context, testimonies)
        days = [it.consent.withdrawn for it in testimonies if it.consent.withdrawn]
        day = context.today if standing or not days else max(days)
        return PreparedWithdrawal(tuple(testimonies), tuple(texts), day, tuple(uses), tuple(unreadable))

    def execute(self, context: Context, prepared: PreparedWithdrawal, *, signature: bytes = b"") -> Withdrawal:
        """Write the withdrawal, then retract and erase as asked."""
        written = [_write(context, *text) for text in prepared.texts]
        slugs = tuple(it.slug for it in prepared.testimonies)
        live = [use.slug for use in prepared.uses if use.piece.situation.live] if self.retract else []
        for slug in live:
            perform(Retract(slug, note=_("A consent has been withdrawn.")), context)
        places: Sequence[str] = perform(Erase(slugs), context).left if self.erase else ()
        return Withdrawal(
            slugs,
            prepared.day,
            any(written),
            prepared.uses,
            prepared.unreadable,
            retracted=tuple(live),
            left=tuple(places),
        )

    def _withdrawn(self, context: Context, testimony: Testimony) -> tuple[Key, str, bytes]:
        key = Key("testimony", testimony.slug)
        document = context.repository.document(key)
        content = consents.withdrawn(document, context.today).text.encode()
        return key, version_of(document.text.encode()), content


def _write(context: Context, key: Key, version: str, content: bytes) -> bool:
    """Store a text in place of the version that it was made from; whether that changed anything."""
    stored = context.store.documents.read(key)
    if stored is not None and stored.content == content:
        return False
    with context.store.transaction(key.slug, expected=Expected(texts={key: version})) as change:
        change.write(key, content)
    return True
