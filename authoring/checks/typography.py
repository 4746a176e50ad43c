"""Checks and corrects the typography of the piece's own prose, block by block.

The package polytypo has the rules. As it is slow, a pattern first selects the parts that it has to read: those around
anything that a rule may change, with enough words on both sides, or the whole block if there are marks to pair. For a
correct text this takes a thirtieth of the time.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from authoring.checks import Subject, capitals
from authoring.checks.support import quoting
from authoring.checks.support.reading import Block, Reading, Span, merge, read, within
from authoring.errors import advice
from authoring.model.findings import Finding
from authoring.sourcing.quotations.marks import Quotation
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from polytypo import Change

_LOCALES: Final = {"fr": "fr", "en": "en-US"}
# Everything that a rule of polytypo may change; a text without any of it stays unchanged (a property test compares
# this with polytypo itself). Correct no-break spaces are allowed.
_ANYWHERE: Final = (
    r"  | [,.;:!?)\]}]|[(\[{][ ]|\.\.|…|(?<!\w)-|-(?!\w)|[–—‒―‑−]|[\"'“”„‟‘‛`´«»‹›]|(?<!\w)’|’(?!\w)"
    r"|\([cCrRtT]|\+/-|\d[ \u00a0\u202f]?[xX×хХ]|\d[ \u202f](?:[%‰€°ckm]|$)|\d[%‰€°]"
    r"|\b(?:art|fig)\.|[nN]°|§|\b(?:M|MM|Mme|Mmes|Mlle|Mlles|Mr|Mrs|Ms|Dr|St|Prof|No|p|pp|vol|Fig)\b\.?[ \u202f]"
    r"|(?<![^\W\d_])[^\W\d_]\.|[\u2000-\u200a\u205f\u3000\t\u0085\u2028\u2029\x0b\x0c]"
)
_SUSPICIOUS: Final = {
    "fr": re.compile(_ANYWHERE + r"|(?<!\u202f)[;!?]|(?<!\u00a0):"),
    "en": re.compile(_ANYWHERE + r"|[\u00a0\u202f]|\d [%‰°A-Za-z]"),
}
_ESCAPES: Final = re.compile(r"\\[!-/:-@\[-`{-~]|&#?\w{1,32};|[ \t]*\|[ \t]*|\*+|(?<!\w)_+|_+(?!\w)|~~")
_MARKS: Final = re.compile(r"[\"'“”„«»‘’]")
_PAIRED: Final = re.compile(r"[\"“”„‟‘‛`´«»‹›]|(?<!\w)['’]|['’](?!\w)")
_IN_WORD: Final = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_BETWEEN_WORDS: Final = re.compile(r"(?<=[^\W\d_]{2}) (?=[^\W\d_]{2})")
MARGIN: Final = 16
_DASHES: Final = re.compile(r"[-–—‒―‑−]")
_NO_WORD: Final = re.compile(r"(?<!\S)\S{200,}+")  # an address, code or noise, not prose
MOST_MARKS: Final = 1000
_HOLE: Final = "\ufffc"
_REACH: Final = 24


@dataclass(frozen=True)
class Slip:
    """One place to correct: an offset in the body, and the rule."""

    start: int
    end: int
    rule: str


class Typography:
    """A note for each block whose typography can be corrected, with the errors in it."""

    name = "typography"

    def run(self, subject: Subject) -> Iterator[Finding]:
        reading, lang = subject.reading, subject.draft.lang
        for block in _mendable(reading, lang):
            block_slips = slips(reading, block, lang=lang)
            if block_slips:
                yield self._finding(subject, block, block_slips)

    def _finding(self, subject: Subject, block: Block, block_slips: Sequence[Slip]) -> Finding:
        first = block_slips[0]
        names = ", ".join(dict.fromkeys(_rule_name(slip.rule) for slip in block_slips))
        return subject.finding(
            self.name,
            "note",
            plural("{count} slip of typography in this paragraph", "{count} slips of typography in this paragraph",
                   len(block_slips)) + _(": {names}.").format(names=names),
            advice("mend-typography", slug=subject.draft.slug),
            line=subject.line_at(first.start),
            passage=_around(subject.reading.body[block.start : block.end], first.start - block.start),
            kind="+".join(sorted({slip.rule for slip in block_slips})),
        )  # fmt: skip


def fix_typography(body: str, *, lang: str) -> str:
    """The body with corrected typography in its prose; all other bytes are unchanged.

    Testimonies, block quotes, words in quotation marks, code, addresses, pictures and our marks are not changed. A
    second call changes nothing.
    """
    if re.search(r"\r(?!\n)", body):
        return body
    reading = read(body)
    parts: list[str] = []
    position = 0
    for block in _mendable(reading, lang):
        parts += [reading.body[position : block.start], _mended(reading, block, lang)]
        position = block.end
    fixed = "".join([*parts, reading.body[position:]])
    return fixed if "\r" not in body else _with_line_ends_of(body, fixed)


def slips(reading: Reading, block: Block, *, lang: str) -> list[Slip]:
    """The places that the rules would change in a block, in order."""
    text = reading.body[block.start : block.end]
    protected = _protected(reading, block)
    letters = _letters(text, protected, lang)
    text_slips = [Slip(offset, offset + 1, rule) for offset, _new, rule in letters]
    lettered = _with_letters(text, letters)
    for start, end in windows(_holed(lettered, protected), lang):
        changes = _analysed(lettered[start:end], _cut(protected, start, end), lang)
        text_slips += [Slip(start + change.start, start + change.end, change.rule_id) for change in changes]
    return _spots([Slip(block.start + slip.start, block.start + slip.end, slip.rule) for slip in text_slips])


def _analysed(text: str, protected: Sequence[Span], lang: str) -> Sequence[Change]:
    from polytypo.text import analyze

    return analyze(text, locale=_LOCALES[lang], rules=_rules(text), protect=protected)


def _spots(slips_of_text: Sequence[Slip]) -> list[Slip]:
    """One slip for each place; for a replaced space, the slip has the name of the new one."""
    spots: list[Slip] = []
    for slip in sorted(slips_of_text, key=lambda slip: (slip.start, slip.end)):
        if spots and slip.start <= spots[-1].end:
            rule = slip.rule if spots[-1].rule == "spaces" else spots[-1].rule
            spots[-1] = Slip(spots[-1].start, max(slip.end, spots[-1].end), rule)
        else:
            spots.append(slip)
    return spots


def _mendable(reading: Reading, lang: str) -> Iterator[Block]:
    if lang in _LOCALES:
        yield from (block for block in reading.blocks if not block.quote)


def _mended(reading: Reading, block: Block, lang: str) -> str:
    """The corrected block; without pairing of marks, or unchanged, if that would alter Markdown or quotations."""
    text = reading.body[block.start : block.end]
    protected = _protected(reading, block)
    lettered = _with_letters(text, _letters(text, protected, lang))
    before = _shape(text)
    for rules in (_rules(text), {**_rules(text), "quotes": False}):
        fixed = _transformed(lettered, protected, lang, rules)
        if fixed == text or _shape(fixed) == before:
            return fixed
    return text


def _transformed(text: str, protected: Sequence[Span], lang: str, rules: dict[str, bool]) -> str:
    from polytypo.text import transform

    parts: list[str] = []
    position = 0
    for start, end in windows(_holed(text, protected), lang):
        cut = _cut(protected, start, end)
        parts += [text[position:start], transform(text[start:end], locale=_LOCALES[lang], rules=rules, protect=cut)]
        position = end
    return "".join([*parts, text[position:]])


def windows(text: str, lang: str) -> list[Span]:
    """The parts that polytypo has to read in a text with blanked protected passages; empty for a correct text."""
    spots = [match.span() for match in _SUSPICIOUS[lang].finditer(text)]
    if not spots:
        return []
    if _PAIRED.search(text):
        return [(0, len(text))]
    cuts = [match.start() for match in _BETWEEN_WORDS.finditer(text)]
    return merge(
        (
            max((cuts[index - 1] + 1 for index in [bisect_right(cuts, first - MARGIN)] if index), default=0),
            min((cuts[index] for index in [bisect_left(cuts, last + MARGIN)] if index < len(cuts)), default=len(text)),
        )
        for first, last in spots
    )


def _letters(text: str, protected: Sequence[Span], lang: str) -> list[tuple[int, str, str]]:
    """Single letters to correct: the offset, the right letter, and the rule."""
    holed = _holed(text, protected)
    letters = [(match.start(), "’", "apostrophe") for match in _IN_WORD.finditer(holed)]
    if lang == "fr":
        letters += [(offset, new, "capitals") for offset, new in capitals.missing_accents(holed)]
    return letters


def _with_letters(text: str, letters: Sequence[tuple[int, str, str]]) -> str:
    set_anew = list(text)
    for offset, new, _rule in letters:
        set_anew[offset] = new
    return "".join(set_anew)


def _cut(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    return [(max(a, start) - start, min(b, end) - start) for a, b in within(spans, start, end)]


def _rules(text: str) -> dict[str, bool]:
    """Which rules to apply: in a paragraph with very many marks not those that pair them, in quadratic time."""
    return {"quotes": len(_MARKS.findall(text)) <= MOST_MARKS, "dashes": len(_DASHES.findall(text)) <= MOST_MARKS}


def _shape(text: str) -> list[str]:
    """What a correction must not change: the Markdown of a block, and its quotations."""
    reading = read(text)
    shape = [str(text.count("\n"))]
    for token in reading.tokens:
        shape += [token.type, *(child.type for child in token.children or ())]
    return shape + [quotation.words for quotation in reading.quotations if quotation.length > quoting.SHORT]


def _protected(reading: Reading, block: Block) -> list[Span]:
    """The protected spans of a block, relative to it."""
    quoted = within(reading.quotations, block.start, block.end)
    inner = [_inner(reading.body, it) for it in quoted if it.length > quoting.SHORT]
    others = (*within(reading.asides, block.start, block.end), *within(reading.markers, block.start, block.end))
    spans = [
        (max(start, block.start) - block.start, min(end, block.end) - block.start) for start, end in (*others, *inner)
    ]
    text = reading.body[block.start : block.end]
    more = (match.span() for pattern in (_ESCAPES, _NO_WORD) for match in pattern.finditer(text))
    return merge([*spans, *more])


def _inner(body: str, quotation: Quotation) -> Span:
    """The quoted words without a plain first and last letter, which show the rules that the marks enclose words."""
    first, last = body[quotation.start], body[quotation.end - 1]
    return quotation.start + first.isalnum(), quotation.end - (last.isalnum() or last == ".")


def _holed(text: str, protected: Sequence[Span]) -> str:
    parts: list[str] = []
    position = 0
    for start, end in protected:
        parts += [text[position:start], _HOLE * (end - start)]
        position = end
    return "".join([*parts, text[position:]])


def _with_line_ends_of(body: str, fixed: str) -> str:
    lines = zip(fixed.split("\n"), body.split("\n"), strict=True)
    return "\n".join(line + "\r" * before.endswith("\r") for line, before in lines)


def _around(text: str, offset: int) -> str:
    """The words around an offset, on one line."""
    begin = text.rfind(" ", 0, max(0, offset - _REACH)) + 1
    end = text.find(" ", offset + _REACH)
    return text[begin : end if end >= 0 else len(text)].replace("\n", " ").strip()


def _rule_name(rule: str) -> str:
    return {
        "spaces": _("a space too many"),
        "ellipsis": _("three dots for an ellipsis"),
        "dashes": _("a hyphen for a dash"),
        "quotes": _("straight quotation marks"),
        "apostrophe": _("a straight apostrophe"),
        "hyphen": _("a space for a hyphen"),
        "symbols": _("letters for a symbol"),
        "nbsp": _("a no-break space missing"),
        "capitals": _("an accent missing on a capital"),
    }.get(rule, rule)
