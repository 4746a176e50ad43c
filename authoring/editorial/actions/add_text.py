"""Add: write a new outline or testimony, with its pictures; an existing text is never replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from authoring.editorial.actions import GuardedByPreparation
from authoring.editorial.context import Context
from authoring.errors import Conflict, InputError, advice
from authoring.model.loading import document_of
from authoring.model.slugs import check_slug
from authoring.store import MAX_TEXT_BYTES, Expected, Key
from authoring.text.frontmatter import Document
from authoring.text.i18n import _


@dataclass(frozen=True)
class AddText(GuardedByPreparation[Document, Document]):
    """Write a new outline or testimony, and its pictures by `src`, together or not at all."""

    key: Key
    text: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def prepare(self, context: Context) -> Document:
        """The text as it will be stored.

        Raises `InputError` for an invalid name or a text that is too long, and `Conflict` when a text or another
        picture of that name exists.
        """
        check_slug(self.key.slug)
        refuse_taken(context, self.key)
        content = self.text.encode()
        label = context.store.documents.label(self.key)
        if len(content) > MAX_TEXT_BYTES:
            raise InputError(_("The text is longer than 2 MiB."), _("Split it."), file=label)
        self._refuse_other_pictures(context)
        return document_of(content, label)

    def execute(self, context: Context, prepared: Document, *, signature: bytes = b"") -> Document:
        """Write it."""
        try:
            with context.store.transaction(self.key.slug, expected=Expected(texts={self.key: ""})) as change:
                change.write(self.key, prepared.text.encode())
                for src, content in self.pictures.items():
                    change.picture(self.key, src, content)
        except Conflict:
            refuse_taken(context, self.key)
            raise
        return prepared

    def _refuse_other_pictures(self, context: Context) -> None:
        blobs = context.store.blobs
        for src, content in self.pictures.items():
            if blobs.read(self.key, src) not in (None, content):
                raise name_taken(blobs.label(self.key, src))


def refuse_taken(context: Context, key: Key) -> None:
    """Raise `Conflict` where there is a text of that name."""
    if context.store.documents.read(key) is not None:
        raise name_taken(context.store.documents.label(key))


def name_taken(label: str) -> Conflict:
    """The error for a text or a picture whose name is in use already."""
    return Conflict(
        _("There is a file of that name already; it stays as it is."),
        advice("choose-another-name"),
        file=label,
        code="exists",
    )
