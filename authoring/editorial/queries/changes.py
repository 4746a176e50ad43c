"""The changes between two texts of a piece, by sentence, and in the other values that a post shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from authoring.editorial.context import Context
from authoring.editorial.look_seals import last_look
from authoring.errors import InputError, advice
from authoring.model import manifest
from authoring.model.manifest import FIRST
from authoring.model.states import Action, State
from authoring.store.pieces import Piece
from authoring.text import differences
from authoring.text.differences import Line
from authoring.text.i18n import _

_AWAITS_SUBMISSION: Final = frozenset({State.draft, State.changes_requested})


@dataclass(frozen=True)
class Changes:
    """The changes from one revision to another, by their hashes, in groups of lines that belong together.

    Changes besides the text, such as tags, the author's name or a linked file, are the first group.
    """

    before: str
    after: str
    groups: Sequence[Sequence[Line]]

    def as_json(self) -> dict[str, Any]:
        """The changes for a program: each line with whether it stayed, went or came."""
        lines = [[{"kind": line.kind, "text": line.text} for line in group] for group in self.groups]
        return {"from": self.before, "to": self.after, "changes": lines}


def changes(context: Context, slug: str, *, before: str = "", after: str = "") -> Changes | None:
    """The changes between two kept revisions, named by the first digits of their hashes.

    Without `after`, it is the present text; without `before`, the last kept revision that differs from it. A text that
    is not submitted yet is compared as it would be submitted, with the names in the present settings.
    None when there is nothing to compare with. Raises `UnknownSlug`, or `InputError` for an unknown revision.
    """
    repository = context.repository
    piece = repository.piece(slug)
    new = repository.revision(piece, after) if after else _as_submitted(context, piece)
    if before:
        return between(repository.revision(piece, before), new)
    return _since_last_kept(context, piece, new)


def since_last_look(context: Context, slug: str) -> Changes | None:
    """The changes since the actor's last look at the piece; None without a look or without changes."""
    piece = context.repository.piece(slug)
    last = last_look(context, piece)
    return between(context.repository.kept(piece, last.hash), piece) if last and last.hash != piece.hash else None


def unseen(context: Context, piece: Piece) -> Changes | None:
    """All differences from the submitted text, for an actor who has neither looked at the present text nor approved it.

    None if they have, or if the text is the submitted one. Raises `InputError` when the submitted text is not kept.
    """
    actor, look = context.actor.id, last_look(context, piece)
    if (look and look.hash == piece.hash) or actor in piece.situation.approvals:
        return None
    before = handed_in(context, piece)
    if before is None and _submitted_hash(piece) not in ("", piece.hash):
        raise InputError(
            _("What was handed in of “{slug}” is not kept any more, so that no difference can be shown.").format(
                slug=piece.slug
            ),
            advice("hand-in-anew", slug=piece.slug),
        )
    return between(before, piece) if before else None


def handed_in(context: Context, piece: Piece) -> Piece | None:
    """The text that was submitted for review; None when it is the present one, or is not kept."""
    submitted = _submitted_hash(piece)
    if not submitted or submitted == piece.hash or not context.store.revisions.has(piece.slug, submitted):
        return None
    return context.repository.kept(piece, submitted)


def _submitted_hash(piece: Piece) -> str:
    return next((event.hash for event in reversed(piece.events) if event.action is Action.submit), "")


def between(before: Piece, after: Piece) -> Changes:
    """The changes from one text of a piece to another."""
    aside = list(_changed_besides(before, after))
    groups = differences.changes(_readable(before), _readable(after))
    return Changes(before.hash, after.hash, [*([aside] if aside else []), *(list(group) for group in groups)])


def _as_submitted(context: Context, piece: Piece) -> Piece:
    """The piece as it would be submitted now, if submitting it is the next step; else the piece itself."""
    if piece.situation.state not in _AWAITS_SUBMISSION:
        return piece
    content = context.repository.manifests.newest(piece.draft, piece.events, piece.calls, digest=piece.files.digest)
    situation = replace(piece.situation, hash=manifest.content_hash(content))
    return replace(piece, manifest=content, situation=situation)


def _since_last_kept(context: Context, piece: Piece, new: Piece) -> Changes | None:
    """The changes since the last kept revision with another hash than `new`; None without a revision or a change."""
    for content_hash in reversed(context.repository.revisions(piece)):
        if content_hash != new.hash:
            difference = between(context.repository.kept(piece, content_hash), new)
            if difference.groups or content_hash != piece.hash:
                return difference
    return None


def _readable(piece: Piece) -> str:
    pictures = [f"{image.src} — {image.alt} — {image.caption} — {image.credit}" for image in piece.draft.images]
    return "\n\n".join([piece.draft.title, piece.draft.description, *pictures, piece.draft.body])


def besides(piece: Piece) -> Mapping[str, str]:
    """The values that a post shows besides its text and its pictures' texts, by their names for people."""
    stated = _of_every_format(piece)
    return stated if _is_first(piece) else {**stated, **_of_format_2(piece)}


def _stated(piece: Piece) -> Mapping[str, Any]:
    """The piece's manifest; empty if a kept one was changed by hand or removed by an erasure."""
    return piece.manifest if manifest.content_hash(piece.manifest) == piece.hash else {}


def _is_first(piece: Piece) -> bool:
    return bool(_stated(piece).get("format", FIRST) == FIRST)


def _changed_besides(before: Piece, after: Piece) -> Iterator[Line]:
    """The values that differ; those that a manifest of format 1 does not have are not compared."""
    say = _of_every_format if _is_first(before) or _is_first(after) else besides
    old, new = say(before), say(after)
    for label in dict.fromkeys([*old, *new]):
        if old.get(label, "") != new.get(label, ""):
            yield from differences.reworded(*(_entry(label, values.get(label, "")) for values in (old, new)))


def _entry(label: str, value: str) -> str:
    return _("{name}: {value}").format(name=label, value=value) if value else ""


def _of_every_format(piece: Piece) -> Mapping[str, str]:
    draft = piece.draft
    return {
        _("Language"): draft.lang,
        _("Author"): draft.author,
        _("Tags"): ", ".join(draft.tags),
        _("Former addresses"): ", ".join(manifest.former_addresses(draft)),
        _("Own words about a model’s part"): draft.disclosure,
        **{
            _("Decorative picture, without a text: {name}").format(name=it.src): _("yes")
            for it in draft.images
            if it.decorative
        },
        **_files(piece, manifest.picture_sources(draft)),
    }


def _decorative(src: str) -> str:
    return _("Decorative picture, without a text: {name}").format(name=src)


def _of_format_2(piece: Piece) -> Mapping[str, str]:
    imprint, model = manifest.imprint_of(piece.manifest), manifest.model_part(piece.manifest)
    pictures = {*manifest.picture_sources(piece.draft)}
    return {
        _("Author’s name"): imprint.byline,
        _("Responsible for publication"): imprint.responsible,
        _("Contact"): imprint.contact,
        _("The organisation’s words about a model’s part"): imprint.wording,
        _("A model’s part"): ", ".join([model.kind, *model.parts]),
        _("Number of testimonies"): str(piece.manifest["disclosure"]["sources"] or ""),
        **_files(piece, [name for name in piece.manifest["files"] if name not in pictures]),
    }


def _files(piece: Piece, names: Iterable[str]) -> dict[str, str]:
    """The first digits of the files' digests."""
    digests = _stated(piece).get("files", {})
    return {_("File {name}").format(name=name): digests[name][:12] for name in names if digests.get(name)}
