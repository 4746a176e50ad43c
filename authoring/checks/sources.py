"""Compares the sentences that a model wrote with its sources: literals, meaning, negation.

A literal without a source is blocking. A sentence that is not similar to any source, or that differs from its source
in a negation, is a warning, which the approver accepts one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from authoring.checks import Subject
from authoring.checks.support import clues
from authoring.model.findings import Finding, Severity
from authoring.sourcing import grounding
from authoring.sourcing.grounding import Source, Sources, nearness, negation
from authoring.sourcing.grounding.literals import Kind, LiteralPart
from authoring.sourcing.provenance import Origin, Sentence, digest
from authoring.sourcing.provenance.tracing import origins
from authoring.text.i18n import _

FEWEST_STEMS: Final = 3  # a shorter sentence ("And it works.") is too short to compare

Written = tuple[Sentence, Origin]


class SourcesOfSentences:
    """The sources of each of the model's sentences, and what in it has no source."""

    name = "sources"
    seconds = 300.0  # at the first run, a model on this machine reads every sentence and every testimony

    def run(self, subject: Subject) -> Iterator[Finding]:
        written = _written(subject)
        if not written:
            return
        sources = sources_of(subject)
        for sentence, origin in written:
            yield from self._literals(subject, sentence, origin, sources)
        yield from self._meaning(subject, written, sources)

    def _literals(self, subject: Subject, sentence: Sentence, origin: Origin, sources: Sources) -> Iterator[Finding]:
        severity: Severity = "blocking" if origin.kind == "model" else "warning"
        unsourced = sources.missing(sentence.text)
        for literal in unsourced:
            is_worded_otherwise = subject.original is not None and literal.kind in ("name", "role")
            yield self._finding(
                subject,
                "warning" if is_worded_otherwise else severity,  # “anglais” is a name in English, and none in French
                sentence,
                f"{literal.kind}:{literal.text}",
                _messages()[literal.kind].format(literal=literal.text),
                _("Take it out, or add it to the outline if you know it from elsewhere."),
            )
        marked = sources.named(origin.sources)
        if marked and severity == "blocking":
            texts = {literal.text for literal in unsourced}
            own = Sources([*(source for source in sources.entries if not source.reference), *marked], sources.people)
            for literal in own.missing(sentence.text):
                if literal.text not in texts:
                    yield self._elsewhere(subject, sentence, literal, marked)

    def _elsewhere(
        self, subject: Subject, sentence: Sentence, literal: LiteralPart, marked: Sequence[Source]
    ) -> Finding:
        return self._finding(
            subject,
            "warning",
            sentence,
            f"elsewhere:{literal.text}",
            _("“{literal}” stands in another source than the one that this sentence names: {source}").format(
                literal=literal.text, source=marked[0].text
            ),
            _("Read both; correct the sentence, or accept it."),
        )

    def _meaning(self, subject: Subject, written: Sequence[Written], sources: Sources) -> Iterator[Finding]:
        if not sources.citable:
            return
        comparable = _comparable(written)
        if not nearness.is_installed():
            yield subject.finding(
                self.name,
                "note",
                _("The meaning of the model’s sentences was not compared with the sources."),
                _("Install what it needs: `pip install authoring[nearness]`"),
                line=subject.first_line,
                kind="not_run",
            )
            near: list[nearness.Nearest | None] = [None] * len(comparable)
        else:
            texts = [sentence.text for sentence, _origin in comparable]
            near = nearness.nearest(texts, sources.citable)
        for (sentence, origin), nearest in zip(comparable, near, strict=True):
            marked = sources.named(origin.sources)
            if nearest and not nearest.is_near:
                yield self._far(subject, sentence, nearest.source)
            elif marked or nearest:
                own = marked or ([nearest.source] if nearest else [])
                yield from self._negated(subject, sentence, own)

    def _far(self, subject: Subject, sentence: Sentence, source: Source) -> Finding:
        return self._finding(
            subject,
            "warning",
            sentence,
            "nearness",
            _("This sentence is unsourced: nothing in the sources is near it. The nearest is: {source}").format(
                source=source.text
            ),
            _("Take it out, add its point to the outline, or accept it if you answer for it."),
        )

    def _negated(self, subject: Subject, sentence: Sentence, own: Sequence[Source]) -> Iterator[Finding]:
        if all(negation.differs(sentence.text, source.text) for source in own):
            yield self._finding(
                subject,
                "warning",
                sentence,
                f"negation:{digest(own[0].text)}",
                _("This sentence differs from its source: one denies what the other says. The source: {source}").format(
                    source=own[0].text
                ),
                _("Read both; correct the sentence, or accept it if it says the same."),
            )

    def _finding(
        self, subject: Subject, severity: Severity, sentence: Sentence, kind: str, message: str, remedy: str
    ) -> Finding:
        line = subject.body_line(sentence.line) if sentence.line else subject.line_of(sentence.role)
        return subject.finding(self.name, severity, message, remedy, line=line, passage=sentence.text, kind=kind)


def sources_of(subject: Subject) -> Sources:
    """The sources of the piece: its outline, the settings, and only the testimonies that it names or quotes."""
    original = subject.original.sources if subject.original else ()
    return grounding.of_piece(subject.outline, clues.drawn_on(subject), subject.settings, original=original)


def found(subject: Subject) -> dict[str, str]:
    """For each of the model's sentences without a named source, by its digest, the reference of the nearest source.

    It is empty for a sentence without a near source. Without the extra `nearness` there are no entries.
    """
    if not nearness.is_installed():
        return {}
    sources = sources_of(subject)
    silent = [sentence for sentence, origin in _comparable(_written(subject)) if not origin.sources]
    near = nearness.nearest([sentence.text for sentence in silent], sources.citable)
    return {
        sentence.sha256: nearest.source.reference if nearest and nearest.is_near else ""
        for sentence, nearest in zip(silent, near, strict=True)
    }


def _written(subject: Subject) -> list[Written]:
    """The sentences that a model wrote, edited or not."""
    draft = subject.draft
    traced = origins(draft.body, subject.provenance, title=draft.title, description=draft.description)
    return [
        (sentence, origin)
        for sentence, origin in traced
        if origin.kind in ("model", "edited") and sentence.role != "title"
    ]


def _comparable(written: Sequence[Written]) -> list[Written]:
    return [(text, origin) for text, origin in written if len(negation.stems(text.text)) >= FEWEST_STEMS]


def _messages() -> dict[Kind, str]:
    return {
        "number": _("Unsourced number: no source holds “{literal}”."),
        "date": _("Unsourced date or time: no source holds “{literal}”."),
        "name": _("Unsourced name: no source holds “{literal}”."),
        "role": _("Unsourced title or role: no source gives “{literal}” to this person."),
    }
