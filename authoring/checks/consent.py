"""Checks that the people whose words are used have a valid consent, and are named only as they agreed."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks import Subject
from authoring.checks.support import naming
from authoring.checks.support.uses import holds_words, is_named, withheld
from authoring.errors import Remedy, advice
from authoring.model.documents import Testimony
from authoring.model.findings import Finding
from authoring.text.i18n import _


class ConsentState:
    """A missing consent, which publishing would refuse, is a warning; a withheld name blocks."""

    name = "consent"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for testimony in _used(subject):
            yield from self._state(subject, testimony)
            yield from self._permissions(subject, testimony)
            yield from self._name(subject, testimony)

    def _permissions(self, subject: Subject, testimony: Testimony) -> Iterator[Finding]:
        """The separate permissions: for the words themselves, and for a picture."""
        consent = testimony.consent
        if not consent.words:
            yield subject.finding(
                self.name,
                "blocking",
                _("The person of “{slug}” has not allowed their words to be published.").format(slug=testimony.slug),
                _("Take their words out of the piece, or ask them and write `words: true` under `consent`."),
                line=_first_use(subject, testimony),
                passage=testimony.slug,
                kind="words",
            )
        if consent.picture:
            return
        for place, text in _pictures_of(subject, testimony):
            yield subject.finding(
                self.name,
                "warning" if consent.picture is None else "blocking",
                _("This picture names the person of “{slug}”, and no consent to a picture is recorded.").format(
                    slug=testimony.slug
                ),
                _("Ask them and write `picture: true` under `consent`, or take the picture out."),
                line=subject.line_of(*place),
                passage=text,
                kind="picture",
            )

    def _state(self, subject: Subject, testimony: Testimony) -> Iterator[Finding]:
        consent = testimony.consent
        if consent.status == "withdrawn":
            message = _("The consent for the testimony “{slug}” has been withdrawn; the piece cannot be published.")
            remedy: Remedy = _("Take the person’s words out of the piece.")
        elif consent.status == "pending":
            message = _("The consent for the testimony “{slug}” is still pending; the piece cannot be published yet.")
            remedy = advice("record-consent", slug=testimony.slug)
        elif subject.today and consent.expires and consent.expires < subject.today:
            message = _("The consent for the testimony “{slug}” ended on {day}; the piece cannot be published.")
            remedy = advice("renew-consent", slug=testimony.slug)
        else:
            return
        yield subject.finding(
            self.name,
            "warning",
            message.format(slug=testimony.slug, day=consent.expires),
            remedy,
            line=_first_use(subject, testimony),
            passage=testimony.slug,
            kind=f"{consent.status}:{consent.expires}",
        )

    def _name(self, subject: Subject, testimony: Testimony) -> Iterator[Finding]:
        for name in withheld(subject, testimony):
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
                    kind="name",
                )


def _used(subject: Subject) -> list[Testimony]:
    """The testimonies that the piece lists, inserts or quotes, even without marks, and withdrawn ones that it names."""
    return [
        testimony
        for testimony in subject.testimonies.values()
        if _is_limited(subject, testimony)
        and (
            holds_words(subject, testimony)
            or (
                testimony.consent.status == "withdrawn"
                and any(_places(subject, name) for name in (testimony.person, *testimony.aliases))
            )
        )
    ]


def _is_limited(subject: Subject, testimony: Testimony) -> bool:
    """Whether this consent can forbid anything in the piece; most allow everything, and are not searched for."""
    consent = testimony.consent
    return (
        consent.status != "granted"
        or not consent.words
        or consent.name != "full"
        or consent.expires is not None
        or (not consent.picture and bool(_pictures_of(subject, testimony)))
    )


def _pictures_of(subject: Subject, testimony: Testimony) -> list[tuple[tuple[str | int, ...], str]]:
    """The texts of pictures that name the person, with their places."""
    return [(place, text) for place, text in subject.texts if place[0] == "images" and is_named(text, testimony)]


def _first_use(subject: Subject, testimony: Testimony) -> int:
    for region in subject.reading.testimonies:
        if region["slug"] == testimony.slug:
            return subject.line_at(region.start())
    for quotation, placement in subject.placements:
        if testimony in placement.sources:
            return subject.line_at(quotation.start)
    return subject.line_of("testimonies")


def _places(subject: Subject, name: str) -> list[int]:
    """The lines where a name stands: its first place in the prose and in code, and each text beside them."""
    offsets = (naming.find(text, name) for text in (subject.reading.prose, subject.reading.shown_code))
    lines = [subject.line_at(offset) for offset in offsets if offset >= 0]
    return [*lines, *(line for line, text in subject.beside_prose if naming.mentions(text, name))]


def _form(testimony: Testimony) -> str:
    return {
        "first": _("the first name only"),
        "initials": _("the initials only"),
        "anonymous": _("no name at all"),
    }.get(testimony.consent.name, _("the full name"))
