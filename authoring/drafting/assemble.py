"""Puts the text of a piece together: a model's prose, people's own words, pictures, and the front matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from authoring.drafting import cleaning, quotes
from authoring.drafting.parts import AssembledPart, Part, Prose
from authoring.drafting.quotes import MARK, Quotable
from authoring.model.documents import Outline, Picture, Testimony
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Note
from authoring.store import Key, addresses
from authoring.store.pieces import Attachments
from authoring.text import frontmatter, markdown, sentences
from authoring.text import words as language

Stated = TypeVar("Stated")
Quoted = set[tuple[str, int]]
"""The sentences that the piece quotes already: the testimony's slug, and the number of the sentence."""

_LEFT_BEHIND: Final = re.compile(r"[ \t]+(?=[.,])|\([ \t]*\)|(?<=[ \t])[ \t]+")


def parts(
    prose: Sequence[tuple[Part, Prose | None]], testimonies: Mapping[str, Testimony], *, lang: str
) -> list[AssembledPart]:
    """The parts in order, each with its prose, the quotations that its marks name, and whole testimonies.

    A part without prose is not written by a model. Each sentence is quoted at most once.
    """
    quoted: Quoted = set()
    assembled = [
        AssembledPart(part) if written is None else _with_prose(part, written, lang=lang, quoted=quoted)
        for part, written in prose
    ]
    _remove_repeats(assembled)
    for part in assembled:
        _add_testimonies(part, testimonies)
    return assembled


def add_pictures(parts: Sequence[AssembledPart], outline: Outline) -> None:
    """Pictures where the outline's body puts them; the others after the sections, spread in order."""
    placed = [src for assembled in parts for src in assembled.part.section.pictures]
    for assembled in parts:
        for src in assembled.part.section.pictures:
            assembled.add(_picture(src), "picture")
    loose = [image.src for image in outline.images if not addresses.same_name(image.src, placed)]
    sections = parts[1:]
    for index, src in enumerate(loose):
        sections[index * len(sections) // max(len(loose), len(sections))].add(_picture(src), "picture")


def body(parts: Sequence[AssembledPart]) -> str:
    """The Markdown of the piece: headings word for word from the outline, in its order."""
    blocks: list[str] = []
    for assembled in parts:
        if assembled.part.number:
            blocks.append(f"## {assembled.part.section.heading}")
        blocks += assembled.texts
    return "\n\n".join(blocks) + "\n"


def front_matter(outline: Outline, description: str, *, images: Iterable[Picture]) -> str:
    """The piece's front matter, with the outline's unknown keys passed on."""
    values: dict[str, Any] = {
        "title": outline.title,
        "description": description,
        "lang": outline.lang,
        "author": outline.author,
        "status": "draft",
        "outline": outline.slug,
        "testimonies": list(outline.testimonies),
        "tags": list(outline.tags),
        "images": [_image(image) for image in images],
        **outline.extra,
    }
    return f"---\n{frontmatter.dump({key: value for key, value in values.items() if value not in ([], None)})}---\n\n"


def images(outline: Outline) -> list[Picture]:
    """The pictures of the outline's list, and those that only its body places, with the text that stands there."""
    listed = [image.src for image in outline.images]
    placed = {src for section in (outline.introduction, *outline.sections) for src in section.pictures}
    sources = {src for src in placed if not addresses.same_name(src, listed)}
    if not sources:
        return list(outline.images)
    alternatives = {picture.src: picture.alt for picture in markdown.pictures(outline.body) if picture.src in sources}
    return [*outline.images, *(Picture(src, alt) for src, alt in alternatives.items())]


def picture_contents(images: Iterable[Picture], files: Attachments, *, slug: str) -> dict[str, bytes]:
    """The bytes of the pictures that are there, beside the outline, and that can lie beside the piece."""
    key = Key("piece", slug)
    sources = [image.src for image in images if addresses.is_picture(key, image.src)]
    contents = {src: files.read(src) for src in sources}
    return {src: content for src, content in contents.items() if content is not None}


def _with_prose(part: Part, prose: Prose, *, lang: str, quoted: Quoted) -> AssembledPart:
    """The part with the words that its marks name."""
    assembled = AssembledPart(part)
    placed: Counter[str] = Counter()
    for paragraph in re.split(r"\n[ \t]*\n", prose.text) if prose.text else []:
        text = _LEFT_BEHIND.sub("", MARK.sub("", paragraph)).strip()
        if text:
            calls = _of_sentences(text, prose.calls)
            kind: provenance.Kind = "model" if not calls or any(calls.values()) else "person"
            sources = _of_sentences(text, prose.sources)
            assembled.add(text, kind, call=prose.call if kind == "model" else "", sources=sources, calls=calls)
            if language.seems_foreign(text, lang):
                assembled.note(Note("language", passage=text[:60]))
        for mark in MARK.finditer(paragraph):
            _place(assembled, mark, lang=lang, quoted=quoted, placed=placed)
    for note in prose.notes:
        assembled.note(note)
    for quotable in part.quotables:
        if quotable.slug not in placed:
            _choose(assembled, quotable, lang=lang, quoted=quoted)
    return assembled


def _of_sentences(paragraph: str, values: Mapping[str, Stated]) -> dict[str, Stated]:
    """What is stated of the paragraph's sentences, by their digests."""
    digests = (provenance.digest(sentence) for sentence in sentences.split(paragraph))
    return {sha256: values[sha256] for sha256 in digests if sha256 in values}


def _place(assembled: AssembledPart, mark: re.Match[str], *, lang: str, quoted: Quoted, placed: Counter[str]) -> None:
    """The sentence that a mark names, unless it names none, was quoted before, or is more than the outline asks for."""
    part = assembled.part
    quotable = next((it for it in part.quotables if it.is_shown and it.slug == mark["slug"]), None)
    sentence = quotable.sentence(mark["number"]) if quotable else None
    if quotable is None or sentence is None or (quotable.slug, int(mark["number"])) in quoted:
        assembled.note(Note("mark_dropped", {"what": mark.group()}, passage=mark.group()))
        return
    placed[quotable.slug] += 1
    wanted = max(1, part.section.quotes.count(quotable.slug))
    if placed[quotable.slug] > wanted:
        if placed[quotable.slug] == wanted + 1:
            assembled.note(Note("mark_dropped", {"what": mark.group()}, passage=mark.group()))
        return
    quoted.add((quotable.slug, int(mark["number"])))
    sources = {"": (f"testimony:{quotable.slug}#{int(mark['number'])}",)}
    assembled.add(quotes.block(sentence, quotable.testimony, lang), "quote", testimony=quotable.slug, sources=sources)


def _choose(assembled: AssembledPart, quotable: Quotable, *, lang: str, quoted: Quoted) -> None:
    """Quote the sentence that is nearest to the part, after the paragraph that is nearest to the sentence."""
    section = assembled.part.section
    number = quotes.nearest(section.points or [section.heading], quotable, quoted=quoted)
    if number is None:
        return
    quoted.add((quotable.slug, number))
    sentence = quotable.sentences[number - 1]
    kind: provenance.NoteKind = "quote_chosen" if quotable.is_shown else "quote_added"
    assembled.add(
        quotes.block(sentence, quotable.testimony, lang),
        "quote",
        testimony=quotable.slug,
        notes=[Note(kind, {"slug": quotable.slug}, passage=sentence)],
        sources={"": (f"testimony:{quotable.slug}#{number}",)},
        position=_after_nearest(assembled, sentence),
    )


def _after_nearest(assembled: AssembledPart, sentence: str) -> int:
    """The position after the model's paragraph that is nearest to a sentence; the end without such a paragraph."""
    own = [index for index, passage in enumerate(assembled.passages) if passage.kind == "model"]
    scores = language.nearness(sentence, [assembled.texts[index] for index in own])
    return own[max(range(len(own)), key=lambda index: scores[index])] + 1 if own else len(assembled.texts)


def _add_testimonies(assembled: AssembledPart, testimonies: Mapping[str, Testimony]) -> None:
    """The testimonies that go in whole, untouched, at the end of the part."""
    for slug in assembled.part.section.testimonies:
        words = testimonies[slug].words_spoken
        assembled.add(f"<!-- testimony:{slug} -->\n{words}\n<!-- /testimony:{slug} -->", "testimony", testimony=slug)


def _remove_repeats(parts: Sequence[AssembledPart]) -> None:
    """Remove from the model's paragraphs the sentences that an earlier part has."""
    earlier = cleaning.SentenceIndex()
    for assembled in parts:
        for index in reversed(range(len(assembled.texts))):
            if assembled.passages[index].kind == "model":
                _remove_earlier(assembled, index, earlier)
        for text, _passage in assembled.model_texts:
            earlier.add(text)


def _remove_earlier(assembled: AssembledPart, index: int, earlier: cleaning.SentenceIndex) -> None:
    """A paragraph without what came earlier; the last one of a part stays, for a part cannot be empty."""
    text = cleaning.without_earlier(assembled.texts[index], earlier)
    if not text and len(assembled.model_texts) > 1:
        del assembled.texts[index], assembled.passages[index]
    elif text and text != assembled.texts[index]:
        assembled.texts[index] = text
        assembled.passages[index] = replace(assembled.passages[index], sha256=provenance.digest(text))


def _picture(src: str) -> str:
    return f"![](<{src}>)" if re.search(r"[\s()]", src) else f"![]({src})"


def _image(image: Picture) -> dict[str, Any]:
    optional = {"caption": image.caption, "credit": image.credit, "decorative": image.decorative}
    return {"src": image.src, "alt": image.alt, **{key: value for key, value in optional.items() if value}}
