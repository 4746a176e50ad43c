"""Recomputes every hash and every chain, and reports every error.

It trusts nothing that is stored. It compares histories with their own digests and with the workflow (`decisions`); kept
revisions with their manifests and names, records beside the text with the history's digests, the published text with
the approved one, and the displayed status with the real one (`contents`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from authoring.audit.checkpoints import Checkpoint
from authoring.audit.verify import contents, decisions
from authoring.editorial import accompanying, consents
from authoring.editorial.context import Context
from authoring.editorial.imported_posts import ImportedPosts
from authoring.editorial.owing import Owed, Owing, lost, second_copy_problems
from authoring.editorial.queries import translations
from authoring.editorial.queries.people import people_notes
from authoring.errors import AuthoringError, Problem, advice
from authoring.model import history
from authoring.store.origins import Origins
from authoring.text.i18n import _, plural

_ATTEMPTS: Final = 5  # attempts, for a piece that somebody changes meanwhile


@dataclass(frozen=True)
class Verification:
    """The number of verified pieces, and the problems.

    `passes_checkpoint` tells whether a history contains the checkpoint; None without one. `notes` are not problems:
    unused files, and settings that have changed since an approval. `unrecorded` is the number of events of earlier
    versions that do not record the actor's authority. `owed` are retracted pieces that readers may still see; they are
    among the problems too.
    """

    checked: int
    problems: tuple[Problem, ...]
    passes_checkpoint: bool | None = None
    notes: tuple[Problem, ...] = ()
    unrecorded: int = 0
    owed: tuple[Owed, ...] = ()

    def as_json(self, *, display: Callable[[str], str] = str) -> dict[str, Any]:
        """The keys that `verify --json` prints; `display` gives the text to show for a label.

        `notes`, `not_recorded` and `owed` are left out when they are empty.
        """

        def listed(problems: Sequence[Problem]) -> list[dict[str, Any]]:
            return [
                {"file": display(it.file) if it.file else None, "line": it.line, "message": it.message}
                for it in problems
            ]

        return {
            "ok": not self.problems,
            "checked": self.checked,
            "problems": listed(self.problems),
            **({"notes": listed(self.notes)} if self.notes else {}),
            **({"not_recorded": self.unrecorded} if self.unrecorded else {}),
            **({"owed": [it._asdict() for it in self.owed]} if self.owed else {}),
        }


def verify(context: Context, slugs: Sequence[str] = (), *, checkpoint: Checkpoint | None = None) -> Verification:
    """Verify the named pieces, or all of them, and the history of one against a checkpoint stored elsewhere.

    It also reports published pieces with an ended consent, retracted pieces that may still be visible, and published
    pieces that are missing here. Raises `UnknownSlug`.
    """
    for slug in slugs:
        if slug not in context.repository.pieces() and not lost(context, [slug]):
            context.repository.piece(slug)  # says what is near
    pieces = context.repository.pieces()
    chosen = [slug for slug in slugs if slug in pieces] if slugs else pieces
    owed = tuple(Owing(context).pieces(slugs or None))
    compared = against(context, checkpoint, slugs) if checkpoint else []
    verified = [of_piece(context, slug) for slug in chosen]
    problems = [problem for piece in verified for problem in piece.problems]
    places = {problem.place for problem in problems}
    return Verification(
        len(chosen),
        (
            *(problem for problem in compared if problem.place not in places or not problem.place),
            *problems,
            *consents.still_out(context, chosen),
            *second_copy_problems(context, slugs or None),
            *(it.problem for it in lost(context, slugs or None)),
            *(it.problem(context) for it in owed),
        ),
        None if checkpoint is None else not compared,
        (
            *people_notes(context),
            *_line_end_notes(context),
            *context.store.strays(slugs),
            *translations.notes(context, chosen),
            *(note for piece in verified for note in piece.notes),
        ),
        sum(piece.unrecorded for piece in verified),
        owed,
    )


def _line_end_notes(context: Context) -> list[Problem]:
    labels = context.store.changed_line_ends()
    if not labels:
        return []
    message = plural(
        "Line ends were changed by git on Windows, in {count} record; it is read as it was written.",
        "Line ends were changed by git on Windows, in {count} records; they are read as they were written.",
        len(labels),
    )
    return [Problem(message, advice("keep-line-ends"), labels[0])]


def against(context: Context, checkpoint: Checkpoint, slugs: Sequence[str] = ()) -> list[Problem]:
    """The problems with a checkpoint stored elsewhere.

    An exported post's name tells the piece; a checkpoint alone is searched in the named pieces, or in all. For one
    piece the problem is why its history does not contain the checkpoint; for several, that none of them does.
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


@dataclass(frozen=True)
class VerifiedPiece:
    """The problems and notes of one piece, and the number of events that do not record an authority."""

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    unrecorded: int = 0


def of_piece(context: Context, slug: str) -> VerifiedPiece:
    """The result for one piece, read at a moment at which no event was recorded."""
    verified = VerifiedPiece(())
    try:
        for _attempt in range(_ATTEMPTS):
            content = context.store.events.read(slug)
            verified = _verified(context, slug, content)
            if context.store.events.read(slug) == content:
                break
    except AuthoringError as error:  # not a file, or not readable
        return VerifiedPiece(tuple(error.problems))
    return verified


def _verified(context: Context, slug: str, content: bytes) -> VerifiedPiece:
    problems = history.problems(content, context.store.events.label(slug))
    try:
        piece = context.repository.piece(slug)
    except AuthoringError as error:
        return VerifiedPiece((*problems, *(problem for problem in error.problems if problem not in problems)))
    return VerifiedPiece(
        (
            *problems,
            *decisions.decision_problems(context, piece),
            *contents.record_problems(context, piece),
            *contents.erasure_problems(context, piece),
            *Origins(context.store, piece).problems(),
            *contents.revision_problems(context, piece),
            *contents.format_problems(context, piece),
            *contents.disclosure_problems(context, piece),
            *contents.publication_problems(context, piece),
            *contents.status_problems(piece),
            *contents.live_problems(context, piece),
            *ImportedPosts(context).problems(piece),
            *accompanying.problems(context, piece),
        ),
        (
            *decisions.decision_notes(context, piece),
            *ImportedPosts(context).notes(piece),
            *accompanying.notes(context, piece),
        ),
        decisions.unrecorded_lines(piece),
    )
