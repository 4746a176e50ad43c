"""Guards that several actions share."""

from __future__ import annotations

from collections.abc import Sequence

from authoring.checks import Finding
from authoring.errors import BlockedByFindings, advice
from authoring.text.i18n import plural


def refuse_blocking(findings: Sequence[Finding], *, is_reviewed: bool) -> None:
    """Raise `BlockedByFindings` when any finding is blocking.

    Where somebody reviews the text, what they may accept by name does not block here: it stops their approval.
    """
    blocking = [
        finding
        for finding in findings
        if finding.severity == "blocking" and not (is_reviewed and finding.is_acceptable)
    ]
    if blocking:
        raise BlockedByFindings(
            plural("One finding blocks the piece.", "{count} findings block the piece.", len(blocking))
            + f" {blocking[0].message}",
            advice("see-findings"),
            file=blocking[0].file,
            line=blocking[0].line,
        )
