"""Answers stored by their questions, so that a model is never paid twice for the same question.

An entry's name is the SHA-256 of the question (model, parameters, system text, prompt); its content is the
answer alone, so that no prompt, and no testimony in it, is kept here. Entries are written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from authoring.errors import AuthoringError
from authoring.llm import Completion, CompletionRequest
from authoring.llm.plausible import plausible
from authoring.store import WORKSPACE, Records
from authoring.text.strict_json import decode_json

FOLDER: Final = "answers"
_FORMAT: Final = 1


class CompletionCache:
    """Completions among the workspace's records. Safe for several threads and processes at once.

    `server` tells apart the answers of two servers that give their models the same names.
    """

    def __init__(self, records: Records, *, server: str = "") -> None:
        self._records = records
        self._server = server

    def lookup(self, request: CompletionRequest) -> Completion | None:
        """The answer that was stored for this very question; None when there is none that can be read."""
        try:
            return _completion(decode_json(self._records.read(WORKSPACE, self._name(request))))
        except (AuthoringError, OSError, ValueError, TypeError, KeyError):
            return None

    def store(self, request: CompletionRequest, completion: Completion) -> None:
        """Keep the answer, unless it is empty or refused: those are worth asking again.

        A truncated one is kept: the same question would be cut at the same place, and be paid twice.
        """
        if completion.finish == "refused" or not completion.text.strip():
            return
        values = asdict(completion)
        entry = {"format": _FORMAT, "sha256": _digest(_canonical(values)), "completion": values}
        self._records.write(WORKSPACE, self._name(request), _canonical(entry), private=True)

    def key(self, request: CompletionRequest) -> str:
        """The name of the question: the same for the same model, parameters, system text and prompt."""
        return _digest(question(request, server=self._server))

    def _name(self, request: CompletionRequest) -> str:
        return record_name(FOLDER, self.key(request))


def record_name(folder: str, digest: str) -> str:
    """The name of a record that is kept under a digest."""
    return f"{folder}/{digest[:2]}/{digest}.json"


def question(request: CompletionRequest, *, server: str) -> bytes:
    """A question in canonical JSON: its SHA-256 is the name of its answer and the `prompt_hash` of a call.

    Of pictures it has the digests and kinds.
    """
    pictures = [{"sha256": it.sha256, "type": it.mime_type} for it in request.pictures]
    stated: dict[str, Any] = {
        "format": _FORMAT,
        "server": server,
        "model": request.model,
        "parameters": dict(request.parameters),
        "system": request.system,
        "prompt": request.prompt,
        **({"pictures": pictures} if pictures else {}),
    }
    if request.examples:  # absent where there are none: questions of before keep their names
        stated["examples"] = request.examples
    return _canonical(stated)


def _completion(entry: Mapping[str, Any]) -> Completion | None:
    values = entry["completion"]
    whole = entry["format"] == _FORMAT and entry["sha256"] == _digest(_canonical(values))
    return plausible(Completion(**values)) if whole else None


def _canonical(values: Any) -> bytes:
    """A JSON value in canonical form, as bytes."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), default=str).encode("ascii")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
