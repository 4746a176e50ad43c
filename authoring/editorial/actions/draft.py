"""Draft: a model writes the piece of an outline.

```python
action = Draft("garden", tools=tools)
prepared = action.prepare(context)          # what would be asked, of which model, and what would leave this machine
drafted = action.execute(context, prepared) # asks, and records text, provenance, pictures and event together
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from authoring.checks import Finding
from authoring.drafting import draft as drafting
from authoring.drafting.ask import PlannedRequest
from authoring.drafting.calls import Totals
from authoring.drafting.draft import Composition, DraftPlan
from authoring.drafting.forecast import Forecast, forecast
from authoring.drafting.tools import DraftingTools
from authoring.editorial.actions import EditorialAction, event_of
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Conflict, InputError, Stopped, advice
from authoring.model import workflow
from authoring.model.events import Writing
from authoring.model.situation import situation_of
from authoring.model.states import Action
from authoring.store import Key
from authoring.store.operations import refuse_text
from authoring.store.origins import Origins
from authoring.store.pieces import Piece
from authoring.store.recording import Additions, record
from authoring.text.i18n import _, speaking


@dataclass(frozen=True)
class PreparedDraft:
    """What drafting would ask, and of whom. Nothing has been sent.

    `present` is the existing piece, None when there is none; `has_edits` tells that people have edited what would be
    written over.
    `requests` are those for the parts; a description, if it is to be written, is asked for afterwards.
    """

    plan: DraftPlan
    present: Piece | None
    has_edits: bool
    requests: Sequence[PlannedRequest]

    @property
    def leaving(self) -> list[PlannedRequest]:
        """The requests that would leave this machine."""
        return [request for request in self.requests if request.server and not request.is_answered]

    @property
    def tokens(self) -> int:
        """The most tokens that the requests for the parts can use; requests with a cached answer use none."""
        return sum(request.tokens for request in self.requests if not request.is_answered)

    @property
    def withheld(self) -> Sequence[str]:
        """The testimonies whose words are not sent: the program quotes them without the model."""
        return self.plan.withheld


@dataclass(frozen=True)
class ForeseenDraft:
    """What drafting would ask. `refusal` is the error that it would end with, because people edited the text."""

    forecast: Forecast
    refusal: Conflict | None = None

    def as_json(self) -> dict[str, Any]:
        """The keys that `draft --dry-run --json` prints."""
        return {**self.forecast.as_json(), "refused": self.refusal.problem.message if self.refusal else ""}


@dataclass(frozen=True)
class Drafted:
    """The result of drafting. `kept` is the hash of the people's text that the new one replaced, else empty.

    `points` is how many points were asked for one by one; of `in_outline_words` of them no answer passed the judge, so
    that the outline's own words stand.
    """

    piece: Piece
    totals: Totals
    findings: Sequence[Finding]
    kept: str = ""
    changed: bool = True
    points: int = 0
    in_outline_words: int = 0

    def as_json(self) -> dict[str, Any]:
        """The keys that `draft --json` prints."""
        return {
            "slug": self.piece.slug,
            "path": self.piece.label,
            "hash": self.piece.hash,
            "calls": self.totals.calls,
            "cached": self.totals.cached,
            "input_tokens": self.totals.input_tokens,
            "output_tokens": self.totals.output_tokens,
            "cost": self.totals.cost,
            "points": self.points,
            "in_outline_words": self.in_outline_words,
        }


def _drafted(piece: Piece, composition: Composition, *, kept: str = "", changed: bool = True) -> Drafted:
    points, in_outline_words = composition.points_said
    findings = composition.findings(piece.draft)
    return Drafted(piece, composition.totals, findings, kept, changed, points, in_outline_words)


@dataclass(frozen=True)
class Draft(EditorialAction[PreparedDraft, Drafted]):
    """Write the piece of an outline. Finished parts are kept, even if the run is killed, and not asked for again.

    Of a piece that is there, only the parts are written that the outline changed, or the `sections` with these numbers
    (0 is the introduction); the others stay as they are, with people's edits.

    A text that people have edited is not overwritten; with `new_revision` it is kept as a revision, and a new text
    takes its place: in the parts that are written, or everywhere where the outline changed none.
    """

    slug: str
    tools: DraftingTools
    new_revision: bool = False
    sections: tuple[int, ...] = ()

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not draft the piece now; None when they may."""
        try:
            present = self._present(context)
            self._permit(context, present)
            self._refuse_edited(present, self._plan(present))
        except (Stopped, InputError) as refusal:
            return refusal
        return None

    def prepare(self, context: Context) -> PreparedDraft:
        """The requests. Raises an error when the workflow, people's edits or a consent forbids drafting."""
        present = self._present(context)
        plan = self._plan(present)
        self._permit(context, present)
        self._refuse_edited(present, plan)
        return self._prepared(present, plan)

    def foresee(self, context: Context) -> ForeseenDraft:
        """What would be asked, also where people's edits forbid drafting for now. Asks nothing, writes nothing."""
        with speaking(context.language):
            present = self._present(context)
            plan = self._plan(present)
            self._permit(context, present)
            requests = drafting.preview(self.tools, plan)
            refusal = self._refusal(present, plan)
            return ForeseenDraft(forecast(self.tools, plan, requests), refusal)

    def execute(self, context: Context, prepared: PreparedDraft, *, signature: bytes = b"") -> Drafted:
        """Ask the models and record the text with its event. An unchanged text is not recorded again.

        Raises the models' errors, `BudgetReached`, and `Conflict` when the piece was changed in the meantime or another
        process is drafting it.
        """
        with alone(context, self.slug):
            refuse_overtaken(context, prepared.present, self.slug)
            return self._drafted(context, prepared)

    def _drafted(self, context: Context, prepared: PreparedDraft) -> Drafted:
        composition = drafting.compose(self.tools, prepared.plan)
        present = prepared.present
        edited_hash = ""
        if present and (prepared.has_edits or (not prepared.plan.is_whole and present.events)):
            if not prepared.has_edits and _is_same(self._composed(context, present, composition), present):
                return Drafted(present, composition.totals, composition.findings(present.draft), changed=False)
            present = record_edits(context, present, note=_("Kept before the piece was drafted again."))
            edited_hash = present.hash if prepared.has_edits else ""
        piece = self._composed(context, present, composition)
        if present and present.events and not edited_hash and _is_same(piece, present):
            return _drafted(present, composition, changed=False)
        piece = self._recorded(context, piece, composition)
        return _drafted(piece, composition, kept=edited_hash)

    def _present(self, context: Context) -> Piece | None:
        return context.repository.piece_or_none(self.slug)

    def _plan(self, present: Piece | None) -> DraftPlan:
        """The plan; of the whole text where a new revision is wanted though the outline changed nothing."""
        plan = drafting.planned(
            self.tools, self.slug, present=present, asked=self.sections, anew=self.tools.fresh and not self.sections
        )
        if self.new_revision and _keeps_everything(plan):
            return drafting.planned(self.tools, self.slug, present=present, anew=True)
        return plan

    def _prepared(self, present: Piece | None, plan: DraftPlan) -> PreparedDraft:
        return PreparedDraft(plan, present, _replaces_edits(plan), drafting.preview(self.tools, plan))

    def _permit(self, context: Context, present: Piece | None) -> None:
        """Raise an error when the workflow forbids drafting the piece."""
        author = self.tools.repository.outline(self.slug).author
        situation = present.situation if present else situation_of([], content_hash="", author=author)
        workflow.permit(Action.draft, now=situation, actor=context.actor)

    def _refuse_edited(self, present: Piece | None, plan: DraftPlan) -> None:
        refusal = self._refusal(present, plan)
        if refusal:
            raise refusal

    def _refusal(self, present: Piece | None, plan: DraftPlan) -> Conflict | None:
        """The error where people's edits would be lost, or are all that there is to draft over."""
        if present is None or self.new_revision:
            return None
        if not plan.is_whole and plan.replaced_edits:
            return _edited_parts(present, plan.replaced_edits)
        if _replaces_edits(plan) or (_keeps_everything(plan) and is_edited(present)):
            return _edited(present)
        return None

    def _composed(self, context: Context, present: Piece | None, composition: Composition) -> Piece:
        repository, pictures = context.repository, composition.pictures
        if present is None:
            return repository.composed(self.slug, composition.text, pictures=pictures)
        return repository.edited(present, composition.text, pictures=pictures)

    def _recorded(self, context: Context, piece: Piece, composition: Composition) -> Piece:
        written = Writing(tuple(composition.totals.models), composition.sections)
        target = workflow.permit(Action.draft, now=piece.situation, actor=context.actor)
        stored = Origins(context.store, piece).stored()
        piece, event = event_of(context, piece, Action.draft, target=target, details=written.as_details())
        additions = Additions(provenance=stored.joined(composition.provenance))
        return record(context.repository, piece, event, additions=additions)


def is_edited(piece: Piece) -> bool:
    """Whether the text differs from the one drafted last: people have edited it, or wrote all of it."""
    drafted = [event.hash for event in piece.events if event.action is Action.draft]
    return not drafted or drafted[-1] != piece.hash


def _replaces_edits(plan: DraftPlan) -> bool:
    """Whether what people edited would be written over."""
    if plan.standing is None:
        return False
    if plan.is_whole:
        return plan.standing.is_edited or is_edited(plan.standing.piece)
    return bool(plan.replaced_edits)


def _keeps_everything(plan: DraftPlan) -> bool:
    """Whether the outline changed nothing, so that the text would stay as it is."""
    return not plan.is_whole and drafting.changes_nothing(plan)


@contextmanager
def alone(context: Context, slug: str) -> Iterator[None]:
    """Lock the piece against a second draft at the same time, which would pay the models twice for one text."""
    with ExitStack() as stack:
        try:
            stack.enter_context(context.store.lock(f"drafting/{slug}"))
        except Conflict as conflict:
            raise Conflict(
                _("“{slug}” is being drafted by another program at this moment; nothing was asked.").format(slug=slug),
                advice("wait-and-repeat"),
                code="locked",
                values={"slug": slug},
                file=conflict.problem.file,
            ) from None
        yield


def refuse_overtaken(context: Context, present: Piece | None, slug: str) -> None:
    """Raise `Conflict`, before any model is asked, when the piece has changed since it was prepared."""
    key, version = Key("piece", slug), present.version if present else ""
    stored = context.store.documents.read(key)
    if (stored.version if stored else "") != version:
        raise refuse_text(key, version, context.store.documents.label(key))


def record_edits(context: Context, piece: Piece, *, note: str) -> Piece:
    """The piece, after recording as a revision what people changed since the last event, if they did."""
    if piece.events and piece.events[-1].hash == piece.hash:
        return piece
    edited, event = event_of(context, piece, Action.revise, target=piece.situation.state, note=note)
    return record(context.repository, edited, event)


def _is_same(piece: Piece, present: Piece) -> bool:
    """Whether the piece equals the stored one, apart from the `status` in the stored front matter."""
    return piece.hash == present.hash and piece.document.text == present.document.with_values({"status": "draft"}).text


def _edited(piece: Piece) -> Conflict:
    return Conflict(
        _("People have edited “{slug}” since it was drafted; nothing was written.").format(slug=piece.slug),
        advice("draft-over-edits", slug=piece.slug),
        code="edited-by-people",
        values={"slug": piece.slug},
        file=piece.label,
    )


def _edited_parts(piece: Piece, names: Sequence[str]) -> Conflict:
    listed = ", ".join(f"“{name}”" for name in names)
    return Conflict(
        _("People have edited {parts} in “{slug}” since it was drafted; nothing was written.").format(
            parts=listed, slug=piece.slug
        ),
        advice("draft-over-edits", slug=piece.slug),
        code="edited-by-people",
        values={"slug": piece.slug},
        file=piece.label,
    )
