"""Cases that test prompts: an outline with its testimonies, what a text written from it must hold, and what not.

A case is a text `NAME.LANG.md` among the prompts' cases: an outline with one more key in its front matter.

```yaml
case:
  about: The hours and the price stay those of the outline.
  prompts: [introduction, section]        # the templates that it tests
  must: {points: all, words: [Thursday], patterns: ['18[:.]00|6 p\\.m\\.']}
  must_not: {words: [free of charge]}
  at_most: {unsourced: 0, repeated: 0}    # of the figures that are measured
  people:                                 # invented ones, whom `testimonies` names as it does the workspace's
    nora-lind: {person: Nora Lind, role: carpenter, ai: allowed, words: I had no saw of my own.}
```

The workspace's copy of a case wins over the packaged one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from authoring.errors import AuthoringError, InvalidDocuments, Problem, UnknownSlug
from authoring.model.documents import Outline
from authoring.model.fields import Fields
from authoring.model.loading import document_of, load_outline
from authoring.model.slugs import is_slug
from authoring.prompts import packaged_folder
from authoring.store import Documents, Key
from authoring.text import frontmatter
from authoring.text.folding import plain
from authoring.text.frontmatter import Document
from authoring.text.i18n import LANGUAGES, _

KEY: Final = "case"
SUFFIX: Final = ".md"
ALL: Final = "all"
_FOLDER: Final = "cases"
_FILE: Final = re.compile(rf"(?P<name>[a-z0-9][a-z0-9-]*)\.(?P<lang>{'|'.join(LANGUAGES)}){re.escape(SUFFIX)}")
_KEYS: Final = ("about", "prompts", "must", "must_not", "at_most", "people")
_LONG_AGO: Final = date(2000, 1, 1)  # invented people agree at any time
_PERMISSIONS: Final = ("allowed", "local", "never")


@dataclass(frozen=True)
class Wording:
    """Words and patterns that a text must hold, or must not; a pattern is a regular expression, case aside."""

    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    def present(self, text: str) -> Iterator[str]:
        """Those that the text holds; words are found whole, whatever their case and accents."""
        folded = plain(" ".join(text.split()))
        for words in self.words:
            if re.search(rf"(?<!\w){re.escape(plain(words))}(?!\w)", folded):
                yield words
        yield from (pattern for pattern in self.patterns if re.search(pattern, text, re.IGNORECASE))

    @property
    def everything(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.words, *self.patterns)


@dataclass(frozen=True)
class Case:
    """A case as it was read. `points` are references of points that must be said, or `all`.

    `at_most` holds limits of figures by their names. `document` is the outline's text, and `testimonies`
    those of the people whom the case invents, by slug.
    """

    name: str
    lang: str
    label: str
    about: str
    prompts: tuple[str, ...]
    points: tuple[str, ...]
    must: Wording
    must_not: Wording
    at_most: Mapping[str, float]
    outline: Outline
    document: str
    testimonies: Mapping[str, str] = field(default_factory=dict)
    is_packaged: bool = False

    @property
    def id(self) -> str:
        """Its name and its language: `hours.fr`."""
        return f"{self.name}.{self.lang}"

    @property
    def slug(self) -> str:
        """The slug of its outline, and of the piece that is written from it."""
        return slug_of(self.name, self.lang)

    def concerns(self, names: Collection[str]) -> bool:
        """Whether one of these names it, or a prompt that it tests."""
        return bool({self.name, self.id, *self.prompts}.intersection(names))


def slug_of(name: str, lang: str) -> str:
    """The slug of a case's outline."""
    return f"case-{name}-{lang}"


class Cases:
    """The cases that a workspace has: its own first, then the packaged ones. `figures` may be limited in them."""

    def __init__(self, documents: Documents, *, figures: Collection[str]) -> None:
        self._documents = documents
        self._figures = figures

    def named(self, names: Sequence[str], *, lang: str) -> list[Case]:
        """The cases in a language that have these names, or test prompts of these names; all of them without names.

        Raises `UnknownSlug` for a name that nothing has, and `InvalidDocuments` with the mistakes of all files.
        """
        cases = self.all(lang=lang)
        chosen = [case for case in cases if not names or case.concerns(names)]
        unknown = [name for name in names if not any(case.concerns([name]) for case in cases)]
        if unknown or not chosen:
            raise UnknownSlug(
                _("There is no case and no prompt “{name}” that is tested in this language.").format(
                    name=", ".join(unknown) or lang
                ),
                _("The cases are: {names}.").format(names=", ".join(case.id for case in cases) or "—"),
            )
        return chosen

    def all(self, *, lang: str) -> list[Case]:
        """Every case in a language, by name. Raises `InvalidDocuments` with the mistakes of all files."""
        problems: list[Problem] = []
        cases = []
        for file_name in self._file_names(lang):
            try:
                cases.append(self._read(file_name))
            except AuthoringError as error:
                problems.extend(error.problems)
        if problems:
            raise InvalidDocuments(problems)
        return cases

    def _file_names(self, lang: str) -> list[str]:
        packaged = (path.name for path in _packaged().glob(f"*{SUFFIX}"))
        matches = (_FILE.fullmatch(name) for name in (*self._documents.slugs("case"), *packaged))
        return sorted({match.group() for match in matches if match and match["lang"] == lang})

    def _read(self, file_name: str) -> Case:
        own = self._documents.read(Key("case", file_name))
        if own is not None:
            return _Reader(document_of(own.content, own.label), file_name, self._figures).case(is_packaged=False)
        path = _packaged() / file_name
        return _Reader(document_of(path.read_bytes(), str(path)), file_name, self._figures).case(is_packaged=True)


def _packaged() -> Path:
    return packaged_folder() / _FOLDER


class _Reader:
    """Reads one case; mistakes are gathered."""

    def __init__(self, document: Document, file_name: str, figures: Collection[str]) -> None:
        self._document = document
        self._name, self._lang = file_name.removesuffix(SUFFIX).rsplit(".", 1)
        self._figures = figures

    @cached_property
    def _fields(self) -> Fields:
        document = self._document
        return Fields(document.values, label=document.label, locate=document.line_of)

    def case(self, *, is_packaged: bool) -> Case:
        """The case. Raises `InvalidDocuments` with all its mistakes."""
        own = self._fields.below(KEY, required=True)
        must, must_not = own.below("must"), own.below("must_not")
        outline, text = self._outline()
        case = Case(
            name=self._name,
            lang=self._lang,
            label=self._document.label,
            about=own.text("about", required=True),
            prompts=own.texts("prompts") or ("introduction", "section"),
            points=self._points(must, outline),
            must=_wording(must),
            must_not=_wording(must_not),
            at_most=self._limits(own.below("at_most")),
            outline=outline,
            document=text,
            testimonies=self._testimonies(own.below("people")),
            is_packaged=is_packaged,
        )
        own.refuse_rest(_KEYS)
        if self._fields.problems:
            raise InvalidDocuments(self._fields.problems)
        return case

    def _outline(self) -> tuple[Outline, str]:
        """The outline, and its document without what is the case's. Raises `InvalidDocuments` for mistakes in it."""
        document = self._document
        outline = load_outline(slug_of(self._name, self._lang), document, default_lang=self._lang)
        if outline.lang != self._lang:
            self._fields.note(
                _("The outline’s language is not that of the file’s name."),
                _("Write lang: {lang}").format(lang=self._lang),
                "lang",
            )
        return outline, document.with_values({KEY: None, "lang": self._lang}).text

    def _points(self, must: Fields, outline: Outline) -> tuple[str, ...]:
        """The references of the points that must be said."""
        parts = enumerate((outline.introduction, *outline.sections))
        references = [f"point:{number}.{index}" for number, part in parts for index, _text in enumerate(part.points, 1)]
        stated = self._document.values.get(KEY, {}).get("must") or {}
        if isinstance(stated, Mapping) and stated.get("points") == ALL:
            must.text("points")
            return tuple(references)
        points = must.texts("points")
        for unknown in (point for point in points if point not in references):
            must.note(
                _("The outline has no point “{point}”.").format(point=unknown),
                _("Write `all`, or references such as point:1.2 for the second point of the first section."),
                "points",
            )
        return points

    def _limits(self, fields: Fields) -> dict[str, float]:
        limits: dict[str, float] = {}
        for name in fields.names():
            value = self._document.values[KEY]["at_most"][name]
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if name not in self._figures or not is_number:
                fields.note(
                    _("`{name}` is no figure with a limit in numbers.").format(name=name),
                    _("The figures are: {names}.").format(names=", ".join(self._figures)),
                    name,
                )
            else:
                limits[name] = float(value)
        return limits

    def _testimonies(self, fields: Fields) -> dict[str, str]:
        """The documents of invented testimonies, by slug; a model elsewhere reads only those that allow it."""
        documents: dict[str, str] = {}
        for slug in fields.names():
            entry = fields.below(slug)
            if not is_slug(slug):
                fields.note(_("“{slug}” is no slug.").format(slug=slug), _("Use small letters and hyphens."), slug)
            values = {
                "person": entry.text("person", required=True),
                "role": entry.text("role"),
                "lang": self._lang,
                "consent": {"status": "granted", "granted": _LONG_AGO, "ai": entry.choice("ai", _PERMISSIONS, "local")},
            }
            documents[slug] = f"---\n{frontmatter.dump(values)}---\n\n{entry.text('words', required=True).strip()}\n"
            entry.refuse_rest(["person", "role", "ai", "words"])
        return documents


def _wording(fields: Fields) -> Wording:
    patterns = fields.texts("patterns")
    for number, pattern in enumerate(patterns):
        try:
            re.compile(pattern)
        except re.error as error:
            fields.note(
                _("“{pattern}” is no pattern: {reason}.").format(pattern=pattern, reason=error),
                _("Write a regular expression, or the plain words below `words`."),
                "patterns",
                number,
            )
    words = fields.texts("words")
    fields.refuse_rest(["points", "words", "patterns"])
    return Wording(words, patterns)
