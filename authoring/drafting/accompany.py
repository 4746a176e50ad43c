"""A text that goes with a post: asked of a model, held against the post, asked again with what was wrong.

Where no proposal passes within a few rounds, the post's own words stand in: its title and description are right by
nature. For titles there are none, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from authoring.drafting import cleaning
from authoring.drafting.ask import Asker
from authoring.drafting.tools import DraftingTools
from authoring.errors import UnusableAnswer
from authoring.model.text_kinds import TITLES, TextKind
from authoring.sourcing.accompanying import form, judging
from authoring.sourcing.accompanying.judging import Fault
from authoring.sourcing.accompanying.post import Post

ROUNDS: Final = 3


@dataclass(frozen=True)
class MadeText:
    """A text as it would go out; empty where nothing may be kept. `models` are empty for the post's own words.

    `refused` is what was wrong with the last proposal that did not pass, and `rounds` how often a model was asked.
    """

    kind: TextKind
    text: str
    models: tuple[str, ...]
    rounds: int
    refused: Sequence[Fault] = ()

    @property
    def is_kept(self) -> bool:
        """Whether there is a text to keep."""
        return bool(self.text)


def make(tools: DraftingTools, post: Post, kind: TextKind) -> MadeText:
    """The first proposal that passes, else the post's own words. Raises what models raise, and `BudgetReached`."""
    asker = tools.asker(post.draft.slug)
    if kind.name == TITLES:
        return _titles(tools, asker, post, kind)
    words, faults = "", list[Fault]()
    for number in range(1, ROUNDS + 1):
        proposal = _asked(tools, asker, post, kind, refused=words, faults=faults)
        if number > 1 and proposal == words:
            break  # it repeats itself
        words = proposal
        text = form.framed(words, post, kind, has_model_text=True)
        faults = judging.faults(text, post, kind, has_model_text=True)
        if not faults:
            return MadeText(kind, text, tuple(sorted(asker.totals.models)), number)
    return _in_own_words(post, kind, number, faults)


def _asked(
    tools: DraftingTools, asker: Asker, post: Post, kind: TextKind, *, refused: str, faults: Sequence[Fault]
) -> str:
    """The words of a proposal; empty for an answer that cannot be used."""
    frame = kind.count(form.framed("", post, kind, has_model_text=True))
    messages = [fault.message for fault in faults]
    question = tools.questions.about_text(
        post.draft, kind, room=max(0, kind.limit - frame - 2), refused=refused, faults=messages
    )
    try:
        answer = asker.ask(question)
    except UnusableAnswer:
        return ""
    text = cleaning.clean(answer.completion.text, heading=post.draft.title).text
    return cleaning.whole_sentences(text) if answer.is_cut else text


def _in_own_words(post: Post, kind: TextKind, rounds: int, refused: Sequence[Fault]) -> MadeText:
    text = form.framed(form.own_words(post, kind), post, kind, has_model_text=False)
    still = judging.faults(text, post, kind, has_model_text=False)
    is_fit = not any(fault.severity == "blocking" for fault in still)
    return MadeText(kind, text if is_fit else "", (), rounds, refused)


def _titles(tools: DraftingTools, asker: Asker, post: Post, kind: TextKind) -> MadeText:
    """As many titles as are asked for, of those that say nothing but what the post says."""
    titles: dict[str, None] = {}
    refused: list[Fault] = []
    question = tools.questions.about_text(post.draft, kind, room=kind.limit)
    for number in range(1, ROUNDS + 1):
        try:
            answer = asker.ask(question).completion.text
        except UnusableAnswer:
            answer = ""
        for title in _lines(answer):
            wrong = [it for it in judging.faults(title, post, kind, has_model_text=True) if it.kind != "lines"]
            refused += wrong
            if not wrong and title != post.draft.title:
                titles[title] = None
        if len(titles) >= kind.lines:
            text = "\n".join([*titles][: kind.lines])
            return MadeText(kind, text, tuple(sorted(asker.totals.models)), number)
        question = question.again(number)
    return MadeText(kind, "", (), ROUNDS, refused)


def _lines(answer: str) -> Iterator[str]:
    for raw in answer.splitlines():
        if raw.strip() and (line := cleaning.line(raw)) and line[-1] != ":":
            yield line
