"""The actions on a piece, and its states."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from authoring.text.i18n import _


class State(StrEnum):
    """The state of a piece."""

    draft = "draft"
    in_review = "in_review"
    changes_requested = "changes_requested"
    approved = "approved"
    scheduled = "scheduled"
    published = "published"
    retracted = "retracted"
    rejected = "rejected"


class Action(StrEnum):
    """An action on a piece. The first three write text, the others decide.

    `accompany` records texts that go with a piece, such as a post for a network, and `approve_text` that a person
    approved one of them: neither changes the piece or its state.

    `import_` begins the history of a post that was published elsewhere before and that nobody has approved here.
    `accept` records that a person accepts a warning or an edited quotation, `erase` that withdrawn words were erased
    from records.
    """

    import_ = "import"
    draft = "draft"
    revise = "revise"
    mend = "mend"
    submit = "submit"
    assign = "assign"
    withdraw = "withdraw"
    accept = "accept"
    erase = "erase"
    approve = "approve"
    accompany = "accompany"
    approve_text = "approve_text"
    request_changes = "request_changes"
    reject = "reject"
    schedule = "schedule"
    publish = "publish"
    correct = "correct"
    retract = "retract"
    reopen = "reopen"


# actions that change what readers see
OUT: Final = frozenset({Action.publish, Action.import_})
# they concern what goes with a piece, and leave the piece and all that was decided of it as it is
ABOUT_TEXTS: Final = frozenset({Action.accompany, Action.approve_text})
WRITING: Final = frozenset({Action.draft, Action.revise, Action.mend, Action.submit})


def state_name(state: State, lang: str | None = None) -> str:
    """The state's name in the language of messages."""
    return {
        State.draft: _("a draft", lang),
        State.in_review: _("in review", lang),
        State.changes_requested: _("back with its author for changes", lang),
        State.approved: _("approved", lang),
        State.scheduled: _("scheduled", lang),
        State.published: _("published", lang),
        State.retracted: _("retracted", lang),
        State.rejected: _("rejected", lang),
    }[state]
