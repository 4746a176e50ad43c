"""Every plausible alteration of a history, with all lines numbered and chained anew, as a careful forger would."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from authoring.audit.verify import of_piece
from authoring.model import history
from authoring.model.states import Action, State
from tests.worlds.forged import lay
from tests.worlds.newsroom import SLUG, Newsroom

Row = dict[str, Any]

ACTORS: Final = ("agathe", "samir", "lena", "robot", "schedule", "somebody", "", "Samir", None, 7)
KINDS: Final[Sequence[object]] = ("person", "agent", "system", "", "Person", "robot", "admin", None, 7, [])
NOTES: Final = ("", " ", "Fine.", "I was too fast.", "Only if the title changes.", "é" * 300, "\ud800", None, 7, ["x"])
HASHES: Final = ("", "0" * 64, "f" * 64, "f" * 16, "F" * 64, "../index", None, 7)
NUMBERS: Final = (0, -1, 1, 2, 99, 10**30, 1.0, True, "1", None)
PREVIOUS: Final[Sequence[object]] = ("", "0" * 64, "f" * 64, "x", None, 7, [], ["0" * 64], ["0" * 64, "1" * 64], {})
ODD: Final[Sequence[object]] = (None, "", 7, [], {}, "x", ["x"], {"x": 1}, [{"x": None}], True)
STEPS: Final = tuple(timedelta(seconds=seconds) for seconds in (-365 * 86_400, -60, 1, 86_400))
TIMES: Final = ("", "soon", "2026-11-23", "2026-11-23T09:00:00", "0001-01-01T00:00:00+14:00", None)
ROLES: Final = ("author", "reviewer", "editor")
ENTITLED: Final = {"agathe": ("author", "editor"), "samir": ("reviewer",), "lena": ("editor", "reviewer")}
DETAILS: Final[Mapping[Action, Row]] = {  # as the program would write them
    Action.submit: {"assignee": "", "due": "", "written": {}},
    Action.assign: {"assignee": "samir"},
    Action.accept: {"accepts": [{"kind": "warning", "check": "sources", "sha256": "6" * 64}]},
    Action.erase: {"testimonies": ["nora-lind"], "erased": [{"file": "report.json", "before": "7" * 64, "after": ""}]},
    Action.schedule: {"at": "2027-02-02T00:00:00+00:00"},
    Action.publish: {"model": ["drafted"]},
    Action.import_: {
        "import": {"source": "hugo", "from": "a.md", "sha256": "8" * 64},
        "published": "2019-05-04T00:00:00+00:00",
        "updated": "2019-05-04T00:00:00+00:00",
    },
}


# What no record contradicts, where nobody kept a checkpoint: `docs/explanation/trust.md` names each.
REST: Final[Mapping[str, str]] = {
    "who acted, on a line that nobody signed": r"actor of “(?!approve)",
    "when, between the lines before and after": r"time of |line dated back|end dated back",
    "what was noted, on a line that nobody signed": r"note of “(?!approve)",
    "by what right somebody acted, on a line that is no approval": r"details\.authority of “(?!approve)",
    "whom a text waits for, until when, and when it goes out": r"details\.(?:assignee|due|at) of ",
    "how a text was written, on a submission that nobody approved": r"details\.written of “submit",
    "the digest of a record that was written over since": r"details\.records of ",
    "whose words were taken out": r"details\.testimonies of ",
    "which models wrote, where several did": r"details\.models of ",
    "which kept text lay there, on a line that decides upon none": r"hash of “(?!approve|schedule|publish|submit)",
    "what was done, where the person could have done the other as well": r"action of “(?!approve|publish)",
    "what was accepted, on a line that nobody signed": r"details\.accepts of ",
    "an act at the end that the person could have done": r"“.*(?:appended|at the end)|line (?:doubled|repeated)",
    "a line without which the others hold": r"line dropped|lines swapped|end cut off",
}


def rest_of(what: str) -> str:
    """The class of the rest that an alteration belongs to; empty for one that must be found."""
    return next((name for name, form in REST.items() if re.fullmatch(rf"(?:{form}).*", what)), "")


@dataclass(frozen=True)
class Forgery:
    """An altered history: what was altered, on which line, and whether that lies beyond the honest end."""

    what: str
    line: int
    content: bytes
    is_beyond: bool = False


@dataclass
class Tally:
    """What became of the forgeries. `passed` are those that `verify` did not find, `missed` counts what was altered."""

    count: int = 0
    up_to_checkpoint: int = 0
    against_checkpoint: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    passed: list[Forgery] = field(default_factory=list)

    def figures(self) -> dict[str, int]:
        """The counts for a report: all, those found, those before the checkpoint, and the rest by its classes."""
        rest = Counter[str]()
        for what, count in self.missed.items():
            rest[f"rest: {rest_of(what)}"] += count
        return {
            "forgeries": self.count,
            "found": self.count - len(self.passed),
            "before the checkpoint": self.up_to_checkpoint,
            "found against the checkpoint": self.against_checkpoint,
            **rest,
        }


def tally(newsroom: Newsroom, forged: Sequence[Forgery]) -> Tally:
    """Lay each forgery in the place of the history and verify it; whatever `verify` raises is raised."""
    honest, result = newsroom.store.events.read(SLUG), Tally()
    checkpoint, context = history.checkpoint(honest), newsroom.as_("lena")
    for forgery in forged:
        if forgery.content == honest:
            continue
        lay(newsroom.store, forgery.content)
        result.count += 1
        if not of_piece(context, SLUG).problems:
            result.missed[forgery.what] += 1
            result.passed.append(forgery)
        if not forgery.is_beyond:
            chain = history.problems(forgery.content, "") or history.against(forgery.content, checkpoint, "")
            result.up_to_checkpoint += 1
            result.against_checkpoint += bool(chain)
    lay(newsroom.store, honest)
    return result


def forgeries(content: bytes) -> Iterator[Forgery]:
    """Every field of every line replaced, lines dropped, doubled, swapped, dated back, and lines appended."""
    rows = [json.loads(line) for line in content.splitlines()]
    yield from _replaced(rows)
    yield from _moved(rows)
    yield from _dated_back(rows)
    yield from _appended(rows)


def chained(rows: Sequence[Mapping[str, Any]], *, fixed: Mapping[int, Row] | None = None) -> bytes:
    """These lines with numbers and digests that fit; of a line in `fixed`, these values stay as they are."""
    content, before = b"", ""
    for number, row in enumerate(rows, start=1):
        values = {**row, "seq": number, "prev": before, **(fixed or {}).get(number, {})}
        values.pop("digest", None)
        plain = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        before = hashlib.sha256(plain).hexdigest()
        content += plain[:-1] + f',"digest":"{before}"}}\n'.encode()
    return content


def _replaced(rows: Sequence[Row]) -> Iterator[Forgery]:
    for number, row in enumerate(rows, start=1):
        for name in ("seq", "prev"):
            values: Sequence[object] = NUMBERS if name == "seq" else PREVIOUS
            for value in values:
                yield Forgery(name, number, chained(rows, fixed={number: {name: value}}))
        for name, plausible in _values(rows, number - 1).items():
            for value in plausible:
                altered = [*rows[: number - 1], {**row, name: value}, *rows[number:]]
                yield Forgery(f"{name} of “{row['action']}”", number, chained(altered))
        for what, details in _details(rows, number - 1):
            altered = [*rows[: number - 1], {**row, "details": details}, *rows[number:]]
            yield Forgery(f"{what} of “{row['action']}”", number, chained(altered))
        for name in row:
            bare = {key: value for key, value in row.items() if key != name}
            altered = [*rows[: number - 1], bare, *rows[number:]]
            if name not in ("seq", "prev", "digest"):
                yield Forgery(f"no {name}", number, chained(altered))


def _values(rows: Sequence[Row], index: int) -> dict[str, list[object]]:
    row = rows[index]
    when = datetime.fromisoformat(row["time"])
    others = list(dict.fromkeys(other["hash"] for other in rows if other["hash"] != row["hash"]))[:2]
    states = [*(state.value for state in State), None, "bogus"]
    return {
        "time": [*(_text(when + step) for step in STEPS), *TIMES],
        "actor": list(ACTORS),
        "kind": list(KINDS),
        "action": [*(action.value for action in Action), "", None],
        "from": list(states),
        "to": list(states),
        "hash": [*others, *HASHES],
        "note": list(NOTES),
    }


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _details(rows: Sequence[Row], index: int) -> Iterator[tuple[str, object]]:
    details = rows[index]["details"]
    approved = "approved " if _is_approved(rows, index) else ""
    yield from (("details", odd) for odd in ODD)
    for name in details:
        yield f"details.{_named(name, approved)}", {key: value for key, value in details.items() if key != name}
        for value in ODD:
            yield f"details.{_named(name, approved)}", {**details, name: value}
    for name, values in _states_of(details).items():
        for value in values:
            yield f"details.{_named(name, approved)}", {**details, name: value}
    for other in rows[:index]:
        for name in ("approval", "signature", "authority", "records"):
            if other["details"].get(name) != details.get(name) and name in other["details"]:
                yield f"details.{_named(name, approved)}", {**details, name: other["details"][name]}


def _named(entry: str, approved: str) -> str:
    """What a submission says of how the text was written is signed with the approval that follows it."""
    return f"{approved}{entry}" if entry == "written" else entry


def _is_approved(rows: Sequence[Row], index: int) -> bool:
    """Whether an approval follows before the next submission."""
    later = [row["action"] for row in rows[index + 1 :] if row["action"] in ("submit", "approve")]
    return later[:1] == ["approve"]


def _states_of(details: Row) -> dict[str, list[object]]:
    """Values that a forger would write into the details."""
    authority = details.get("authority", {})
    approval = details.get("approval", {})
    return {
        "authority": [
            {**authority, "quorum": 1},
            {**authority, "quorum": 0},
            {**authority, "quorum": "2"},
            {**authority, "roles": []},
            {**authority, "roles": list(ROLES)},
            {**authority, "roles": ["admin"]},
            {**authority, "key": ""},
            {**authority, "key": "SHA256:x"},
            {**authority, "more": 1},
        ],
        "approval": [{**approval, name: value} for name in approval for value in ("x", None)],
        "models": [["fake"], ["other"], []],
        "accepts": [[{"kind": "warning", "check": "sources", "sha256": "3" * 64}]],
        "autonomous": [True],
        "at": ["2026-11-23T09:30:00+00:00", "2030-01-01T00:00:00+00:00"],
        "import": [{"source": "hugo", "from": "x", "sha256": "4" * 64}],
        "erased": [[{"file": "../../authoring.toml", "before": "5" * 64, "after": ""}], [{"file": "report.json"}]],
        "slug": ["another"],
        "unvouched": [["provenance.json"]],
        "written": [
            {},
            {"declares": {"words": "People alone wrote this text.", "text": "9" * 64}},
            {"draft": {"slug": "another", "hash": "9" * 64, "models": ["fake"]}},
            {"draft": {"slug": "another", "hash": "9" * 64, "models": []}},
            {**details.get("written", {}), "more": 1},
            {name: dict.fromkeys(entry, "x") for name, entry in details.get("written", {}).items()},
        ],
    }


def _moved(rows: Sequence[Row]) -> Iterator[Forgery]:
    for index in range(len(rows)):
        yield Forgery("line dropped", index + 1, chained([*rows[:index], *rows[index + 1 :]]))
        doubled = chained([*rows[: index + 1], *rows[index:]])
        yield Forgery("line doubled", index + 1, doubled, is_beyond=index + 1 == len(rows))
        yield Forgery("end cut off", index + 1, chained(rows[:index]))
        if index + 1 < len(rows):
            yield Forgery(
                "lines swapped", index + 1, chained([*rows[:index], rows[index + 1], rows[index], *rows[index + 2 :]])
            )


def _dated_back(rows: Sequence[Row]) -> Iterator[Forgery]:
    """One line, or all from it on, at a time before; and all lines together."""
    for index, row in enumerate(rows):
        for minutes in (1, 5, 60, 60 * 24 * 30):
            moved = {**row, "time": _text(datetime.fromisoformat(row["time"]) - timedelta(minutes=minutes))}
            yield Forgery("line dated back", index + 1, chained([*rows[:index], moved, *rows[index + 1 :]]))
            later = [
                {**it, "time": _text(datetime.fromisoformat(it["time"]) - timedelta(minutes=minutes))}
                for it in rows[index:]
            ]
            yield Forgery("end dated back", index + 1, chained([*rows[:index], *later]))


def _appended(rows: Sequence[Row]) -> Iterator[Forgery]:
    """At the end: every earlier line again, as it is and as if it followed; and every act by everybody."""
    last = rows[-1]
    when = _text(datetime.fromisoformat(last["time"]) + timedelta(minutes=1))
    for row in rows:
        yield Forgery("line repeated at the end", len(rows) + 1, chained([*rows, row]), is_beyond=True)
        fitted = {**deepcopy(row), "time": when, "from": last["to"]}
        what = f"“{row['action']}” repeated at the end"
        yield Forgery(what, len(rows) + 1, chained([*rows, fitted]), is_beyond=True)
        yield Forgery(what, len(rows) + 1, chained([*rows, {**fitted, "hash": last["hash"]}]), is_beyond=True)
    for action in Action:
        for actor, roles in ENTITLED.items():
            details = {**DETAILS.get(action, {}), "authority": {"roles": list(roles), "quorum": 2}}
            details["records"] = last["details"]["records"]
            line = {**last, "time": when, "actor": actor, "kind": "person", "action": action.value, "from": last["to"]}
            line = {**line, "note": "Because.", "details": details}
            for target in State:
                content = chained([*rows, {**line, "to": target.value}])
                yield Forgery(f"“{action.value}” appended", len(rows) + 1, content, is_beyond=True)
