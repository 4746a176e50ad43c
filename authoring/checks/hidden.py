"""Finds invisible characters that change what programs or readers get."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.text import visible
from authoring.text.i18n import _

# A zero-width joiner or a variation selector after an emoji belongs to it.
_HIDDEN: Final = re.compile(
    f"[{visible.UNSEEN}\u200c]|(?<![{visible.EMOJI}])\u200d|(?<![{visible.SELECTED}])[\ufe00-\ufe0f]"
)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_REACH: Final = 20


class HiddenCharacters:
    """Zero-width, direction and control characters, and characters written as entities."""

    name = "hidden"

    def run(self, subject: Subject) -> Iterator[Finding]:
        body = subject.draft.body.replace("\r\n", "\n")
        for match in _HIDDEN.finditer(body):
            yield self._hidden(subject, body, match, subject.draft.body_line + body.count("\n", 0, match.start()))
        for place, text in subject.texts:
            for match in _HIDDEN.finditer(text):
                yield self._hidden(subject, text, match, subject.line_of(*place))
        yield from self._entities(subject)

    def _hidden(self, subject: Subject, text: str, match: re.Match[str], line: int) -> Finding:
        code = ord(match.group())
        around = text[max(0, match.start() - _REACH) : match.end() + _REACH]
        return subject.finding(
            self.name,
            "blocking",
            _("A hidden character stands here: {name} (U+{code:04X}).").format(
                name=unicodedata.name(match.group(), _("a control character")).lower(), code=code
            ),
            _("Delete it: retype the words around it. It often comes with text that was copied from elsewhere."),
            line=line,
            passage=_HIDDEN.sub("·", around).replace("\n", " ").strip(),
            kind=f"character:{code:04X}",
        )

    def _entities(self, subject: Subject) -> Iterator[Finding]:
        if "&" not in subject.reading.prose:
            return
        for match in _ENTITY.finditer(subject.reading.prose):
            character = html.unescape(match.group())
            if character != match.group():
                yield subject.finding(
                    self.name,
                    "blocking" if _HIDDEN.search(character) or character in '«»“”„‹›"' else "warning",
                    _("{entity} is code for a character, so checks and reviewers do not see what readers will.").format(
                        entity=match.group()
                    ),
                    _("Type the character itself."),
                    line=subject.line_at(match.start()),
                    passage=match.group(),
                    kind="entity",
                )
