"""Imported posts that nobody reviewed here: at which targets they may be shown, and who vouched for them.

They are already where they came from, and nothing is sent there. Any other target gets one only after a review, or once
a second person has signed a list with its hash (`vouching`). `publish`, `export` and `verify` use this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from authoring.editorial import vouching
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Problem, Remedy, advice
from authoring.exporters.targets import place_of, site_of
from authoring.model.config import TargetSettings
from authoring.model.events import Import
from authoring.model.situation import unreviewed_import
from authoring.model.web_addresses import bare_address
from authoring.store.exported import ExportRecords
from authoring.store.pieces import Piece
from authoring.text.i18n import _


@dataclass(frozen=True)
class ImportedPosts:
    """The posts of a workspace that readers see without a change since the import."""

    context: Context

    def came_from(self, piece: Piece, target: TargetSettings) -> bool:
        """Whether the target is the blog that the post was imported from."""
        origin = unreviewed_import(piece.events)
        if origin is None or origin.source != target.kind:
            return False
        try:
            site = site_of(self.context.settings, target)
        except AuthoringError:  # an unusable folder: an export reports it
            return False
        return bool(site) and site == _site_of(origin)

    def doubts(self, piece: Piece) -> Iterator[str]:
        """Why no second person's signature covers this post as it is now; empty when one does."""
        return vouching.doubts(self.context, piece)

    def is_held_back(self, piece: Piece) -> bool:
        """Whether the post is shown as imported, and nobody but the importer has vouched for it."""
        return unreviewed_import(piece.events) is not None and any(self.doubts(piece))

    def problems(self, piece: Piece) -> Iterator[Problem]:
        """Targets that got the post although nobody had reviewed or signed for it, and an invalid signature.

        A post sent by an earlier version is no problem: its event does not state from which site the post came.
        """
        origin = unreviewed_import(piece.events)
        if origin is None:
            return
        if vouching.is_there(self.context, piece):
            yield from self._doubted(piece)
        elif origin.site is not None:
            yield from self._sent(piece)

    def notes(self, piece: Piece) -> Iterator[Problem]:
        """Targets that got the post from an earlier version, which asked for nobody's word; a signer who left since."""
        origin = unreviewed_import(piece.events)
        if origin is None:
            return
        if vouching.is_there(self.context, piece):
            if self._was_sent(piece) and (sentence := vouching.left(self.context, piece)):
                label = self.context.store.records.label(piece.slug, vouching.RECORD)
                yield Problem(sentence, advice("keep-people"), label)
        elif origin.site is None:
            yield from self._sent(piece)

    def _was_sent(self, piece: Piece) -> bool:
        """Whether a target got what was signed for: then whoever signed was among the people."""
        exports = ExportRecords(self.context.store).read(piece.slug)
        return any(not it.is_down and it.key.partition(" ")[0] == piece.situation.live for it in exports)

    def _doubted(self, piece: Piece) -> Iterator[Problem]:
        label = self.context.store.records.label(piece.slug, vouching.RECORD)
        noted = vouching.left(self.context, piece) if self._was_sent(piece) else ""
        try:
            yield from [Problem(doubt, remedy(), label) for doubt in self.doubts(piece) if doubt != noted]
        except AuthoringError as error:  # there is no `ssh-keygen` to check the signature
            yield error.problem

    def _sent(self, piece: Piece) -> Iterator[Problem]:
        targets = {(it.name, place_of(it)): it for it in self.context.settings.targets.values()}
        for export in ExportRecords(self.context.store).read(piece.slug):
            target = targets.get((export.target, export.place))
            if export.is_down or export.key.partition(" ")[0] != piece.situation.live:
                continue
            if target is None or not self.came_from(piece, target):
                message = _(
                    "“{slug}” was imported and sent to “{target}”, and nobody but the importer stands behind that."
                )
                yield Problem(
                    message.format(slug=piece.slug, target=export.target),
                    remedy(),
                    self.context.store.events.label(piece.slug),
                    1,
                )


def held_back() -> str:
    """The message of an export about such a post."""
    return _("It was imported, and nobody has reviewed it here or signed that it may be shown unchanged.")


def remedy() -> Remedy:
    """The remedy to that message."""
    return advice("vouch-or-review")


def _site_of(origin: Import) -> str:
    return origin.site if origin.site is not None else bare_address(origin.origin).partition("/")[0]
