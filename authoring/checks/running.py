"""Runs all checks, even when one of them fails, and sorts their findings by line."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Final

from authoring.checks import Check, Subject, time_limit
from authoring.model.findings import Finding
from authoring.text.i18n import _

_ALL_SECONDS: Final = 30.0
_RANKS: Final = {"blocking": 0, "warning": 1, "note": 2}
_log: Final = logging.getLogger(__name__)


def run(
    checks: Iterable[Check],
    subject: Subject,
    *,
    seconds: float = time_limit.SECONDS,
    all_seconds: float = _ALL_SECONDS,
) -> list[Finding]:
    """Every check's findings, by line and then by severity.

    A check that raises an error, or does not finish in time, gives a blocking finding in addition to the others: a text
    must not count as checked when a check did not finish, and a faulty plug-in must not hide other findings or block a
    command. A check may take `seconds`, or the `seconds` that it states; checks that state none may take `all_seconds`
    together. These are seconds of processor time.
    """
    findings: list[Finding] = []
    remaining = all_seconds
    for check in checks:
        own = getattr(check, "seconds", None)
        limit = min(seconds, remaining) if own is None else own
        begun = time.thread_time()
        try:
            _run(check, subject, limit, findings)
        except time_limit.TimeIsUp:
            findings.append(_unfinished(check, subject))
        except Exception as error:  # noqa: BLE001  any fault of any plug-in becomes a finding
            _log.debug("check %s broke off", check.name, exc_info=error)
            findings.append(_broken(check, subject, error))
        if own is None:
            remaining -= time.thread_time() - begun
    own_file = subject.draft.label
    return sorted(findings, key=lambda it: (it.file != own_file, it.file, it.line, _RANKS[it.severity], it.check))


def _run(check: Check, subject: Subject, seconds: float, findings: list[Finding]) -> None:
    """Add the check's findings. Raises `TimeIsUp` once it has taken too long."""
    if seconds <= 0:
        raise time_limit.TimeIsUp
    deadline = time.thread_time() + seconds
    with time_limit.time_limit(seconds):
        for finding in check.run(subject):
            findings.append(finding)
            if time.thread_time() > deadline:
                raise time_limit.TimeIsUp


def _unfinished(check: Check, subject: Subject) -> Finding:
    return subject.finding(
        check.name,
        "blocking",
        _(
            "The check “{check}” took too long on this text and did not finish, so what it looks for may be in the "
            "text."
        ).format(check=check.name),
        _(
            "Look for a passage that repeats one sign or word thousands of times, and shorten it, or divide the text. "
            "If there is none, report it to whoever maintains the check; if it is a plug-in, update it or uninstall it."
        ),
        kind="unfinished",
    )


def _broken(check: Check, subject: Subject, error: Exception) -> Finding:
    return subject.finding(
        check.name,
        "blocking",
        _("The check “{check}” broke off ({error}), so what it looks for may be in the text.").format(
            check=check.name, error=f"{type(error).__name__}: {error}"
        ),
        _("Report this to whoever maintains the check. If it is a plug-in, update it or uninstall it."),
        kind=f"broken:{type(error).__name__}",
    )
