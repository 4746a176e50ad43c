"""The texts that go with a piece: what a post is to them, where each stands, and what keeps it from going out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from authoring.checks import Subject
from authoring.editorial import consents
from authoring.editorial.context import Context
from authoring.errors import InputError, Problem, advice
from authoring.exporters import addresses
from authoring.model import manifest
from authoring.model.accompanying import AccompanyingText
from authoring.model.config import CHANNEL
from authoring.model.situation import Situation
from authoring.model.states import Action
from authoring.model.text_kinds import KINDS, TextKind, kind_title, text_hash, unified
from authoring.sourcing.accompanying import judging
from authoring.sourcing.accompanying.judging import Fault
from authoring.sourcing.accompanying.post import Post
from authoring.sourcing.disclosure import Disclosure, DisclosureKind, disclosure, visible
from authoring.store.addresses import TEXTS
from authoring.store.pieces import Piece
from authoring.text.i18n import _

ENDING: Final = ".md"
Standing = Literal["waiting", "approved", "edited", "outdated", "unrecorded", "withdrawn", "faulty"]


@dataclass(frozen=True)
class TextView:
    """A text beside a piece. `hash` is that of its words as they lie there; `recorded` is what the history has of it.

    `standing` is `waiting` for approvals, `approved`, or why no approval holds: `outdated` where the piece's text has
    changed since, `edited` where the file has, `unrecorded` where nobody is on record for it, `withdrawn` where a
    consent stops it and `faulty` where it says what the post does not; `reasons` say more of the last two.
    """

    kind: TextKind
    label: str
    text: str
    hash: str
    standing: Standing
    recorded: AccompanyingText | None = None
    reasons: tuple[Problem, ...] = ()

    @property
    def approvals(self) -> tuple[str, ...]:
        """Who approved these very words for the present text of the piece."""
        return self.recorded.approvals if self.recorded and self.recorded.sha256 == self.hash else ()


def record_name(kind: TextKind) -> str:
    """The name of the record that holds the text of a kind."""
    return f"{TEXTS}/{kind.name}{ENDING}"


def post_of(context: Context, piece: Piece) -> Post:
    """The piece as texts draw on it."""
    site = context.settings.site
    responsible = context.settings.people.get(site.responsible)
    names = [person.name for person in context.settings.people.values()]
    names += [it.person for it in context.testimonies_concerning(piece).values()]
    return Post(
        piece.draft,
        _disclosure(piece),
        link=addresses.of_post(context.settings, context.store, piece.slug),
        site=site.title,
        responsible=responsible.name if responsible else site.responsible,
        contact=site.contact,
        people=tuple(dict.fromkeys(filter(None, names))),
    )


def _disclosure(piece: Piece) -> Disclosure:
    """What readers of this very text are told of a model's part."""
    model, imprint = manifest.model_part(piece.manifest), manifest.imprint_of(piece.manifest)
    kinds: dict[str, DisclosureKind] = {
        "human-only": "human-only",
        "ai-assisted": "ai-assisted",
        "ai-autonomous": "ai-autonomous",
    }
    return disclosure(
        kinds.get(model.kind, "not-recorded"),
        lang=piece.draft.lang,
        responsible=imprint.responsible,
        contact=imprint.contact,
        author=imprint.byline,
        wording=visible(piece.draft.disclosure) or imprint.wording,
        parts=model.parts,
    )


def read(context: Context, slug: str, kind: TextKind) -> str | None:
    """The words of a text that lies beside a piece; None when there is none. Raises `InputError` for no UTF-8."""
    content = context.store.records.read(slug, record_name(kind))
    if not content:
        return None
    try:
        return unified(content)
    except UnicodeDecodeError as error:
        raise InputError(
            _("The text cannot be read: {reason}.").format(reason=error),
            _("Save it as UTF-8 text."),
            file=context.store.records.label(slug, record_name(kind)),
        ) from None


def views(context: Context, piece: Piece) -> list[TextView]:
    """Every text that lies beside a piece, in the order of the kinds."""
    post: Post | None = None
    listed = []
    for kind in KINDS.values():
        text = read(context, piece.slug, kind)
        if text is not None:
            post = post or post_of(context, piece)
            listed.append(view(context, piece, kind, text, post))
    return listed


def view(context: Context, piece: Piece, kind: TextKind, text: str, post: Post) -> TextView:
    """Where a text stands that lies beside a piece."""
    recorded = recorded_text(piece.situation, kind)
    seen = TextView(
        kind,
        context.store.records.label(piece.slug, record_name(kind)),
        text,
        text_hash(text),
        "waiting",
        recorded,
    )
    if recorded is None:
        return replace(seen, standing="outdated" if was_recorded(piece, kind) else "unrecorded")
    if recorded.sha256 != seen.hash:
        return replace(seen, standing="edited")
    if refusals := tuple(consent_problems(context, piece, kind, text)):
        return replace(seen, standing="withdrawn", reasons=refusals)
    blocking = [it for it in faults(post, seen) if it.severity == "blocking"]
    if blocking:
        return replace(seen, standing="faulty", reasons=tuple(_problem(it, seen.label) for it in blocking))
    is_approved = len(recorded.approvals) >= context.settings.quorum
    return replace(seen, standing="approved" if is_approved else "waiting")


def recorded_text(situation: Situation, kind: TextKind) -> AccompanyingText | None:
    """The text of a kind that is on record for the present text of the piece."""
    return next((it for it in situation.texts if it.kind == kind.name), None)


def was_recorded(piece: Piece, kind: TextKind) -> bool:
    """Whether a text of this kind was ever recorded, for any text of the piece."""
    from authoring.model.events import accompaniment

    lines = (event for event in piece.events if event.action is Action.accompany)
    return any(text.kind == kind.name for event in lines for text in accompaniment(event).texts)


def faults(post: Post, seen: TextView) -> list[Fault]:
    """What is wrong with a text, held against the post."""
    has_model_text = bool(seen.recorded and seen.recorded.has_model_text)
    return judging.faults(seen.text, post, seen.kind, has_model_text=has_model_text)


def consent_problems(context: Context, piece: Piece, kind: TextKind, text: str) -> Iterator[Problem]:
    """Why a consent keeps the piece, or this text, from going out; words of a person also need the text's channel."""
    settings, today = context.settings, context.today
    channels = [target.channel for target in settings.targets.values()] or [CHANNEL]
    limited = consents.limited(context, context.consents().entries, [*channels, kind.name])
    yield from consents.objections(context, piece)
    yield from consents.refusals(context, piece, limited, channels=channels, on=today)
    draft = replace(
        piece.draft, title="", description="", body=f"{text}\n", images=(), testimonies=(), disclosure="",
        label=context.store.records.label(piece.slug, record_name(kind)), body_line=1,
    )  # fmt: skip
    testimonies = {it.slug: it for it in limited}
    subject = Subject(draft, piece.files, settings, testimonies=testimonies, today=today)
    yield from consents.refusals_in(subject, limited, channels=[kind.name], on=today)


def problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """What is wrong with the texts beside a piece, for whoever verifies: an approved text that may not go out.

    What waits or is being edited accuses nobody.
    """
    for it in views(context, piece):
        if it.approvals and it.standing in ("withdrawn", "faulty"):
            yield from (problem._replace(file=it.label) for problem in it.reasons)


def notes(context: Context, piece: Piece) -> Iterator[Problem]:
    """The texts beside a piece whose approval is void, since the piece or the file has changed."""
    messages = {
        "outdated": _("{kind}: the piece has changed since this text was made, so that no approval of it holds."),
        "edited": _("{kind}: the file has changed since it was recorded, so that no approval of it holds."),
        "unrecorded": _("{kind}: nobody is on record for this text."),
    }
    for it in views(context, piece):
        if it.standing in messages:
            yield Problem(
                messages[it.standing].format(kind=kind_title(it.kind.name)),
                advice("renew-text", slug=piece.slug, kind=it.kind.name),
                it.label,
            )


def _problem(fault: Fault, label: str) -> Problem:
    return Problem(fault.message, _("Take it out of the text, and have the text approved again."), label)
