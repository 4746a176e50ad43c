"""What drafting needs in a test: a workspace, a scripted model, and a clock that always shows the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from authoring.drafting import Desk
from authoring.llm import Completion, CompletionRequest
from authoring.llm.cache import CompletionCache
from authoring.llm.fake import Answer, FakeModel
from authoring.llm.prices import Prices
from authoring.model import config
from authoring.model.people import Person
from authoring.prompts import Prompts
from authoring.store.folder import FolderStore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SPOKEN = "A workshop is a room with tools and a kettle. Its members repair what they would have thrown away."
AGATHE = Person("agathe", "Agathe Berger", roles=frozenset({"author", "editor"}))
SAMIR = Person("samir", "Samir Haddad", roles=frozenset({"reviewer"}))

Script = Callable[[CompletionRequest], Answer | None]


@dataclass
class RecordedProgress:
    """A progress that records its calls."""

    ended: list[tuple[str, str]] = field(default_factory=list)
    heard: list[tuple[str, str]] = field(default_factory=list)

    def begin(self, part: str) -> None:
        pass

    def text(self, part: str, text: str) -> None:
        self.heard.append((part, text))

    def end(self, part: str, outcome: str) -> None:
        self.ended.append((part, outcome))


def answering_by_part(**answers: Answer) -> Script:
    """A model that gives each prompt its own answer; `_` in a name stands for a word of the prompt.

    Keys are matched with the last line that names a part, so `section1` is the first section.
    """

    def answer(request: CompletionRequest) -> Answer | None:
        for key, text in answers.items():
            if _is_about(request, key):
                return text
        return SPOKEN

    return answer


def desk(
    root: Path,
    answers: Sequence[Answer] | Script = (),
    *,
    delay: float = 0.0,
    fresh: bool = False,
    settings: Callable[[config.Settings], config.Settings] = lambda loaded: loaded,
) -> Desk:
    """The desk of the workspace at `root`, with a model that gives these answers."""
    current = settings(config.load(root, {}))
    return Desk(
        settings=current,
        store=FolderStore(current),
        prompts=Prompts(root),
        model=FakeModel(answers, delay=delay),
        cache=CompletionCache(root / ".authoring" / "answers"),
        price=Prices.load(root, current.model).cost,
        clock=lambda: NOW,
        progress=RecordedProgress(),
        fresh=fresh,
    )


def requests(used: Desk) -> list[CompletionRequest]:
    """What the desk's model was asked."""
    assert isinstance(used.model, FakeModel)
    return used.model.requests


def with_model(name: str) -> Callable[[config.Settings], config.Settings]:
    """Settings that name another model."""
    return lambda loaded: replace(loaded, model=replace(loaded.model, use=name))


def cut_off(text: str) -> Completion:
    """An answer that ran into its limit."""
    return Completion(text, model="fake", finish="length", input_tokens=10, output_tokens=10)


def _is_about(request: CompletionRequest, key: str) -> bool:
    if key == "introduction":
        return "Write the introduction" in request.prompt
    if key == "description":
        return "Sum it up" in request.prompt
    return f"“{key}”" in request.prompt.replace("What is a neighbourhood workshop?", "section")
