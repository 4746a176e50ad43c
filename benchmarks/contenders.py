"""Ways to write an article from an outline with one model: ours, and what somebody would write in an afternoon.

`storm` is a script in the manner of STORM (Shao et al., 2024, “Assisting in Writing Wikipedia-like Articles From
Scratch with Large Language Models”): perspectives, their questions, answers from the material, an outline of the
article, then section by section. It has no search engine here, as ours has none: the material is the outline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from authoring.drafting import draft as drafting
from authoring.drafting.tools import DraftingTools
from authoring.llm import Completion, CompletionRequest
from authoring.model.documents import Outline, Testimony
from authoring.model.loading import document_of

_TOKENS_PER_WORD: Final = 4
_SHORT: Final = 220  # tokens: a list, some answers
_PERSPECTIVES: Final = 3
_ITEM: Final = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+(.+)$", re.MULTILINE)
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "article": "Write a blog article of about {words} words in English, in Markdown, with the headings of this "
        "outline. Quote people only with words that they really said.",
        "outline": "Outline:",
        "said": "What {person} said:",
        "perspectives": "Which {count} readers would want to know different things about this subject? One a line, as "
        "a list.",
        "questions": "You are this reader: {reader}. Ask two questions about the subject, as a list.",
        "answers": "Answer the questions from the material alone, in one sentence each.",
        "plan": "Using the notes, write the outline of an article of about {words} words: its headings alone, as a "
        "list. Keep these headings if they fit: {headings}",
        "section": "Write the section “{heading}” of the article, about {words} words, in English, without its "
        "heading.",
        "notes": "Notes:",
        "so_far": "The article so far:",
        "opening": "Introduction",
    },
    "fr": {
        "article": "Écris un article de blog d’environ {words} mots en français, en Markdown, avec les intertitres de "
        "ce plan. Ne cite les personnes qu’avec des mots qu’elles ont vraiment dits.",
        "outline": "Plan :",
        "said": "Ce qu’a dit {person} :",
        "perspectives": "Quels {count} lecteurs voudraient savoir des choses différentes sur ce sujet ? Un par ligne, "
        "en liste.",
        "questions": "Tu es ce lecteur : {reader}. Pose deux questions sur le sujet, en liste.",
        "answers": "Réponds aux questions à partir du seul matériau, une phrase pour chacune.",
        "plan": "À partir des notes, écris le plan d’un article d’environ {words} mots : ses intertitres seulement, en "
        "liste. Garde ces intertitres s’ils conviennent : {headings}",
        "section": "Écris la section « {heading} » de l’article, environ {words} mots, en français, sans son "
        "intertitre.",
        "notes": "Notes :",
        "so_far": "L’article jusqu’ici :",
        "opening": "Introduction",
    },
}


@dataclass(frozen=True)
class Task:
    """An outline with its testimonies, in a workspace whose tools are `tools`."""

    outline: Outline
    testimonies: Mapping[str, Testimony]
    tools: DraftingTools

    def ask(self, prompt: str, *, tokens: int, seed: int = 0) -> Completion:
        """The model's answer to a plain prompt; `seed` tells apart the steps of one script."""
        tools = self.tools
        parameters = {"temperature": 0.7, "max_tokens": tokens, "seed": seed}
        request = CompletionRequest(tools.settings.model.use, prompt, parameters=parameters)
        completion = tools.cache.lookup(request)
        if completion is None:
            completion = tools.model.complete(request)
            tools.cache.store(request, completion)
        return completion

    def words(self, key: str, **values: object) -> str:
        """An instruction in the outline's language."""
        return _WORDS[self.outline.lang][key].format(**values)

    @property
    def material(self) -> str:
        """The outline as it was written, and what people said."""
        parts = [f"{self.words('outline')}\n\n# {self.outline.title}\n\n{self.outline.body.strip()}"]
        for testimony in self.testimonies.values():
            parts.append(f"{self.words('said', person=testimony.attributed_name)}\n\n{testimony.words_spoken}")
        return "\n\n".join(parts)


def draft(task: Task) -> str:
    """The body that `authoring draft` writes."""
    return _drafted(task, quick=False)


def quick(task: Task) -> str:
    """The body that `authoring draft --quick` writes."""
    return _drafted(task, quick=True)


def bare(task: Task) -> str:
    """What a person gets who puts everything into one prompt."""
    words = task.outline.words
    prompt = f"{task.words('article', words=words)}\n\n{task.material}"
    return _body(task.ask(prompt, tokens=_TOKENS_PER_WORD * words).text, task.outline.title)


def storm(task: Task) -> str:
    """An outline-then-article script in the manner of STORM."""
    material, outline = task.material, task.outline
    readers = task.ask(f"{material}\n\n{task.words('perspectives', count=_PERSPECTIVES)}", tokens=_SHORT)
    notes: list[str] = []
    for number, reader in enumerate(_items(readers.text)[:_PERSPECTIVES], start=1):
        questions = task.ask(f"{material}\n\n{task.words('questions', reader=reader)}", tokens=_SHORT, seed=number)
        prompt = f"{material}\n\n{questions.text}\n\n{task.words('answers')}"
        notes.append(task.ask(prompt, tokens=_SHORT, seed=number).text.strip())
    headings = [section.heading for section in outline.sections]
    noted = f"{material}\n\n{task.words('notes')}\n\n" + "\n\n".join(notes)
    plan = task.words("plan", words=outline.words, headings="; ".join(headings))
    planned = _items(task.ask(f"{noted}\n\n{plan}", tokens=_SHORT).text) or headings
    return _sections(task, noted, [task.words("opening"), *planned[: len(headings) + 1]])


CONTENDERS: Final[Mapping[str, Callable[[Task], str]]] = {"draft": draft, "quick": quick, "bare": bare, "storm": storm}


def _drafted(task: Task, *, quick: bool) -> str:
    tools = replace(task.tools, quick=quick)
    composition = drafting.compose(tools, drafting.planned(tools, task.outline.slug))
    return document_of(composition.text.encode(), task.outline.slug).body


def _sections(task: Task, noted: str, headings: Sequence[str]) -> str:
    """The article, each section after those before it; the introduction has no heading."""
    share = max(40, task.outline.words // len(headings))
    parts: list[str] = []
    for number, heading in enumerate(headings):
        so_far = f"\n\n{task.words('so_far')}\n\n" + "\n\n".join(parts) if parts else ""
        prompt = f"{noted}{so_far}\n\n{task.words('section', heading=heading, words=share)}"
        text = _body(task.ask(prompt, tokens=_TOKENS_PER_WORD * share, seed=number).text, heading)
        parts.append(f"## {heading}\n\n{text}" if number else text)
    return "\n\n".join(parts) + "\n"


def _items(text: str) -> list[str]:
    return [item.strip(" *") for item in _ITEM.findall(text)]


def _body(answer: str, heading: str) -> str:
    """The answer without the title that a model puts above it."""
    first, _newline, rest = answer.strip().partition("\n")
    is_title = first.startswith("#") and first.strip("# *").casefold() == heading.casefold()
    return rest.strip() if is_title or first.startswith("# ") else answer.strip()
