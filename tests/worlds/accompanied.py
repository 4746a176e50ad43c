"""The newsroom in memory with a piece in review, and whoever makes, changes and approves the texts that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from authoring.audit.verify import verify
from authoring.drafting.tools import DraftingTools
from authoring.editorial import accompanying
from authoring.editorial.accompanying import TextView
from authoring.editorial.actions.accompany import Accompanied, Accompany, RecordText
from authoring.editorial.actions.approve_text import ApproveText
from authoring.errors import Problem
from authoring.llm.fake import Answer, FakeModel
from authoring.model.text_kinds import kind_named
from tests.worlds.drafting import Script
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.states import MemoryNewsroom

TRUE: str = "The Lantern is a shared workshop in a street of old houses. Everybody may use its tools."
LINK = "https://blog.example.org"
DISCLOSURE = "Written with the help of a language model, then read and approved by our team."


class TextRoom(MemoryNewsroom):
    """A piece in review; the model gives these answers, by default a true one."""

    def __init__(
        self, answers: Sequence[Answer] | Script = lambda _request: TRUE, *, quorum: int = 1, text: str = TEXT
    ) -> None:
        super().__init__(quorum=quorum, text=text)
        self.fake = FakeModel(answers)
        self.submit()

    def make(self, *kinds: str, actor: str = "agathe", anew: bool = False) -> Accompanied:
        context = self.as_(actor)
        tools = DraftingTools.of(self.repository, environment={}, clock=context.clock)
        action = Accompany(SLUG, kinds, replace(tools, model=self.fake), anew=anew)
        return action.execute(context, action.prepare(context))

    def view(self, kind: str = "mastodon") -> TextView:
        views = accompanying.views(self.as_("lena"), self.piece)
        return next(it for it in views if it.kind.name == kind)

    def approve_text(self, kind: str = "mastodon", *, actor: str = "samir", revision: str = "") -> None:
        self.do(actor, ApproveText(SLUG, kind=kind, revision=revision or self.view(kind).hash))

    def edit_text(self, text: str, kind: str = "mastodon") -> None:
        """Somebody changes the file in an editor of their own."""
        name = accompanying.record_name(kind_named(kind))
        self.store.records.write(SLUG, name, f"{text}\n".encode())

    def notes(self) -> list[Problem]:
        """What `verify` notes of the workspace."""
        return list(verify(self.as_("lena")).notes)

    def record_text(self, kind: str = "mastodon", *, actor: str = "agathe") -> TextView:
        return self.do(actor, RecordText(SLUG, kind))
