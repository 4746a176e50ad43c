"""A translation says what its original says: every sentence, every figure, and people's words as what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from authoring.checks import Subject
from authoring.checks.support import quoting
from authoring.errors import advice
from authoring.model.findings import Finding
from authoring.sourcing import translation
from authoring.sourcing.provenance.text import Sentence, sentences_of, shown
from authoring.sourcing.provenance.tracing import origins
from authoring.sourcing.translation import Original, translated_from
from authoring.text import markdown
from authoring.text.i18n import _
from authoring.text.spelling import folded


class Translation:
    """What a translation lacks or leaves as it was, sentence by sentence."""

    name = "translation"

    def run(self, subject: Subject) -> Iterator[Finding]:
        if not subject.draft.translation_of:
            return
        yield from self._words(subject)
        if subject.original is None:
            yield self._lost(subject)
            return
        yield from self._left(subject, subject.original)
        yield from self._facts(subject, subject.original)

    def _lost(self, subject: Subject) -> Finding:
        return subject.finding(
            self.name,
            "warning",
            _("What this translates is not kept, or was not translated here: nothing could be held against it."),
            advice("translate-again", slug=subject.draft.translation_of, lang=subject.draft.lang),
            line=subject.line_of("translation_of"),
            kind="original",
        )

    def _left(self, subject: Subject, original: Original) -> Iterator[Finding]:
        """Sentences of the piece's own that nobody has translated."""
        texts = {folded(it.text) for it in original.sentences if it.role not in ("quote", "testimony")}
        for sentence in _sentences(subject):
            is_own = sentence.role not in ("quote", "testimony")
            if (
                is_own
                and folded(sentence.text) in texts
                and translation.is_left_as_it_was(sentence.text, sentence.text)
            ):
                yield subject.finding(
                    self.name,
                    "blocking",
                    _("This sentence is not translated."),
                    _("Write it in the language of the piece."),
                    line=_line(subject, sentence),
                    passage=sentence.text,
                    kind="left",
                )

    def _facts(self, subject: Subject, original: Original) -> Iterator[Finding]:
        """What the original says and the translation does not: a whole sentence, or a figure, date or name of one."""
        texts = _by_reference(subject)
        own = (it for it in _sentences(subject) if it.role not in ("quote", "testimony"))
        whole = " ".join(shown(it.text) for it in own)
        for source, sentence in zip(original.sources, original.sentences, strict=True):
            if sentence.role in ("quote", "testimony"):
                continue
            text = texts.get(source.reference, whole)
            for literal in translation.lost(text, source.text):
                if text is not whole and not translation.lost(whole, literal.text):
                    continue
                message = _("The original says “{literal}”, and the translation does not: {sentence}")
                yield subject.finding(
                    self.name,
                    "warning",
                    message.format(literal=literal.text, sentence=source.text),
                    _("Read both; correct the translation, or accept it."),
                    line=subject.first_line,
                    passage=source.text,
                    kind=f"lost:{literal.text}",
                )

    def _words(self, subject: Subject) -> Iterator[Finding]:
        """Translated words of a person that do not say what they are, or stand without the person's own."""
        for region in markdown.TRANSLATION_BLOCK.finditer(subject.reading.body):
            testimony = subject.testimonies.get(region["slug"])
            phrase = translated_from(testimony.lang if testimony else "", subject.draft.lang)
            message = ""
            if phrase and phrase not in " ".join(region["words"].split()):
                message = _("These words are a translation, and readers are not told: write “{phrase}” below them.")
            elif not quoting.shown_below(subject, region):
                message = _("The person’s own words are missing below their translation.")
            if message:
                yield subject.finding(
                    self.name,
                    "blocking",
                    message.format(phrase=phrase),
                    _("Put it back: readers must be able to see what was said, and by whom it was put otherwise."),
                    line=subject.line_at(region.start()),
                    passage=" ".join(region["words"].split())[:80],
                    kind="words",
                )


def _sentences(subject: Subject) -> list[Sentence]:
    draft = subject.draft
    return sentences_of(draft.body, title=draft.title, description=draft.description)


def _by_reference(subject: Subject) -> Mapping[str, str]:
    """What the translation says for each sentence of the original, by its reference."""
    draft = subject.draft
    texts: dict[str, str] = {}
    traced = origins(draft.body, subject.provenance, title=draft.title, description=draft.description)
    for sentence, origin in traced:
        for reference in origin.sources:
            texts[reference] = f"{texts.get(reference, '')} {shown(sentence.text)}".strip()
    return texts


def _line(subject: Subject, sentence: Sentence) -> int:
    return subject.body_line(sentence.line) if sentence.line else subject.line_of(sentence.role)
