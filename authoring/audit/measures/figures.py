"""The figures by which drafts are compared, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from authoring.audit.measures import Measures
from authoring.text.i18n import _, decimal

Unit = Literal["share", "count"]


@dataclass(frozen=True)
class Figure:
    """One figure: its name in files and JSON, how it is worked out, and whether more of it is better."""

    name: str
    unit: Unit
    of: Callable[[Measures], float | None]
    more_is_better: bool = False


FIGURES: Final = (
    Figure("said", "share", lambda it: it.said_share, more_is_better=True),
    Figure("changed", "count", lambda it: it.changed),
    Figure("unsourced", "count", lambda it: len(it.unsourced)),
    Figure("far", "share", lambda it: it.far_share),
    Figure("repeated", "count", lambda it: len(it.repeated)),
    Figure("empty", "count", lambda it: len(it.empty)),
    Figure("foreign", "count", lambda it: len(it.foreign)),
    Figure("leftovers", "count", lambda it: len(it.leftovers)),
    Figure("own_words", "share", lambda it: it.own_words_share),
    Figure("length", "share", lambda it: abs(it.excess)),
    Figure("faults", "count", lambda it: it.faults_per_100_words),
)
NAMES: Final = tuple(figure.name for figure in FIGURES)


def values(measured: Measures) -> dict[str, float | None]:
    """Every figure of a text by its name; None for what could not be measured here."""
    return {figure.name: figure.of(measured) for figure in FIGURES}


def headings() -> dict[str, str]:
    """What people call each figure."""
    return {
        "said": _("points said with all their facts"),
        "changed": _("points contradicted"),
        "unsourced": _("facts that no source holds"),
        "far": _("sentences without a source"),
        "repeated": _("repeated sentences"),
        "empty": _("empty sentences"),
        "foreign": _("sentences in another language"),
        "leftovers": _("words of a chat"),
        "own_words": _("points in the outline’s own words"),
        "length": _("away from the length asked for"),
        "faults": _("faults of grammar per 100 words"),
    }


def shown(value: float | None, unit: Unit) -> str:
    """A value as people read it; a dash for what was not measured."""
    if value is None:
        return "–"
    return _("{percent} %").format(percent=round(100 * value)) if unit == "share" else decimal(value)
