"""What drafting needs in a test: a workspace, a scripted model, and a clock that always shows the same time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent
from typing import Final

from authoring.drafting.revise import Proposal
from authoring.drafting.suggest import Suggestion, Wanted, suggest
from authoring.drafting.tools import DraftingTools
from authoring.editorial.actions import perform
from authoring.editorial.actions.draft import Draft, Drafted
from authoring.editorial.actions.revise import Revise, Revised
from authoring.editorial.context import Context
from authoring.llm import Completion, CompletionRequest, LanguageModel
from authoring.llm.fake import Answer, FakeModel
from authoring.model import calls
from authoring.model.calls import Call
from authoring.model.config import Settings
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Provenance
from authoring.store import Key, Store
from authoring.store.addresses import CALLS, PROVENANCE
from authoring.store.memory import MemoryStore
from authoring.store.pieces import Piece
from authoring.testing import memory_store
from authoring.workspace import settings_of
from tests.worlds.lantern import OUTLINE, SETTINGS, TESTIMONY

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SLUG: Final = "neighbours"
SPOKEN: Final = "A workshop is a room with tools and a kettle. Its members repair what they would have thrown away."
TWO_PICTURES: Final = """
    images:
      - src: images/a.jpg
        caption: The bench on a Saturday
      - src: images/b.jpg"""  # of an outline; the second has no caption

Script = Callable[[CompletionRequest], Answer | None]
Change = Callable[[Settings], Settings]


@dataclass
class RecordedProgress:
    """A progress that records its calls."""

    ended: list[tuple[str, str]] = field(default_factory=list)
    heard: list[tuple[str, str]] = field(default_factory=list)
    rounds: list[tuple[str, int, str]] = field(default_factory=list)
    sentences: list[tuple[str, str]] = field(default_factory=list)

    def begin(self, part: str) -> None:
        pass

    def text(self, part: str, text: str) -> None:
        self.heard.append((part, text))

    def end(self, part: str, outcome: str) -> None:
        self.ended.append((part, outcome))

    def again(self, part: str, number: int, reason: str) -> None:
        self.rounds.append((part, number, reason))

    def passed(self, part: str, text: str) -> None:
        self.sentences.append((part, text))


def workshop(files: Mapping[str, str | bytes] | None = None) -> MemoryStore:
    """The Lantern's workspace in memory, with `files` besides or in place of its own."""
    contents: dict[str, str | bytes] = {
        "authoring.toml": SETTINGS,
        "outlines/neighbours.md": OUTLINE,
        "testimonies/nora-lind.md": TESTIMONY,
        **(files or {}),
    }
    plain = {name: dedent(it).lstrip("\n") if isinstance(it, str) else it for name, it in contents.items()}
    return memory_store(plain, clock=lambda: NOW)


class WritingRoom:
    """A workspace whose models give the answers of the test; `settings` may change what its settings state."""

    def __init__(
        self,
        store: Store,
        answers: Sequence[Answer] | Script = (),
        *,
        delay: float = 0.0,
        fresh: bool = False,
        quick: bool = False,
        settings: Change = lambda stated: stated,
        model: LanguageModel | None = None,
        base: Path = Path("/nowhere"),
    ) -> None:
        self.store = store
        self.settings = settings(settings_of(store, base=base, environment={}))
        self.progress = RecordedProgress()
        self.fake = FakeModel(answers, delay=delay)
        self.context = Context(store, self.settings, lambda: NOW)
        tools = DraftingTools.of(
            self.context.repository,
            environment={},
            clock=lambda: NOW,
            fresh=fresh,
            quick=quick,
            progress=self.progress,
        )
        self.tools = replace(tools, model=model or self.fake)

    def as_(self, name: str) -> Context:
        """The workspace with somebody at work."""
        return self.context.acting_as(self.settings.people[name])

    def draft(
        self, slug: str = SLUG, *, actor: str = "agathe", new_revision: bool = False, sections: tuple[int, ...] = ()
    ) -> Drafted:
        return perform(Draft(slug, self.tools, new_revision=new_revision, sections=sections), self.as_(actor))

    def propose(self, *, section: int = 1, instruction: str = "Make it shorter.", actor: str = "agathe") -> Proposal:
        action, context = Revise(SLUG, section, instruction, self.tools), self.as_(actor)
        return action.propose(context, action.prepare(context))

    def apply(self, proposal: Proposal, *, actor: str = "agathe") -> Revised:
        return Revise(SLUG, 1, "", self.tools).apply(self.as_(actor), proposal)

    def suggest(self, wanted: Wanted) -> list[Suggestion]:
        return suggest(self.tools, SLUG, wanted)

    @property
    def requests(self) -> list[CompletionRequest]:
        """What the model was asked."""
        return self.fake.requests

    @property
    def piece(self) -> Piece:
        return self.context.repository.piece(SLUG)

    @property
    def text(self) -> str:
        """The stored text of the piece; empty when there is none."""
        stored = self.store.documents.read(Key("piece", SLUG))
        return stored.content.decode() if stored else ""

    @property
    def calls(self) -> Sequence[Call]:
        """The record of the piece's calls."""
        return calls.decode(self.store.records.read(SLUG, CALLS), "calls").calls

    @property
    def provenance(self) -> Provenance:
        """The record of who wrote what."""
        return provenance.decode(self.store.records.read(SLUG, PROVENANCE))

    def write(self, text: str) -> None:
        """Save a text as somebody does in an editor of their own."""
        with self.store.transaction(SLUG) as change:
            change.write(Key("piece", SLUG), text.encode())


def answering_by_part(**answers: Answer) -> Script:
    """A model that gives each prompt its own answer: `introduction`, `section` for the first one, `description`."""

    def answer(request: CompletionRequest) -> Answer | None:
        for key, text in answers.items():
            if _is_about(request, key):
                return text
        return SPOKEN

    return answer


def drafted(*, pictures: str = "") -> MemoryStore:
    """A workspace in which the piece has been drafted; `pictures` is what the outline's front matter says of them."""
    outline = OUTLINE.replace("testimonies: [nora-lind]", f"testimonies: [nora-lind]{pictures}")
    store = workshop({"outlines/neighbours.md": outline})
    WritingRoom(store, answering_by_part()).draft()
    return store


def about_a_kettle(request: CompletionRequest) -> str:
    """An answer of its own for each question, the same in every process."""
    return f"Every workshop has a kettle and a bench for {zlib.crc32(request.prompt.encode())}."


def with_model(name: str) -> Change:
    """Settings that name another model."""
    return lambda stated: stated._replace(model=stated.model._replace(use=name))


def cut_off(text: str) -> Completion:
    """An answer that ran into its limit."""
    return Completion(text, model="fake", finish="length", input_tokens=10, output_tokens=10)


def _is_about(request: CompletionRequest, key: str) -> bool:
    if key == "introduction":
        return "Write the introduction" in request.prompt
    if key == "description":
        return "Sum it up" in request.prompt
    return f"“{key}”" in request.prompt.replace("What is a neighbourhood workshop?", "section")
