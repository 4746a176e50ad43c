"""The people whose words are used still agree, and are named only as they agreed."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks import Finding, Subject, naming
from authoring.documents import Testimony
from authoring.i18n import _


class ConsentState:
    """A warning while a consent is missing, which publishing would refuse; a withheld name blocks at once."""

    name = "consent"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for testimony in _used(subject):
            yield from self._state(subject, testimony)
            yield from self._name(subject, testimony)

    def _state(self, subject: Subject, testimony: Testimony) -> Iterator[Finding]:
        consent = testimony.consent
        if consent.status == "withdrawn":
            message = _("The consent for the testimony “{slug}” has been withdrawn; the piece cannot be published.")
            remedy = _("Take the person’s words out of the piece.")
        elif consent.status == "pending":
            message = _("The consent for the testimony “{slug}” is still pending; the piece cannot be published yet.")
            remedy = _(
                "Ask the person, then write the answer into testimonies/{slug}.md: status: granted, granted: DATE"
            )
        elif subject.today and consent.expires and consent.expires < subject.today:
            message = _("The consent for the testimony “{slug}” ended on {day}; the piece cannot be published.")
            remedy = _("Ask the person again and write the new date into testimonies/{slug}.md.")
        else:
            return
        yield subject.finding(
            self.name,
            "warning",
            message.format(slug=testimony.slug, day=consent.expires),
            remedy.format(slug=testimony.slug),
            line=_first_use(subject, testimony),
            passage=testimony.slug,
        )

    def _name(self, subject: Subject, testimony: Testimony) -> Iterator[Finding]:
        for name in naming.withheld(testimony):
            for line in _places(subject, name):
                yield subject.finding(
                    self.name,
                    "blocking",
                    _("The name that stands here may not be shown: “{slug}” allows {form}.").format(
                        slug=testimony.slug, form=_form(testimony)
                    ),
                    _("Write {name} instead.").format(name=testimony.attributed_name)
                    if testimony.attributed_name
                    else _("Take the name out."),
                    line=line,
                    passage=name,
                )


def _used(subject: Subject) -> list[Testimony]:
    """The testimonies that the piece names, inserts or quotes."""
    slugs = [
        *subject.draft.testimonies,
        *(region["slug"] for region in subject.reading.testimonies),
        *(source.slug for _quotation, placement in subject.placements for source in placement.sources),
    ]
    return [subject.testimonies[slug] for slug in dict.fromkeys(slugs) if slug in subject.testimonies]


def _first_use(subject: Subject, testimony: Testimony) -> int:
    for region in subject.reading.testimonies:
        if region["slug"] == testimony.slug:
            return subject.line_at(region.start())
    for quotation, placement in subject.placements:
        if testimony in placement.sources:
            return subject.line_at(quotation.start)
    return subject.line_of("testimonies")


def _places(subject: Subject, name: str) -> Iterator[int]:
    """The lines where a name stands: in the prose, its first place only, and in each text of the front matter."""
    at = naming.find(subject.reading.prose, name)
    if at >= 0:
        yield subject.line_at(at)
    for place, text in subject.texts:
        if naming.mentions(text, name):
            yield subject.line_of(*place)


def _form(testimony: Testimony) -> str:
    return {
        "first": _("the first name only"),
        "initials": _("the initials only"),
        "anonymous": _("no name at all"),
    }.get(testimony.consent.name, _("the full name"))
