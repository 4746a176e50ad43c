"""Checks that quotations are attributed to the right person, in the form of name that this person allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import naming, speakers
from authoring.model.documents import Testimony
from authoring.model.findings import Finding
from authoring.sourcing.quotations.marks import Quotation
from authoring.text.i18n import _
from authoring.text.spelling import folded

_EMPHASIS: Final = re.compile(r"[*_]+")


class Attribution:
    """The line under a block quote, and the people whom a sentence with a quotation names."""

    name = "attribution"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for quotation, placement in subject.placements:
            if placement.sources and quotation.in_block:
                yield from self._block(subject, quotation, placement.sources)
            elif placement.sources:
                yield from self._sentence(subject, quotation, placement.sources)

    def _block(self, subject: Subject, quotation: Quotation, sources: Sequence[Testimony]) -> Iterator[Finding]:
        who = _EMPHASIS.sub("", quotation.attribution)
        source = next((it for it in sources if _is_right(who, it)), sources[0])
        line = subject.line_at(quotation.attributed_at if who else quotation.start)
        if not who:
            yield self._missing(subject, quotation, source, line)
        elif not _is_right(who, source):
            yield self._wrong(subject, who, source, line)
        else:
            yield from self._role(subject, who, source, line)

    def _missing(self, subject: Subject, quotation: Quotation, source: Testimony, line: int) -> Finding:
        return subject.finding(
            self.name,
            "warning",
            _("Readers are not told who says this."),
            _("Add two lines below the quotation: “>” and “> — {who}”").format(who=_expected(source)),
            line=line,
            passage=quotation.words,
            kind="unnamed",
        )

    def _wrong(self, subject: Subject, who: str, source: Testimony, line: int) -> Finding:
        other = next(
            (it for it in naming.others(source, subject.testimonies.values()) if naming.is_named(who, it)), None
        )
        if other:
            message = _("These words are given to somebody else: they come from the testimony “{slug}”.")
        elif any(naming.mentions(who, name) for name in naming.withheld(source)):
            message = _("The line shows more of the name than the consent in the testimony “{slug}” allows.")
        else:
            message = _("The line does not name the person who gave the testimony “{slug}”.")
        return subject.finding(
            self.name,
            "blocking",
            message.format(slug=source.slug),
            _("Write: — {who}").format(who=_expected(source)),
            line=line,
            passage=who,
            kind=f"wrong:{source.slug}",
        )

    def _role(self, subject: Subject, who: str, source: Testimony, line: int) -> Iterator[Finding]:
        stated = who[len(source.attributed_name) :].strip(" ,\u00a0")
        if source.attributed_name and stated and source.role and not _is_alike(stated, source.role):
            yield subject.finding(
                self.name,
                "warning",
                _("The testimony “{slug}” gives another role: {role}.").format(slug=source.slug, role=source.role),
                _("Write: — {who}; or, if the role has changed, say so in the testimony.").format(
                    who=_expected(source)
                ),
                line=line,
                passage=who,
                kind="role",
            )

    def _sentence(self, subject: Subject, quotation: Quotation, sources: Sequence[Testimony]) -> Iterator[Finding]:
        other = speakers.other_speaker(subject, quotation, sources)
        if other:
            yield subject.finding(
                self.name,
                "blocking",
                _("The sentence gives these words to {person}, and they come from the testimony “{slug}”.").format(
                    person=other.name, slug=sources[0].slug
                ),
                _("Name the person who said it: {who}").format(who=_expected(sources[0])),
                line=subject.line_at(quotation.start),
                passage=quotation.words,
                kind="sentence",
            )


def _is_right(who: str, source: Testimony) -> bool:
    allowed = folded(source.attributed_name)
    if any(naming.mentions(who, name) for name in naming.withheld(source)):
        return False
    if not allowed:
        return True
    name = folded(who)
    return name.startswith(allowed) and not name[len(allowed) : len(allowed) + 1].isalnum()


def _is_alike(stated: str, role: str) -> bool:
    return folded(stated).casefold() == folded(role).casefold()


def _expected(source: Testimony) -> str:
    parts = [part for part in (source.attributed_name, source.role) if part]
    return ", ".join(parts) or _("a person who wishes to stay anonymous")
