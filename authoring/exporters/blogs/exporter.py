"""Exports to a blog that people can edit: exactly the approved text, once, and never over another person's edit.

Each write is recorded before and after. After an error with an unknown effect, the blog is read before anything is
written again, so that a piece is never created twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Final

from authoring.errors import (
    AuthoringError,
    InputError,
    Remedy,
    ServiceError,
    ServiceUnavailable,
    advice,
)
from authoring.exporters import ApprovedRevision, Difference, ExportOutcome, Observed, Probe, Pulled, Receipt
from authoring.exporters.blogs import Blog, Collision, Post, Remote
from authoring.exporters.blogs.ledger import DOWN, RemoteRecord, RemoteRecords
from authoring.exporters.blogs.reading_back import (
    changed_by_others,
    changed_there,
    has_arrived,
    mark_of,
    nothing_there,
    observed,
    renamed,
    with_theirs,
    would_change,
)
from authoring.exporters.blogs.removal import Removal, standing
from authoring.exporters.blogs.web import AccessDenied, NoAnswer
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.rendering.testimonies import with_definitions
from authoring.model.config import TargetSettings
from authoring.store import Store

_UNFINISHED: Final = "unfinished"
_LOOKS: Final = (0.3, 0.7, 1.5, 3.0)  # seconds; a server that did not answer may still be working
_TRIES: Final = 5


class RemoteExporter:
    """An exporter to a `blog`; `fingerprint` is a digest of all that shapes a post besides the revision."""

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
        """The key of every piece that is there as it was sent; any other text for one that has to be compared."""
        return {slug: self._known_key(it) for slug, it in self._records.all().items() if it.state != DOWN or it.intent}

    def _known_key(self, it: RemoteRecord) -> str:
        return it.key if it.fingerprint == self._fingerprint and not it.intent else _UNFINISHED

    # --- sending ----------------------------------------------------------------------------------------------

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """Send each piece that is not there in its present form. A refused piece does not stop the others."""
        with self._at_work():
            receipts = list(self._each(revisions, self._send))
            self._delete_late_duplicates()
            return receipts

    def plan(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        """The receipts that `export` would return; reads the blog and writes nothing."""
        with closing(self._blog):
            return list(self._each(revisions, self._foresee))

    def overwrite(self, revision: ApprovedRevision, *, by: str, reason: str) -> Receipt:
        """Overwrite their edit with ours. Their text is kept beside the piece, with the decision."""
        with self._at_work():
            record = self._records.read(revision.slug) or RemoteRecord()
            remote = self._there(record, revision.slug)
            if remote is not None:
                record = with_theirs(record, remote, by=by, reason=reason)
            else:
                record = replace(record, id="", state="", fields={})
            record = replace(record, key="", intent="", intended={})  # the text sent before is not there any more
            self._records.write(revision.slug, record)
            return self._write(revision, record, remote)

    def accept(self, slug: str) -> None:
        """Record the blog's present version as the base of our next one."""
        with self._at_work():
            record = self._records.read(slug) or RemoteRecord()
            remote = self._there(record, slug)
            if remote is None:
                raise nothing_there(slug, self.name)
            accepted = replace(record, id=remote.id, url=remote.url, state=remote.state, token=remote.token)
            self._records.write(slug, replace(accepted, fields=remote.fields, intent="", intended={}))

    def pull(self, revision: ApprovedRevision) -> Pulled:
        """Their text of the piece as Markdown."""
        with closing(self._blog):
            record = self._records.read(revision.slug) or RemoteRecord()
            remote = self._there(record, revision.slug)
            if remote is None:
                raise nothing_there(revision.slug, self.name)
            pulled = self._blog.pulled(remote, revision, record.fields)
            return replace(pulled, body=with_definitions(pulled.body, revision.body))

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Locks the target against other exports; closes the connection at the end."""
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
                    stopped = error  # every other piece would get the same error
                except (ServiceError, InputError) as error:
                    yield self._failed(revision, error)
                    continue
            yield self._failed(revision, stopped)

    def _failed(self, revision: ApprovedRevision, error: AuthoringError) -> Receipt:
        problem = error.problem
        notes = (problem.remedy,) if problem.remedy else ()
        outcome: ExportOutcome = "waiting" if isinstance(error, InputError) and _is_flawed(revision) else "failed"
        return Receipt(self.name, revision.slug, revision.hash, outcome, problem.message, notes)

    def _send(self, revision: ApprovedRevision) -> Receipt:
        record, remote, receipt = self._compared(revision)
        return receipt or self._write(revision, record, remote)

    def _foresee(self, revision: ApprovedRevision) -> Receipt:
        record, remote, receipt = self._compared(revision)
        if receipt is not None:
            return receipt
        post = self._blog.rehearse(revision, record.media)
        notes = (*would_change(remote.fields if remote else {}, post.fields), *post.notes)
        return Receipt(self.name, revision.slug, revision.hash, self._outcome(revision, record), record.url, notes)

    def _compared(self, revision: ApprovedRevision) -> tuple[RemoteRecord, Remote | None, Receipt | None]:
        """The record, the piece at the blog, and the receipt if nothing has to be written."""
        record = self._records.read(revision.slug) or RemoteRecord()
        if record.state != DOWN and self._known_key(record) == revision.key:
            return record, None, Receipt(self.name, revision.slug, revision.hash, "unchanged", record.url)
        remote = self._there(record, revision.slug)
        record = self._recover(record, remote, revision)
        differences = self._conflict(record, remote, revision)
        return record, remote, None if differences is None else self._refused(revision, record, remote, differences)

    def _outcome(self, revision: ApprovedRevision, record: RemoteRecord) -> ExportOutcome:
        if revision.is_scheduled:
            return "scheduled"
        return "updated" if record.id and record.state != DOWN else "created"

    # --- comparing --------------------------------------------------------------------------------------------

    def _there(self, record: RemoteRecord, slug: str) -> Remote | None:
        return standing(self._blog, record, slug)

    def _oldest_marked(self, slug: str) -> Remote | None:
        return next(iter(self._blog.find(slug)), None)

    def _recover(self, record: RemoteRecord, remote: Remote | None, revision: ApprovedRevision) -> RemoteRecord:
        """The record after comparing an interrupted write, or a lost record, with the piece at the blog."""
        if remote is None:
            return record
        if record.intent and has_arrived(record, remote):
            return self._recorded(record, remote, key=record.intent)
        if not record.id and not record.intent and remote.revision == mark_of(revision.hash):
            sent = self._blog.rehearse(revision, record.media).fields
            if remote.is_untouched or not changed_there(sent, remote.fields):
                return self._recorded(record, remote, key=revision.key)
        return record

    def _conflict(
        self, record: RemoteRecord, remote: Remote | None, revision: ApprovedRevision
    ) -> tuple[Difference, ...] | None:
        """The three versions if somebody changed the piece there; else None."""
        if remote is None and not record.id:
            return None
        if remote is not None and record.id and (remote.state != "bin" or record.state == DOWN):
            names = changed_by_others(record, remote)
            if not names:
                return None
        else:
            names = sorted((remote.fields if remote else record.fields).keys())
        ours = self._blog.rehearse(revision, record.media).fields
        theirs = remote.fields if remote else {}
        # an equal field needs no decision, unless all fields are equal
        open_ones = [name for name in names if theirs.get(name) != ours.get(name)] or names
        return tuple(Difference(n, record.fields.get(n, ""), theirs.get(n, ""), ours.get(n, "")) for n in open_ones)

    def _refused(
        self,
        revision: ApprovedRevision,
        record: RemoteRecord,
        remote: Remote | None,
        differences: tuple[Difference, ...],
    ) -> Receipt:
        notes: tuple[Remedy, ...] = ()
        if remote is None or remote.state == "bin":
            notes = (advice("decide-for-ours"),)
        where = remote.url if remote else record.url
        return Receipt(self.name, revision.slug, revision.hash, "conflict", where, notes, differences)

    # --- writing ----------------------------------------------------------------------------------------------

    def _write(self, revision: ApprovedRevision, record: RemoteRecord, remote: Remote | None) -> Receipt:
        outcome = self._outcome(revision, record)
        if record.id and remote is not None and self._stands(revision, record, remote):
            return Receipt(self.name, revision.slug, revision.hash, "unchanged", remote.url)
        post = self._blog.prepare(revision, record.media)
        if (
            remote is not None
            and remote.revision == mark_of(revision.key)
            and not changed_there(post.fields, remote.fields)
        ):
            self._records.write(revision.slug, self._recorded(record, remote, key=revision.key))
            return Receipt(self.name, revision.slug, revision.hash, "unchanged", remote.url)
        noted = replace(
            record, intent=revision.key, intended=dict(post.fields), media=post.media, fingerprint=self._fingerprint
        )
        self._records.write(revision.slug, noted)
        try:
            written = self._update(noted, post, remote) if remote else self._create(noted, post)
        except Collision as error:
            remote = self._there(noted, revision.slug)
            self._records.write(revision.slug, record)
            refused = self._refused(revision, record, remote, self._conflict(record, remote, revision) or ())
            return replace(refused, notes=(*refused.notes, *([error.problem.remedy] if error.problem.remedy else [])))
        notes = (
            *post.notes,
            *(() if record.id else renamed(post, written)),
            *changed_there(post.fields, written.fields),
        )
        completed = self._recorded(replace(noted, notes=notes), written, key=revision.key)
        self._records.write(revision.slug, completed)
        return Receipt(self.name, revision.slug, revision.hash, outcome, written.url, notes)

    def _stands(self, revision: ApprovedRevision, record: RemoteRecord, remote: Remote) -> bool:
        """Whether nothing has to be written: the piece arrived, or was published at its scheduled time."""
        state = "scheduled" if revision.is_scheduled else "live"
        if (
            record.hash != revision.hash
            or record.fingerprint != self._fingerprint
            or remote.state != state
            or record.intent
        ):
            return False
        if record.key != revision.key and remote.fields.get("date") != self._date_of(revision, record):
            return False
        self._records.write(revision.slug, self._recorded(record, remote, key=revision.key))
        return True

    def _date_of(self, revision: ApprovedRevision, record: RemoteRecord) -> str:
        return self._blog.rehearse(revision, record.media).fields.get("date", "")

    def _recorded(self, record: RemoteRecord, remote: Remote, *, key: str) -> RemoteRecord:
        completed = replace(
            record, id=remote.id, url=remote.url, state=remote.state, token=remote.token, fields=remote.fields
        )
        return replace(completed, key=key, fingerprint=self._fingerprint, intent="", intended={})

    def _create(self, record: RemoteRecord, post: Post) -> Remote:
        for _attempt in range(_TRIES):
            try:
                remote = self._blog.create(post)
            except NoAnswer as error:
                failure = error
                self._doubtful.add(post.slug)
                late_remote = self._look_for(post.slug)
                if late_remote is not None:
                    return late_remote
            else:
                return self._without_duplicates(remote, post)
        raise failure

    def _without_duplicates(self, remote: Remote, post: Post) -> Remote:
        """The older post; a second one, created by a request that seemed lost, is deleted."""
        if post.slug not in self._doubtful:
            return remote
        first, *duplicates = [it for it in self._blog.find(post.slug) if it.revision == remote.revision] or [remote]
        for duplicate in duplicates:
            self._blog.delete(duplicate.id)
        return first

    def _delete_late_duplicates(self) -> None:
        """At the end of a run, look again for posts that a server created after the time-out."""
        for slug in sorted(self._doubtful):
            record = self._records.read(slug)
            for remote in self._blog.find(slug) if record and record.id else ():
                if record and remote.id != record.id and remote.revision == mark_of(record.key) and remote.is_untouched:
                    self._blog.delete(remote.id)
        self._doubtful.clear()

    def _look_for(self, slug: str) -> Remote | None:
        """The piece, if an unanswered request creates it later."""
        for pause in _LOOKS:
            self._sleep(pause)
            remote = self._oldest_marked(slug)
            if remote is not None:
                return remote
        return None

    def _update(self, record: RemoteRecord, post: Post, remote: Remote) -> Remote:
        expected = remote
        for _attempt in range(_TRIES):
            try:
                return self._blog.update(remote.id, post, expected=expected)
            except NoAnswer as error:
                failure = error
                self._sleep(_LOOKS[0])
                present = self._blog.read(remote.id)
                if present is None:
                    raise
                if has_arrived(record, present):
                    return self._blog.confirm(present, expected=remote)
                if present.fields != expected.fields:
                    raise Collision(str(error)) from None
                expected = present
        raise failure

    # --- taking down ------------------------------------------------------------------------------------------

    def retract(self, slugs: Iterable[str], *, delete: bool = False) -> Sequence[Receipt]:
        """Take the pieces down: to a draft or the bin, by the target's options; with `delete` permanently."""
        with self._at_work():
            return [receipt for slug in slugs for receipt in self._retract(slug, delete=delete)]

    def where(self, slug: str) -> str:
        """The address of a sent piece; empty when it is unknown."""
        record = self._records.read(slug)
        return record.url if record else ""

    def _retract(self, slug: str, *, delete: bool) -> Iterator[Receipt]:
        """Take a piece down, also if it was taken down before: somebody may have published it again."""
        record = self._records.read(slug)
        was_down = record is not None and record.state == DOWN and not record.intent and not delete
        try:
            remote = Removal(self._blog, self._records, self._sleep).remove(slug, delete=delete)
        except ServiceError as error:
            problem = error.problem
            content_hash, where = (record.hash, record.url) if record else ("", "")
            yield Receipt(
                self.name, slug, content_hash, "failed", f"{where} {problem.message}".strip(), (problem.remedy,)
            )
            return
        if (record is not None and not was_down) or (remote is not None and (remote.is_shown or not was_down)):
            record = record or RemoteRecord(url=remote.url if remote else "")
            yield Receipt(self.name, slug, record.hash, "deleted" if delete else "retracted", record.url)

    # --- looking ----------------------------------------------------------------------------------------------

    def inspect(self, slugs: Iterable[str] | None = None) -> Sequence[Observed]:
        """The state of these pieces there, or of all that were sent, compared with what was sent."""
        records = self._records.all()
        chosen_slugs = list(records) if slugs is None else [slug for slug in slugs if slug in records]
        with closing(self._blog):
            remotes = self._blog.read_all(records[slug].id for slug in chosen_slugs if records[slug].id)
        return [observed(slug, records[slug], remotes.get(records[slug].id)) for slug in chosen_slugs]

    def probe(self) -> Sequence[Probe]:
        """Whether the blog can be reached and permits all that an export needs."""
        with closing(self._blog):
            return list(self._blog.probe())


def _is_flawed(revision: ApprovedRevision) -> bool:
    """Whether the piece has a picture that no target can show."""
    try:
        Gallery(revision).check()
    except InputError:
        return True
    return False
