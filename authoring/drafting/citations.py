"""The marks by which a model names the source of a sentence: read for the record, and removed from the text.

`[[from:2.1]]` after a sentence names the first point of the second section, `[[from:nora-lind#3]]` a sentence of a
testimony. A mark counts only if its source was in the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from authoring.drafting.parts import Part
from authoring.sourcing.provenance import digest
from authoring.text import sentences

MARK: Final = re.compile(
    r"(?<![ \t\u00a0\u202f])[ \t\u00a0\u202f]*+"
    r"\[{1,2}\s{0,9}(?:from|source)\s{0,9}:\s{0,9}(?P<names>[\w.#,; -]{1,120}?)\s{0,9}\]{1,2}",
    re.I,
)


def without(answer: str) -> str:
    """The answer without its marks of origin."""
    return MARK.sub("", answer)


def read(answer: str, part: Part) -> Mapping[str, tuple[str, ...]]:
    """The references that each marked sentence of an answer names, by the sentence's digest."""
    plain, ends = "", []
    position = 0
    for match in MARK.finditer(answer):
        plain += answer[position : match.start()]
        ends.append((len(plain), _references(match["names"], part)))
        position = match.end()
    plain += answer[position:]
    sources: dict[str, tuple[str, ...]] = {}
    for start, end in sentences.spans(plain):
        named = [reference for place, references in ends if start < place <= end for reference in references]
        if named:
            sources[digest(plain[start:end])] = tuple(dict.fromkeys(named))
    return sources


def _references(names: str, part: Part) -> list[str]:
    """The references of a mark, those left out that the part's prompt does not offer."""
    references = []
    for name in re.split(r"[,;\s]+", names):
        slug, _mark, number = name.partition("#")
        if number:
            quotable = next((it for it in part.quotables if it.is_shown and it.slug == slug), None)
            if quotable and quotable.sentence(number):
                references.append(f"testimony:{slug}#{int(number)}")
        elif re.fullmatch(r"\d{1,4}\.\d{1,4}", name):
            section, point = map(int, name.split("."))
            if section == part.number and 1 <= point <= len(part.section.points):
                references.append(f"point:{section}.{point}")
    return references
