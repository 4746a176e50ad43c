"""Checks a piece's history by the workflow and the signatures, and words each problem.

With such a problem, `publish` and `export` refuse the piece, and `verify` reports it: all three use this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from authoring import __version__
from authoring.editorial import approvals, put_back, text_approvals
from authoring.editorial.approvals import FirstUses, Past
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, NotPossibleNow, Problem, Remedy, advice
from authoring.exporters.batches import each_of
from authoring.model import events, history, manifest
from authoring.model.config import Settings
from authoring.model.events import Event
from authoring.model.replay import Breach, Fault, Step, replay
from authoring.model.states import Action, state_name
from authoring.store import SETTINGS, Key, Store, version_of
from authoring.store.addresses import is_hash
from authoring.store.manifests import imprint_now
from authoring.store.pieces import Piece
from authoring.store.repository import Repository
from authoring.text.i18n import _
from authoring.text.strict_json import decode_object

_PROVEN_BY: Final = {Action.approve: approvals.doubts, Action.approve_text: text_approvals.doubts}

AuthorOf = Callable[[str], str]  # of a text, by its content hash


class Workspace(Protocol):
    """What a history is held against: a context, or a repository, which another process can be given."""

    @property
    def store(self) -> Store: ...
    @property
    def settings(self) -> Settings: ...


class _Past(NamedTuple):
    slug: str
    events: Sequence[Event]


@dataclass(frozen=True)
class _Judge:
    """Judges histories without reading texts, unless one names an author whom no kept manifest names."""

    repository: Repository

    def first_problem(self, slug: str) -> Problem | None:
        """What is said first against the piece's history; None where nothing is."""
        store = self.repository.store
        try:
            past = _Past(slug, history.decode(store.events.read(slug), store.events.label(slug)))
            return next(_problems(self.repository, past, self._author_in(slug), lambda: self.first_uses), None)
        except AuthoringError as error:
            return error.problem

    @cached_property
    def first_uses(self) -> FirstUses:
        """When each person is first on record with each of their keys; read once, and only where it is asked for."""
        return approvals.first_uses(map(self.repository.store.events.read, self.repository.pieces()))

    def is_in_order(self, slug: str) -> bool:
        """Whether nothing is said against the piece's history."""
        return self.first_problem(slug) is None

    def _author_in(self, slug: str) -> AuthorOf:
        def author(content_hash: str) -> str:
            return _kept_author(self.repository, slug, content_hash) or current_author(content_hash)

        def current_author(content_hash: str) -> str:
            piece = self.repository.piece(slug)
            return piece.draft.author if piece.hash == content_hash else ""

        return author


def history_problems(context: Context, piece: Piece) -> Iterator[Problem]:
    """Every event that the workflow forbids, every approval that is not proven, and a retraction that was undone."""

    def author(content_hash: str) -> str:
        return piece.draft.author if content_hash == piece.hash else _kept_author(context, piece.slug, content_hash)

    yield from _problems(context, piece, author, lambda: context.first_uses_of_keys)
    undone = put_back.problem(context, piece.slug, piece.events)
    if undone:
        yield undone


def _problems(
    workspace: Workspace, past: Past, author_of: AuthorOf, first_uses: Callable[[], FirstUses]
) -> Iterator[Problem]:
    label = workspace.store.events.label(past.slug)
    if past.events and events.piece_named(past.events[0]) != past.slug:
        message = _("This history belongs to another piece, “{slug}”.")
        yield Problem(message.format(slug=events.piece_named(past.events[0]) or "?"), _remedy(), label, 1)
    may_be_autonomous = workspace.settings.disclosure.allow_autonomous
    for step in replay(past.events, author_of=author_of, may_be_autonomous=may_be_autonomous):
        if step.event.action in _PROVEN_BY:
            for message, remedy in _doubts(workspace, past, step, first_uses):
                yield Problem(message, remedy, label, step.number)
        messages = [*_other_kind(workspace, step), *(_words(step, breach) for breach in step.breaches)]
        for message in dict.fromkeys(messages):
            yield Problem(message, _remedy(), label, step.number)


def refuse_unproven(context: Context, piece: Piece) -> None:
    """Raise `NotPossibleNow` for a history with a forbidden event, or with an approval that is not proven."""
    for problem in history_problems(context, piece):
        raise NotPossibleNow(
            problem.message,
            advice("verify-and-approve-again", slug=piece.slug),
            file=problem.file,
            line=problem.line,
            code="history-forged",
        )


def out_of_order(context: Context, slugs: Sequence[str]) -> dict[str, Problem]:
    """The pieces among these whose history `refuse_unproven` refuses, and why.

    The result for each history is cached, for this version of the program and these settings.
    """
    read = context.store.events.read
    settings = context.store.documents.read(Key("settings", SETTINGS))
    judge = _Judge(context.repository)
    answers = context.index.cached_answers(
        "history-in-order",
        {slug: version_of(read(slug)) for slug in slugs},
        lambda stale: each_of(judge.is_in_order, stale),
        about=f"{__version__} {settings.version if settings else ''}",
    )
    problems = {slug: judge.first_problem(slug) for slug, is_in_order in answers.items() if not is_in_order}
    unproven = {
        slug: problem._replace(remedy=advice("verify-and-approve-again", slug=slug))
        for slug, problem in problems.items()
        if problem is not None
    }
    return {**unproven, **put_back.problems(context, slugs)}  # which no cached answer knows


def history_notes(context: Context, piece: Piece) -> Iterator[Problem]:
    """Changes in the settings since the present approval or publication; they are notes, not problems."""
    label, situation = context.store.events.label(piece.slug), piece.situation
    yield from _unknown_actors(context, piece, label)
    for number, event in enumerate(piece.events, start=1):
        if event.action is Action.approve and event.hash in {situation.live, situation.approved}:
            for message, remedy in _changes(context, piece, event):
                yield Problem(message, remedy, label, number)


def _unknown_actors(context: Context, piece: Piece, label: str) -> Iterator[Problem]:
    """The actors who are not in `people` any more, by their first event; the system is not included."""
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


def _kept_author(workspace: Workspace, slug: str, content_hash: str) -> str:
    """The author whom the text with this hash names, by its manifest; empty where it is not kept."""
    kept = workspace.store.revisions.manifest(slug, content_hash) if is_hash(content_hash) else b""
    author = decode_object(kept).get("author")
    return author if isinstance(author, str) else ""


def _other_kind(workspace: Workspace, step: Step) -> Iterator[str]:
    """An act of a program that is recorded as a person's, or the other way round."""
    event, person = step.event, workspace.settings.people.get(step.event.actor)
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
    """Why the act was not allowed, in the past tense."""
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


def _doubts(
    workspace: Workspace, past: Past, step: Step, first_uses: Callable[[], FirstUses]
) -> Iterator[tuple[str, Remedy]]:
    event, people = step.event, workspace.settings.people
    if approvals.is_unknown(event, people):
        yield (
            _("“{actor}” approved and is not among the people of this workspace.").format(actor=event.actor),
            _("If they have left, keep them in [people] with roles = []."),
        )
    try:
        doubts = list(
            _PROVEN_BY[event.action](past, event, people=people, records=workspace.store.records, first_uses=first_uses)
        )
    except AuthoringError as error:
        yield error.problem.message, error.problem.remedy
        return
    for message in doubts:
        remedy = _("Ask “{actor}” whether they approved this text.").format(actor=event.actor)
        if not _is_signed(event):
            remedy += " " + _("If it was before they had a key, state the day: ssh_key_since = 2026-01-31")
        yield message, remedy


def _is_signed(event: Event) -> bool:
    """Whether the line of an approval, of the piece or of a text that goes with it, names a signature."""
    approval = events.text_approval(event) if event.action is Action.approve_text else events.approval(event)
    return bool(approval.signature)


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
    """The names in the settings that differ from the approved manifest, which the post shows."""
    listed = decode_object(context.store.revisions.manifest(piece.slug, event.hash))
    author = listed.get("author")
    if listed.get("format") in (None, manifest.FIRST) or author != piece.draft.author:
        return
    before, current = manifest.imprint_of(listed), imprint_now(context.settings, piece.draft)
    sentences = {
        "byline": _("The author is “{now}” in the settings, and the post says “{before}”, as it was approved."),
        "responsible": _(
            "“{now}” is responsible for publication by the settings, and the post says “{before}”, as it was approved."
        ),
        "contact": _("The contact is “{now}” in the settings, and the post says “{before}”, as it was approved."),
    }
    for name, sentence in sentences.items():
        stated, present = getattr(before, name), getattr(current, name)
        if stated != present:
            yield sentence.format(before=stated or "—", now=present or "—")
