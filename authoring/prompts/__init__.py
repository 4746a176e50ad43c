"""Prompt templates: exactly what a model is sent is made from them.

A template is a text `NAME.LANG.md.j2` with a YAML header and the parts `[system]` and `[user]`; between them may stand
examples, each a question below `[example]` and its answer below `[answer]`. The workspace's copy wins over the packaged
one. A template whose name begins with `_` is a part that others include.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from authoring.errors import AuthoringError, InputError, InvalidDocuments, Problem
from authoring.model.fields import Fields
from authoring.prompts import sandbox
from authoring.prompts.sandbox import Value
from authoring.store import Documents, Key
from authoring.text import frontmatter
from authoring.text.i18n import LANGUAGES, _

SUFFIX: Final = ".md.j2"
MAX_TEMPLATE: Final = 64 * 1024
BOUNDARY: Final = "boundary"
_FILE: Final = re.compile(rf"(?P<name>_?[a-z][a-z0-9-]*)\.(?P<lang>{'|'.join(LANGUAGES)}){re.escape(SUFFIX)}")
_PART: Final = re.compile(r"^\[(system|example|answer|user)\][ \t]*$", re.MULTILINE)
_ORDER: Final = re.compile(r"(?:system )?(?:example answer )*user ")


@dataclass(frozen=True)
class RenderedPrompt:
    """What a model is sent, and from what it was made. `source` is the template's label.

    `examples` are questions with their answers, as earlier turns of the conversation.
    """

    name: str
    lang: str
    system: str
    text: str
    template_hash: str
    variables_hash: str
    parameters: Mapping[str, Any]
    source: str
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PromptTemplate:
    """A template as it was read: its header, and its parts padded so that lines count as in the whole text.

    The parts' names are `system`, `example 1`, `answer 1`, `example 2`, … and `user`.
    `label` is how people are told of it; `is_packaged` tells the copy that came with the program.
    """

    name: str
    lang: str
    version: int
    description: str
    inputs: tuple[str, ...]
    parameters: Mapping[str, Any]
    label: str
    text: str
    is_packaged: bool
    parts: Mapping[str, str] = field(repr=False, default_factory=dict)


@dataclass(frozen=True)
class _Source:
    """The text of a template or of an included part, and where it came from."""

    text: str
    label: str
    is_packaged: bool


def packaged_folder() -> Path:
    """The templates that came with the program: inside the package when installed, beside it in a checkout."""
    installed = Path(__file__).parent
    return installed if any(installed.glob(f"*{SUFFIX}")) else installed.parents[1] / "prompts"


def variables_hash(variables: Mapping[str, Value]) -> str:
    """The SHA-256 of the variables' canonical JSON."""
    plain = json.dumps(variables, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)
    return hashlib.sha256(plain.encode()).hexdigest()


class Prompts:
    """The templates that a workspace uses: its own copies first, then the packaged ones."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._sandbox = sandbox.Sandbox(self._include)

    def all(self) -> list[PromptTemplate]:
        """Every template, by name and language. Raises `InvalidDocuments` with the mistakes of all files."""
        problems: list[Problem] = []
        templates = []
        for name, lang in sorted(self._names()):
            try:
                templates.append(self.template(name, lang))
            except AuthoringError as error:
                problems.extend(error.problems)
        if problems:
            raise InvalidDocuments(problems)
        return templates

    def template(self, name: str, lang: str) -> PromptTemplate:
        """One template, checked. Raises `InputError` when there is none, or with what is wrong in it."""
        source = None if name.startswith("_") else self._source(f"{name}.{lang}{SUFFIX}")
        if source is None:
            names = sorted({listed for listed, _lang in self._names()})
            raise InputError(
                _("There is no prompt “{name}” in the language “{lang}”.").format(name=name, lang=lang),
                _("The prompts are: {names}.").format(names=", ".join(names)),
            )
        template = _read(source, name, lang)
        for part in template.parts.values():
            self._sandbox.check(part, template.label, inputs=(*template.inputs, BOUNDARY))
        return template

    def render(self, name: str, lang: str, variables: Mapping[str, Value]) -> RenderedPrompt:
        """The prompt with its variables filled in. `boundary` is added: a mark that the variables cannot contain.

        Raises `InputError` with the template's line for what the template asks and cannot have.
        """
        template = self.template(name, lang)
        hashed = variables_hash(variables)
        values = {**variables, BOUNDARY: _boundary(hashed, variables)}
        _check_inputs(template, values)
        used = {name: value for name, value in values.items() if name in (*template.inputs, BOUNDARY)}
        texts = {part: self._sandbox.fill(text, template.label, used) for part, text in template.parts.items()}
        return RenderedPrompt(
            name=name,
            lang=lang,
            system=_tidy(texts.get("system", "")),
            text=_tidy(texts["user"]),
            examples=_examples(texts),
            template_hash=self.hash_of(template),
            variables_hash=hashed,
            parameters=template.parameters,
            source=template.label,
        )

    def hash_of(self, template: PromptTemplate) -> str:
        """The SHA-256 of the template and of every part that it includes, also by way of another."""
        texts: dict[str, str] = {}
        sources = [(part, template.label) for part in template.parts.values()]
        while sources:
            for name in self._sandbox.included(*sources.pop()):
                if name not in texts:
                    texts[name], label = self._include(name)
                    sources.append((texts[name], label))
        return sandbox.digest([template.text, *(texts[name] for name in sorted(texts))])

    def _names(self) -> set[tuple[str, str]]:
        packaged = (path.name for path in packaged_folder().iterdir())
        matches = (_FILE.fullmatch(name) for name in (*self._documents.slugs("prompt"), *packaged))
        return {(match["name"], match["lang"]) for match in matches if match and not match["name"].startswith("_")}

    def _source(self, file_name: str) -> _Source | None:
        """A template's text, the workspace's own before the packaged one; None when there is neither."""
        if not _FILE.fullmatch(file_name):
            return None
        own = self._documents.read(Key("prompt", file_name))
        if own is not None:
            return _Source(_decoded(own.content, own.label), own.label, is_packaged=False)
        path = packaged_folder() / file_name
        if not path.is_file():
            return None
        return _Source(_decoded(path.read_bytes(), str(path)), str(path), is_packaged=True)

    def _include(self, name: str) -> tuple[str, str]:
        """The text and the label of an included part, one whose name begins with `_`."""
        source = self._source(name) if name.startswith("_") else None
        if source is None:
            raise InputError(
                _("The prompt includes “{name}”, and there is no such file among the prompts.").format(name=name),
                _("Include a file whose name begins with _, such as _style.fr.md.j2."),
            )
        return source.text, source.label


def _check_inputs(template: PromptTemplate, values: Mapping[str, Value]) -> None:
    for name in template.inputs:
        if name not in values:
            raise InputError(
                _("The prompt asks for `{name}`, which is not there for this prompt.").format(name=name),
                _("Take it out of `inputs` and out of the text; what there is: {names}.").format(
                    names=", ".join(sorted(values))
                ),
                file=template.label,
                line=frontmatter.parse(template.text).line_of("inputs"),
            )


def _read(source: _Source, name: str, lang: str) -> PromptTemplate:
    document = frontmatter.parse(source.text, source.label)
    fields = Fields(document.values, label=source.label, locate=document.line_of)
    inputs = fields.texts("inputs")
    template = PromptTemplate(
        name=name,
        lang=lang,
        version=fields.number("version", 1, minimum=1),
        description=fields.text("description"),
        inputs=inputs,
        parameters=_parameters(fields.below("parameters", required=True)),
        label=source.label,
        text=document.text,
        is_packaged=source.is_packaged,
        parts=_parts(document, fields),
    )
    if fields.text("name", required=True) not in ("", name):
        fields.note(_("The prompt’s name is not that of its file."), _("Write name: {name}").format(name=name), "name")
    fields.refuse_rest(["name", "version", "description", "inputs", "parameters"])
    if fields.problems:
        raise InvalidDocuments(fields.problems)
    return template


def _decoded(content: bytes, label: str) -> str:
    if len(content) > MAX_TEMPLATE:
        raise InputError(_("The prompt is larger than 64 KiB."), _("Shorten it: a model reads all of it."), file=label)
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(
            _("The prompt cannot be read: {reason}.").format(reason=error),
            _("Save it as UTF-8 text and check its permissions."),
            file=label,
        ) from None


def _parameters(fields: Fields) -> Mapping[str, Any]:
    """What is passed to the model. `max_tokens` is required: it bounds what an answer may cost."""
    before = len(fields.problems)
    most = fields.number("max_tokens", 0, minimum=1)
    if not most and len(fields.problems) == before:
        fields.note(_("`max_tokens` is missing: it bounds what an answer may cost."), _("Add a line: max_tokens: 900"))
    return MappingProxyType({**fields.rest(), "max_tokens": most})


def _parts(document: frontmatter.Document, fields: Fields) -> Mapping[str, str]:
    """The parts by name; each begins with as many line breaks as lines stand before it in the file."""
    marks = list(_PART.finditer(document.body))
    names = [mark.group(1) for mark in marks]
    in_order = _ORDER.fullmatch("".join(f"{name} " for name in names))
    if not in_order or document.body[: marks[0].start()].strip():
        fields.problems.append(
            Problem(
                _(
                    "The prompt’s text must have a line [system] and then a line [user], or [user] alone; "
                    "between them there may be examples, each a line [example] and then a line [answer]."
                ),
                _("Write [user] alone on a line, and below it what the model is asked."),
                document.label,
                document.body_line,
            )
        )
        return {}
    ends = [mark.start() for mark in marks[1:]] + [len(document.body)]
    return {
        _part_name(names, index): "\n" * (document.body_line - 1 + document.body.count("\n", 0, mark.end()))
        + document.body[mark.end() : end]
        for index, (mark, end) in enumerate(zip(marks, ends, strict=True))
    }


def _part_name(names: Sequence[str], index: int) -> str:
    """The name of a part among all; examples and their answers are numbered."""
    name = names[index]
    return f"{name} {names[: index + 1].count(name)}" if name in ("example", "answer") else name


def _examples(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The examples of a filled template, each with its answer, in order."""
    count = sum(name.startswith("example ") for name in texts)
    return tuple(
        (_tidy(texts[f"example {number}"]), _tidy(texts[f"answer {number}"])) for number in range(1, count + 1)
    )


def _boundary(hashed: str, variables: Mapping[str, Value]) -> str:
    """A mark for where a testimony begins and ends: the same for the same variables, and in none of them."""
    text = json.dumps(variables, ensure_ascii=False, default=dict)
    mark = hashed[:16]
    while mark in text:
        mark = hashlib.sha256(mark.encode()).hexdigest()[:16]
    return mark


def _tidy(text: str) -> str:
    """At most one blank line in a row, none at the ends: conditions leave holes behind."""
    return re.sub(r"\n[ \t]*(?:\n[ \t]*)+\n", "\n\n", text).strip()
