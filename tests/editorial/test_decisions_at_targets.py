"""Whose text counts at a target, and whether a piece goes out by mail: people decide it, and it is recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from authoring.audit.verify import verify
from authoring.editorial.actions import perform
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.send_by_mail import SendByMail
from authoring.editorial.actions.send_ours import SendOurs
from authoring.editorial.actions.take_theirs import TakeTheirs
from authoring.editorial.context import Context
from authoring.editorial.queries.target_status import probed, standings
from authoring.errors import AuthoringError, NotAllowed, NotPossibleNow, UsageError
from authoring.exporters import ApprovedRevision, Receipt
from authoring.exporters.blogs.exporter import RemoteExporter
from authoring.model.config import TargetSettings
from authoring.model.states import Action, State
from tests.worlds.memory_blog import MemoryBlog
from tests.worlds.newsroom import SLUG, Newsroom


class Mailing(RemoteExporter):
    """A target that would send mail, and counts instead."""

    sent = 0

    def readers(self, newsletter: str) -> int:
        return 12

    def publish_by_mail(self, revision: ApprovedRevision, *, newsletter: str) -> Receipt:
        self.sent += 1
        return Receipt(self.name, revision.slug, revision.hash, "created", newsletter)


@dataclass
class Blogging:
    """A newsroom in memory with one blog, where people write too."""

    newsroom: Newsroom
    blog: MemoryBlog
    exporter: Mailing

    def as_(self, name: str) -> Context:
        return replace(self.newsroom.as_(name), exporter_of=lambda _context, _target: self.exporter)

    def publish(self) -> None:
        self.newsroom.submit()
        self.newsroom.approve()
        perform(Publish(SLUG), self.as_("lena"))


@pytest.fixture
def blogging() -> Blogging:
    newsroom, blog = Newsroom(), MemoryBlog()
    target = TargetSettings("blog", "memory")
    newsroom.settings = newsroom.settings._replace(targets={"blog": target})
    exporter = Mailing(target, newsroom.store, blog, fingerprint="plain", schedules=True, sleep=lambda _seconds: None)
    world = Blogging(newsroom, blog, exporter)
    world.publish()
    return world


def test_their_text_becomes_a_correction_by_whoever_took_it(blogging: Blogging) -> None:
    blogging.blog.edit(SLUG, "They said so.")
    adopted = perform(TakeTheirs(SLUG), blogging.as_("agathe"))
    assert "They said so." in adopted.piece.draft.body
    assert [event.action for event in adopted.piece.events[-2:]] == [Action.correct, Action.revise]
    assert adopted.piece.situation.state is State.draft
    assert "agathe" in adopted.piece.situation.writers
    assert [standing.ahead for standing in standings(blogging.as_("lena"))] == ["nobody"]
    assert verify(blogging.as_("lena")).problems == ()


@pytest.mark.parametrize("step", ["after the correction", "after the text"])
def test_taking_theirs_is_completed_when_it_was_cut_off(
    blogging: Blogging, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    blogging.blog.edit(SLUG, "They said so.")
    place: tuple[type[object], str] = (Edit, "prepare") if step == "after the correction" else (Mailing, "accept")

    def cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(place[0], place[1], cut)
        with pytest.raises(KeyboardInterrupt):
            perform(TakeTheirs(SLUG), blogging.as_("agathe"))
    adopted = perform(TakeTheirs(SLUG), blogging.as_("agathe"))
    assert "They said so." in adopted.piece.draft.body
    assert [event.action for event in adopted.piece.events].count(Action.correct) == 1
    assert [event.action for event in adopted.piece.events].count(Action.revise) == 1


def test_their_text_never_goes_over_a_correction_that_somebody_has_written(blogging: Blogging) -> None:
    blogging.blog.edit(SLUG, "They said so.")
    blogging.newsroom.do("agathe", Correct(SLUG))
    blogging.newsroom.edit("in a street of old houses", "in a street of new houses")
    assert isinstance(TakeTheirs(SLUG).allowed(blogging.as_("agathe")), NotPossibleNow)
    with pytest.raises(NotPossibleNow, match="is being worked on"):
        perform(TakeTheirs(SLUG), blogging.as_("agathe"))
    assert "new houses" in blogging.newsroom.piece.draft.body


def test_ours_goes_over_theirs_by_an_editor_with_a_reason(blogging: Blogging) -> None:
    blogging.blog.edit(SLUG, "They said so.")
    receipt = perform(SendOurs(SLUG, "It was not true."), blogging.as_("lena"))
    assert receipt.outcome == "updated"
    assert "They said so." not in next(iter(blogging.blog.posts.values())).fields["content"]
    record = blogging.newsroom.store.records.read(SLUG, "exports/blog.json")
    assert b"They said so." in record
    assert b"It was not true." in record


def test_ours_given_twice_overwrites_theirs_once(blogging: Blogging) -> None:
    blogging.blog.edit(SLUG, "They said so.")
    for _time in range(2):
        perform(SendOurs(SLUG, "It was not true."), blogging.as_("lena"))
        record = json.loads(blogging.newsroom.store.records.read(SLUG, "exports/blog.json"))
        assert len(record["overwritten"]) == 1


@pytest.mark.parametrize(("who", "reason", "error"), [("samir", "Why not.", NotAllowed), ("lena", " ", UsageError)])
def test_ours_does_not_go_over_theirs_otherwise(
    blogging: Blogging, who: str, reason: str, error: type[AuthoringError]
) -> None:
    blogging.blog.edit(SLUG, "They said so.")
    action = SendOurs(SLUG, reason)
    assert isinstance(action.allowed(blogging.as_(who)), error)
    with pytest.raises(error):
        perform(action, blogging.as_(who))
    assert "They said so." in next(iter(blogging.blog.posts.values())).fields["content"]


@pytest.mark.parametrize("confirmation", ["", "the-other", "letters "])
def test_a_mail_goes_out_only_where_the_newsletters_name_is_written_again(
    blogging: Blogging, confirmation: str
) -> None:
    action = SendByMail(SLUG, "letters", confirmation)
    prepared = action.prepare(blogging.as_("lena"))
    assert prepared.readers == 12
    with pytest.raises(UsageError, match="was not written again"):
        action.execute(blogging.as_("lena"), prepared)
    assert blogging.exporter.sent == 0
    receipt = replace(action, confirmation="letters").execute(blogging.as_("lena"), prepared)
    assert (receipt.where, blogging.exporter.sent) == ("letters", 1)


def test_only_an_editor_has_a_piece_sent_by_mail(blogging: Blogging) -> None:
    action = SendByMail(SLUG, "letters", "letters")
    assert isinstance(action.allowed(blogging.as_("samir")), NotAllowed)
    with pytest.raises(NotAllowed):
        perform(action, blogging.as_("samir"))


def test_a_decision_needs_one_target_where_people_write_too(blogging: Blogging) -> None:
    site = TargetSettings("site", "site", "site")
    blogging.newsroom.settings = blogging.newsroom.settings._replace(
        targets={**blogging.newsroom.settings.targets, "site": site}
    )
    for action in (TakeTheirs(SLUG), SendOurs(SLUG, "Because."), SendByMail(SLUG, "letters", "letters")):
        assert isinstance(action.allowed(blogging.as_("lena")), UsageError)
    assert TakeTheirs(SLUG, ("blog",)).allowed(blogging.as_("agathe")) is None


def test_who_is_ahead_of_whom_is_known(blogging: Blogging) -> None:
    context = blogging.as_("lena")
    assert [(it.target, it.slug, it.ahead) for it in standings(context)] == [("blog", SLUG, "nobody")]
    blogging.blog.edit(SLUG, "They said so.")
    assert [it.ahead for it in standings(context)] == ["there"]
    assert [(it.target, [probe.is_fine for probe in it.probes]) for it in probed(context)] == [("blog", [True])]
