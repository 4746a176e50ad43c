"""One piece: its state, its text, its findings and who has still to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from authoring.checks import Finding
from authoring.editorial import accompanying, vouching
from authoring.editorial.accompanying import TextView
from authoring.editorial.context import Context
from authoring.editorial.queries import translations
from authoring.model.events import Import
from authoring.model.situation import unreviewed_import
from authoring.model.states import State


@dataclass(frozen=True)
class PieceView:
    """The values of one piece. `approvals` are the ids of those who approved the present text, `file` is its label.

    `imported` is the origin of a post that readers see unchanged since its import, `vouched_by` who signed for it.
    `texts` are those that go with the piece. `translation_of` is the original of a translation, which `is_due` where
    that has been corrected since; `translations` are the languages of a piece's own ones, by their slugs.
    """

    slug: str
    title: str
    description: str
    state: State
    hash: str
    approvals: tuple[str, ...]
    live: str
    file: str
    body: str
    quorum: int
    assignee: str
    due: str
    imported: Import | None = None
    vouched_by: str = ""
    texts: tuple[TextView, ...] = ()
    translation_of: str = ""
    is_due: bool = False
    translations: Mapping[str, str] = field(default_factory=dict)


def piece(context: Context, slug: str) -> PieceView:
    """One piece as it is now. Raises `UnknownSlug` or `InvalidDocuments`."""
    source = context.repository.piece(slug)
    situation, entries = source.situation, context.overview().entries
    return PieceView(
        slug=slug,
        title=source.draft.title,
        description=source.draft.description,
        state=situation.state,
        hash=source.hash,
        approvals=situation.approvals,
        live=situation.live,
        file=source.label,
        body=source.draft.body,
        quorum=context.settings.quorum,
        assignee=situation.assignee,
        due=situation.due,
        imported=unreviewed_import(source.events),
        vouched_by=vouching.signer(context, source),
        texts=tuple(accompanying.views(context, source)),
        translation_of=source.draft.translation_of,
        is_due=slug in translations.due(entries),
        translations={it.slug: it.lang for it in translations.of(entries, slug)},
    )


def findings(context: Context, slug: str) -> list[Finding]:
    """The findings of the checks about a piece, each with its line and passage."""
    return context.findings(context.repository.piece(slug))
