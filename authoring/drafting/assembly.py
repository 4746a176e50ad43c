"""From the written parts to the text of a piece: the program's own words and pictures put where they belong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from authoring.drafting import citations, cleaning, quotes
from authoring.drafting.calls import Answer
from authoring.drafting.plan import Part
from authoring.drafting.quotes import MARK, Quotable
from authoring.model import manifest
from authoring.model.documents import Outline, Picture, Testimony
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Note, Passage, Provenance
from authoring.text import frontmatter, markdown, sentences
from authoring.text import words as language

RUNAWAY: Final = 1.6  # times the words that were planned: further on, a small model only says things again
_LEFT_BEHIND: Final = re.compile(r"[ \t]+(?=[.,])|\([ \t]*\)|(?<=[ \t])[ \t]+")


@dataclass
class Written:
    """A part's passages as they are put together: texts, who wrote each, and what was noted."""

    part: Part
    texts: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def add(
        self,
        text: str,
        kind: provenance.Kind,
        *,
        call: str = "",
        testimony: str = "",
        notes: Sequence[Note] = (),
        sources: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """Put a passage at the end; `sources` by the digest of a sentence, or by "" for all of them."""
        self.texts.append(text)
        self.passages.append(Passage(kind, provenance.digest(text), call, testimony, tuple(notes), sources or {}))

    def note(self, note: Note) -> None:
        """Note something about the passage that was put last."""
        if self.passages:
            last = self.passages[-1]
            self.passages[-1] = replace(last, notes=(*last.notes, note))


def prose(answer: Answer, part: Part, *, asked: str = "") -> tuple[str, list[Note]]:
    """The answer's own text, cleaned and cut back to whole sentences, and what is to be said of it."""
    section = part.section
    cleaned = cleaning.clean(
        citations.without(answer.completion.text),
        heading=section.heading,
        points=section.points,
        asked=citations.without(asked),
    )
    text = quotes.marked(cleaned.text, part.quotables)
    notes = [Note("tidied", {"what": ", ".join(cleaned.removed)})] if cleaned.removed else []
    if answer.completion.finish == "length":
        text = cleaning.whole_sentences(text)
        notes.append(Note("truncated", passage=text[-60:]))
    count = len(language.words(text))
    if count > RUNAWAY * part.words:
        text = cleaning.shortened(text, part.words)
        notes.append(Note("shortened", {"what": str(count), "planned": str(part.words)}, text[-60:]))
    return text, notes


def written(
    part: Part,
    text: str,
    notes: Sequence[Note],
    *,
    call: str,
    lang: str,
    taken: set[tuple[str, int]],
    cited: Mapping[str, tuple[str, ...]] | None = None,
) -> Written:
    """The part with the words that its marks name; `taken` are the sentences already quoted in the piece.

    `cited` are the source references of its sentences, by their digests.
    """
    whole = Written(part)
    placed: Counter[str] = Counter()
    for paragraph in re.split(r"\n[ \t]*\n", text) if text else []:
        kept = _LEFT_BEHIND.sub("", MARK.sub("", paragraph)).strip()
        if kept:
            whole.add(kept, "model", call=call, sources=_sources(kept, cited or {}))
            if language.seems_foreign(kept, lang):
                whole.note(Note("language", passage=kept[:60]))
        for mark in MARK.finditer(paragraph):
            _place(whole, mark, lang, taken, placed)
    for note in notes:
        whole.note(note)
    for quotable in part.quotables:
        if quotable.slug not in placed:
            _choose(whole, quotable, lang, taken)
    return whole


def _sources(paragraph: str, cited: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What the model named as the sources of the paragraph's sentences."""
    found = (provenance.digest(sentence) for sentence in sentences.split(paragraph))
    return {sha256: cited[sha256] for sha256 in found if sha256 in cited}


def _place(whole: Written, mark: re.Match[str], lang: str, taken: set[tuple[str, int]], placed: Counter[str]) -> None:
    """The sentence that a mark names, unless it names none, was quoted before, or is more than the outline asks for."""
    quotable = next((each for each in whole.part.quotables if each.is_shown and each.slug == mark["slug"]), None)
    sentence = quotable.sentence(mark["number"]) if quotable else None
    if quotable is None or sentence is None or (quotable.slug, int(mark["number"])) in taken:
        whole.note(Note("mark_dropped", {"what": mark.group()}, passage=mark.group()))
        return
    placed[quotable.slug] += 1
    wanted = max(1, whole.part.section.quotes.count(quotable.slug))
    if placed[quotable.slug] > wanted:
        if placed[quotable.slug] == wanted + 1:
            whole.note(Note("mark_dropped", {"what": mark.group()}, passage=mark.group()))
        return
    taken.add((quotable.slug, int(mark["number"])))
    sources = {"": (f"testimony:{quotable.slug}#{int(mark['number'])}",)}
    whole.add(quotes.block(sentence, quotable.testimony, lang), "quote", testimony=quotable.slug, sources=sources)


def _choose(whole: Written, quotable: Quotable, lang: str, taken: set[tuple[str, int]]) -> None:
    """The sentence nearest to what the part says, put after the paragraph that is nearest to the sentence."""
    points = whole.part.section.points or [whole.part.section.heading]
    number = quotes.nearest(points, quotable, taken=taken)
    if number is None:
        return
    taken.add((quotable.slug, number))
    sentence = quotable.sentences[number - 1]
    note = Note("quote_chosen" if quotable.is_shown else "quote_added", {"slug": quotable.slug}, passage=sentence)
    text = quotes.block(sentence, quotable.testimony, lang)
    chosen = Passage(
        "quote",
        provenance.digest(text),
        testimony=quotable.slug,
        notes=(note,),
        sources={"": (f"testimony:{quotable.slug}#{number}",)},
    )
    own = [index for index, passage in enumerate(whole.passages) if passage.kind == "model"]
    scores = language.nearness(sentence, [whole.texts[index] for index in own])
    at = own[max(range(len(own)), key=lambda each: scores[each])] + 1 if own else len(whole.texts)
    whole.texts.insert(at, text)
    whole.passages.insert(at, chosen)


def add_testimonies(whole: Written, testimonies: Mapping[str, Testimony]) -> None:
    """The testimonies that go in whole, untouched, at the end of the part."""
    for slug in whole.part.section.testimonies:
        words = testimonies[slug].words_spoken
        whole.add(f"<!-- testimony:{slug} -->\n{words}\n<!-- /testimony:{slug} -->", "testimony", testimony=slug)


def add_pictures(parts: Sequence[Written], outline: Outline) -> None:
    """Pictures where the outline's body puts them; the others after the sections, spread in order."""
    placed = {src for each in parts for src in each.part.section.pictures}
    for each in parts:
        for src in each.part.section.pictures:
            each.add(_picture(src), "picture")
    loose = [image.src for image in outline.images if image.src not in placed]
    sections = parts[1:]
    for index, src in enumerate(loose):
        sections[index * len(sections) // max(len(loose), len(sections))].add(_picture(src), "picture")


def without_repeats(parts: Sequence[Written]) -> None:
    """A sentence that an earlier part has is taken out of the model's paragraphs of a later one."""
    said = cleaning.Said()
    for each in parts:
        for index in reversed(range(len(each.texts))):
            if each.passages[index].kind == "model":
                _keep_unsaid(each, index, said)
        for text, passage in zip(each.texts, each.passages, strict=True):
            if passage.kind == "model":
                said.add(text)


def _keep_unsaid(part: Written, index: int, said: cleaning.Said) -> None:
    """A paragraph without what was said before; the last one of a part stays, for a part cannot be empty."""
    text = cleaning.unsaid(part.texts[index], said)
    if not text and sum(passage.kind == "model" for passage in part.passages) > 1:
        del part.texts[index], part.passages[index]
    elif text and text != part.texts[index]:
        part.texts[index] = text
        part.passages[index] = replace(part.passages[index], sha256=provenance.digest(text))


def body(parts: Sequence[Written]) -> str:
    """The Markdown of the piece: headings word for word from the outline, in its order."""
    pieces: list[str] = []
    for each in parts:
        if each.part.number:
            pieces.append(f"## {each.part.section.heading}")
        pieces += each.texts
    return "\n\n".join(pieces) + "\n"


@dataclass(frozen=True)
class Description:
    """The piece's description, and the call that wrote it, if a model did."""

    text: str
    call: str = ""


def record(parts: Sequence[Written], description: Description) -> Provenance:
    """Who wrote each passage, and the description."""
    passages = [passage for each in parts for passage in each.passages]
    if description.call:
        passages.append(Passage("model", provenance.digest(description.text), description.call))
    return Provenance(tuple(passages))


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
    listed = {image.src for image in outline.images}
    sources = {src for section in (outline.introduction, *outline.sections) for src in section.pictures} - listed
    if not sources:
        return list(outline.images)
    text = frontmatter.parse(outline.path.read_text("utf-8")).body
    found = {picture.src: picture.alt for picture in markdown.pictures(text) if picture.src in sources}
    return [*outline.images, *(Picture(src, alt) for src, alt in found.items())]


def picture_files(images: Iterable[Picture], folder: Path) -> dict[str, Path]:
    """The files of the pictures that are there, beside the outline or below it."""
    found = {image.src: manifest.picture_path(folder, image.src) for image in images}
    return {src: path for src, path in found.items() if path}


def _picture(src: str) -> str:
    return f"![](<{src}>)" if re.search(r"[\s()]", src) else f"![]({src})"


def _image(image: Picture) -> dict[str, Any]:
    optional = {"caption": image.caption, "credit": image.credit, "decorative": image.decorative}
    return {"src": image.src, "alt": image.alt, **{key: value for key, value in optional.items() if value}}
