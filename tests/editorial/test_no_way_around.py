"""No sequence of actions, by whomever, publishes a text that people with the right did not approve."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from authoring.editorial.actions import EditorialAction, perform
from authoring.editorial.actions.accept import Accept
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.assign import Assign
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.mend import Mend
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.reject import Reject
from authoring.editorial.actions.reopen import Reopen
from authoring.editorial.actions.request_changes import RequestChanges
from authoring.editorial.actions.retract import Retract
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.withdraw import Withdraw
from authoring.errors import AuthoringError
from authoring.model.events import WARNING, Accepted, Event, authority
from authoring.model.manifest import unified
from authoring.model.people import Person
from authoring.model.states import WRITING, Action, State
from authoring.store import Key
from tests.worlds.effort import examples
from tests.worlds.newsroom import SLUG
from tests.worlds.states import LATER, MemoryNewsroom

QUORUM = 2
PEOPLE = {
    person.id: person
    for person in (
        Person("agathe", "Agathe", roles=frozenset({"author", "editor"})),
        Person("samir", "Samir", roles=frozenset({"reviewer"})),
        Person("lena", "Lena", roles=frozenset({"reviewer", "editor"})),
        Person("ines", "Ines", roles=frozenset({"author", "reviewer", "editor", "admin"})),
        Person("guest", "Guest"),
        Person("robot", "The robot", roles=frozenset({"author", "reviewer", "editor", "admin"}), kind="agent"),
        Person("clock", "The clock", kind="system"),
    )
}
WITHOUT_ROLES = {
    name: person if name == "lena" else person._replace(roles=frozenset()) for name, person in PEOPLE.items()
}
WORDS = ("old", "new", "tall", "it's  small")  # four texts, of which the last has something to mend
BOTH_SIDES = st.booleans()


class AnySequenceOfActions(RuleBasedStateMachine):
    """Everybody tries everything in any order, with what they saw earlier; texts are changed by hand too."""

    def __init__(self) -> None:
        super().__init__()
        self.newsroom = MemoryNewsroom(quorum=QUORUM)
        self.newsroom.settings = self.newsroom.settings._replace(people=PEOPLE)
        self.word = "old"
        self.texts: dict[str, str] = {}
        self.prepared: list[tuple[EditorialAction[Any, Any], Any]] = []
        self.note_text()

    def note_text(self) -> None:
        """Remember which text each content hash stands for."""
        piece = self.newsroom.piece
        self.texts[piece.hash] = f"{unified(piece.draft.body)}\n"

    def text_with(self, word: str) -> str:
        text = self.newsroom.piece.document.text
        return text.replace(f"of {self.word} houses", f"of {word} houses")

    @rule(word=st.sampled_from(WORDS))
    def edit_by_hand(self, word: str) -> None:
        with self.newsroom.store.transaction(SLUG) as change:
            change.write(Key("piece", SLUG), self.text_with(word).encode())
        self.word = word
        self.note_text()

    @rule(word=st.sampled_from(WORDS), name=st.sampled_from(sorted(PEOPLE)), is_current=BOTH_SIDES)
    def edit(self, word: str, name: str, is_current: bool) -> None:
        version = self.newsroom.piece.version if is_current else "0" * 64
        edit = Edit(SLUG, self.text_with(word), version)
        with suppress(AuthoringError):
            perform(edit, self.newsroom.as_(name))
            self.word = word
        self.note_text()

    @rule(name=st.sampled_from(sorted(PEOPLE)), data=st.data())
    def act(self, name: str, data: st.DataObject) -> None:
        revision = data.draw(st.sampled_from(sorted(self.texts)))
        action = data.draw(st.sampled_from(self.actions(revision)))
        present = self.newsroom.piece.hash
        with suppress(AuthoringError):
            perform(action, self.newsroom.as_(name))
            assert not isinstance(action, Approve) or present.startswith(action.revision)
        self.note_text()

    @rule(name=st.sampled_from(["samir", "lena", "ines"]))
    def go_on(self, name: str) -> None:
        """Take the next step towards a publication, as people mostly do."""
        steps: dict[State, tuple[str, EditorialAction[Any, Any]]] = {
            State.draft: ("agathe", Submit(SLUG)),
            State.changes_requested: ("agathe", Submit(SLUG)),
            State.in_review: (name, Approve(SLUG, revision=self.newsroom.piece.hash)),
            State.approved: ("lena", Publish(SLUG)),
            State.scheduled: ("lena", Publish(SLUG)),
            State.published: ("agathe", Correct(SLUG)),
            State.retracted: ("agathe", Reopen(SLUG)),
            State.rejected: ("agathe", Reopen(SLUG)),
        }
        actor, action = steps[self.newsroom.state()]
        with suppress(AuthoringError):
            perform(action, self.newsroom.as_(actor))
        self.note_text()

    @rule(name=st.sampled_from(sorted(PEOPLE)), data=st.data())
    def prepare(self, name: str, data: st.DataObject) -> None:
        """Open a form, to send it later or never."""
        action = data.draw(st.sampled_from(self.actions(self.newsroom.piece.hash)))
        with suppress(AuthoringError):
            self.prepared.append((action, action.prepare(self.newsroom.as_(name))))

    @rule(name=st.sampled_from(sorted(PEOPLE)), data=st.data())
    def execute_later(self, name: str, data: st.DataObject) -> None:
        """Send a form that was opened earlier, by whomever."""
        if not self.prepared:
            return
        action, prepared = data.draw(st.sampled_from(self.prepared))
        with suppress(AuthoringError):
            action.execute(self.newsroom.as_(name), prepared)
        self.note_text()

    def actions(self, revision: str) -> list[EditorialAction[Any, Any]]:
        return [
            Submit(SLUG),
            Submit(SLUG, to="samir"),
            Approve(SLUG, revision=revision),
            Approve(SLUG, revision=self.newsroom.piece.hash),
            Approve(SLUG, revision=self.newsroom.piece.hash[:8]),
            Publish(SLUG),
            Schedule(SLUG, at=LATER),
            Withdraw(SLUG),
            RequestChanges(SLUG, note="More."),
            Reject(SLUG, note="No."),
            Reopen(SLUG),
            Correct(SLUG),
            Retract(SLUG, note="Wrong."),
            Assign(SLUG, to="lena"),
            Accept(SLUG, (Accepted(WARNING, "sources", "0" * 64),)),
            Mend(SLUG),
        ]

    @invariant()
    def every_publication_was_approved_by_people_with_the_right_who_had_no_hand_in_it(self) -> None:
        events = list(self.newsroom.piece.events)
        for number, event in enumerate(events):
            if event.action is Action.publish:
                assert len(self.approvers(events[:number], event.hash)) >= QUORUM

    def approvers(self, past: list[Event], content_hash: str) -> set[str]:
        names = set()
        for number, event in enumerate(past):
            if event.action is not Action.approve or event.hash != content_hash:
                continue
            writers = {"agathe", *(it.actor for it in past[:number] if it.action in WRITING)}
            entitled = authority(event)
            assert event.kind == "person"
            assert entitled is not None
            assert {"reviewer", "admin"} & set(entitled.roles)
            assert event.actor not in writers
            names.add(event.actor)
        return names

    @invariant()
    def readers_see_the_very_text_that_was_approved(self) -> None:
        situation = self.newsroom.piece.situation
        for revision in self.newsroom.target.pieces.values():
            assert revision.hash == situation.live
            assert revision.body == self.texts[revision.hash]
            assert len(self.approvers(list(self.newsroom.piece.events), revision.hash)) >= QUORUM

    @invariant()
    def what_is_approved_is_what_lies_there(self) -> None:
        situation = self.newsroom.piece.situation
        if situation.state in (State.approved, State.scheduled):
            assert situation.approved == self.newsroom.piece.hash

    def teardown(self) -> None:
        """After any sequence `verify` finds nothing, unless somebody edited the text of a published piece by hand.

        A later change of the settings accuses nobody: another quorum, roles that were taken away, people who left.
        """
        if self.newsroom.piece.hash == self.newsroom.piece.situation.live or not self.newsroom.piece.is_out:
            assert self.newsroom.problems() == []
            for people, quorum in ((PEOPLE, 1), (PEOPLE, 3), (WITHOUT_ROLES, 2), ({"lena": PEOPLE["lena"]}, 2)):
                review = self.newsroom.settings.review._replace(quorum=quorum)
                self.newsroom.settings = self.newsroom.settings._replace(people=people, review=review)
                assert self.newsroom.problems() == []


AnySequenceOfActions.TestCase.settings = settings(
    max_examples=examples(30, full=1_000), stateful_step_count=40, deadline=None
)
TestNoSequencePublishesWithoutItsApprovals = AnySequenceOfActions.TestCase
