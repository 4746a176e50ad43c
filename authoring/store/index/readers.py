"""Reads the rows of changed documents for the index, in two processes when there are many."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from authoring.errors import AuthoringError
from authoring.store import Key
from authoring.text import i18n

if TYPE_CHECKING:
    from authoring.store.index.rows import Digests, Kind, Row
    from authoring.store.repository import Repository

_WORTH_TWO_PROCESSES: Final = 1500
_IN_A_PORTION: Final = 250


class PieceRows:
    """The rows of all pieces."""

    kind: Kind = "piece"

    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    @property
    def about(self) -> str:
        """A piece that names no language is in the workspace's; one that is not submitted has the settings' names."""
        settings = self.repository.settings
        people = sorted((person.id, person.name) for person in settings.people.values())
        wording = sorted(settings.disclosure.wording.items())
        return repr((settings.lang, settings.site.responsible, settings.site.contact, people, wording))

    def stamps(self) -> Mapping[str, str]:
        """For each piece a text that changes with its document, its history, its calls and its pictures."""
        return _printable(self.repository.store.documents.stamps("piece"))

    def file_stamp(self, slug: str, src: str) -> str:
        """The stamp of a file beside a piece's text; `FRESH` for one that has just changed."""
        from authoring.store.index.rows import ABSENT

        blobs, key = self.repository.store.blobs, Key("piece", slug)
        stamp = blobs.stamp(key, src)
        return stamp or ("" if blobs.head(key, src, length=1) is not None else ABSENT)

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        """The rows of these pieces, read in two processes if there are many and the store can be sent to a process."""
        earlier = digests()
        work = [(slug, earlier.get(slug, {})) for slug in slugs]
        if len(work) < _WORTH_TWO_PROCESSES or not _is_portable(self.repository):
            return _rows(work, self.repository, i18n.current())
        return _in_two_processes(work, self.repository)


class DocumentRows:
    """The rows of all outlines, or of all testimonies."""

    def __init__(self, repository: Repository, kind: Literal["outline", "testimony"]) -> None:
        self.repository = repository
        self.kind = kind

    @property
    def about(self) -> str:
        """Empty: neither the searched words nor the mistakes depend on settings."""
        return ""

    def stamps(self) -> Mapping[str, str]:
        """For each document a text that changes with it."""
        return _printable(self.repository.store.documents.stamps(self.kind))

    def file_stamp(self, slug: str, src: str) -> str:
        """Empty: no file beside an outline or testimony is part of its row."""
        return ""

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        """The rows of these documents; they have no pictures, so that `digests` is not called."""
        return map(self._row, slugs)

    def _row(self, slug: str) -> Row:
        from authoring.store.index import summaries
        from authoring.store.index.rows import Row

        try:
            if self.kind == "outline":
                return summaries.outline_row(self.repository.outline(slug))
            return summaries.testimony_row(self.repository.testimony(slug))
        except AuthoringError as error:
            return Row(self.kind, slug, problems=tuple(error.problems))


class DraftedRows:
    """The words that models wrote in all pieces; read only when needed, since a list does not use them."""

    kind: Kind = "drafted"
    about = ""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    def stamps(self) -> Mapping[str, str]:
        """For each piece a text that changes with its history."""
        return _printable(self.repository.store.documents.stamps("piece"))

    def file_stamp(self, slug: str, src: str) -> str:
        """Empty: no file beside a text is part of its row."""
        return ""

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        """A row for each piece; an empty one for a piece in which models wrote nothing."""
        return map(self._row, slugs)

    def _row(self, slug: str) -> Row:
        from authoring.model import history
        from authoring.store.drafted import drafted_words
        from authoring.store.index.rows import Row

        store = self.repository.store
        try:
            content = store.events.read(slug)
            past = history.decode(content, "") if b'"models":' in content else []
            return Row("drafted", slug, drafted=drafted_words(store, slug, past))
        except AuthoringError:  # an unreadable history, which lists report
            return Row("drafted", slug)


def _printable(stamps: Mapping[str, str]) -> dict[str, str]:
    """The names as valid UTF-8, with replacements in a file name that is not: such a name is never a slug."""
    return {name.encode("utf-8", "backslashreplace").decode(): stamp for name, stamp in stamps.items()}


_Work: TypeAlias = "tuple[str, Digests]"  # the slug, and the known digests of its pictures


def _rows(work: Sequence[_Work], repository: Repository, language: str) -> list[Row]:
    """The rows of some pieces; `language` is that of messages, which a new process does not know."""
    from authoring.store.index.summaries import piece_row

    with i18n.speaking(language):
        return [piece_row(repository, slug, digests=pictures) for slug, pictures in work]


def _in_two_processes(work: Sequence[_Work], repository: Repository) -> Iterator[Row]:
    from concurrent.futures import ProcessPoolExecutor

    portions = [work[start : start + _IN_A_PORTION] for start in range(0, len(work), _IN_A_PORTION)]
    with ProcessPoolExecutor(max_workers=2) as pool:
        for rows in pool.map(_rows, portions, [repository] * len(portions), [i18n.current()] * len(portions)):
            yield from rows


def _is_portable(repository: Repository) -> bool:
    """Whether the store can be sent to another process; one in memory cannot."""
    import pickle

    try:
        pickle.dumps(repository)
    except (TypeError, AttributeError, pickle.PicklingError):
        return False
    return True
