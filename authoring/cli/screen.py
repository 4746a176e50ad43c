"""Writes to the terminal: all output passes here, and no control character reaches the terminal.

Most of the output of commands comes from files, servers and models, so that no text is trusted: control characters and
invisible ones are escaped (`authoring.text.visible`). The program's own styles are marks that no file can contain,
since they have a random number drawn when the program starts; they become a terminal's codes only here.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final, cast

from authoring.text.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

_DRAWN: Final = os.urandom(8).hex()
_MARK: Final = re.compile(rf"\ue000{_DRAWN}([\d;]+)\ue001")
_RESET: Final = "0"
_CODES: Final[Mapping[str, str]] = {
    "bold": "1",
    "underline": "4",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
}


def styled(text: str, *styles: str) -> str:
    """The text in these styles, for `show`; they are dropped when the output is not a terminal."""
    codes = ";".join(_CODES[style] for style in styles if style)
    return f"{_mark(codes)}{text}{_mark(_RESET)}" if codes and text else text


def rendered(text: str, *, with_styles: bool) -> str:
    """The text that is safe for a terminal: invisible characters are escaped, styles become codes or are dropped."""
    if _DRAWN not in text:
        return visible(text)
    pieces = _MARK.split(text)
    return "".join(
        visible(piece) if number % 2 == 0 else f"\x1b[{piece}m" if with_styles else ""
        for number, piece in enumerate(pieces)
    )


def show(text: str, *, err: bool = False) -> None:
    """Write the text and a line feed to stdout or stderr."""
    import typer

    stream = _unguarded(sys.stderr if err else sys.stdout)
    with_styles = _has_styles(stream)
    typer.echo(rendered(text, with_styles=with_styles), file=stream, color=with_styles)


@contextmanager
def guarded() -> Iterator[None]:
    """In the block, everything written to stdout and stderr is escaped by `visible`."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _guard(sys.stdout), _guard(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def guard_for_good() -> None:
    """Guard stdout and stderr until the program ends, so that Python's own error messages are escaped too."""
    sys.stdout, sys.stderr = _guard(sys.stdout), _guard(sys.stderr)


def console(*, err: bool = False, width: int | None = None) -> Console:
    """A console of the package rich for tables and bars: its own codes reach the terminal, those in texts do not."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class VisibleConsole(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(visible(segment.text), segment.style)

    return VisibleConsole(file=_unguarded(sys.stderr if err else sys.stdout), width=width, highlight=False)


class Guarded:
    """A text stream that escapes invisible characters on writing; all else is the stream's own."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write the text, escaped by `visible`."""
        self.stream.write(rendered(text, with_styles=False))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write each of the lines."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def _guard(stream: Any) -> Any:
    return stream if stream is None or isinstance(stream, Guarded) else Guarded(stream)


def _unguarded(stream: Any) -> IO[str]:
    return cast("IO[str]", stream.stream if isinstance(stream, Guarded) else stream)


def _has_styles(stream: IO[str]) -> bool:
    """Whether to use styles: on a terminal that can show them, unless `NO_COLOR` is set (no-color.org)."""
    is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return not is_plain and stream.isatty()


def _mark(codes: str) -> str:
    return f"\ue000{_DRAWN}{codes}\ue001"
