"""Who wrote each sentence of a piece, as a person wants to read it: with names, the words before, and the sources.

`page` draws it as one page for a browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from authoring.errors import AuthoringError
from authoring.model.config import Settings
from authoring.model.documents import Outline
from authoring.sourcing.provenance import Origin, OriginKind, Sentence, origins
from authoring.sourcing.provenance.text import shown
from authoring.store import Piece, Store, tracing
from authoring.text import sentences
from authoring.text.i18n import _
from authoring.text.strict_json import decode_json

KINDS: Final[tuple[OriginKind, ...]] = ("model", "edited", "person", "quote", "testimony", "imported")
_STEPS: Final = 100  # of rewording: a damaged record may lead in a circle


@dataclass(frozen=True)
class Source:
    """Where the sentence's content comes from: the reference, and its words if they are still there.

    `is_found` tells that the program found it, and nobody named it.
    """

    reference: str
    words: str
    is_found: bool = False


@dataclass(frozen=True)
class Step:
    """What a sentence said before, and whose it was then."""

    words: str
    kind: OriginKind
    by: str


@dataclass(frozen=True)
class Line:
    """A sentence with its origin. `model` is the name that the model gave itself; `by` is a person's name."""

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
class Trace:
    """A piece and its sentences in order."""

    piece: Piece
    lines: tuple[Line, ...]

    @property
    def counts(self) -> dict[OriginKind, int]:
        """How many sentences of each kind there are; title and headings are counted too."""
        found = Counter(line.origin.kind for line in self.lines)
        return {kind: found[kind] for kind in KINDS if found[kind] or kind != "imported"}

    def as_json(self) -> dict[str, Any]:
        """The keys that `trace --json` prints."""
        return {
            "slug": self.piece.slug,
            "hash": self.piece.hash,
            "counts": self.counts,
            "sentences": [line.as_json() for line in self.lines],
        }


def read(store: Store, settings: Settings, slug: str) -> Trace:
    """The trace of a piece as it is now. Raises what the store raises for a piece that cannot be read."""
    piece = store.piece(slug)
    record = tracing.present(piece)
    draft = piece.draft
    found = origins(draft.body, record, title=draft.title, description=draft.description)
    said = {each.sha256: shown(each.text) for text in tracing.texts(piece) for each in text}
    known = {each.sha256: each for each in (*record.sentences, *record.gone)}
    models = _models(piece.folder)
    words_of = _References(store, draft.outline or slug)
    lines = []
    for sentence, origin in found:
        who = settings.people.get(origin.by)
        lines.append(
            Line(
                sentence,
                origin,
                shown(sentence.text),
                who.name if who else origin.by,
                models.get(origin.call, ""),
                tuple(_steps(origin, known, said)),
                (
                    *(Source(each, words_of(each)) for each in origin.sources),
                    *(Source(each, words_of(each), is_found=True) for each in origin.found),
                ),
            )
        )
    return Trace(piece, tuple(lines))


def kind_name(kind: OriginKind) -> str:
    """A kind of origin in the reader's words."""
    return {
        "model": _("written by a model"),
        "edited": _("a model’s, edited by a person"),
        "person": _("written by a person"),
        "quote": _("a person’s words, quoted"),
        "testimony": _("a testimony, word for word"),
        "imported": _("imported; who wrote it is not recorded"),
    }[kind]


def explained(line: Line) -> str:
    """Whose the sentence is, in a few words."""
    origin = line.origin
    known = line.by or (_("a person, not yet recorded") if not origin.revision else _("a person who is not recorded"))
    if origin.kind == "model":
        return _("a model: {model}").format(model=line.model or origin.by or _("which one is not recorded"))
    if origin.kind == "edited":
        return _("a model, then edited by {person}").format(person=known)
    return known if origin.kind == "person" else kind_name(origin.kind)


def _steps(origin: Origin, known: Mapping[str, Origin], said: Mapping[str, str]) -> Iterable[Step]:
    seen: set[str] = set()
    while origin.before and origin.before not in seen and len(seen) < _STEPS:
        seen.add(origin.before)
        former = known.get(origin.before)
        yield Step(said.get(origin.before, ""), former.kind if former else "model", former.by if former else "")
        if former is None:
            return
        origin = former


def _models(folder: Path) -> dict[str, str]:
    """The model that answered each call, as it named itself."""
    found = {}
    try:
        for raw in (folder / "calls.jsonl").read_text("utf-8").splitlines():
            call = decode_json(raw)
            found[str(call["id"])] = str(call.get("model_reported") or call.get("model", ""))
    except (OSError, ValueError, KeyError, TypeError):
        return found
    return found


class _References:
    """The words that a source reference names; empty for a source that is not there any more."""

    def __init__(self, store: Store, outline: str) -> None:
        self._store = store
        self._spoken: dict[str, list[str]] = {}
        try:
            self._outline: Outline | None = store.outline(outline)
        except AuthoringError:
            self._outline = None

    def __call__(self, reference: str) -> str:
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
            self._spoken[slug] = sentences.split(self._store.testimony(slug).words_spoken)
        return self._spoken[slug]

    def _point(self, section: int, point: int) -> str:
        if self._outline is None or section < 0 or point < 0:
            return ""
        sections = (self._outline.introduction, *self._outline.sections)
        return sections[section].points[point - 1] if point else sections[section].heading
