"""`authoring check`: the findings of the checks about pieces, and corrections by programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import screen, terminal
from authoring.cli.advice import words
from authoring.errors import InputError, NotPossibleNow, Problem
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.checks import Finding, Severity
    from authoring.editorial.context import Context

_LONGEST_PASSAGE = 120


def check(
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SLUG]…", help=_("Which pieces; all drafts if none."))
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("Published pieces too."))] = False,
    fix: Annotated[str, typer.Option("--fix", metavar="WHAT", help=_("Mend it at once: typography."))] = "",
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    context = terminal.open_workspace()
    chosen = list(dict.fromkeys(slugs or _all(context, published=everything)))
    if fix:
        _mend(chosen, what=fix, actor=actor, is_named=bool(slugs))
    by_slug, problems = _findings(context, chosen)
    if not slugs:
        problems = list(dict.fromkeys([*problems, *context.repository.problems()]))
    if as_json:
        terminal.say_json([_as_json(slug, finding) for slug, findings in by_slug.items() for finding in findings])
    else:
        _show(by_slug)
    terminal.show_strays(context.store.strays(slugs or ()))
    if not slugs:
        from authoring.editorial.queries.people import people_notes

        terminal.show_strays(people_notes(context))
    code = terminal.show_problems(problems)
    blocks = any(finding.severity == "blocking" for findings in by_slug.values() for finding in findings)
    return 3 if blocks else code


def show_findings(findings: Sequence[Finding], *, with_ids: bool = False) -> None:
    """Print each finding with its place, its severity, the passage and the remedy; on request with its id."""
    for finding in findings:
        place = f"{terminal.shown_path(finding.file)}:{finding.line}"
        named = f" {finding.id}" if with_ids and (finding.severity == "warning" or finding.is_acceptable) else ""
        terminal.say(f"{place}  {_severity(finding.severity)}{named}  {finding.message}")
        if finding.passage and finding.passage not in finding.message:
            terminal.say(f"    {_shortened(finding.passage)}")
        terminal.say(f"    → {words(finding.remedy)}")
    if not findings:
        terminal.say(_("Nothing to mend."))


def _mend(slugs: Sequence[str], *, what: str, actor: str, is_named: bool) -> None:
    """Correct pieces. One that may not be edited now is an error if it was named, and is skipped otherwise."""
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.mend import Mend

    actions = [Mend(slug, what=what) for slug in slugs]
    context = terminal.acting(actor)
    for action in actions:
        try:
            outcome = perform(action, context)
        except NotPossibleNow as error:
            if is_named:
                raise
            terminal.note(_("“{slug}” was left as it is: {reason}").format(slug=action.slug, reason=error))
            continue
        if outcome.changed:
            terminal.note(_("“{slug}”: the typography was mended.").format(slug=action.slug))


def _all(context: Context, *, published: bool) -> Iterable[str]:
    documents = context.store.documents
    for slug in context.repository.pieces():
        stored = documents.piece(slug)
        if published or (stored is not None and stored.stage == "in_progress"):
            yield slug


def _findings(context: Context, slugs: Iterable[str]) -> tuple[dict[str, Sequence[Finding]], list[Problem]]:
    """Every piece's findings. An unreadable piece is reported after the others, or raises if it is the only one."""
    findings: dict[str, Sequence[Finding]] = {}
    problems: list[Problem] = []
    chosen = list(slugs)
    for slug in chosen:
        try:
            findings[slug] = context.findings(context.repository.piece(slug))
        except InputError as error:
            if len(chosen) == 1:
                raise
            problems += error.problems
    return findings, problems


def _show(by_slug: Mapping[str, Sequence[Finding]]) -> None:
    for slug, findings in by_slug.items():
        terminal.say(terminal.bold(slug))
        show_findings(findings)
        terminal.say()
    severities = [finding.severity for findings in by_slug.values() for finding in findings]
    parts = [plural("{count} piece checked", "{count} pieces checked", len(by_slug))]
    parts.append(plural("{count} finding blocks", "{count} findings block", severities.count("blocking")))
    parts.append(plural("{count} warning", "{count} warnings", severities.count("warning")))
    parts.append(plural("{count} note", "{count} notes", severities.count("note")))
    terminal.say(", ".join(parts) + ".")


def _severity(severity: Severity) -> str:
    names = {"blocking": _("blocks"), "warning": _("warning"), "note": _("note")}
    styles = {"blocking": ("red", "bold"), "warning": ("yellow",), "note": ("cyan",)}
    return screen.styled(names[severity], *styles[severity])


def _shortened(passage: str) -> str:
    line = " ".join(passage.split())
    return line if len(line) <= _LONGEST_PASSAGE else line[: _LONGEST_PASSAGE - 1] + "…"


def _as_json(slug: str, finding: Finding) -> dict[str, Any]:
    return {
        "slug": slug,
        "id": finding.id,
        "check": finding.check,
        "kind": finding.kind,
        "severity": finding.severity,
        "file": terminal.shown_path(finding.file),
        "line": finding.line,
        "passage": finding.passage,
        "message": finding.message,
        "remedy": words(finding.remedy),
    }
