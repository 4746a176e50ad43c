"""What `authoring prompts test` prints: each run as it ends, then the figures side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.text.i18n import _, decimal, plural

if TYPE_CHECKING:
    from authoring.audit.prompt_tests import Report, Run
    from authoring.audit.prompt_tests.comparing import Difference, Spread


def show_run(run: Run) -> None:
    """A line on stderr when a case was written."""
    count = plural(
        "{count} thing is not as the case asks", "{count} things are not as the case asks", len(run.failures)
    )
    state = count if run.failures else _("passed")
    terminal.note(
        _("{case}, {contender}, run {number}: {state}").format(
            case=run.case.id, contender=terminal.in_line(run.contender), number=run.number + 1, state=state
        )
    )


def show(report: Report) -> None:
    """The whole report: what failed, the figures of every contender, and what differs by more than noise."""
    _show_failures(report)
    _show_table(report)
    for contender in report.contenders[1:]:
        _show_differences(report, contender)
    count = plural("{count} answer was asked for now", "{count} answers were asked for now", report.calls)
    terminal.say(_("{count}; the others were kept from before.").format(count=count))
    terminal.say(_("All cases pass.") if report.passed else _("Not all cases pass."))


def _show_failures(report: Report) -> None:
    for run in report.of(report.contenders[0]):
        if run.failures:
            name = _("{case}, run {number}").format(case=run.case.id, number=run.number + 1)
            terminal.say(f"{terminal.bold(name)}  {terminal.shown_path(run.case.label)}")
            for failure in run.failures:
                terminal.say(f"  {terminal.in_line(failure)}")
            terminal.say()


def _show_table(report: Report) -> None:
    names = [("", *report.contenders)]
    terminal.say_columns(names + [_row(report, figure, title) for figure, title in _titles().items()])
    terminal.say()


def _row(report: Report, figure: str, title: str) -> tuple[str, ...]:
    return (title, *(_spread(report.spread(name, figure), figure) for name in report.contenders))


def _spread(spread: Spread | None, figure: str) -> str:
    """The mean, and the least and the most of the runs where these differ."""
    if spread is None:
        return "–"
    mean, least, most = (_value(value, figure) for value in (spread.mean, spread.least, spread.most))
    return mean if least == most else f"{mean} ({least} – {most})"


def _show_differences(report: Report, contender: str) -> None:
    from authoring.audit.prompt_tests import is_better
    from authoring.audit.prompt_tests.comparing import FEWEST_PAIRS

    differences = {figure: it for figure in _titles() if (it := report.difference(contender, figure))}
    if max((it.pairs for it in differences.values()), default=0) < FEWEST_PAIRS:
        terminal.say(
            _(
                "“{contender}”: too few runs to tell a difference from noise; {count} cases times runs are needed."
            ).format(contender=contender, count=FEWEST_PAIRS)
        )
        return
    real = {figure: it for figure, it in differences.items() if it.is_more_than_noise}
    if not real:
        terminal.say(_("“{contender}”: no difference is more than noise.").format(contender=contender))
    for figure, difference in real.items():
        wording = _("better") if is_better(figure, difference) else _("worse")
        terminal.say(
            _("“{contender}”: {figure}: {change}, {wording}, more than noise (p = {p})").format(
                contender=contender,
                figure=_titles()[figure],
                change=_change(difference, figure),
                wording=wording,
                p=decimal(difference.p, digits=3),
            )
        )


def _change(difference: Difference, figure: str) -> str:
    sign = "+" if difference.mean > 0 else "−"
    return f"{sign}{_value(abs(difference.mean), figure)}"


def _value(value: float, figure: str) -> str:
    from authoring.audit.measures.figures import FIGURES, shown

    units = {it.name: it.unit for it in FIGURES}
    if figure in ("cost", "tokens"):
        return decimal(value, digits=4) if figure == "cost" else str(round(value))
    return shown(value, units.get(figure, "count"))


def _titles() -> dict[str, str]:
    from authoring.audit.measures.figures import headings

    return {
        **headings(),
        "tokens": _("tokens of a case"),
        "cost": _("cost of a case"),
        "seconds": _("seconds in which models answered"),
    }
