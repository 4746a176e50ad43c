"""Recomputes every hash and every chain, and says what does not hold.

It reads what is stored as it is and trusts none of it: histories against their own digests and against the workflow
(`decisions`), kept revisions against their manifests and names, records beside the text against what the history
vouched for, what readers see against what was approved, and the displayed status against the real one (`contents`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from authoring.audit.checkpoints import Checkpoint
from authoring.audit.verify import contents, decisions
from authoring.editorial import consents
from authoring.editorial.context import Context
from authoring.editorial.owing import Owed, Owing, lost, stray_problems
from authoring.errors import AuthoringError, Problem
from authoring.model import history
from authoring.store.origins import Origins
from authoring.text.i18n import _

_ATTEMPTS: Final = 5  # a piece that somebody works on meanwhile is looked at again


@dataclass(frozen=True)
class Verification:
    """How many pieces were looked at, and what does not hold.

    `passes_checkpoint` tells whether a history leads through the checkpoint; None where none was given. `owed` is what
    readers may still see though it was taken back: it is among the problems too.
    """

    checked: int
    problems: tuple[Problem, ...]
    passes_checkpoint: bool | None = None
    owed: tuple[Owed, ...] = ()

    def as_json(self, *, display: Callable[[str], str] = str) -> dict[str, Any]:
        """What `verify --json` prints; `display` gives what is shown of a label."""
        problems = [
            {"file": display(problem.file) if problem.file else None, "line": problem.line, "message": problem.message}
            for problem in self.problems
        ]
        owed = {"owed": [vars(it) for it in self.owed]} if self.owed else {}
        return {"ok": not problems, "checked": self.checked, "problems": problems, **owed}


def verify(context: Context, slugs: Sequence[str] = (), *, checkpoint: Checkpoint | None = None) -> Verification:
    """Verify the named pieces, or all of them, and the history of one against a checkpoint that was kept elsewhere.

    What readers still see though a consent for it is over is a problem too, and so is what may still be seen though it
    was taken back, and what is out and missing here. Raises `UnknownSlug`.
    """
    for slug in slugs:
        if slug not in context.repository.pieces() and not lost(context, [slug]):
            context.repository.piece(slug)  # says what is near
    pieces = context.repository.pieces()
    chosen = [slug for slug in slugs if slug in pieces] if slugs else pieces
    owed = tuple(Owing(context).pieces(slugs or None))
    compared = against(context, checkpoint, slugs) if checkpoint else []
    problems = [problem for slug in chosen for problem in of_piece(context, slug)]
    places = {problem.place for problem in problems}
    return Verification(
        len(chosen),
        (
            *(problem for problem in compared if problem.place not in places or not problem.place),
            *problems,
            *consents.still_out(context, chosen),
            *stray_problems(context, slugs or None),
            *(it.problem for it in lost(context, slugs or None)),
            *(it.problem(context) for it in owed),
        ),
        None if checkpoint is None else not compared,
        owed,
    )


def against(context: Context, checkpoint: Checkpoint, slugs: Sequence[str] = ()) -> list[Problem]:
    """What does not hold of a checkpoint that was kept elsewhere.

    An exported post says by its name which piece it is; a checkpoint alone is looked for in the pieces named, or in
    all. With one piece, why its history does not pass through it; with several, that none of them does.
    """
    pieces = context.repository.pieces()
    chosen = slugs or ([checkpoint.slug] if checkpoint.slug in pieces else pieces)
    events = context.store.events
    compared = [history.against(events.read(slug), checkpoint.text, events.label(slug)) for slug in chosen]
    if any(problem is None for problem in compared):
        return []
    if len(compared) == 1:
        return [problem for problem in compared if problem]
    return [
        Problem(
            _("No history here passes through the checkpoint {checkpoint}.").format(checkpoint=checkpoint.text),
            _("One was cut or rewritten. Compare with a backup or with git, or name the piece to see more."),
        )
    ]


def of_piece(context: Context, slug: str) -> list[Problem]:
    """What does not hold of one piece, as of a moment at which nothing was recorded of it."""
    problems: list[Problem] = []
    for _attempt in range(_ATTEMPTS):
        content = context.store.events.read(slug)
        problems = _problems(context, slug, content)
        if context.store.events.read(slug) == content:
            break
    return problems


def _problems(context: Context, slug: str, content: bytes) -> list[Problem]:
    problems = history.problems(content, context.store.events.label(slug))
    try:
        piece = context.repository.piece(slug)
    except AuthoringError as error:
        return [*problems, *(problem for problem in error.problems if problem not in problems)]
    return [
        *problems,
        *decisions.workflow_problems(context, piece),
        *decisions.approval_problems(context, piece),
        *contents.record_problems(context, piece),
        *contents.erasure_problems(context, piece),
        *Origins(context.store, piece).problems(),
        *contents.revision_problems(context, piece),
        *contents.status_problems(piece),
        *contents.live_problems(context, piece),
    ]
