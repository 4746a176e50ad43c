"""Answers kept by what was asked, so that a model is never paid twice for the same question.

An entry's name is the SHA-256 of the question (model, parameters, system text, prompt); its content is the
answer alone, so that no prompt, and no testimony in it, is kept here. Entries are written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from authoring.llm import Completion, CompletionRequest
from authoring.store import files
from authoring.text.strict_json import decode_json

_FORMAT: Final = 1


class CompletionCache:
    """Completions in a folder. Safe for several threads and processes at once.

    `server` tells apart the answers of two servers that give their models the same names.
    """

    def __init__(self, folder: Path, *, server: str = "") -> None:
        self._folder = folder
        self._server = server

    def lookup(self, request: CompletionRequest) -> Completion | None:
        """The answer that was stored for this very question; None when there is none that can be read."""
        try:
            entry = decode_json(self._path(request).read_bytes())
            return _completion(entry)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def store(self, request: CompletionRequest, completion: Completion) -> None:
        """Keep the answer, unless it is empty or refused: those are worth asking again.

        A truncated one is kept: the same question would be cut at the same place, and be paid twice.
        """
        if completion.finish == "refused" or not completion.text.strip():
            return
        values = asdict(completion)
        entry = {"format": _FORMAT, "sha256": _digest(_canonical(values)), "completion": values}
        files.write_bytes(self._path(request), _canonical(entry), mode=0o600)

    def key(self, request: CompletionRequest) -> str:
        """The name of the question: the same for the same model, parameters, system text and prompt."""
        return _digest(question(request, server=self._server))

    def _path(self, request: CompletionRequest) -> Path:
        key = self.key(request)
        return self._folder / key[:2] / f"{key}.json"


def question(request: CompletionRequest, *, server: str) -> bytes:
    """A question in its one spelling: its SHA-256 is the name of its answer and the `prompt_hash` of a call."""
    return _canonical({
        "format": _FORMAT,
        "server": server,
        "model": request.model,
        "parameters": dict(request.parameters),
        "system": request.system,
        "prompt": request.prompt,
    })  # fmt: skip


def _completion(entry: Mapping[str, Any]) -> Completion | None:
    values = entry["completion"]
    whole = entry["format"] == _FORMAT and entry["sha256"] == _digest(_canonical(values))
    return Completion(**values) if whole else None


def _canonical(values: Any) -> bytes:
    """The one spelling in bytes of a JSON value."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), default=str).encode("ascii")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
