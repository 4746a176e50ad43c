"""Shared by the commands that ask a model: their options, their tools, and the display of progress."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import screen, terminal
from authoring.cli.advice import words
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.checks import Finding
    from authoring.drafting.tools import DraftingTools
    from authoring.editorial.context import Context

Fresh = Annotated[bool, typer.Option("--fresh", help=_("Ask the model again for what it has answered before."))]
Quick = Annotated[bool, typer.Option("--quick", help=_("Take the first answer for each part, unjudged."))]
Model = Annotated[str, typer.Option("--model", metavar="M", help=_("Another model than in authoring.toml."))]


@contextmanager
def open_tools(
    context: Context, *, model: str = "", fresh: bool = False, quick: bool = False
) -> Iterator[DraftingTools]:
    """The tools of a workspace, with progress on stderr; its models are closed at the end."""
    from authoring.drafting.tools import DraftingTools

    with _progress() as progress:
        tools = DraftingTools.of(
            context.repository,
            environment=os.environ,
            clock=context.clock,
            model=model,
            fresh=fresh,
            quick=quick,
            progress=progress,
            on_progress=progress.say,
        )
        tools.catalogue.warm_up()
        try:
            yield tools
        finally:
            tools.model.close()


def outline_slug(text: str) -> str:
    """`la-station` from `la-station`, `la-station.md` or `outlines/la-station.md`."""
    return text.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".md")


def show_findings(findings: Sequence[Finding]) -> None:
    """Print the findings on stderr, each with its place and its remedy."""
    names = {"blocking": _("blocking"), "warning": _("warning"), "note": _("note")}
    for finding in findings:
        place = f"{terminal.shown_path(finding.file)}:{finding.line}"
        terminal.note(f"{place}: {names[finding.severity]}: {finding.message}")
        terminal.note(f"  → {words(finding.remedy)}")


@contextmanager
def _progress() -> Iterator[Lines]:
    """Live progress on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield Lines(terminal.note)
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = screen.console(err=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.fields[words]}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bars:
        yield Bars(lambda text: console.print(text, markup=False, highlight=False), bars)


class Lines:
    """Progress as lines: one when a part begins and one when it ends."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.words: dict[str, int] = {}
        self.lock = threading.Lock()

    def begin(self, part: str) -> None:
        """Print that a part is requested."""
        self.say(_("{part}: …").format(part=part))

    def text(self, part: str, text: str) -> None:
        """Count words."""
        with self.lock:
            spaces = len(re.findall(r"\s+", text))  # parts of words arrive, so that only spaces can be counted
            self.words[part] = self.words.get(part, 0) + spaces if text else 0

    def end(self, part: str, outcome: str) -> None:
        """Print the result of the part."""
        texts = {
            "written": _("{part}: written, about {words} words"),
            "cached": _("{part}: already written"),
            "failed": _("{part}: failed"),
        }
        self.say(texts[outcome].format(part=part, words=self.words.get(part, 0)))

    def again(self, part: str, number: int, reason: str) -> None:
        """Says which round it is, and why."""
        self.say(_("{part}: round {number}. {reason}").format(part=part, number=number + 1, reason=reason))

    def passed(self, part: str, text: str) -> None:
        """Shows a sentence that will stand."""
        self.say(f"  {text}")
        self.words[part] = self.words.get(part, 0) + len(text.split())


class Bars(Lines):
    """Progress as bars: a spinner and a count of words for each requested part."""

    def __init__(self, say: Callable[[str], None], bars: Any) -> None:
        super().__init__(say)
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def begin(self, part: str) -> None:
        """Show a spinner."""
        from rich.markup import escape

        self._tasks[part] = self._bars.add_task(escape(part), total=None, words="")

    def text(self, part: str, text: str) -> None:
        """Show the number of words."""
        super().text(part, text)
        if part in self._tasks:
            self._bars.update(self._tasks[part], words=_("{words} words").format(words=self.words[part]))

    def end(self, part: str, outcome: str) -> None:
        """Remove the spinner and print the result of the part."""
        if part in self._tasks:  # two sections may have the same heading
            self._bars.remove_task(self._tasks.pop(part))
        super().end(part, outcome)
