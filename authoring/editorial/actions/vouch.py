"""Vouch: a second person signs once for a list of imported posts, so that other targets may show them unchanged.

```python
action = Vouch()
prepared = action.prepare(context)                 # the list, and the statement to sign
action.execute(context, prepared, signature=sign(prepared.voucher.content))
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from authoring.editorial import signing, vouching
from authoring.editorial.actions import GuardedByPreparation, moment_of
from authoring.editorial.context import Context
from authoring.editorial.imported_posts import ImportedPosts
from authoring.editorial.vouching import Entry, Voucher
from authoring.errors import AuthoringError, Conflict, NotAllowed, NotPossibleNow, advice
from authoring.model.situation import unreviewed_import
from authoring.store.pieces import Piece
from authoring.text.i18n import _


@dataclass(frozen=True)
class PreparedVoucher:
    """The statement to sign, and the public key that must have made the signature."""

    voucher: Voucher
    key: str


@dataclass(frozen=True)
class Vouch(GuardedByPreparation[PreparedVoucher, tuple[Entry, ...]]):
    """Sign for the named imported posts, or for all that nobody has reviewed or signed for.

    The actor must be a reviewer, a person, have an SSH key, and must not have imported the posts, which is compared by
    id, key and e-mail address.
    """

    slugs: tuple[str, ...] | None = None

    def prepare(self, context: Context) -> PreparedVoucher:
        """The list and the statement.

        Raises `NotAllowed` for somebody who may not sign, and `NotPossibleNow` where there is nothing to sign for.
        """
        _refuse_others(context)
        pieces = list(self._pieces(context))
        others = [piece for piece in pieces if not _is_own(context, piece)]
        if not others or (self.slugs is not None and len(others) < len(pieces)):
            raise _nothing_to_sign(own=[piece for piece in pieces if _is_own(context, piece)])
        entries = [Entry.of(piece) for piece in others]
        when = max(moment_of(context, piece) for piece in others)  # an importer's clock may be ahead of this one
        shares = context.authority.shares
        stated = vouching.voucher(entries, actor=context.actor, when=when, lang=context.language, shares=shares)
        return PreparedVoucher(stated, context.actor.ssh_key)

    def execute(self, context: Context, prepared: PreparedVoucher, *, signature: bytes = b"") -> tuple[Entry, ...]:
        """Record the statement beside each post. Raises `NotAllowed` for a missing signature, or one by another key.

        Raises `Conflict`, having recorded nothing, when a post has changed since the list was made.
        """
        voucher, signer = prepared.voucher, context.actor.id
        if not signature or not signing.is_signed(voucher.content, signature, signer=signer, keys=[prepared.key]):
            raise NotAllowed(
                _("The list is not signed with the key that the settings state for “{id}”.").format(id=signer),
                _("Sign the statement with that key, or have the settings state yours."),
            )
        for entry in voucher.entries:
            piece = context.repository.piece(entry.slug)
            if unreviewed_import(piece.events) is None or Entry.of(piece) != entry:
                raise Conflict(
                    _("“{slug}” is not what it was when the list was made; nothing was recorded.").format(
                        slug=entry.slug
                    ),
                    advice("look-and-repeat"),
                    file=piece.label,
                )
        vouching.write(context.store, voucher.records(signature))
        return voucher.entries

    def _pieces(self, context: Context) -> Iterator[Piece]:
        """The posts that need a signature."""
        posts = ImportedPosts(context)
        for slug in self.slugs or [entry.slug for entry in context.overview().entries if entry.imported]:
            piece = context.repository.piece(slug)
            if posts.is_held_back(piece):
                yield piece
            elif self.slugs is not None and unreviewed_import(piece.events) is None:
                raise NotPossibleNow(
                    _("“{slug}” is not shown as it was imported, so that there is nothing to sign for.").format(
                        slug=slug
                    ),
                    advice("have-reviewed-again"),
                    file=piece.label,
                )


def _refuse_others(context: Context) -> None:
    actor = context.actor
    if actor.kind != "person" or not actor.roles & vouching.APPROVERS:
        raise NotAllowed(
            _("Only a reviewer may sign for imported posts; {name} is none.").format(name=actor.name),
            advice("ask-another-reviewer"),
            code="role-missing" if actor.kind == "person" else "persons-only",
            values={"actor": actor.id},
        )
    if not actor.ssh_key:
        raise NotAllowed(
            _("Imported posts are signed for with an SSH key, and the settings state none for “{id}”.").format(
                id=actor.id
            ),
            advice("state-key"),
        )


def _is_own(context: Context, piece: Piece) -> bool:
    return vouching.same_person(context.actor, vouching.importer_of(context, piece))


def _nothing_to_sign(*, own: Sequence[Piece]) -> AuthoringError:
    if own:
        return NotAllowed(
            _("“{slug}” was imported by yourself, so somebody else must sign for it.").format(slug=own[0].slug),
            advice("ask-another-reviewer"),
            code="four-eyes",
        )
    return NotPossibleNow(_("There is no imported post that anybody has to sign for."), advice("see-pieces"))
