"""Holds a text against the post that it goes with: facts, quotations, links, language, length, disclosure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from authoring.model.findings import Severity
from authoring.model.text_kinds import TextKind
from authoring.sourcing.accompanying.form import formal_lines
from authoring.sourcing.accompanying.post import Post
from authoring.sourcing.grounding import Source, negation
from authoring.sourcing.quotations import marks
from authoring.text import sentences
from authoring.text import words as language
from authoring.text.i18n import _
from authoring.text.lengths import LINK
from authoring.text.spelling import folded

_QUOTED: Final = 3  # words between quotation marks that are somebody's words rather than a term
_SHARED: Final = 0.5  # share of a sentence's stems that its source in the post must have, to be held against it
_FEWEST_STEMS: Final = 3
_FEWEST_WORDS: Final = 6  # of a text that says something
_OPENING: Final = re.compile(r"^(?:[#>*\-\d.)\s]|\*\*)+")
_TITLE_WORDS: Final = range(2, 16)


class Fault(NamedTuple):
    """Something that a text may not say or lacks. `kind` tells faults apart in every language; a warning is no bar."""

    kind: str
    message: str
    severity: Severity = "blocking"
    passage: str = ""


def faults(text: str, post: Post, kind: TextKind, *, has_model_text: bool) -> list[Fault]:
    """What is wrong with the whole text as it would go out; none when it may."""
    written = _written(text, post)
    return [
        *_of_length(text, kind),
        *_of_form(written, kind),
        *_of_language(written, post),
        *_of_facts(written, post),
        *_of_quotations(text, post),
        *_of_links(text, post),
        *_of_disclosure(text, post, kind, has_model_text=has_model_text),
    ]


def _written(text: str, post: Post) -> str:
    """What somebody wrote of the text: without the lines that the program puts around it."""
    formal = formal_lines(post)
    return "\n".join(line for line in text.split("\n") if line.strip() not in formal).strip()


def _of_length(text: str, kind: TextKind) -> Iterator[Fault]:
    count = kind.count(text)
    if count > kind.limit:
        message = _("The text has {count} characters as {kind} counts them, and {limit} are allowed.")
        yield Fault("length", message.format(count=count, kind=kind.name, limit=kind.limit))
    size = len(text.encode())
    if kind.most_bytes and size > kind.most_bytes:
        message = _("The text has {count} bytes, and {limit} are allowed.")
        yield Fault("bytes", message.format(count=size, limit=kind.most_bytes))


def _of_form(written: str, kind: TextKind) -> Iterator[Fault]:
    if not kind.lines and len(language.words(LINK.sub("", written))) < _FEWEST_WORDS:
        yield Fault("short", _("The text says too little."))
    lines = [line for line in written.split("\n") if line.strip()]
    if kind.lines and len(lines) != kind.lines:
        message = _("There are {count} lines, and {wanted} are asked for.")
        yield Fault("lines", message.format(count=len(lines), wanted=kind.lines))
    for line in lines if kind.lines else ():
        if len(language.words(line)) not in _TITLE_WORDS:
            yield Fault("title", _("This is no title: “{line}”").format(line=line), passage=line)


def _of_language(written: str, post: Post) -> Iterator[Fault]:
    if language.seems_foreign(LINK.sub("", written), post.lang):
        yield Fault("language", _("The text is in another language than the post."))


def _of_facts(written: str, post: Post) -> Iterator[Fault]:
    messages = {
        "number": _("The post has no such number: “{literal}”."),
        "date": _("The post has no such date or time: “{literal}”."),
        "name": _("The post has no such name: “{literal}”."),
        "role": _("The post gives nobody this title or role: “{literal}”."),
    }
    for sentence in _sentences(written):
        for literal in post.sources.missing(sentence):
            message = messages[literal.kind].format(literal=literal.text)
            yield Fault(f"{literal.kind}:{literal.text}", message, passage=sentence)
        source = nearest(sentence, post.sources.citable)
        if source and negation.differs(sentence, source.text):
            message = _("One denies what the other says: “{sentence}”, and in the post “{source}”")
            words = message.format(sentence=sentence, source=source.text)
            yield Fault("negation", words, "warning", sentence)


def nearest(sentence: str, sources: Sequence[Source]) -> Source | None:
    """The source that shares most words with a sentence; None where none shares half of them."""
    stems = negation.stems(sentence)
    if len(stems) < _FEWEST_STEMS:
        return None
    shared = {source: len(stems & negation.stems(source.text)) / len(stems) for source in sources}
    best = max(shared, key=lambda source: shared[source], default=None)
    return best if best and shared[best] >= _SHARED else None


def _of_quotations(text: str, post: Post) -> Iterator[Fault]:
    plain = marks.normalised(LINK.sub(lambda link: " " * len(link.group()), text))
    start = 0
    for paragraph in plain.split("\n\n"):
        for quotation in marks.in_prose(plain, start, start + len(paragraph)):
            words = folded(quotation.words).casefold().strip(" .,;:!?…")
            if quotation.length >= _QUOTED and words not in post.words:
                message = _("Nobody says this in the post: “{words}”")
                yield Fault("quotation", message.format(words=quotation.words), passage=quotation.words)
        start += len(paragraph) + 2


def _of_links(text: str, post: Post) -> Iterator[Fault]:
    allowed = f"{post.link} {post.draft.body} {post.contact}"
    for link in LINK.findall(text):
        if link not in allowed:
            yield Fault("link", _("The post does not lead there: {link}").format(link=link), passage=link)


def _of_disclosure(text: str, post: Post, kind: TextKind, *, has_model_text: bool) -> Iterator[Fault]:
    sentence = post.sentence_about_model(is_short=kind.is_short, has_model_text=has_model_text)
    if kind.is_published and sentence and folded(sentence) not in folded(text):
        yield Fault(
            "disclosure",
            _("Readers are not told of the model’s part. The text must say: {sentence}").format(sentence=sentence),
        )


def _sentences(written: str) -> list[str]:
    """The sentences that somebody wrote, without addresses and the marks of Markdown."""
    lines = [_OPENING.sub("", LINK.sub("", line)) for line in written.split("\n")]
    return [it for it in sentences.split("\n".join(lines).replace("**", "")) if it]
