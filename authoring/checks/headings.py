"""Checks that the headings are those of the outline, word for word and in its order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from authoring.checks import Subject
from authoring.errors import advice
from authoring.model.findings import Finding
from authoring.text import alignment
from authoring.text.i18n import _
from authoring.text.markdown import BodySection
from authoring.text.spelling import folded

NEAR: Final = 0.5


class Headings:
    """Missing, extra, changed and moved headings; headings that begin no section."""

    name = "headings"

    def run(self, subject: Subject) -> Iterator[Finding]:
        yield from self._levels(subject)
        if subject.outline is None:
            if subject.draft.outline:
                yield self._no_outline(subject)
            return
        yield from self._compare(subject, [section.heading for section in subject.outline.sections])

    def _compare(self, subject: Subject, planned: Sequence[str]) -> Iterator[Finding]:
        present = subject.sections[1:]
        keys = [_key(section.heading) for section in present]
        wanted = [_key(heading) for heading in planned]
        missing = [heading for heading, key in zip(planned, wanted, strict=True) if key not in keys]
        for section, key in zip(present, keys, strict=True):
            if key not in wanted:
                near = _nearest(section.heading, missing)
                if near:
                    missing.remove(near)
                yield self._changed(subject, section, near) if near else self._extra(subject, section)
        for heading in missing:
            yield self._missing(subject, heading, planned)
        yield from self._order(subject, present, keys, wanted)

    def _changed(self, subject: Subject, section: BodySection, planned: str) -> Finding:
        message = _("The heading differs from the outline, which says: “{heading}”.").format(heading=planned)
        remedy = _("Write it as planned: ## {heading} — or change the outline, if this one is better.")
        return self._about(subject, section, "changed", message, remedy.format(heading=planned))

    def _extra(self, subject: Subject, section: BodySection) -> Finding:
        message = _("The outline has no section with this heading.")
        return self._about(subject, section, "extra", message, _("Take the section out, or plan it in the outline."))

    def _missing(self, subject: Subject, heading: str, planned: Sequence[str]) -> Finding:
        before = planned[: planned.index(heading)]
        last = next((s for s in reversed(subject.sections) if s.heading in before), subject.sections[0])
        message = _("The section “{heading}” of the outline is missing.").format(heading=heading)
        remedy = (
            _("Write it after “{before}”, or take it out of the outline.").format(before=last.heading)
            if last.heading
            else _("Write it after the introduction, or take it out of the outline.")
        )
        return self._about(subject, last, "missing", message, remedy, passage=heading)

    def _order(
        self, subject: Subject, present: Sequence[BodySection], keys: Sequence[str], wanted: Sequence[str]
    ) -> Iterator[Finding]:
        shared = [key for key in wanted if key in keys]
        ours = [(section, key) for section, key in zip(present, keys, strict=True) if key in shared]
        earlier: set[str] = set()
        for position, (section, key) in enumerate(ours):
            if key in earlier and wanted.count(key) == 1:
                yield self._twice(subject, section)
            earlier.add(key)
            if len(ours) == len(shared) and key != shared[position]:
                yield self._moved(subject, section)
                return

    def _twice(self, subject: Subject, section: BodySection) -> Finding:
        message = _("The heading stands twice in the piece.")
        remedy = _("Join the two sections, or give one of them a heading of its own.")
        return self._about(subject, section, "twice", message, remedy)

    def _moved(self, subject: Subject, section: BodySection) -> Finding:
        message = _("From here on, the sections stand in another order than in the outline.")
        remedy = _("Move the sections into the outline’s order, or change the outline.")
        return self._about(subject, section, "moved", message, remedy)

    def _about(
        self, subject: Subject, section: BodySection, kind: str, message: str, remedy: str, *, passage: str = ""
    ) -> Finding:
        """A warning at a section; the passage is its heading unless another one is given."""
        line = subject.body_line(section.line)
        return subject.finding(
            self.name, "warning", message, remedy, line=line, passage=passage or section.heading, kind=kind
        )

    def _levels(self, subject: Subject) -> Iterator[Finding]:
        for token in subject.reading.tokens:
            if token.type == "heading_open" and token.map and (token.tag == "h1" or token.markup in ("-", "=")):
                offset = subject.reading.line_starts[token.map[0]]
                yield subject.finding(
                    self.name,
                    "warning",
                    _("This heading begins no section: sections begin with “## ” and the title stands above."),
                    _("Begin the line with “## ”, or “### ” within a section; delete a line of === or --- below it."),
                    line=subject.line_at(offset),
                    passage=subject.reading.body[offset:].partition("\n")[0].strip(),
                    kind="levels",
                )

    def _no_outline(self, subject: Subject) -> Finding:
        return subject.finding(
            self.name,
            "note",
            _("The outline “{slug}” is gone, so headings, length and testimonies were not compared with it.").format(
                slug=subject.draft.outline
            ),
            advice("restore-outline", slug=subject.draft.outline),
            line=subject.line_of("outline"),
            passage=subject.draft.outline,
            kind="no_outline",
        )


def _key(heading: str) -> str:
    """A heading without typography and without the accents of first capitals, for comparing."""
    plain = folded(heading)
    return " ".join(unicodedata.normalize("NFD", word[:1])[:1] + word[1:] for word in plain.split())


def _nearest(heading: str, planned: Sequence[str]) -> str:
    own = _key(heading).casefold()

    def likeness(other: str) -> float:
        return alignment.ratio(own, _key(other).casefold())

    best = max(planned, key=likeness, default="")
    return best if best and likeness(best) >= NEAR else ""
