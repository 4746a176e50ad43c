"""Who wrote each sentence of a piece, for people: with names, the former words, and the sources; and which sentences
say each point of the outline.

`page` draws it as one page for a browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from authoring.checks.support.covering import CoveredPoint
from authoring.editorial.context import Context
from authoring.editorial.queries.points import covered_points
from authoring.errors import AuthoringError
from authoring.model import calls
from authoring.model.documents import Outline
from authoring.sourcing.coverage import Status
from authoring.sourcing.provenance import Origin, OriginKind, Sentence
from authoring.sourcing.provenance.text import shown
from authoring.sourcing.provenance.tracing import origins
from authoring.sourcing.translation import Original
from authoring.store.addresses import CALLS
from authoring.store.origins import Origins
from authoring.store.pieces import Piece
from authoring.text import sentences
from authoring.text.i18n import _

KINDS: Final[tuple[OriginKind, ...]] = ("model", "edited", "person", "quote", "testimony", "imported")
_STEPS: Final = 100  # of rewording; a limit, since a damaged record may be circular


@dataclass(frozen=True)
class Source:
    """A source of a sentence: the reference, and its words if they still exist.

    `is_found` tells that the program found it by comparison, and no model or person named it.
    """

    reference: str
    words: str
    is_found: bool = False


@dataclass(frozen=True)
class Step:
    """A former version of a sentence, and its writer."""

    words: str
    kind: OriginKind
    by: str


@dataclass(frozen=True)
class Line:
    """A sentence with its origin. `model` is the model's name by its own answer; `by` is a person's name."""

    sentence: Sentence
    origin: Origin
    words: str
    by: str
    model: str
    before: tuple[Step, ...]
    sources: tuple[Source, ...]

    def as_json(self) -> dict[str, Any]:
        """The keys that `trace --json` prints for each sentence."""
        return {
            "section": self.sentence.section,
            "line": self.sentence.line or None,
            "role": self.sentence.role,
            "text": self.words,
            "sha256": self.origin.sha256,
            "kind": self.origin.kind,
            "call": self.origin.call,
            "model": self.model,
            "by": self.origin.by,
            "revision": self.origin.revision,
            "before": [{"text": step.words, "kind": step.kind} for step in self.before],
            "sources": list(self.origin.sources),
            "found": list(self.origin.found),
        }


@dataclass(frozen=True)
class PointLine:
    """A point of the outline, what the piece says of it, and the numbers of the lines that are about it, from 1."""

    covered: CoveredPoint
    lines: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """The keys that `trace --json` prints for each point; `sentences` counts from 1."""
        coverage = self.covered.coverage
        return {
            "reference": coverage.reference,
            "line": self.covered.placed.line,
            "point": coverage.point,
            "status": coverage.status,
            "certain": coverage.is_certain,
            "sentences": list(self.lines),
            "missing": [{"kind": fact.kind, "text": fact.text} for fact in coverage.missing],
            "changed": [
                {"kind": fact.kind, "text": fact.text, "contrary": contrary} for fact, contrary in coverage.changed
            ],
        }


@dataclass(frozen=True)
class Trace:
    """A piece, its sentences in order, and the points of its outline."""

    piece: Piece
    lines: tuple[Line, ...]
    points: tuple[PointLine, ...] = ()

    @property
    def counts(self) -> dict[OriginKind, int]:
        """The number of sentences of each kind, including the title and headings."""
        counts = Counter(line.origin.kind for line in self.lines)
        return {kind: counts[kind] for kind in KINDS if counts[kind] or kind != "imported"}

    def as_json(self) -> dict[str, Any]:
        """The keys that `trace --json` prints."""
        return {
            "slug": self.piece.slug,
            "hash": self.piece.hash,
            "counts": self.counts,
            "sentences": [line.as_json() for line in self.lines],
            "points": [point.as_json() for point in self.points],
        }


def read(context: Context, slug: str) -> Trace:
    """The trace of the present piece. Raises the repository's errors for an unreadable piece."""
    piece = context.repository.piece(slug)
    pieces_origins = Origins(context.store, piece)
    record = pieces_origins.present()
    draft = piece.draft
    wordings = {sentence.sha256: shown(sentence.text) for text in pieces_origins.texts() for sentence in text}
    recorded = {origin.sha256: origin for origin in (*record.sentences, *record.gone)}
    models = {call.id: call.answered_by for call in calls.decode(piece.calls, CALLS).calls}
    words_of = _References(context, draft.outline or slug, context.original_of(piece))
    lines = []
    for sentence, origin in origins(draft.body, record, title=draft.title, description=draft.description):
        person = context.settings.people.get(origin.by)
        lines.append(
            Line(
                sentence,
                origin,
                shown(sentence.text),
                person.name if person else origin.by,
                models.get(origin.call, ""),
                tuple(_steps(origin, recorded, wordings)),
                (
                    *(Source(reference, words_of(reference)) for reference in origin.sources),
                    *(Source(reference, words_of(reference), is_found=True) for reference in origin.found),
                ),
            )
        )
    return Trace(piece, tuple(lines), tuple(_points(context, piece, lines)))


def status_name(status: Status) -> str:
    """What a piece says of a point, in the reader's words."""
    return {
        "said": _("said"),
        "partly": _("said in part"),
        "changed": _("changed"),
        "missing": _("not said"),
    }[status]


def _points(context: Context, piece: Piece, lines: Sequence[Line]) -> Iterator[PointLine]:
    numbers = {line.sentence.sha256: number for number, line in reversed([*enumerate(lines, start=1)])}
    for point in covered_points(context, piece):
        own = [numbers[sentence.sha256] for sentence in point.sentences if sentence.sha256 in numbers]
        yield PointLine(point, tuple(dict.fromkeys(own)))


def kind_name(kind: OriginKind) -> str:
    """The name of a kind of origin in the language of messages."""
    return {
        "model": _("written by a model"),
        "edited": _("a model’s, edited by a person"),
        "person": _("written by a person"),
        "quote": _("a person’s words, quoted"),
        "testimony": _("a testimony, word for word"),
        "imported": _("imported; who wrote it is not recorded"),
    }[kind]


def explained(line: Line) -> str:
    """The writer of the sentence, in a few words."""
    origin = line.origin
    person = line.by or (_("a person, not yet recorded") if not origin.revision else _("a person who is not recorded"))
    if origin.kind == "model":
        return _("a model: {model}").format(model=line.model or origin.by or _("which one is not recorded"))
    if origin.kind == "edited":
        return _("a model, then edited by {person}").format(person=person)
    return person if origin.kind == "person" else kind_name(origin.kind)


def _steps(origin: Origin, recorded: Mapping[str, Origin], wordings: Mapping[str, str]) -> Iterable[Step]:
    passed: set[str] = set()
    while origin.before and origin.before not in passed and len(passed) < _STEPS:
        passed.add(origin.before)
        former = recorded.get(origin.before)
        yield Step(wordings.get(origin.before, ""), former.kind if former else "model", former.by if former else "")
        if former is None:
            return
        origin = former


class _References:
    """Looks up the words of a source reference; empty for a source that does not exist any more."""

    def __init__(self, context: Context, outline: str, original: Original | None) -> None:
        self._repository = context.repository
        self._original = {source.reference: source.text for source in original.sources} if original else {}
        self._spoken: dict[str, list[str]] = {}
        try:
            self._outline: Outline | None = self._repository.outline(outline)
        except AuthoringError:
            self._outline = None

    def __call__(self, reference: str) -> str:
        if reference in self._original:
            return self._original[reference]
        kind, _colon, rest = reference.partition(":")
        try:
            if kind == "testimony":
                slug, _hash, number = rest.partition("#")
                return self._sentences(slug)[int(number) - 1]
            section, _dot, point = rest.partition(".")
            return self._point(int(section), int(point))
        except (ValueError, IndexError, AuthoringError):
            return ""

    def _sentences(self, slug: str) -> list[str]:
        if slug not in self._spoken:
            self._spoken[slug] = sentences.split(self._repository.testimony(slug).words_spoken)
        return self._spoken[slug]

    def _point(self, section: int, point: int) -> str:
        if self._outline is None or section < 0 or point < 0:
            return ""
        sections = (self._outline.introduction, *self._outline.sections)
        return sections[section].points[point - 1] if point else sections[section].heading
