"""Revise: a model rewrites one section of a piece; all other bytes stay unchanged.

```python
action = Revise("garden", section=1, instruction="Shorter.", tools=tools)
prepared = action.prepare(context)               # what would be asked; nothing is sent
proposal = action.propose(context, prepared)     # asks, and writes nothing: a door shows proposal.changes
revised = action.apply(context, proposal)        # records text, provenance and event together
```

`execute` does the last two in one call.
"""

from __future__ import annotations

from dataclasses import dataclass

from authoring.drafting import revise as revising
from authoring.drafting.ask import PlannedRequest
from authoring.drafting.revise import Proposal, RevisionPlan
from authoring.drafting.tools import DraftingTools
from authoring.editorial.actions import EditorialAction, event_of
from authoring.editorial.actions.draft import record_edits
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, InputError, Stopped
from authoring.model import workflow
from authoring.model.events import Writing
from authoring.model.states import Action
from authoring.store.origins import Origins
from authoring.store.pieces import Piece
from authoring.store.recording import Additions, record
from authoring.text.i18n import _, speaking


@dataclass(frozen=True)
class PreparedRevision:
    """What revising would ask, and of whom. Nothing has been sent."""

    plan: RevisionPlan
    request: PlannedRequest


@dataclass(frozen=True)
class Revised:
    """The piece after the revision, and the recorded proposal; None when it changes nothing."""

    piece: Piece
    proposal: Proposal
    changed: bool


@dataclass(frozen=True)
class Revise(EditorialAction[PreparedRevision, Revised]):
    """Have a model revise a section (0 is the introduction) by an instruction."""

    slug: str
    section: int
    instruction: str
    tools: DraftingTools

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not revise the piece now; None when they may."""
        try:
            self._permitted(context)
        except (Stopped, InputError) as refusal:
            return refusal
        return None

    def prepare(self, context: Context) -> PreparedRevision:
        """The request. Raises an error when the workflow forbids it or the section has a person's own words."""
        piece = self._permitted(context)
        plan = revising.planned(self.tools, piece, section=self.section, instruction=self.instruction)
        return PreparedRevision(plan, revising.preview(self.tools, plan))

    def propose(self, context: Context, prepared: PreparedRevision) -> Proposal:
        """The model's text for the section; only the call is recorded. Raises the model's errors, `BudgetReached`."""
        with speaking(context.language):
            return revising.propose(self.tools, prepared.plan)

    def apply(self, context: Context, proposal: Proposal) -> Revised:
        """Record the proposal. Raises `Conflict` when the text has changed since it was made.

        Changes that people made since the last event are recorded first, as an event of their own.
        """
        if proposal.new == proposal.old:
            return Revised(proposal.piece, proposal, changed=False)
        with speaking(context.language):
            self._permitted(context)
            piece = self._recorded(context, proposal)
        return Revised(piece, proposal, changed=piece.hash != proposal.piece.hash)

    def execute(self, context: Context, prepared: PreparedRevision, *, signature: bytes = b"") -> Revised:
        """Ask the model and record what it wrote."""
        return self.apply(context, self.propose(context, prepared))

    def _recorded(self, context: Context, proposal: Proposal) -> Piece:
        piece = proposal.piece
        if piece.events:
            piece = record_edits(context, piece, note=_("Kept before a model revised it."))
        stored = Origins(context.store, piece).stored()
        written = Writing(tuple(proposal.totals.models))
        piece = context.repository.edited(piece, piece.document.with_body(proposal.body).text)
        piece, event = event_of(
            context, piece, Action.revise, target=piece.situation.state, details=written.as_details()
        )
        return record(context.repository, piece, event, additions=Additions(provenance=proposal.recorded_in(stored)))

    def _permitted(self, context: Context) -> Piece:
        piece = context.repository.piece(self.slug)
        workflow.permit(Action.revise, now=piece.situation, actor=context.actor)
        return piece
