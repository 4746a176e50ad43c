"""A scripted model that makes one kind of mistake, and an outline whose faithful text is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from authoring.llm import Completion, CompletionRequest

Mistake = Literal["drops a point", "changes a number", "invents a name", "repeats", "switches language", "refuses"]
MISTAKES: Final[tuple[Mistake, ...]] = (
    "drops a point", "changes a number", "invents a name", "repeats", "switches language", "refuses",
)  # fmt: skip
SLUG: Final = "laundry"
OUTLINE: Final = """
    ---
    title: Why the Lantern needs its neighbours
    lang: en
    author: agathe
    description: A shared workshop.
    words: 120
    ---

    - The Lantern is a shared workshop in an old laundry

    ## What is lent

    - Two drills and one saw are lent for free
    - Members write their names in a book

    ## When to come

    - The workshop is open on Thursdays from 18:00 to 21:00
    - The workshop is closed in August
"""
# what a careful writer makes of each point
FAITHFUL: Final[Mapping[str, str]] = {
    "The Lantern is a shared workshop in an old laundry": "In an old laundry there is a shared workshop, the Lantern.",
    "Two drills and one saw are lent for free": "For free, the workshop lends two drills and one saw.",
    "Members write their names in a book": "In a book, members write their names.",
    "The workshop is open on Thursdays from 18:00 to 21:00": (
        "On Thursdays, from 18:00 to 21:00, the workshop is open."
    ),
    "The workshop is closed in August": "In August, the workshop is closed.",
}
_CHANGED: Final = ("two drills", "seven drills")
_INVENTED: Final = "Max Orme keeps the workshop."
_FRENCH: Final = (
    "L’atelier prête deux perceuses et une scie à tous les habitants de la rue, et les membres écrivent leurs noms "
    "dans un cahier qui est posé sur la table de la grande salle."
)
_POINT: Final = re.compile(r"^- (.*?)(?: \[\[from:[^\]]+\]\])?$", re.MULTILINE)
_NOTE: Final = re.compile(r"^Note: (.*)$", re.MULTILINE)
_TO_CORRECT: Final = "To correct:"
_ABOUT: Final = "Two drills"


class MistakenModel:
    """Answers faithfully, but for its mistake, which it makes where the tools are written of.

    It makes it in its first answer alone, or in every answer when it `insists`. `requests` holds what was asked.
    """

    def __init__(self, mistake: Mistake, *, insists: bool) -> None:
        self._mistake = mistake
        self._insists = insists
        self.requests: list[CompletionRequest] = []
        self._asked = 0

    def answer(self, request: CompletionRequest) -> Completion:
        """What a `FakeModel` takes as its script."""
        self.requests.append(request)
        points = points_of(request.prompt)
        sentences = [FAITHFUL[point] for point in points]
        if any(point.startswith(_ABOUT) for point in points):
            self._asked += 1
            if self._insists or self._asked == 1:
                return self._mistaken(sentences)
        return _said(" ".join(sentences))

    def _mistaken(self, sentences: Sequence[str]) -> Completion:
        text = " ".join(sentences)
        texts: dict[Mistake, str] = {
            "drops a point": " ".join(sentences[1:]) or "The workshop welcomes its neighbours.",
            "changes a number": text.replace(*_CHANGED),
            "invents a name": f"{text} {_INVENTED}",
            "repeats": f"{text} {sentences[0]}",
            "switches language": _FRENCH,
            "refuses": "I’m sorry, but I can’t help with that request.",
        }
        return _said(texts[self._mistake])


def points_of(prompt: str) -> list[str]:
    """The points that a prompt asks to say: its note, else those of its last list of points of ours."""
    notes = [note for note in _NOTE.findall(prompt) if note in FAITHFUL]
    if notes:
        return notes[-1:]
    listed = prompt.partition(_TO_CORRECT)[0]
    runs = [[point for point in _POINT.findall(block) if point in FAITHFUL] for block in re.split(r"\n(?!- )", listed)]
    return next((run for run in reversed(runs) if run), [])


def _said(text: str) -> Completion:
    return Completion(text, model="scripted", input_tokens=20, output_tokens=len(text.split()))
