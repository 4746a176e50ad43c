"""Running checks: all of them, whatever one of them does, and their findings in reading order."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Final

from authoring.checks import Check, Subject
from authoring.model.findings import Finding
from authoring.text.i18n import _

_RANKS: Final = {"blocking": 0, "warning": 1, "note": 2}
_log: Final = logging.getLogger(__name__)


def run(checks: Iterable[Check], subject: Subject) -> list[Finding]:
    """Every check's findings, by line and then by severity.

    A check that breaks off is itself a blocking finding, beside the findings of the others and its own until then:
    a text must not pass for checked when a check did not reach its end, and one faulty plug-in must not hide the rest.
    """
    findings: list[Finding] = []
    for check in checks:
        try:
            for finding in check.run(subject):
                findings.append(finding)
        except Exception as error:  # noqa: BLE001  any fault of any plug-in becomes a finding
            _log.debug("check %s broke off", check.name, exc_info=error)
            findings.append(_broken(check, subject, error))
    own = subject.draft.label
    return sorted(findings, key=lambda it: (it.file != own, it.file, it.line, _RANKS[it.severity], it.check))


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
