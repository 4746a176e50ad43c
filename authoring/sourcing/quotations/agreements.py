"""Who stands by a quotation that was edited: staff, by name, or the person whose words they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from authoring.model.events import CONFIRMATION, OBJECTION, QUOTE, WARNING, Event, accepted

Standing = Literal["accepted", "confirmed", "refused", ""]
STANDS: Final[Mapping[str, Standing]] = {
    QUOTE: "accepted",
    CONFIRMATION: "confirmed",
    OBJECTION: "refused",
    WARNING: "",
}


@dataclass(frozen=True)
class Agreements:
    """What was answered about quotations, by the digest of their words and the testimony that they come from."""

    answers: Mapping[tuple[str, str], Standing] = field(default_factory=dict)

    def standing(self, digest: str, sources: Iterable[str]) -> Standing:
        """The strongest answer there is: the person's own, then that of a member of staff."""
        answers = {self.answers.get((digest, source), "") for source in sources}
        ranked: tuple[Standing, ...] = ("refused", "confirmed", "accepted")
        return next((answer for answer in ranked if answer in answers), "")


def recorded(past: Iterable[Event]) -> Agreements:
    """What a piece's history says. A person's later answer replaces their earlier one; nobody else's does."""
    answers: dict[tuple[str, str], Standing] = {}
    events = list(past)
    kinds = [kind for kind, standing in STANDS.items() if standing]
    entries = [(event.seq, entry, STANDS[kind]) for kind in kinds for entry, event in accepted(events, kind=kind)]
    for _seq, entry, standing in sorted(entries, key=lambda triple: triple[0]):
        key = entry.sha256, entry.source
        if standing != "accepted" or answers.get(key, "") == "":
            answers[key] = standing
    return Agreements(answers)
