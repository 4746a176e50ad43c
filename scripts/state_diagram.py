"""Writes the diagram and the table of states from the one table of transitions; with `--check`, compares."""

from __future__ import annotations

import sys
from typing import Final

from pages import DOCS, filled, settle

from authoring.model.states import State
from authoring.model.workflow import TRANSITIONS, Transition, role_name
from authoring.text import i18n

PAGE: Final = DOCS / "reference" / "states.md"


def main() -> int:
    """The exit code: 1 when checking finds the page out of date."""
    i18n.use("en")
    return settle(PAGE, filled(PAGE, "states", f"\n{diagram()}\n{table()}\n"))


def diagram() -> str:
    """The transitions that change a state, as a Mermaid diagram."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.draft.value}"]
    for line in TRANSITIONS.values():
        for source in _sources(line):
            if line.target is not None and line.target is not source:
                start = "[*]" if line.begins else source.value
                lines.append(f"    {start} --> {line.target.value}: {line.action.value}")
    return "\n".join([*lines, "```", ""])


def table() -> str:
    """Every action: from where, to where, by whom, and under which conditions."""
    head = ["| action | from | to | roles | conditions |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(_row(line) for line in TRANSITIONS.values()), ""])


def _row(line: Transition) -> str:
    sources = "" if line.begins else ", ".join(f"`{source.value}`" for source in _sources(line))
    target = f"`{line.target.value}`" if line.target else "unchanged"
    roles = ", ".join(role_name(role) for role in sorted(line.roles))
    return f"| `{line.action.value}` | {sources} | {target} | {roles} | {_conditions(line)} |"


def _conditions(line: Transition) -> str:
    conditions = {
        "a person, never an agent": line.person_only,
        "nobody who wrote or edited the text": line.four_eyes,
        "a reason": line.needs_note,
        "the first line of a history": line.begins,
    }
    return ", ".join(words for words, holds in conditions.items() if holds)


def _sources(line: Transition) -> list[State]:
    return [state for state in State if state in line.sources]


if __name__ == "__main__":
    sys.exit(main())
