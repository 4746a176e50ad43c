"""The errors, whose fault each is, and the exit code of the program.

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

Every message states what happened and to which thing; the remedy states what to do next. A remedy that depends on the
interface, such as the name of a command, is an `Advice`, which each interface words itself. Every error also has a
`code`, and if an interface may want to word it differently, the `values` of its message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path


class Advice(NamedTuple):
    """A next step, by its code and its values: `Advice("withdraw-consent", (("slug", "nora-lind"),))`.

    Every interface has its own words for each code: the terminal names a command, a page would name a button.
    """

    code: str
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def values(self) -> Mapping[str, str]:
        """The values of the step, by name."""
        return dict(self.pairs)


Remedy: TypeAlias = str | Advice


def advice(code: str, **values: object) -> Advice:
    """The next step `code` about `values`: `advice("withdraw-consent", slug="nora-lind")`."""
    return Advice(code, tuple(sorted((name, str(value)) for name, value in values.items())))


class Problem(NamedTuple):
    """One mistake in one place. `file` is the label of a text, or a path; `line` counts from 1."""

    message: str
    remedy: Remedy = ""
    file: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """`file:line`, or `file` without a known line; empty when the problem concerns no file."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file


class AuthoringError(Exception):
    """The root of all expected failures: has a message, a remedy and perhaps a place.

    `code` identifies the error for programs: that of the class, or a more exact one. `values` are those of the message.
    """

    exit_code: ClassVar[int] = 1
    code: str = "failed"

    def __init__(
        self,
        message: str,
        remedy: Remedy = "",
        *,
        file: str | Path = "",
        line: int | None = None,
        code: str = "",
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.problem = Problem(message, remedy, str(file), line)
        self.code = code or type(self).code
        self.values: Mapping[str, Any] = dict(values or {})

    @property
    def problems(self) -> Sequence[Problem]:
        """The problems to show: one, or several for an error that collects them."""
        return (self.problem,)

    def reworded(self, message: str) -> Self:
        """The same failure with another message; its remedy, its place, its code and its values stay."""
        other = copy(self)
        other.args = (message,)
        other.problem = self.problem._replace(message=message)
        return other


class InputError(AuthoringError):
    """A file or value that the user can mend."""

    code = "input"


class InvalidDocuments(InputError):
    """Mistakes in files, all of them at once."""

    code = "invalid-documents"

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(first.message, first.remedy, file=first.file, line=first.line)
        self._problems = tuple(problems)

    def __reduce__(self) -> tuple[type[InvalidDocuments], tuple[Sequence[Problem]]]:
        """Makes the error picklable, for processes that read many pieces."""
        return type(self), (self._problems,)

    @property
    def problems(self) -> Sequence[Problem]:
        return self._problems


class UnknownSlug(InputError):
    """No such outline, testimony or piece."""

    code = "unknown-slug"


class UnknownActor(InputError):
    """The actor is unknown, or not among the workspace's people."""

    code = "unknown-actor"


class Conflict(InputError):
    """Somebody else's text is in the way; nothing was overwritten."""

    code = "conflict"


class UsageError(AuthoringError):
    """The command's words are off."""

    exit_code = 2
    code = "usage"


class Stopped(AuthoringError):
    """The workflow or a check says no."""

    exit_code = 3
    code = "stopped"


class NotPossibleNow(Stopped):
    """The piece is not in a state for this action."""

    code = "not-possible-now"


class NotAllowed(Stopped):
    """This actor may not do this."""

    code = "not-allowed"


class BlockedByFindings(Stopped):
    """Blocking findings stand in the way."""

    code = "blocked-by-findings"


class BudgetReached(Stopped):
    """The next call would break a limit set in `[budget]`."""

    code = "budget-reached"


class ServiceError(AuthoringError):
    """An outside service failed."""

    exit_code = 4
    code = "service-failed"


class ServiceUnavailable(ServiceError):
    """Worth another try: a time-out, too many requests, a server's failure, a cut connection.

    `retry_after` is the wait in seconds that the service asked for, when it did.
    """

    code = "service-unavailable"

    def __init__(self, message: str, remedy: Remedy = "", *, retry_after: float | None = None) -> None:
        super().__init__(message, remedy)
        self.retry_after = retry_after


class ServiceRefused(ServiceError):
    """Not worth another try: no key, a wrong key, an unknown model, a refused request."""

    code = "service-refused"


class PicturesRefused(ServiceRefused):
    """The service takes no pictures: this model cannot see."""

    code = "pictures-refused"


class UnusableAnswer(ServiceError):
    """The service answered, and nothing can be made of the answer."""

    code = "unusable-answer"
