"""A piece in another language, sentence by sentence: each translation is held against the sentence that it is of.

A sentence that no answer translates faithfully within a few rounds stays as it is, and a check names it. People's
words stay as they were said; where the model may read them, a translation that says what it is stands above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from authoring.checks import Subject
from authoring.drafting import cleaning, quotes
from authoring.drafting.ask import Asker
from authoring.drafting.calls import Totals
from authoring.drafting.parallel import run_all
from authoring.drafting.tools import DraftingTools
from authoring.errors import UnusableAnswer
from authoring.llm import provider_of
from authoring.model import manifest
from authoring.model.documents import Draft, Picture, Testimony
from authoring.sourcing import provenance, translation
from authoring.sourcing.provenance import Passage, Provenance
from authoring.sourcing.provenance.text import Sentence
from authoring.sourcing.translation import Difference, Original, translated_from
from authoring.text import frontmatter, markdown, sentences
from authoring.text import words as language
from authoring.text.i18n import _

PROMPT: Final = "translation"
ROUNDS: Final = 3  # times that one sentence is asked for by itself
_TOGETHER: Final = 8  # sentences in one question to a model that is not small
_NUMBERED: Final = re.compile(r"^\s*(\d{1,3})[.)]\s+(.+?)\s*$", re.MULTILINE)
_PICTURE: Final = re.compile(r"\s*!\[[^\]\n]*\]\([^)\n]*\)\s*")
_QUOTE_BLOCK: Final = re.compile(r"^[ \t]{0,3}>[^\n]*(?:\n[ \t]{0,3}>[^\n]*)*", re.MULTILINE)


@dataclass(frozen=True)
class Rendered:
    """A sentence in the other language and the call that gave it; None where no answer was faithful."""

    text: str | None
    call: str = ""


@dataclass(frozen=True)
class Spoken:
    """Somebody's words in the piece: where they stand, and whose they are."""

    start: int
    end: int
    words: str
    testimony: Testimony


@dataclass(frozen=True)
class Translation:
    """The text in the other language, who wrote what of it, and what stayed as it was.

    `left` are sentences that no answer translated faithfully, `withheld` the testimonies whose words the model may not
    read.
    """

    text: str
    record: Provenance
    totals: Totals
    left: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass
class Translator:
    """Translates what one piece says. `subject` is the original with the testimonies that it quotes."""

    tools: DraftingTools
    subject: Subject
    slug: str
    lang: str
    asker: Asker = field(init=False)

    def __post_init__(self) -> None:
        self.asker = self.tools.asker(self.slug)

    def translated(self) -> Translation:
        """The whole piece. Raises what models raise, and `BudgetReached`; answers that came are kept."""
        body = f"{manifest.unified(self.subject.draft.body)}\n"
        draft = replace(self.subject.draft, body=body)
        original = Original.of(draft)
        spoken, withheld = self._spoken(body)
        wanted = [(number, it) for number, it in enumerate(original.sentences, start=1) if _is_own(it, body)]
        rendered = self._rendered(wanted)
        voices = {it.start: self._voice(it) for it in spoken}
        front = self._front(draft)
        text = self._body(body, wanted, rendered, spoken, voices)
        values = self._values(draft, wanted, rendered, front)
        record = self._record(text, original, wanted, rendered, values)
        left = [it.text for number, it in wanted if rendered[number].text is None]
        silent = [it.testimony.slug for it in spoken if not voices[it.start]]
        return Translation(
            f"---\n{frontmatter.dump(values)}---\n\n{text}",
            record,
            self.asker.totals,
            tuple(left),
            tuple(dict.fromkeys([*withheld, *silent])),
        )

    # --- sentences --------------------------------------------------------------------------------------------

    def _rendered(self, wanted: Sequence[tuple[int, Sentence]]) -> dict[int, Rendered]:
        batches = list(_batches(wanted, most=1 if self._is_small else _TOGETHER))
        concurrency = self.tools.settings.model.concurrency
        parts = run_all(batches, self._batch, stop=self.asker.stop, concurrency=concurrency)
        return {number: it for part in parts for number, it in part.items()}

    def _batch(self, batch: Sequence[tuple[int, Sentence]]) -> dict[int, Rendered]:
        texts = [_masked(it.text) for _number, it in batch]
        results = self._all([masked for masked, _kept in texts])
        return {
            number: replace(result, text=_unmasked(result.text, kept) if result.text is not None else None)
            for (number, _sentence), (_masked_text, kept), result in zip(batch, texts, results, strict=True)
        }

    def _all(self, texts: Sequence[str]) -> list[Rendered]:
        """Several sentences that follow one another, together first, then by itself each that is not faithful."""
        together: Mapping[int, Rendered] = self._together(texts) if len(texts) > 1 else {}
        return [together.get(index) or self._alone(text, texts) for index, text in enumerate(texts)]

    def _together(self, texts: Sequence[str]) -> dict[int, Rendered]:
        answer, call = self._ask(texts)
        lines = {int(number) - 1: text for number, text in _NUMBERED.findall(answer)}
        return {
            index: Rendered(lines[index], call)
            for index, text in enumerate(texts)
            if index in lines and not self._differences(lines[index], text)
        }

    def _alone(self, text: str, around: Sequence[str]) -> Rendered:
        """One sentence, asked for until it is faithful; else the answer that differs least, and surely in nothing."""
        best: tuple[int, Rendered] | None = None
        refused, wrong = "", list[Difference]()
        for _round in range(ROUNDS):
            answer, call = self._ask([text], around, refused=refused, faults=[it.message for it in wrong])
            numbered = _NUMBERED.findall(answer)
            proposal = numbered[0][1] if numbered else cleaning.line(answer)
            if proposal == refused:
                break
            refused, wrong = proposal, self._differences(proposal, text)
            if not any(it.is_sure for it in wrong) and (best is None or len(wrong) < best[0]):
                best = len(wrong), Rendered(proposal, call)
            if not wrong:
                break
        return best[1] if best else Rendered(None)

    def _differences(self, text: str, original: str) -> list[Difference]:
        return translation.differences(text, original, lang=self.lang, people=self._people)

    def _ask(
        self, texts: Sequence[str], around: Sequence[str] = (), *, refused: str = "", faults: Sequence[str] = ()
    ) -> tuple[str, str]:
        """The model's answer and the id of its call; an empty answer where it cannot be used."""
        question = self.tools.questions.about_translation(
            self.subject.draft, self.lang, texts, around=around, refused=refused, faults=faults
        )
        try:
            answer = self.asker.ask(question)
        except UnusableAnswer:
            return "", ""
        return answer.completion.text.strip(), answer.call.id

    @property
    def _model(self) -> str:
        return self.tools.settings.model.for_prompt(PROMPT)

    @property
    def _is_small(self) -> bool:
        return self.tools.catalogue.capabilities(self._model).is_small

    @property
    def _people(self) -> tuple[str, ...]:
        names = [it.person for it in self.subject.testimonies.values()]
        return tuple(filter(None, [*names, *(it.name for it in self.tools.settings.people.values())]))

    # --- people's words ---------------------------------------------------------------------------------------

    def _spoken(self, body: str) -> tuple[list[Spoken], list[str]]:
        """Whole testimonies and block quotations that the model may read, and the testimonies that it may not."""
        listed = sorted([*self._whole(body), *self._quoted(body)], key=lambda it: it.start)
        readable = [it for it in listed if self._may_read(it.testimony)]
        return readable, [it.testimony.slug for it in listed if it not in readable]

    def _whole(self, body: str) -> Iterator[Spoken]:
        for region in markdown.TESTIMONY_BLOCK.finditer(body):
            testimony = self.subject.testimonies.get(region["slug"])
            if testimony is not None:
                yield Spoken(region.start(), region.end(), region["words"], testimony)

    def _quoted(self, body: str) -> Iterator[Spoken]:
        blocks = list(_QUOTE_BLOCK.finditer(markdown.TESTIMONY_BLOCK.sub(lambda it: " " * len(it.group()), body)))
        for quotation, placement in replace(self.subject, draft=replace(self.subject.draft, body=body)).placements:
            block = next((it for it in blocks if it.start() <= quotation.start < it.end()), None)
            if quotation.in_block and placement.sources and block:
                words = re.sub(r"\n[ \t]*>[ \t]?", "\n", quotation.words)
                yield Spoken(block.start(), block.end(), words, placement.sources[0])

    def _may_read(self, testimony: Testimony) -> bool:
        is_here = self.tools.catalogue.is_here(self._model)
        return testimony.consent.lets_read(provider_of(self._model), is_here=is_here, on=self.tools.today)

    def _voice(self, spoken: Spoken) -> str:
        """The words in the other language between marks of ours, with who said them; empty where that did not work."""
        paragraphs = []
        for paragraph in filter(None, (" ".join(it.split()) for it in spoken.words.split("\n\n"))):
            rendered = self._all(sentences.split(paragraph))
            if any(it.text is None for it in rendered):
                return ""
            paragraphs.append(" ".join(it.text or "" for it in rendered))
        opening, closing = ("«" + "\u00a0", "\u00a0" + "»") if self.lang == "fr" else ("“", "”")
        quoted = "\n>\n> ".join(paragraphs)
        who = spoken.testimony.attributed_name or _("a person who wishes to stay anonymous", self.lang)
        slug = spoken.testimony.slug
        return (
            f"<!-- translation:{slug} -->\n\n> {opening}{quoted}{closing}\n>\n"
            f"> — {who}, {translated_from(spoken.testimony.lang, self.lang)}\n\n<!-- /translation:{slug} -->"
        )

    # --- putting it together ----------------------------------------------------------------------------------

    def _body(
        self,
        body: str,
        wanted: Sequence[tuple[int, Sentence]],
        rendered: Mapping[int, Rendered],
        spoken: Sequence[Spoken],
        voices: Mapping[int, str],
    ) -> str:
        """The body with each translation in its sentence's place; every other byte is the original's."""
        changes = [(it.start, it.end, rendered[number].text) for number, it in wanted if it.end]
        changes += [(it.start, it.start, f"{voices[it.start]}\n\n" if voices[it.start] else None) for it in spoken]
        for start, end, text in sorted(changes, reverse=True):
            if text is not None:
                body = body[:start] + text + body[end:]
        return body

    def _front(self, draft: Draft) -> dict[str, str]:
        """The alternative texts and captions of the pictures, by what they say in the original."""
        texts = dict.fromkeys(text for it in draft.images for text in (it.alt, it.caption) if text)
        rendered = [self._alone(text, []) for text in texts]
        return {text: it.text or text for text, it in zip(texts, rendered, strict=True)}

    def _values(
        self,
        draft: Draft,
        wanted: Sequence[tuple[int, Sentence]],
        rendered: Mapping[int, Rendered],
        front: Mapping[str, str],
    ) -> dict[str, Any]:
        def joined(role: str, otherwise: str) -> str:
            texts = [rendered[number].text or it.text for number, it in wanted if it.role == role]
            return " ".join(texts) or otherwise

        values = {
            "title": joined("title", draft.title),
            "description": joined("description", draft.description),
            "lang": self.lang,
            "author": draft.author,
            "status": "draft",
            "translation_of": draft.slug,
            "testimonies": list(draft.testimonies),
            "tags": list(draft.tags),
            "images": [_image(it, front) for it in draft.images],
        }
        return {name: value for name, value in values.items() if value not in ("", [])}

    def _record(
        self,
        body: str,
        original: Original,
        wanted: Sequence[tuple[int, Sentence]],
        rendered: Mapping[int, Rendered],
        values: Mapping[str, Any],
    ) -> Provenance:
        """Which sentence of the original each sentence is from, passage by passage, and which call gave it."""
        origins: dict[str, tuple[str, str]] = {}
        for number, _sentence in wanted:
            for part in sentences.split(rendered[number].text or ""):
                origins[provenance.digest(part)] = original.reference(number), rendered[number].call
        passages = []
        listed = provenance.sentences_of(body, title=values["title"], description=values.get("description", ""))
        for block in dict.fromkeys(it.block for it in listed):
            inside = {it.sha256: origins[it.sha256] for it in listed if it.block == block and it.sha256 in origins}
            if inside:
                call = next(iter(inside.values()))[1]
                sources = {sha256: (reference,) for sha256, (reference, _call) in inside.items()}
                passages.append(Passage("model", block, call, sources=sources))
        return Provenance(tuple(passages))


def _is_own(sentence: Sentence, body: str) -> bool:
    """Whether the piece says the sentence itself: it is nobody's words, and no picture."""
    text = body[sentence.start : sentence.end] if sentence.end else sentence.text
    return sentence.role not in ("quote", "testimony") and not _PICTURE.fullmatch(text)


def _batches(wanted: Sequence[tuple[int, Sentence]], *, most: int) -> Iterator[Sequence[tuple[int, Sentence]]]:
    """Sentences of one passage together, so many at most."""
    batch: list[tuple[int, Sentence]] = []
    for number, sentence in wanted:
        if batch and (batch[-1][1].block != sentence.block or len(batch) == most):
            yield batch
            batch = []
        batch.append((number, sentence))
    if batch:
        yield batch


def _masked(text: str) -> tuple[str, tuple[str, ...]]:
    """The sentence in one line with quoted words hidden behind marks, and those words."""
    kept: list[str] = []

    def hidden(match: re.Match[str]) -> str:
        if len(language.words(match.group())) < quotes.MIN_QUOTED_WORDS:
            return match.group()
        kept.append(match.group())
        return f"[[keep:{len(kept)}]]"

    return quotes.INVENTED.sub(hidden, " ".join(text.split())), tuple(kept)


def _unmasked(text: str, kept: Sequence[str]) -> str:
    for number, words in enumerate(kept, start=1):
        text = text.replace(f"[[keep:{number}]]", words)
    return text


def _image(picture: Picture, front: Mapping[str, str]) -> dict[str, Any]:
    optional = {
        "caption": front.get(picture.caption, picture.caption),
        "credit": picture.credit,
        "decorative": picture.decorative,
    }
    stated = {key: value for key, value in optional.items() if value}
    return {"src": picture.src, "alt": front.get(picture.alt, picture.alt), **stated}
