"""`authoring check`: what is to be mended in pieces before people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import mending, terminal
from authoring.cli.advice import words
from authoring.errors import InputError, Problem
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.checks import Finding, Severity
    from authoring.workspace import Workspace

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
    workspace = terminal.open_workspace()
    chosen = list(dict.fromkeys(slugs or _all(workspace, published=everything)))
    if fix:
        mending.mend(workspace, chosen, what=fix, actor=actor, is_named=bool(slugs))
    found, problems = _findings(workspace, chosen)
    if not slugs:
        problems = list(dict.fromkeys([*problems, *workspace.store.problems()]))
    if as_json:
        terminal.say_json([_as_json(slug, finding) for slug, findings in found.items() for finding in findings])
    else:
        _show(found)
    code = terminal.show_problems(problems)
    blocks = any(finding.severity == "blocking" for findings in found.values() for finding in findings)
    return 3 if blocks else code


def show_findings(findings: Sequence[Finding], *, with_ids: bool = False) -> None:
    """Each finding with its place, its severity, the passage and the remedy; warnings with their ids if wanted."""
    for finding in findings:
        place = f"{terminal.shown_path(finding.file)}:{finding.line}"
        named = f" {finding.id}" if with_ids and finding.severity == "warning" else ""
        terminal.say(f"{place}  {_severity(finding.severity)}{named}  {finding.message}")
        if finding.passage and finding.passage not in finding.message:
            terminal.say(f"    {_shortened(finding.passage)}")
        terminal.say(f"    → {words(finding.remedy)}")
    if not findings:
        terminal.say(_("Nothing to mend."))


def _all(workspace: Workspace, *, published: bool) -> Iterable[str]:
    for slug in workspace.store.pieces():
        if published or workspace.store.folder(slug).parent.name == "drafts":
            yield slug


def _findings(workspace: Workspace, slugs: Iterable[str]) -> tuple[dict[str, Sequence[Finding]], list[Problem]]:
    """Every piece's findings; one that cannot be read does not hide the others, unless it is the only one."""
    found: dict[str, Sequence[Finding]] = {}
    problems: list[Problem] = []
    chosen = list(slugs)
    for slug in chosen:
        try:
            found[slug] = workspace.findings(workspace.store.piece(slug))
        except InputError as error:
            if len(chosen) == 1:
                raise
            problems += error.problems
    return found, problems


def _show(found: Mapping[str, Sequence[Finding]]) -> None:
    for slug, findings in found.items():
        terminal.say(terminal.bold(slug))
        show_findings(findings)
        terminal.say()
    severities = [finding.severity for findings in found.values() for finding in findings]
    parts = [plural("{count} piece checked", "{count} pieces checked", len(found))]
    parts.append(plural("{count} finding blocks", "{count} findings block", severities.count("blocking")))
    parts.append(plural("{count} warning", "{count} warnings", severities.count("warning")))
    parts.append(plural("{count} note", "{count} notes", severities.count("note")))
    terminal.say(", ".join(parts) + ".")


def _severity(severity: Severity) -> str:
    names = {"blocking": _("blocks"), "warning": _("warning"), "note": _("note")}
    colours = {"blocking": typer.colors.RED, "warning": typer.colors.YELLOW, "note": typer.colors.CYAN}
    return typer.style(names[severity], fg=colours[severity], bold=severity == "blocking")


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
