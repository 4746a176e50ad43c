"""The targets and what stands there: who is ahead of whom, whether they can be reached, and whose text counts.

Publishing is `publish`'s work. What is here is for people: to look, and to decide where somebody edited a piece on
the site. Their text becomes a revision for review, or ours goes over it, with a name and a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from authoring.editorial.live import LiveRevisions
from authoring.editorial.publish import Publisher
from authoring.editorial.review import Review
from authoring.errors import NotAllowed, NotPossibleNow, UsageError, advice
from authoring.exporters import Exporter, Mailer, Observed, Probe, Pulled, Receipt, SharedExporter
from authoring.model.people import Person
from authoring.model.workflow import State
from authoring.store import Piece
from authoring.text.i18n import _

Ahead = Literal["nobody", "here", "there", "both"]


@dataclass(frozen=True)
class Standing:
    """A piece here and at a target. `live` is the hash that readers should see, empty when they should see none.

    `ahead` is `here` when a newer decision waits to be sent, `there` when somebody edited the piece on the site.
    """

    target: str
    slug: str
    live: str
    ahead: Ahead
    observed: Observed


@dataclass(frozen=True)
class Adopted:
    """Their text as a draft of ours: the piece as it was left, and what could not be carried."""

    piece: Piece
    pulled: Pulled


@dataclass(frozen=True)
class Targets:
    """The targets of one workspace, through its publisher."""

    publisher: Publisher

    def probe(self) -> Iterator[tuple[str, Sequence[Probe]]]:
        """Each target's name, and whether all is there that an export to it needs."""
        for exporter in self.publisher.exporters:
            yield exporter.name, exporter.probe()

    def status(self, slugs: Sequence[str] | None = None) -> Iterator[Standing]:
        """Every piece at every target, what was sent held against what is there; asks the targets, changes nothing."""
        for exporter in self.publisher.exporters:
            live = self.publisher.wanted(exporter, slugs)
            observed = {one.slug: one for one in exporter.inspect(slugs)}
            for slug in sorted({*live, *observed}):
                seen = observed.get(slug, Observed(slug, "", "taken-down", ""))
                yield Standing(
                    exporter.name, slug, live.get(slug, "").partition(" ")[0], _ahead(live.get(slug, ""), seen), seen
                )

    def take_theirs(self, slug: str, *, actor: Person, when: datetime) -> Adopted:
        """Begin a correction that holds the text as somebody edited it on the site; it goes to review like any other.

        Raises `NotPossibleNow` unless the piece is published and no correction is on its way.
        """
        exporter = self._shared()
        piece = self.publisher.store.piece(slug)
        if piece.situation.state is not State.published:
            raise NotPossibleNow(
                _("“{slug}” is being worked on, so that their text has no place to go.").format(slug=slug),
                advice("end-correction"),
            )
        pulled = exporter.pull(self._revisions().read(slug))
        begun = Review(self.publisher.store, actor, when, self.publisher.settings.quorum).correct(slug)
        values = {"title": pulled.title, "description": pulled.description, "tags": list(pulled.tags)}
        draft = begun.piece.draft
        held = {"title": draft.title, "description": draft.description, "tags": list(draft.tags)}
        changes = {key: value for key, value in values.items() if value != held[key]}
        text = begun.piece.document.with_values(changes).with_body(pulled.body).text
        written = self.publisher.store.write(begun.piece, text)
        exporter.accept(slug)
        return Adopted(written, pulled)

    def send_ours(self, slug: str, *, actor: Person, when: datetime, reason: str) -> Receipt:
        """Overwrite what somebody edited on the site by the approved revision.

        Raises `NotAllowed` for somebody who is no editor, and `UsageError` without a reason.
        """
        exporter = self._shared()
        self._refuse_others(actor, _("Only an editor may overwrite what somebody wrote on the site; {name} is none."))
        if not reason.strip():
            raise UsageError(_("Overwriting somebody’s text takes a reason."), advice("give-reason"))
        why = self.publisher.refusals(exporter, [slug], when=when).get(slug)
        if why:
            raise NotPossibleNow(why, _("Correct the piece, or ask the person again."))
        return exporter.overwrite(self._revisions().read(slug), by=actor.id, reason=reason.strip())

    def readers(self, newsletter: str) -> int:
        """How many people a newsletter of the one target goes to."""
        return self._mailer().readers(newsletter)

    def send_by_mail(self, slug: str, *, newsletter: str, actor: Person, when: datetime) -> Receipt:
        """Publish a piece at the one target and have it sent by mail; `actor` must be an editor."""
        exporter = self._mailer()
        self._refuse_others(actor, _("Only an editor may have a piece sent by mail; {name} is none."))
        why = self.publisher.refusals(exporter, [slug], when=when).get(slug)
        if why:
            raise NotPossibleNow(why, _("Correct the piece, or ask the person again."))
        return exporter.publish_by_mail(self._revisions().read(slug), newsletter=newsletter)

    def _mailer(self) -> Mailer:
        chosen = [exporter for exporter in self.publisher.exporters if isinstance(exporter, Mailer)]
        if len(self.publisher.exporters) != 1 or not chosen:
            raise UsageError(_("A newsletter belongs to one target that sends mail."), advice("name-target"))
        return chosen[0]

    @staticmethod
    def _refuse_others(actor: Person, message: str) -> None:
        if actor.kind != "person" or not actor.roles & {"editor", "admin"}:
            raise NotAllowed(message.format(name=actor.name), advice("ask-editor"))

    def _revisions(self) -> LiveRevisions:
        return LiveRevisions(self.publisher.settings, self.publisher.store)

    def _shared(self) -> SharedExporter:
        """The one target that is meant, which must be one where people write too."""
        exporters: Sequence[Exporter] = self.publisher.exporters
        chosen = [exporter for exporter in exporters if isinstance(exporter, SharedExporter)]
        if len(exporters) != 1 or not chosen:
            raise UsageError(
                _("Whose text counts is decided for one target, and one where people write too."),
                advice("name-target"),
            )
        return chosen[0]


def _ahead(live: str, seen: Observed) -> Ahead:
    is_here = live.partition(" ")[0] != ("" if seen.condition == "taken-down" else seen.hash)
    is_here = is_here or seen.condition == "unfinished"
    is_there = seen.condition in ("edited", "gone")
    if is_here and is_there:
        return "both"
    return "here" if is_here else "there" if is_there else "nobody"
