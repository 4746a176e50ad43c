"""The exact requests that left this machine, each under its hash, among the workspace's private records.

The record of calls beside a piece names the hash and holds no text. The record of a request is its canonical JSON, so
that its `sha256sum` is the `prompt_hash` of its call. It can be deleted: then only the hash is left.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from authoring.llm import AttachedPicture, CompletionRequest, provider_of
from authoring.llm.cache import question, record_name
from authoring.model import calls as model_calls
from authoring.model.calls import Call, CallRecord
from authoring.store import WORKSPACE, Records
from authoring.store.addresses import CALLS
from authoring.text.strict_json import decode_json

FOLDER: Final = "sent"


@dataclass(frozen=True)
class SentRequest:
    """A call whose request left, or was to leave. `request` is None when what was sent is not kept here any more."""

    call: Call
    request: CompletionRequest | None

    def as_json(self) -> dict[str, Any]:
        """The keys that `privacy --json` prints."""
        stated, request = self.call.as_json(), self.request
        return {
            "call": self.call.id,
            "time": stated["time"],
            "prompt": self.call.prompt,
            "server": self.call.server or provider_of(self.call.model),
            "model": self.call.model,
            "model_reported": self.call.model_reported,
            "outcome": self.call.outcome,
            "attempts": self.call.attempts,
            "prompt_hash": self.call.prompt_hash,
            "names_replaced": self.call.names,
            "system": request.system if request else None,
            "text": request.prompt if request else None,
            "examples": [list(example) for example in request.examples] if request else None,
            "parameters": dict(request.parameters) if request else None,
            **({"pictures": [it.sha256 for it in request.pictures]} if request and request.pictures else {}),
        }


class SentRecords:
    """The requests that left a workspace. `server` tells apart two servers that give their models the same names."""

    def __init__(self, records: Records, *, server: str) -> None:
        self._records = records
        self._server = server

    def keep(self, request: CompletionRequest) -> None:
        """Keep a request before it is sent, whole and durably."""
        content = question(request, server=self._server)
        name = record_name(FOLDER, hashlib.sha256(content).hexdigest())
        if not self._records.read(WORKSPACE, name):
            for picture in request.pictures:
                self._records.write(WORKSPACE, _picture_name(picture.sha256), picture.content, private=True)
            self._records.write(WORKSPACE, name, content, private=True)

    def hash_of(self, request: CompletionRequest) -> str:
        """What the request is kept under."""
        return hashlib.sha256(question(request, server=self._server)).hexdigest()

    def read(self, prompt_hash: str) -> CompletionRequest | None:
        """A request by its hash; None when it is gone or is not what was sent."""
        content = self._records.read(WORKSPACE, record_name(FOLDER, prompt_hash))
        if hashlib.sha256(content).hexdigest() != prompt_hash:
            return None
        try:
            stated = decode_json(content)
            pictures = tuple(self._picture(it["sha256"], it["type"]) for it in stated.get("pictures", ()))
            examples = tuple((question, answer) for question, answer in stated.get("examples", ()))
            return CompletionRequest(
                stated["model"], stated["prompt"], stated["system"], stated["parameters"], examples, pictures
            )
        except (ValueError, KeyError, TypeError):
            return None

    def _picture(self, sha256: str, mime_type: str) -> AttachedPicture:
        """A picture that was sent. Raises `ValueError` where it is not kept any more."""
        picture = AttachedPicture(self._records.read(WORKSPACE, _picture_name(sha256)), mime_type)
        if picture.sha256 != sha256:
            raise ValueError("another picture")
        return picture

    def of_piece(self, slug: str) -> list[SentRequest]:
        """Every call of the piece whose request left this machine, in order; `unreadable` counts the rest."""
        calls = self._record(slug).calls
        return [SentRequest(call, self.read(call.prompt_hash)) for call in calls if call.left_machine]

    def unreadable(self, slug: str) -> int:
        """The number of lines in the piece's record that state no call: the requests of these may have left too."""
        record = self._record(slug)
        return record.unfinished + len(record.problems)

    def _record(self, slug: str) -> CallRecord:
        return model_calls.decode(self._records.read(slug, CALLS), self._records.label(slug, CALLS))


def _picture_name(sha256: str) -> str:
    return f"{FOLDER}/pictures/{sha256}"
