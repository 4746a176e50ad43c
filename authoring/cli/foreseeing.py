"""Shows what `draft --dry-run` foresees: what would be asked, of which model, and what it may cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.cli.advice import words
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.drafting.forecast import Forecast, PartForecast
    from authoring.drafting.partial import Status
    from authoring.editorial.actions.draft import ForeseenDraft


def show(foreseen: ForeseenDraft) -> None:
    """Print each part, then the sum, then what leaves this machine."""
    forecast = foreseen.forecast
    terminal.say(_("{slug}: nothing is asked and nothing is written now.").format(slug=forecast.slug))
    for part in forecast.parts:
        terminal.say("  " + _line(part))
    for line in _totals(forecast):
        terminal.say(line)
    if foreseen.refusal:
        problem = foreseen.refusal.problem
        terminal.say(_("It would be refused: {message}").format(message=problem.message))
        terminal.say(f"  → {words(problem.remedy)}")


def _line(part: PartForecast) -> str:
    number = "" if part.number is None else f"{part.number}. "
    status = _statuses()[part.status]
    edited = _(", edited by people") if part.is_edited else ""
    line = f"{number}{terminal.in_line(part.name)}: {status}{edited}"
    if not part.requests:
        return line
    first = plural("{count} request", "{count} requests", len(part.asked))
    return line + _("; {model}: {requests}, {further} more at most, {tokens} tokens, cost {cost}").format(
        model=", ".join(part.models),
        requests=first,
        further=part.further,
        tokens=part.tokens,
        cost=part.cost or _("unknown"),
    )


def _totals(forecast: Forecast) -> list[str]:
    lines = [
        _(
            "First {requests}, at most {tokens} tokens and {cost}; at most {further} more to mend what they lack."
        ).format(
            requests=plural("{count} request", "{count} requests", len(forecast.asked)),
            tokens=sum(request.tokens for request in forecast.asked),
            cost=forecast.as_json()["cost"] or _("an unknown cost"),
            further=forecast.further,
        )
    ]
    if forecast.asks_for_description:
        lines.append(_("One of these is for the description, which the outline does not give."))
    servers = list(dict.fromkeys(server for part in forecast.parts for server in part.servers))
    lines.append(
        _("Words of these sections go to: {servers}").format(servers=", ".join(servers))
        if servers
        else _("Nothing leaves this machine.")
    )
    if forecast.withheld:
        lines.append(_("Not sent, since no model may read them: {slugs}").format(slugs=", ".join(forecast.withheld)))
    return lines


def _statuses() -> Mapping[Status, str]:
    return {
        "new": _("new"),
        "changed": _("is written again, the outline changed"),
        "asked": _("is written again, as you ask"),
        "kept": _("stays as it is"),
        "waiting": _("changed in the outline, stays as it is for now"),
        "removed": _("is taken out, the outline no longer has it"),
        "stays": _("stays, though the outline does not have it"),
    }
