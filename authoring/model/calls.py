"""The record of the calls to models: one line each, with hashes and counts, and without any text.

Only this module reads and writes such lines. In a line of an older version some values are missing, and a figure may be
one that cannot be (a server can report any): the call then has None or an empty value, which means "not recorded".

```python
record = calls.decode(store.records.read(slug, CALLS), store.records.label(slug, CALLS))
sum(call.cost or 0 for call in record.calls if not call.is_cached)
```
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from authoring.errors import Problem
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

ANSWERED: Final = frozenset({"ok", "truncated"})  # outcomes of calls with a usable answer


@dataclass(frozen=True)
class Call:
    """One call. `outcome` is `ok`, `truncated`, or what went wrong; `is_cached` tells that nothing was sent.

    `prompt_hash` is the hash of the whole request; `template` and `variables` are hashes too. `counted_tokens` is the
    number that the budget counts: the provider's figure, or an estimate that is not too low. Tokens and cost are None
    when they are unknown. `server` is the host that the request went to, empty for a model on this machine, and None
    when the line does not state it. `names` is the number of names that placeholders replaced. `offers` are the digests
    of the titles, descriptions or texts that the answer proposes; None for a prompt that asks for none.
    """

    time: datetime
    id: str = ""
    prompt: str = ""
    section: int = 0
    template: str = ""
    variables: str = ""
    prompt_hash: str = ""
    model: str = ""
    model_reported: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    input_tokens: int | None = None
    output_tokens: int | None = None
    counted_tokens: int | None = None
    cost: Decimal | None = None
    currency: str = ""
    seconds: float | None = None
    attempts: int | None = None
    outcome: str = ""
    is_cached: bool = False
    server: str | None = None
    names: int | None = None
    offers: tuple[str, ...] | None = None

    @property
    def answered_by(self) -> str:
        """The name of the model by its own answer, else the requested name."""
        return self.model_reported or self.model

    @property
    def is_answered(self) -> bool:
        """Whether the answer was usable."""
        return self.outcome in ANSWERED

    @property
    def left_machine(self) -> bool:
        """Whether the request left this machine; for older lines this follows from the model's name."""
        if self.is_cached:
            return False
        if self.server is not None:
            return bool(self.server)
        return not (self.model in ("fake", "local") or self.model.startswith("local:"))

    def as_json(self) -> dict[str, Any]:
        """The values of the call's line."""
        return {
            "id": self.id,
            "time": self.time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "prompt": self.prompt,
            "section": self.section,
            "template": self.template,
            "variables": self.variables,
            "prompt_hash": self.prompt_hash,
            "model": self.model,
            "model_reported": self.model_reported,
            "parameters": dict(self.parameters),
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "counted_tokens": self.counted_tokens,
            "cost": None if self.cost is None else str(self.cost),
            "currency": self.currency,
            "seconds": self.seconds,
            "attempts": self.attempts,
            "outcome": self.outcome,
            "cached": self.is_cached,
            **({} if self.server is None else {"server": self.server}),
            **({} if self.names is None else {"names": self.names}),
            **({} if self.offers is None else {"offers": list(self.offers)}),
        }


@dataclass(frozen=True)
class CallRecord:
    """All calls of a piece. `unfinished` is the number of incomplete lines of killed programs: calls without values.

    `problems` are the lines that cannot be read.
    """

    calls: tuple[Call, ...] = ()
    unfinished: int = 0
    problems: tuple[Problem, ...] = ()


def encode(call: Call) -> bytes:
    """The call's line, with its line end."""
    return json.dumps(call.as_json(), ensure_ascii=False).encode() + b"\n"


def decode(content: bytes, label: str) -> CallRecord:
    """The calls of a record; unreadable lines become its `problems`. `label` is the record's place in messages."""
    calls, problems, unfinished = [], [], 0
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            if line.strip():
                calls.append(_call(decode_json(line)))
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):  # also what Decimal raises
            if line.startswith(b"{") and not line.rstrip().endswith(b"}"):
                unfinished += 1
            else:
                problems.append(_problem(label, number))
    return CallRecord(tuple(calls), unfinished, tuple(problems))


def offered(content: bytes) -> frozenset[str]:
    """The digests of everything that a model has proposed, from all lines that state them."""
    if b'"offers"' not in content:
        return frozenset()
    digests: set[str] = set()
    for line in content.splitlines():
        try:
            digests.update(_texts(decode_json(line).get("offers")) or ())
        except (ValueError, AttributeError):  # an unreadable line, which `decode` reports
            continue
    return frozenset(digests)


def _call(stated: Mapping[str, Any]) -> Call:
    parameters, server, seconds = (stated.get(key) for key in ("parameters", "server", "seconds"))
    return Call(
        time=_moment(stated["time"]),
        id=_text(stated.get("id")),
        prompt=_text(stated.get("prompt")),
        section=section if isinstance(section := stated.get("section"), int) else 0,  # older lines have the heading
        template=_text(stated.get("template")),
        variables=_text(stated.get("variables")),
        prompt_hash=_text(stated.get("prompt_hash")),
        model=_text(stated.get("model")),
        model_reported=_text(stated.get("model_reported")) or None,
        parameters=parameters if isinstance(parameters, dict) else {},
        input_tokens=_count(stated.get("input_tokens")),
        output_tokens=_count(stated.get("output_tokens")),
        counted_tokens=_count(stated.get("counted_tokens")),
        cost=_amount(stated.get("cost")),
        currency=_text(stated.get("currency")),
        seconds=seconds if isinstance(seconds, int | float) else None,
        attempts=_count(stated.get("attempts")),
        outcome=_text(stated.get("outcome")),
        is_cached=bool(stated.get("cached")),
        server=server if isinstance(server, str) else None,
        names=_count(stated.get("names")),
        offers=_texts(stated.get("offers")),
    )


def _text(stated: object) -> str:
    return stated if isinstance(stated, str) else ""


def _texts(stated: object) -> tuple[str, ...] | None:
    return tuple(text for text in stated if isinstance(text, str)) if isinstance(stated, list) else None


def _moment(stated: str) -> datetime:
    moment = datetime.fromisoformat(stated)
    if moment.tzinfo is None:
        raise ValueError(stated)
    return moment.astimezone(UTC)


def _count(stated: object) -> int | None:
    return stated if isinstance(stated, int) and stated >= 0 else None


def _amount(stated: object) -> Decimal | None:
    try:
        amount = Decimal(str(stated))
    except ArithmeticError:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def _problem(label: str, line: int) -> Problem:
    return Problem(
        _("This line is not a record of a call, so it is not counted."),
        _("The program writes no such line. Compare the file with a backup or with git."),
        label,
        line,
    )
