"""What can go wrong, whose fault it is, and how the program ends.

AuthoringError                      exit code
├── InputError                      1  something in a file that the user can mend
│   ├── InvalidDocuments            1  several mistakes at once, each with its place
│   ├── UnknownSlug                 1
│   ├── UnknownActor                1
│   └── Conflict                    1  two writers, or human edits in the way
├── UsageError                      2  the command's words are off
├── Stopped                         3  by a check or by the workflow
│   ├── NotPossibleNow              3  the wrong state
│   ├── NotAllowed                  3  the wrong person
│   ├── BlockedByFindings           3
│   └── BudgetReached               3
└── ServiceError                    4  an outside service failed
    ├── ServiceUnavailable          4  worth another try: time-out, 429, 5xx, connection cut
    ├── ServiceRefused              4  not worth another try: no key, wrong key, unknown model
    └── UnusableAnswer              4  it answered, and the answer cannot be used

Every message says what happened and to which thing; the remedy says what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One mistake in one place. `file` is the label of a text, or a path; `line` counts from 1."""

    message: str
    remedy: str = ""
    file: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """`file:line`, as far as known; empty when it is about no file."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file


class AuthoringError(Exception):
    """The root of all expected failures: has a message, a remedy and perhaps a place."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, remedy: str = "", *, file: str | Path = "", line: int | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(message, remedy, str(file), line)

    @property
    def problems(self) -> Sequence[Problem]:
        """What to tell the user: one problem, or several for errors that gather them."""
        return (self.problem,)


class InputError(AuthoringError):
    """A file or value that the user can mend."""


class InvalidDocuments(InputError):
    """Mistakes in files, all of them at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(first.message, first.remedy, file=first.file, line=first.line)
        self._problems = tuple(problems)

    def __reduce__(self) -> tuple[type[InvalidDocuments], tuple[Sequence[Problem]]]:
        """Crosses from one process to another, as the reading of many pieces does."""
        return type(self), (self._problems,)

    @property
    def problems(self) -> Sequence[Problem]:
        return self._problems


class UnknownSlug(InputError):
    """No such outline, testimony or piece."""


class UnknownActor(InputError):
    """Who acts is not known, or not among the workspace's people."""


class Conflict(InputError):
    """Somebody else's text is in the way; nothing was overwritten."""


class UsageError(AuthoringError):
    """The command's words are off."""

    exit_code = 2


class Stopped(AuthoringError):
    """The workflow or a check says no."""

    exit_code = 3


class NotPossibleNow(Stopped):
    """The piece is not in a state for this action."""


class NotAllowed(Stopped):
    """This actor may not do this."""


class BlockedByFindings(Stopped):
    """Blocking findings stand in the way."""


class BudgetReached(Stopped):
    """The next call would break a limit set in `[budget]`."""


class ServiceError(AuthoringError):
    """An outside service failed."""

    exit_code = 4


class ServiceUnavailable(ServiceError):
    """Worth another try: a time-out, too many requests, a server's failure, a cut connection.

    `retry_after` is the wait in seconds that the service asked for, when it did.
    """

    def __init__(self, message: str, remedy: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(message, remedy)
        self.retry_after = retry_after


class ServiceRefused(ServiceError):
    """Not worth another try: no key, a wrong key, an unknown model, a refused request."""


class UnusableAnswer(ServiceError):
    """The service answered, and nothing can be made of the answer."""
