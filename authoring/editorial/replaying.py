"""What the workflow and the signatures say against a piece's history, in words.

`publish` and `export` let nothing out where there is such a problem, and `verify` reports every one: all ask here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from authoring import __version__
from authoring.editorial import approvals, text_approvals
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, NotPossibleNow, Problem, Remedy, advice
from authoring.model import events, manifest
from authoring.model.replay import Breach, Fault, Step, replay
from authoring.model.states import Action, state_name
from authoring.store import SETTINGS, Key, version_of
from authoring.store.addresses import is_hash
from authoring.store.manifests import imprint_now
from authoring.store.pieces import Piece
from authoring.text.i18n import _
from authoring.text.strict_json import decode_object

_PROVEN_BY: Final = {Action.approve: approvals.doubts, Action.approve_text: text_approvals.doubts}


def history_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Every line that the workflow forbids, and every approval that is not proven."""
    label = context.store.events.label(piece.slug)
    if piece.events and events.piece_named(piece.events[0]) != piece.slug:
        message = _("This history belongs to another piece, “{slug}”.")
        yield Problem(message.format(slug=events.piece_named(piece.events[0]) or "?"), _remedy(), label, 1)
    for step in steps(context, piece):
        if step.event.action in _PROVEN_BY:
            for message, remedy in _doubts(context, piece, step):
                yield Problem(message, remedy, label, step.number)
        messages = [*_other_kind(context, step), *(_words(step, breach) for breach in step.breaches)]
        for message in dict.fromkeys(messages):
            yield Problem(message, _remedy(), label, step.number)


def refuse_unproven(context: Context, piece: Piece) -> None:
    """Raise `NotPossibleNow` for a history that says what the workflow forbids, or an approval that is not proven."""
    for problem in history_problems(context, piece):
        raise NotPossibleNow(
            problem.message,
            advice("verify-and-approve-again", slug=piece.slug),
            file=problem.file,
            line=problem.line,
            code="history-forged",
        )


def out_of_order(context: Context, slugs: Sequence[str]) -> dict[str, Problem]:
    """Those of these pieces whose history `refuse_unproven` refuses, and why; others go out without them.

    This machine remembers which histories are in order, each as it was, by this version's rules and these settings.
    """
    read = context.store.events.read
    settings = context.store.documents.read(Key("settings", SETTINGS))
    answers = context.index.cached_answers(
        "history-in-order",
        {slug: version_of(read(slug)) for slug in slugs},
        lambda slug: _first_problem(context, slug) is None,
        about=f"{__version__} {settings.version if settings else ''}",
    )
    problems = {slug: _first_problem(context, slug) for slug, is_in_order in answers.items() if not is_in_order}
    return {
        slug: problem._replace(remedy=advice("verify-and-approve-again", slug=slug))
        for slug, problem in problems.items()
        if problem is not None
    }


def _first_problem(context: Context, slug: str) -> Problem | None:
    try:
        return next(history_problems(context, context.repository.piece(slug)), None)
    except AuthoringError as error:
        return error.problem


def steps(context: Context, piece: Piece) -> Iterator[Step]:
    """The piece's history, replayed through the table of the workflow."""
    return replay(
        piece.events,
        author_of=lambda content_hash: _author(context, piece, content_hash),
        may_be_autonomous=context.settings.disclosure.allow_autonomous,
    )


def history_notes(context: Context, piece: Piece) -> Iterator[Problem]:
    """What has changed in the settings since what is approved or published now was approved: it accuses nobody."""
    label, situation = context.store.events.label(piece.slug), piece.situation
    yield from _unknown_actors(context, piece, label)
    for number, event in enumerate(piece.events, start=1):
        if event.action is Action.approve and event.hash in {situation.live, situation.approved}:
            for message, remedy in _changes(context, piece, event):
                yield Problem(message, remedy, label, number)


def _unknown_actors(context: Context, piece: Piece, label: str) -> Iterator[Problem]:
    """Who acted and is not among the people any more, by their first line; the system is nobody's account."""
    people, first_lines = context.settings.people, dict[str, int]()
    for number, event in enumerate(piece.events, start=1):
        if event.kind != "system" and event.actor not in people:
            first_lines.setdefault(event.actor, number)
    for actor, number in first_lines.items():
        yield Problem(
            _("“{actor}” acted on this piece and is not among the people of this workspace any more.").format(
                actor=actor
            ),
            _("Keep them in [people] with roles = [], so that their name and their key stay known."),
            label,
            number,
        )


def _remedy() -> Remedy:
    return _("The program writes no such line. Compare the file with a backup or with git.")


def _author(context: Context, piece: Piece, content_hash: str) -> str:
    """The author whom the text with this hash names, by its manifest; empty where it is not kept."""
    if content_hash == piece.hash:
        return piece.draft.author
    kept = context.store.revisions.manifest(piece.slug, content_hash) if is_hash(content_hash) else b""
    author = decode_object(kept).get("author")
    return author if isinstance(author, str) else ""


def _other_kind(context: Context, step: Step) -> Iterator[str]:
    """An act of a program that is recorded as a person's, or the other way round."""
    event, person = step.event, context.settings.people.get(step.event.actor)
    if person is None or person.kind == event.kind:
        return
    if event.kind == "person":
        yield _("“{actor}” is a program by the settings, and this line says that a person acted.").format(
            actor=event.actor
        )
    else:
        yield _("“{actor}” is a person by the settings, and this line says that a program acted.").format(
            actor=event.actor
        )


def _words(step: Step, breach: Breach) -> str:
    if breach.refusal is not None:
        return _refused(step, breach.refusal.code)
    action, stated = step.event.action.value, step.event.source
    if breach.fault == "source":
        return _("“{action}” says that the piece was {stated} before, and it was {real}.").format(
            action=action,
            stated=state_name(stated) if stated else _("not begun"),
            real=state_name(breach.expected) if breach.expected else _("not begun"),
        )
    if breach.fault == "target":
        return _("“{action}” cannot lead to “{state}” here.").format(action=action, state=state_name(step.event.target))
    return _fault_names()[breach.fault].format(action=action, actor=step.event.actor, entry=breach.entry)


def _refused(step: Step, code: str) -> str:
    """Why the act was not allowed, said afterwards."""
    event = step.event
    if event.action is Action.publish and code in ("not-possible-now", "approval-void"):
        return _("This text was published without an approval of it that still held.")
    sentences = {
        "approval-void": _("“{action}” was not possible then: the text was not the approved one any more."),
        "history-begun": _("“{action}” stands in the middle of a history; it can only begin one."),
        "persons-only": _("“{action}” was not done by a person."),
        "role-missing": _("“{actor}” did not have the role for “{action}”."),
        "four-eyes": _("“{actor}” approved a text that they had a hand in."),
        "shared-address": _("“{actor}” approved a text that somebody with the same address wrote or approved."),
        "reason-missing": _("“{action}” needs a reason, and none is recorded."),
        "not-due": _("The program published this before the moment for which it was scheduled."),
        "stale-revision": _("This approval names no text."),
    }
    otherwise = _("“{action}” was not possible then: the piece was {state}.")
    return sentences.get(code, otherwise).format(
        action=event.action.value, actor=event.actor, state=state_name(step.before.state)
    )


def _fault_names() -> Mapping[Fault, str]:
    return {
        "time": _("This line is dated before the line before it."),
        "hash": _("This line names no content hash."),
        "actor": _("This line names nobody who acted."),
        "no-authority": _("This line does not record what entitled “{actor}”, and lines before it do."),
        "no-statement": _("This approval does not record what “{actor}” stated."),
        "no-moment": _("This line does not say for when the piece was scheduled."),
        "past-moment": _("This line schedules the piece for a moment that was past already."),
        "own-warning": _("“{actor}” accepted a warning about a text that they had a hand in."),
        "details": _("“{entry}” of this line is not as the program writes it for “{action}”."),
        "models": _("“{action}” writes no text, and this line says that a model wrote some."),
        "autonomous": _(
            "This text was published as a model’s that nobody need approve, and the settings do not allow that."
        ),
    }


def _doubts(context: Context, piece: Piece, step: Step) -> Iterator[tuple[str, Remedy]]:
    event, people = step.event, context.settings.people
    if approvals.is_unknown(event, people):
        yield (
            _("“{actor}” approved and is not among the people of this workspace.").format(actor=event.actor),
            _("If they have left, keep them in [people] with roles = []."),
        )
    try:
        doubts = list(_PROVEN_BY[event.action](piece, event, people=people, records=context.store.records))
    except AuthoringError as error:
        yield error.problem.message, error.problem.remedy
        return
    for message in doubts:
        remedy = _("Ask “{actor}” whether they approved this text.").format(actor=event.actor)
        if not event.details.get("signature"):
            remedy += " " + _("If it was before they had a key, state the day: ssh_key_since = 2026-01-31")
        yield message, remedy


def _changes(context: Context, piece: Piece, event: events.Event) -> Iterator[tuple[str, Remedy]]:
    settings = context.settings
    authority = events.authority(event)
    stated = events.approval(event).statement or {}
    if authority and authority.quorum != settings.quorum:
        message = _("This was approved under a quorum of {before}, and it is {now} today.")
        yield (
            message.format(before=authority.quorum, now=settings.quorum),
            _("Have it approved again if the present quorum is to hold for it."),
        )
    if stated.get("wording") and approvals.format_of(stated) < approvals.ADDED_SINCE:
        yield (
            _("When this was approved, the organisation’s words could take the place of the program’s sentence."),
            _("They are added behind it now. Read how the two stand together, and change [disclosure] where need be."),
        )
    if "wording" in stated and stated["wording"] != approvals.wording_digest(settings, piece.draft.lang):
        yield (
            _("The words that tell readers of a model’s part have changed since this was approved."),
            _("Read them in [disclosure], and have the text approved again if they say something else."),
        )
    for message in _other_names(context, piece, event):
        yield message, _("Correct the piece and have it approved again if readers are to see the new one.")


def _other_names(context: Context, piece: Piece, event: events.Event) -> Iterator[str]:
    """What the settings state otherwise than the approved manifest, which is what the post says."""
    listed = decode_object(context.store.revisions.manifest(piece.slug, event.hash))
    author = listed.get("author")
    if listed.get("format") in (None, manifest.FIRST) or author != piece.draft.author:
        return
    before, now = manifest.imprint_of(listed), imprint_now(context.settings, piece.draft)
    sentences = {
        "byline": _("The author is “{now}” in the settings, and the post says “{before}”, as it was approved."),
        "responsible": _(
            "“{now}” is responsible for publication by the settings, and the post says “{before}”, as it was approved."
        ),
        "contact": _("The contact is “{now}” in the settings, and the post says “{before}”, as it was approved."),
    }
    for name, sentence in sentences.items():
        stated, present = getattr(before, name), getattr(now, name)
        if stated != present:
            yield sentence.format(before=stated or "—", now=present or "—")
