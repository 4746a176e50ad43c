"""What stands before a printed piece: its title, its author, where it is on its way, and which revision it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from authoring.exporters.review_files.body import Body, read
from authoring.model.config import Settings
from authoring.model.documents import Picture
from authoring.model.manifest import imprint_of
from authoring.model.states import State, state_name
from authoring.store.manifests import imprint_now
from authoring.store.pieces import Attachments, Piece
from authoring.text.i18n import _
from authoring.text.office import nodes
from authoring.text.office.nodes import Node
from authoring.text.visible import in_one_line, visible

PROPERTY_HASH: Final = "authoring-hash"
PROPERTY_SLUG: Final = "authoring-slug"
_HASH: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_APPROVED: Final = (State.approved, State.scheduled, State.published)


@dataclass(frozen=True)
class Sheet:
    """A piece as it is printed, in any state. `moment` is that of its last event, in seconds since 1970."""

    slug: str
    title: str
    description: str
    author: str
    lang: str
    state: str
    is_approved: bool
    approvers: tuple[str, ...]
    hash: str
    moment: int
    files: Attachments
    images: tuple[Picture, ...]
    body: Body

    @property
    def notice(self) -> str:
        """Whether this may go out, in a sentence that nobody can overlook."""
        if self.is_approved:
            return _("This revision is approved ({state}).", self.lang).format(state=self.state)
        return _(
            "NOT APPROVED ({state}). For reading and commenting only: not to be published or passed on.", self.lang
        ).format(state=self.state)

    @property
    def running_line(self) -> str:
        """The line at the foot of each page."""
        word = _("approved", self.lang) if self.is_approved else _("NOT APPROVED", self.lang)
        return f"{word} · {self.slug} · {self.hash[:12]}"

    @property
    def revision_line(self) -> str:
        """The content hash in full."""
        return _("Content hash: {hash}", self.lang).format(hash=self.hash)

    @property
    def hints(self) -> Sequence[str]:
        """What a reviewer is asked to do."""
        return (
            _("Your changes are recorded (Review › Track Changes), and comments are welcome anywhere.", self.lang),
            _(
                "Testimonies and quotes, marked by a bar, are somebody’s own words: comment on them, change nothing.",
                self.lang,
            ),
            _(
                "The number before a paragraph names it. Send this file back to the author when you are done.",
                self.lang,
            ),
        )

    @property
    def properties(self) -> Mapping[str, str]:
        """What the file says of itself to programs, by which it is known again."""
        return {PROPERTY_HASH: self.hash, PROPERTY_SLUG: self.slug}

    @property
    def approved_by(self) -> str:
        """Who approved this very revision; empty when nobody has."""
        return _("Approved by {names}.", self.lang).format(names=", ".join(self.approvers)) if self.approvers else ""


def of(piece: Piece, settings: Settings) -> Sheet:
    """The piece as it is now."""
    situation, draft, people = piece.situation, piece.draft, settings.people
    return Sheet(
        slug=piece.slug,
        title=in_one_line(draft.title),
        description=visible(draft.description),
        author=in_one_line(imprint_of(piece.manifest).byline or imprint_now(settings, draft).byline),
        lang=draft.lang,
        state=state_name(situation.state, draft.lang),
        is_approved=is_approved(piece),
        approvers=tuple(people[person].name if person in people else person for person in situation.approvals),
        hash=piece.hash,
        moment=int(situation.last.time.timestamp()) if situation.last else 0,
        files=piece.files,
        images=draft.images,
        body=_visible(read(draft.body, images=draft.images)),
    )


def _visible(body: Body) -> Body:
    """The body as it is printed: who reads it on paper sees every character."""
    return replace(body, blocks=nodes.visible(list(body.blocks)))


def is_approved(piece: Piece) -> bool:
    """Whether people have approved the present text."""
    situation = piece.situation
    return (
        situation.state in _APPROVED
        and (situation.live if situation.state is State.published else piece.hash) == piece.hash
    )


def title_page(sheet: Sheet, *, with_hints: bool) -> list[Node]:
    """The page before the text."""
    approval = "approved" if sheet.is_approved else "not-approved"
    lines = [
        ("title", "Title", sheet.title),
        ("author", "Author", sheet.author),
        (approval, "Status Approved" if sheet.is_approved else "Status", sheet.notice),
        ("approvers", "Hint", sheet.approved_by),
        ("summary", "Summary", sheet.description),
        ("revision", "Revision", sheet.revision_line),
        *(("hint", "Hint", hint) for hint in (sheet.hints if with_hints else ())),
    ]
    return [nodes.div(kind, [nodes.para(nodes.words(text))], style=style) for kind, style, text in lines if text]


def hash_in(text: str) -> str:
    """The content hash that a page shows; empty when it shows none."""
    match = _HASH.search(text)
    return match.group() if match else ""
