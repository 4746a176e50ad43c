"""What left this machine, word for word: each request under its hash, in `.authoring/sent`.

`calls.jsonl` beside a piece names the hash and holds no text. The file of a request is its one spelling, so that
`sha256sum` answers with the `prompt_hash` of its call. It can be deleted: then only the hash is left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from authoring.llm import CompletionRequest
from authoring.llm.cache import question
from authoring.store import files
from authoring.store.files import read_bytes
from authoring.text.strict_json import decode_json

CALLS: Final = "calls.jsonl"


@dataclass(frozen=True)
class Departure:
    """A call whose request left, or was to leave. `text` is None when what was sent is not kept here any more."""

    call: Mapping[str, Any]
    request: CompletionRequest | None

    def as_json(self) -> dict[str, Any]:
        """The keys that `privacy --json` prints."""
        sent = self.request
        return {
            "call": self.call["id"],
            "time": self.call["time"],
            "prompt": self.call["prompt"],
            "server": self.call.get("server") or str(self.call["model"]).partition(":")[0],
            "model": self.call["model"],
            "model_reported": self.call["model_reported"],
            "outcome": self.call["outcome"],
            "attempts": self.call["attempts"],
            "prompt_hash": self.call["prompt_hash"],
            "names_replaced": self.call.get("names"),
            "system": sent.system if sent else None,
            "text": sent.prompt if sent else None,
            "parameters": dict(sent.parameters) if sent else None,
        }


class SentRecords:
    """The requests that left a workspace."""

    def __init__(self, root: Path, *, server: str) -> None:
        self._folder = root / ".authoring" / "sent"
        self._server = server

    def keep(self, request: CompletionRequest) -> None:
        """Keep a request before it is sent, whole and durably."""
        content = question(request, server=self._server)
        path = self._path(hashlib.sha256(content).hexdigest())
        if not path.is_file():
            files.write_bytes(path, content, mode=0o600)

    def hash_of(self, request: CompletionRequest) -> str:
        """What the request is kept under."""
        return hashlib.sha256(question(request, server=self._server)).hexdigest()

    def read(self, prompt_hash: str) -> CompletionRequest | None:
        """A request by its hash; None when it is gone or is not what was sent."""
        content = read_bytes(self._path(prompt_hash))
        if hashlib.sha256(content).hexdigest() != prompt_hash:
            return None
        held = decode_json(content)
        return CompletionRequest(held["model"], held["prompt"], held["system"], held["parameters"])

    def paths(self) -> Iterator[Path]:
        """The file of every request that is kept."""
        yield from sorted(self._folder.glob("*/*.json"))

    def _path(self, prompt_hash: str) -> Path:
        return self._folder / prompt_hash[:2] / f"{prompt_hash}.json"


def departures(folder: Path, records: SentRecords) -> list[Departure]:
    """Every call of the piece in `folder` whose request left this machine, in order."""
    found = []
    for line in read_bytes(folder / CALLS).splitlines():
        try:
            call = decode_json(line)
            if call["cached"] or not _left(call):
                continue
            found.append(Departure(call, records.read(str(call["prompt_hash"]))))
        except (ValueError, KeyError, TypeError):  # `stats` names such lines
            continue
    return found


def _left(call: Mapping[str, Any]) -> bool:
    """Whether a call's request left; older lines say only which model was asked."""
    if "server" in call:
        return bool(call["server"])
    model = str(call["model"])
    return not (model == "fake" or model == "local" or model.startswith("local:"))
