"""Checks the texts for lists and search results: the description and the title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.text.i18n import _

WANTED: Final = 150
LIMIT: Final = 160
LONG_TITLE: Final = 90


class Summary:
    """A description of some 150 characters, and a title that fits on two lines."""

    name = "summary"

    def run(self, subject: Subject) -> Iterator[Finding]:
        description, title = subject.draft.description.strip(), subject.draft.title.strip()
        if not description:
            yield self._missing(subject)
        elif len(description) > WANTED:
            yield self._long(subject, description)
        if len(title) > LONG_TITLE:
            yield subject.finding(
                self.name,
                "note",
                _("The title has {count} characters.").format(count=len(title)),
                _("Shorten it to {limit} or fewer: lists and search results cut the rest off.").format(
                    limit=LONG_TITLE
                ),
                line=subject.line_of("title"),
                passage=title,
                kind="title",
            )

    def _missing(self, subject: Subject) -> Finding:
        return subject.finding(
            self.name,
            "blocking",
            _("The piece has no description."),
            _(
                "Write one sentence of up to {limit} characters that makes people want to read on: description: …"
            ).format(limit=WANTED),
            line=subject.line_of("description"),
            kind="missing",
        )

    def _long(self, subject: Subject, description: str) -> Finding:
        return subject.finding(
            self.name,
            "warning" if len(description) > LIMIT else "note",
            _("The description has {count} characters; search results cut it after about {limit}.").format(
                count=len(description), limit=WANTED
            ),
            _("Take {count} characters out; keep what is said first.").format(count=len(description) - WANTED),
            line=subject.line_of("description"),
            passage=description,
            kind="long",
        )
