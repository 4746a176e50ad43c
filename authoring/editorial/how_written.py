"""How a text was written, as its submission records it: by a person's declaration, or as the copy of a model's draft.

If neither is recorded, the post states nothing about it, for readers or for programs.
"""

from __future__ import annotations

from authoring.editorial.context import Context
from authoring.errors import NotAllowed, NotPossibleNow, advice
from authoring.model import manifest
from authoring.model.events import CopiedDraft, Declaration, Written, last_written
from authoring.model.situation import is_imported
from authoring.model.states import WRITING
from authoring.sourcing import authorship
from authoring.store.pieces import Piece
from authoring.text.i18n import _


def declared_words(lang: str) -> str:
    """The sentence by which the author declares that only people wrote the text, in their language."""
    return _(
        "I declare that people alone wrote this text: no language model wrote, revised or proposed any part of it. "
        "I asked everybody who had a hand in it.",
        lang,
    )


def how_written(context: Context, piece: Piece, *, is_declared: bool) -> Written:
    """The submission's statement. Raises `NotAllowed` or `NotPossibleNow` when the declaration is refused."""
    draft = context.copied_draft(piece)
    if not is_declared:
        return Written(draft=draft)
    _refuse_declaration(context, piece, draft)
    return Written(Declaration(declared_words(context.language), authorship.declared_text(piece.draft)))


def is_declared(piece: Piece) -> bool:
    """Whether the last submission declares that only people wrote the present text."""
    how = last_written(piece.events)
    text = authorship.declared_text(piece.draft)
    return how is not None and how.declaration is not None and how.declaration.text == text


def refuse_unstated(context: Context, piece: Piece) -> None:
    """Raise `NotPossibleNow` for a text whose submission disagrees with the present record of how it was written.

    Either it has become a copy of a model's draft since, or an earlier version took it for people's by default.
    """
    how = last_written(piece.events)
    draft = context.copied_draft(piece)
    if draft and not (how and how.draft):
        raise NotPossibleNow(_equals(draft), advice("hand-in-anew", slug=piece.slug), values={"draft": draft.slug})
    is_human_only = piece.manifest["disclosure"]["kind"] == "human-only"
    if is_human_only and not is_declared(piece) and not piece.situation.approvals:
        raise NotPossibleNow(
            _("Nobody has declared that people alone wrote this text; an earlier version took it for granted."),
            advice("hand-in-anew", slug=piece.slug),
        )


def refuse_first_format(piece: Piece) -> None:
    """Raise `NotPossibleNow` for a text whose submission has the first form of the content hash.

    That form leaves out tags, names and linked files, so that an approval would not cover all that readers see.
    """
    if manifest.format_of(piece.manifest) == manifest.FIRST:
        raise NotPossibleNow(
            _("This text was handed in with an earlier version, whose hash leaves out tags, names and linked files."),
            advice("hand-in-anew", slug=piece.slug),
        )


def _refuse_declaration(context: Context, piece: Piece, draft: CopiedDraft | None) -> None:
    """Raise `NotAllowed` unless a person declares it, `NotPossibleNow` when the record contradicts it."""
    if context.actor.kind != "person":
        raise NotAllowed(
            _("{name} is not a person, and only a person can declare who wrote a text.").format(
                name=context.actor.name
            ),
            advice("hand-in-without-declaration"),
            code="persons-only",
            values={"actor": context.actor.id},
        )
    reason = _contradiction(piece, draft)
    if reason:
        raise NotPossibleNow(reason, advice("hand-in-without-declaration"))


def _contradiction(piece: Piece, draft: CopiedDraft | None) -> str:
    """What in the record contradicts the declaration; empty when nothing does."""
    if draft:
        return _equals(draft)
    if authorship.took_part(piece.events, piece.draft, piece.calls):
        return _("By its record a model took part in this text, so that nobody can declare that people alone wrote it.")
    if piece.calls.strip():
        return _("By its record a model was asked for words for this text, so that nobody can declare it had no part.")
    if any(event.kind != "person" and event.action in WRITING for event in piece.events):
        return _("By its record a program wrote in this text, so that nobody can declare that people alone wrote it.")
    if is_imported(piece.events):
        return _("This text began as a post from elsewhere, and nobody recorded here how that was written.")
    return ""


def _equals(draft: CopiedDraft) -> str:
    return _("This text is the draft of “{slug}” (revision {hash}), which a model wrote: {models}.").format(
        slug=draft.slug, hash=draft.hash[:12], models=", ".join(draft.models)
    )
