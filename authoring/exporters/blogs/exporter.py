"""Exporting to a blog that people write on too: once, exactly what was approved, never over somebody else's edit.

Each write is noted before and after. After a failure whose outcome nobody knows we look what is there before
anything is written again, so that a piece is never made twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Final

from authoring.errors import AuthoringError, InputError, Remedy, ServiceError, ServiceUnavailable, UnknownSlug, advice
from authoring.exporters import ApprovedRevision, Difference, ExportOutcome, Observed, Probe, Pulled, Receipt
from authoring.exporters.blogs import Blog, Collision, Post, Remote
from authoring.exporters.blogs.ledger import RemoteRecord, RemoteRecords
from authoring.exporters.blogs.reading_back import changed_there, renamed, taken_down, touched, would_change
from authoring.exporters.blogs.web import AccessDenied, NoAnswer
from authoring.exporters.rendering.testimonies import with_definitions
from authoring.model.config import TargetSettings
from authoring.store import Store
from authoring.text.i18n import _

DOWN: Final = "down"
_UNFINISHED: Final = "unfinished"
# a server that did not answer may still be at work: how long we look for what it makes, in seconds
_LOOKS: Final = (0.3, 0.7, 1.5, 3.0)
_TRIES: Final = 5


class RemoteExporter:
    """An exporter to a `blog`; `fingerprint` stands for all that shapes what is sent besides the revision."""

    def __init__(
        self,
        target: TargetSettings,
        store: Store,
        blog: Blog,
        *,
        fingerprint: str,
        schedules: bool,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = target.name
        self.schedules = schedules
        self._blog = blog
        self._fingerprint = fingerprint
        self._sleep = sleep
        self._doubtful: set[str] = set()
        self._records = RemoteRecords(store, target, site=blog.address)

    def known(self) -> Mapping[str, str]:
        """The key of every piece that stands there as it was sent; another word for one that has to be looked at."""
        return {slug: self._known_key(it) for slug, it in self._records.all().items() if it.state != DOWN or it.intent}

    def _known_key(self, it: RemoteRecord) -> str:
        return it.key if it.fingerprint == self._fingerprint and not it.intent else _UNFINISHED

    # --- sending ----------------------------------------------------------------------------------------------

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """Send each piece that is not there yet as it should be. One that is refused does not keep the others."""
        with self._at_work():
            receipts = list(self._each(revisions, self._send))
            self._delete_late_duplicates()
            return receipts

    def plan(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """What `export` would do; the blog is asked, and nothing is written."""
        with closing(self._blog):
            return list(self._each(revisions, self._foresee))

    def overwrite(self, revision: ApprovedRevision, *, by: str, reason: str) -> Receipt:
        """Send ours over theirs. Their text is kept beside the piece, with who decided it and why."""
        with self._at_work():
            known = self._records.read(revision.slug) or RemoteRecord()
            there = self._there(known, revision.slug)
            if there is not None:
                lost = {"by": by, "reason": reason, "token": there.token, "fields": dict(there.fields)}
                known = replace(known, id=there.id, fields=there.fields, overwritten=(*known.overwritten, lost))
            else:
                known = replace(known, id="", state="", fields={})
            known = replace(known, key="", intent="", intended={})  # what we sent before stands there no more
            self._records.write(revision.slug, known)
            return self._write(revision, known, there)

    def accept(self, slug: str) -> None:
        """What stands there is from now on what our next version builds on."""
        with self._at_work():
            known = self._records.read(slug) or RemoteRecord()
            there = self._there(known, slug)
            if there is None:
                raise _nothing_there(slug, self.name)
            kept = replace(known, id=there.id, url=there.url, state=there.state, token=there.token)
            self._records.write(slug, replace(kept, fields=there.fields, intent="", intended={}))

    def pull(self, revision: ApprovedRevision) -> Pulled:
        """Their text of the piece as our Markdown."""
        with closing(self._blog):
            known = self._records.read(revision.slug) or RemoteRecord()
            there = self._there(known, revision.slug)
            if there is None:
                raise _nothing_there(revision.slug, self.name)
            found = self._blog.pulled(there, revision, known.fields)
            return replace(found, body=with_definitions(found.body, revision.body))

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """One export to the target at a time, over a connection that ends with it."""
        with self._records.locked(), closing(self._blog):
            yield

    def _each(
        self, revisions: Iterable[ApprovedRevision], treat: Callable[[ApprovedRevision], Receipt]
    ) -> Iterator[Receipt]:
        stopped: ServiceError | None = None
        for revision in revisions:
            if stopped is None:
                try:
                    yield treat(revision)
                    continue
                except (ServiceUnavailable, AccessDenied) as error:
                    stopped = error  # what keeps one piece out keeps out all
                except (ServiceError, InputError) as error:
                    yield self._failed(revision, error)
                    continue
            yield self._failed(revision, stopped)

    def _failed(self, revision: ApprovedRevision, error: AuthoringError) -> Receipt:
        told = error.problem
        notes = (told.remedy,) if told.remedy else ()
        return Receipt(self.name, revision.slug, revision.hash, "failed", told.message, notes)

    def _send(self, revision: ApprovedRevision) -> Receipt:
        known, there, settled = self._compared(revision)
        return settled or self._write(revision, known, there)

    def _foresee(self, revision: ApprovedRevision) -> Receipt:
        known, there, settled = self._compared(revision)
        if settled is not None:
            return settled
        post = self._blog.rehearse(revision, known.media)
        notes = (*would_change(there.fields if there else {}, post.fields), *post.notes)
        return Receipt(self.name, revision.slug, revision.hash, self._outcome(revision, known), known.url, notes)

    def _compared(self, revision: ApprovedRevision) -> tuple[RemoteRecord, Remote | None, Receipt | None]:
        """What is known, what stands there, and the receipt where nothing is to be written."""
        known = self._records.read(revision.slug) or RemoteRecord()
        if known.state != DOWN and self._known_key(known) == revision.key:
            return known, None, Receipt(self.name, revision.slug, revision.hash, "unchanged", known.url)
        there = self._there(known, revision.slug)
        known = self._recover(known, there, revision)
        differences = self._conflict(known, there, revision)
        return known, there, None if differences is None else self._refused(revision, known, there, differences)

    def _outcome(self, revision: ApprovedRevision, known: RemoteRecord) -> ExportOutcome:
        if revision.is_scheduled:
            return "scheduled"
        return "updated" if known.id and known.state != DOWN else "created"

    # --- what stands there, and whose it is -------------------------------------------------------------------

    def _there(self, known: RemoteRecord, slug: str) -> Remote | None:
        return self._blog.read(known.id) if known.id else self._oldest(slug)

    def _oldest(self, slug: str) -> Remote | None:
        return next(iter(self._blog.find(slug)), None)

    def _recover(self, known: RemoteRecord, there: Remote | None, revision: ApprovedRevision) -> RemoteRecord:
        """What is known once a write that was cut off, or a record that was lost, is held against what is there."""
        if there is None:
            return known
        if known.intent and self._has_arrived(known, there):
            return self._recorded(known, there, key=known.intent)
        if not known.id and not known.intent and there.revision == _mark(revision.hash):
            sent = self._blog.rehearse(revision, known.media).fields
            if there.is_untouched or not changed_there(sent, there.fields):
                return self._recorded(known, there, key=revision.key)
        return known

    def _has_arrived(self, known: RemoteRecord, there: Remote) -> bool:
        """Whether an unseen write was done: ours is there, and nobody has been at it since."""
        if there.revision != _mark(known.intent):
            return False
        return there.is_untouched or not changed_there(known.intended, there.fields)

    def _conflict(
        self, known: RemoteRecord, there: Remote | None, revision: ApprovedRevision
    ) -> tuple[Difference, ...] | None:
        """The three versions where somebody changed the piece there; None where nobody did."""
        if there is None and not known.id:
            return None
        if there is not None and known.id and (there.state != "bin" or known.state == DOWN):
            names = touched(known, there)
            if not names:
                return None
        else:
            names = sorted((there.fields if there else known.fields).keys())
        ours = self._blog.rehearse(revision, known.media).fields
        now = there.fields if there else {}
        # what they and we say alike is no difference to decide, unless there is no other
        open_ones = [name for name in names if now.get(name) != ours.get(name)] or names
        return tuple(Difference(n, known.fields.get(n, ""), now.get(n, ""), ours.get(n, "")) for n in open_ones)

    def _refused(
        self, revision: ApprovedRevision, known: RemoteRecord, there: Remote | None, differences: tuple[Difference, ...]
    ) -> Receipt:
        notes: tuple[Remedy, ...] = ()
        if there is None or there.state == "bin":
            notes = (advice("decide-for-ours"),)
        where = there.url if there else known.url
        return Receipt(self.name, revision.slug, revision.hash, "conflict", where, notes, differences)

    # --- writing ----------------------------------------------------------------------------------------------

    def _write(self, revision: ApprovedRevision, known: RemoteRecord, there: Remote | None) -> Receipt:
        outcome = self._outcome(revision, known)
        if known.id and there is not None and self._stands(revision, known, there):
            return Receipt(self.name, revision.slug, revision.hash, "unchanged", there.url)
        post = self._blog.prepare(revision, known.media)
        if there is not None and there.revision == _mark(revision.key) and not changed_there(post.fields, there.fields):
            self._records.write(revision.slug, self._recorded(known, there, key=revision.key))
            return Receipt(self.name, revision.slug, revision.hash, "unchanged", there.url)
        begun = replace(
            known, intent=revision.key, intended=dict(post.fields), media=post.media, fingerprint=self._fingerprint
        )
        self._records.write(revision.slug, begun)
        try:
            written = self._update(begun, post, there) if there else self._create(begun, post)
        except Collision as error:
            there = self._there(begun, revision.slug)
            self._records.write(revision.slug, known)
            refused = self._refused(revision, known, there, self._conflict(known, there, revision) or ())
            return replace(refused, notes=(*refused.notes, *([error.problem.remedy] if error.problem.remedy else [])))
        notes = (
            *post.notes,
            *(() if known.id else renamed(post, written)),
            *changed_there(post.fields, written.fields),
        )
        kept = self._recorded(replace(begun, notes=notes), written, key=revision.key)
        self._records.write(revision.slug, kept)
        return Receipt(self.name, revision.slug, revision.hash, outcome, written.url, notes)

    def _stands(self, revision: ApprovedRevision, known: RemoteRecord, there: Remote) -> bool:
        """Whether nothing is left to write: the piece arrived, or went live when its time came."""
        wanted = "scheduled" if revision.is_scheduled else "live"
        if (
            known.hash != revision.hash
            or known.fingerprint != self._fingerprint
            or there.state != wanted
            or known.intent
        ):
            return False
        if known.key != revision.key and there.fields.get("date") != self._date_of(revision, known):
            return False
        self._records.write(revision.slug, self._recorded(known, there, key=revision.key))
        return True

    def _date_of(self, revision: ApprovedRevision, known: RemoteRecord) -> str:
        return self._blog.rehearse(revision, known.media).fields.get("date", "")

    def _recorded(self, known: RemoteRecord, there: Remote, *, key: str) -> RemoteRecord:
        done = replace(known, id=there.id, url=there.url, state=there.state, token=there.token, fields=there.fields)
        return replace(done, key=key, fingerprint=self._fingerprint, intent="", intended={})

    def _create(self, known: RemoteRecord, post: Post) -> Remote:
        for _attempt in range(_TRIES):
            try:
                made = self._blog.create(post)
            except NoAnswer as error:
                failure = error
                self._doubtful.add(post.slug)
                made_after_all = self._look_for(post.slug)
                if made_after_all is not None:
                    return made_after_all
            else:
                return self._first_made(made, post)
        raise failure

    def _first_made(self, made: Remote, post: Post) -> Remote:
        """The older one, where a request that seemed lost has made the piece as well; the other goes."""
        if post.slug not in self._doubtful:
            return made
        first, *twins = [it for it in self._blog.find(post.slug) if it.revision == made.revision] or [made]
        for twin in twins:
            self._blog.delete(twin.id)
        return first

    def _delete_late_duplicates(self) -> None:
        """At the end of a run, look once more for what a server made after we had stopped waiting for it."""
        for slug in sorted(self._doubtful):
            known = self._records.read(slug)
            for it in self._blog.find(slug) if known and known.id else ():
                if known and it.id != known.id and it.revision == _mark(known.key) and it.is_untouched:
                    self._blog.delete(it.id)
        self._doubtful.clear()

    def _look_for(self, slug: str) -> Remote | None:
        """The piece, if a request that was not answered makes it after all."""
        for pause in _LOOKS:
            self._sleep(pause)
            found = self._oldest(slug)
            if found is not None:
                return found
        return None

    def _update(self, known: RemoteRecord, post: Post, there: Remote) -> Remote:
        expected = there
        for _attempt in range(_TRIES):
            try:
                return self._blog.update(there.id, post, expected=expected)
            except NoAnswer as error:
                failure = error
                self._sleep(_LOOKS[0])
                now = self._blog.read(there.id)
                if now is None:
                    raise
                if self._has_arrived(known, now):
                    return self._blog.confirm(now, expected=there)
                if now.fields != expected.fields:
                    raise Collision(str(error)) from None
                expected = now
        raise failure

    # --- taking down ------------------------------------------------------------------------------------------

    def retract(self, slugs: Iterable[str], *, delete: bool = False) -> Sequence[Receipt]:
        """Take the pieces down: to a draft or the bin, as the target says; with `delete` for good."""
        with self._at_work():
            return [receipt for slug in slugs for receipt in self._retract(slug, delete=delete)]

    def _retract(self, slug: str, *, delete: bool) -> Iterator[Receipt]:
        known = self._records.read(slug)
        if known is not None and known.state == DOWN and not known.intent and not delete:
            return
        try:
            there = self._remove(slug, known or RemoteRecord(), delete=delete)
        except ServiceError as error:
            told = error.problem
            hashed, where = (known.hash, known.url) if known else ("", "")
            yield Receipt(self.name, slug, hashed, "failed", f"{where} {told.message}".strip(), (told.remedy,))
            return
        if known is not None or there is not None:
            known = known or RemoteRecord(url=there.url if there else "")
            yield Receipt(self.name, slug, known.hash, "deleted" if delete else "retracted", known.url)

    def _remove(self, slug: str, known: RemoteRecord, *, delete: bool) -> Remote | None:
        """What stood there. A record that was lost is no reason to leave the piece up."""
        for attempt in range(_TRIES):
            before = after = self._there(known, slug)
            try:
                if before is not None and delete:
                    self._blog.delete(before.id)
                elif before is not None and before.state in ("live", "scheduled"):
                    after = self._blog.take_down(before.id, expected=before)
                break
            except NoAnswer:
                if attempt == _TRIES - 1:
                    raise
                self._sleep(_LOOKS[0])
        if delete:
            self._records.forget(slug)
        elif before is not None and after is not None:
            kept = replace(known, id=after.id, url=after.url, state=DOWN, token=after.token, intent="", intended={})
            self._records.write(slug, replace(kept, fields=taken_down(known, before, after)))
        elif known.key or known.intent:
            self._records.write(slug, replace(known, state=DOWN, intent="", intended={}))
        return before

    # --- looking ----------------------------------------------------------------------------------------------

    def inspect(self, slugs: Iterable[str] | None = None) -> Sequence[Observed]:
        """What stands there of these pieces, or of all that were sent, against what was sent."""
        records = self._records.all()
        wanted = list(records) if slugs is None else [slug for slug in slugs if slug in records]
        with closing(self._blog):
            found = self._blog.read_all(records[slug].id for slug in wanted if records[slug].id)
        return [self._observe(slug, records[slug], found.get(records[slug].id)) for slug in wanted]

    def _observe(self, slug: str, known: RemoteRecord, there: Remote | None) -> Observed:
        if known.intent:
            return Observed(slug, known.hash, "unfinished", known.url, notes=known.notes)
        if known.state == DOWN and (there is None or there.state not in ("live", "scheduled")):
            return Observed(slug, known.hash, "taken-down", known.url)
        if there is None or there.state == "bin":
            return Observed(slug, known.hash, "gone", known.url)
        names = touched(known, there)
        versions = tuple(Difference(name, known.fields.get(name, ""), there.fields[name], "") for name in names)
        return Observed(slug, known.hash, "edited" if names else "as-sent", there.url, versions, known.notes)

    def probe(self) -> Sequence[Probe]:
        """Whether the blog can be reached and lets us do what an export needs."""
        with closing(self._blog):
            return list(self._blog.probe())


def _mark(key: str) -> str:
    """A revision as our mark in a text names it."""
    return key[:16]


def _nothing_there(slug: str, target: str) -> UnknownSlug:
    return UnknownSlug(
        _("Nothing of “{slug}” stands at “{target}”.").format(slug=slug, target=target),
        advice("see-targets"),
    )
