"""A store in plain folders that people can read; `layout` has the path of every file.

Readers take no lock and write nothing: they read, then check whether a transaction was in progress, and if so read
again. `.authoring/` can be deleted when nothing runs and `.authoring/journal/` is empty; only caches are lost.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING

from authoring.errors import Problem
from authoring.model.slugs import check_slug
from authoring.store import NOTHING_EXPECTED, WORKSPACE, Expected, Transaction, addresses
from authoring.store.folder import stages
from authoring.store.folder.pictures import FolderBlobs
from authoring.store.folder.records import FolderRecords
from authoring.store.folder.settled_files import SettledFiles
from authoring.store.folder.texts import FolderDocuments, FolderEvents, FolderRevisions
from authoring.store.folder.tree import Tree

if TYPE_CHECKING:
    from authoring.store.operations import Operations


class FolderStore:
    """The `Store` of a workspace's folder; `patience` is the longest wait for another writer, in seconds."""

    def __init__(self, root: str | os.PathLike[str], *, patience: float = 10) -> None:
        self.location = os.path.abspath(root)  # noqa: PTH100  a string, as people are told of it
        files = SettledFiles(Tree(os.fspath(root)), patience)
        self.documents = FolderDocuments(files)
        self.events = FolderEvents(files)
        self.revisions = FolderRevisions(files)
        self.blobs = FolderBlobs(files)
        self.records = FolderRecords(files)
        self._files = files

    @contextmanager
    def transaction(self, slug: str, *, expected: Expected = NOTHING_EXPECTED) -> Iterator[Transaction]:
        from authoring.store import operations
        from authoring.store.folder import planning

        if slug != WORKSPACE:
            check_slug(slug)
        changes = operations.Operations()
        yield changes
        slugs = {slug, *changes.slugs(), *operations.expected_slugs(expected)}
        with self._files.journals.writing(slugs):
            for name in changes.slugs() - {WORKSPACE}:
                stages.refuse_diverged(self._files.tree, name)
            planning.sweep(self._files.tree, changes.slugs() - {WORKSPACE})
            operations.compare(self.documents, self.events, expected)
            self._carry_out(slug, changes)

    def holding(self, matches: Callable[[bytes], bool]) -> Sequence[str]:
        from authoring.store.folder.tree import NotAFileError, files_below

        tree = self._files.tree
        labels = []
        for relative in files_below(tree.root):
            with suppress(NotAFileError, OSError):
                if matches(tree.read(relative) or b""):
                    labels.append(tree.path(relative))
        return sorted(labels)

    def strays(self, slugs: Sequence[str] = (), *, deep: bool = True) -> Sequence[Problem]:
        from authoring.store.folder.strays import strays

        return list(strays(self._files.tree, slugs, deep=deep))

    def changed_line_ends(self) -> Sequence[str]:
        from authoring.store.folder.line_ends import changed_files

        return [self._files.tree.path(relative) for relative in changed_files(self._files.tree)]

    def keep_line_ends(self) -> Sequence[str]:
        from authoring.store.folder import line_ends

        tree, name = self._files.tree, line_ends.ATTRIBUTES_FILE
        with self._files.journals.writing((WORKSPACE,)):
            present = tree.read(name) or b""
            content = line_ends.with_rules(present)
            if content == present:
                return []
            tree.write(name, content)
        return [tree.path(name)]

    def lock(self, name: str) -> AbstractContextManager[None]:
        addresses.check_lock(name)
        return self._files.locks.named(name)

    def _carry_out(self, slug: str, changes: Operations) -> None:
        """Make the changes together. The caller holds the locks."""
        from authoring.store.folder import planning
        from authoring.store.folder.journal import Journal

        tree, journals = self._files.tree, self._files.journals
        planned, moves = planning.plan(tree, changes)
        if not planned and not moves:
            return
        planning.stage(tree, planned)
        steps = [change for change, _content in planned]
        journal = Journal(sorted({slug, *changes.slugs()}), steps, moves)
        if len(steps) == 1 and not moves:  # a single rename is atomic: no journal needed
            journal.apply(tree, steps)
            return
        try:
            journals.commit(slug, journal)
        except BaseException:
            if not journals.concern((slug,)):
                planning.unstage(tree, planned)
            raise
