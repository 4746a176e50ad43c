"""What can be said of a piece without a model: the protocol of a check, and what a finding holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol

from authoring import markdown
from authoring.config import Settings
from authoring.documents import Draft, Outline, Testimony
from authoring.markdown import BodySection

Severity = Literal["blocking", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing that a check noticed. `line` is the file's, from 1; `passage` is the text it is about."""

    check: str
    severity: Severity
    message: str
    remedy: str
    file: Path
    line: int = 1
    passage: str = ""


@dataclass(frozen=True)
class Subject:
    """A piece with everything that a check may hold it against. `outline` is None when its file is gone."""

    draft: Draft
    folder: Path
    settings: Settings
    outline: Outline | None = None
    testimonies: Mapping[str, Testimony] = field(default_factory=dict)

    @cached_property
    def sections(self) -> list[BodySection]:
        """The introduction and the sections of the body."""
        return markdown.sections(self.draft.body)

    def line_at(self, offset: int) -> int:
        """The file's line of an offset in the body."""
        return self.draft.body_line + self.draft.body.count("\n", 0, offset)

    def body_line(self, line: int) -> int:
        """The file's line of a line of the body, both counted from 1."""
        return self.draft.body_line + line - 1


class Check(Protocol):
    """One family of findings. Stateless; the same subject gives the same findings in the same order."""

    name: str

    def run(self, subject: Subject) -> Iterable[Finding]:
        """What is to be said about the piece."""
