"""Prompt templates: `prompts/*.md.j2` in, exactly what a model is sent out.

A template is a YAML header and two parts, `[system]` and `[user]`; the workspace's copy wins over the packaged
one. A file whose name begins with `_` is a part that others include.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from authoring.errors import AuthoringError, InputError, InvalidDocuments, Problem
from authoring.model.fields import Fields
from authoring.prompts import sandbox
from authoring.prompts.sandbox import Value
from authoring.text import frontmatter
from authoring.text.i18n import LANGUAGES, _

FOLDER: Final = "prompts"
SUFFIX: Final = ".md.j2"
MAX_TEMPLATE: Final = 64 * 1024
BOUNDARY: Final = "boundary"
_FILE: Final = re.compile(rf"(?P<name>_?[a-z][a-z0-9-]*)\.(?P<lang>{'|'.join(LANGUAGES)}){re.escape(SUFFIX)}")
_PART: Final = re.compile(r"^\[(system|user)\][ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class RenderedPrompt:
    """What a model is sent, and from what it was made. `source` is the template's file."""

    name: str
    lang: str
    system: str
    text: str
    template_hash: str
    variables_hash: str
    parameters: Mapping[str, Any]
    source: Path


@dataclass(frozen=True)
class PromptTemplate:
    """A template as it was read: its header, and its two parts padded so that lines count as in the file."""

    name: str
    lang: str
    version: int
    description: str
    inputs: tuple[str, ...]
    parameters: Mapping[str, Any]
    path: Path
    text: str
    parts: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def is_packaged(self) -> bool:
        """Whether this is the copy that came with the program."""
        return self.path.parent == packaged_folder()


def packaged_folder() -> Path:
    """The templates that came with the program: inside the package when installed, beside it in a checkout."""
    installed = Path(__file__).parent
    return installed if any(installed.glob(f"*{SUFFIX}")) else installed.parents[1] / FOLDER


def variables_hash(variables: Mapping[str, Value]) -> str:
    """The SHA-256 of the variables' canonical JSON."""
    plain = json.dumps(variables, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)
    return hashlib.sha256(plain.encode()).hexdigest()


class Prompts:
    """The templates that a workspace's commands use: its own copies first, then the packaged ones."""

    def __init__(self, root: Path) -> None:
        self._folders = tuple(dict.fromkeys([root / FOLDER, packaged_folder()]))
        self._sandbox = sandbox.Sandbox(self._include)

    def all(self) -> list[PromptTemplate]:
        """Every template, by name and language. Raises `InvalidDocuments` with the mistakes of all files."""
        problems: list[Problem] = []
        found = []
        for name, lang in sorted(self._names()):
            try:
                found.append(self.template(name, lang))
            except AuthoringError as error:
                problems.extend(error.problems)
        if problems:
            raise InvalidDocuments(problems)
        return found

    def template(self, name: str, lang: str) -> PromptTemplate:
        """One template, checked. Raises `InputError` when there is none, or with what is wrong in it."""
        path = None if name.startswith("_") else self._find(f"{name}.{lang}{SUFFIX}")
        if path is None:
            raise InputError(
                _("There is no prompt “{name}” in the language “{lang}”.").format(name=name, lang=lang),
                _("The prompts are: {names}.").format(names=", ".join(sorted({each for each, _lang in self._names()}))),
            )
        template = _read(path, name, lang)
        for part in template.parts.values():
            self._sandbox.check(part, path, inputs=(*template.inputs, BOUNDARY))
        return template

    def render(self, name: str, lang: str, variables: Mapping[str, Value]) -> RenderedPrompt:
        """The prompt with its variables filled in. `boundary` is added: a mark that the variables cannot contain.

        Raises `InputError` with the template's line for what the template asks and cannot have.
        """
        template = self.template(name, lang)
        hashed = variables_hash(variables)
        given = {**variables, BOUNDARY: _boundary(hashed, variables)}
        _check_inputs(template, given)
        used = {name: value for name, value in given.items() if name in (*template.inputs, BOUNDARY)}
        texts = {part: self._sandbox.fill(text, template.path, used) for part, text in template.parts.items()}
        return RenderedPrompt(
            name=name,
            lang=lang,
            system=_tidy(texts.get("system", "")),
            text=_tidy(texts["user"]),
            template_hash=self.hash_of(template),
            variables_hash=hashed,
            parameters=template.parameters,
            source=template.path,
        )

    def hash_of(self, template: PromptTemplate) -> str:
        """The SHA-256 of the template's file and of every file that it includes."""
        included = {name for part in template.parts.values() for name in self._sandbox.included(part, template.path)}
        return sandbox.digest([template.text, *(self._include(name)[0] for name in sorted(included))])

    def _names(self) -> set[tuple[str, str]]:
        files = (path.name for folder in self._folders if folder.is_dir() for path in folder.iterdir())
        matches = (_FILE.fullmatch(name) for name in files)
        return {(match["name"], match["lang"]) for match in matches if match and not match["name"].startswith("_")}

    def _find(self, file_name: str) -> Path | None:
        """The file in the first folder that has it, if it really lies there: a link that leads out is refused."""
        if not _FILE.fullmatch(file_name):
            return None
        for folder in self._folders:
            path = folder / file_name
            if path.is_file():
                if not path.resolve().is_relative_to(folder.resolve()):
                    raise InputError(
                        _("The prompt is a link that leads out of its folder."),
                        _("Copy the file into the folder instead."),
                        file=path,
                    )
                return path
        return None

    def _include(self, name: str) -> tuple[str, Path]:
        """The text and the path of an included file, one whose name begins with `_`."""
        path = self._find(name) if name.startswith("_") else None
        if path is None:
            raise InputError(
                _("The prompt includes “{name}”, and there is no such file among the prompts.").format(name=name),
                _("Include a file whose name begins with _, such as _style.fr.md.j2."),
            )
        return _text(path), path


def _check_inputs(template: PromptTemplate, given: Mapping[str, Value]) -> None:
    for name in template.inputs:
        if name not in given:
            raise InputError(
                _("The prompt asks for `{name}`, which is not there for this prompt.").format(name=name),
                _("Take it out of `inputs` and out of the text; what there is: {names}.").format(
                    names=", ".join(sorted(given))
                ),
                file=template.path,
                line=frontmatter.parse(template.text).line_of("inputs"),
            )


def _read(path: Path, name: str, lang: str) -> PromptTemplate:
    document = frontmatter.parse(_text(path), path)
    fields = Fields(document.values, path=path, locate=document.line_of)
    inputs = fields.texts("inputs")
    template = PromptTemplate(
        name=name,
        lang=lang,
        version=fields.number("version", 1, minimum=1),
        description=fields.text("description"),
        inputs=inputs,
        parameters=_parameters(fields.below("parameters", required=True)),
        path=path,
        text=document.text,
        parts=_parts(document, fields),
    )
    if fields.text("name", required=True) not in ("", name):
        fields.note(_("The prompt’s name is not that of its file."), _("Write name: {name}").format(name=name), "name")
    fields.refuse_rest(["name", "version", "description", "inputs", "parameters"])
    if fields.problems:
        raise InvalidDocuments(fields.problems)
    return template


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if len(content) <= MAX_TEMPLATE:
            return content.decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            _("The prompt cannot be read: {reason}.").format(reason=error),
            _("Save it as UTF-8 text and check its permissions."),
            file=path,
        ) from None
    raise InputError(_("The prompt is larger than 64 KiB."), _("Shorten it: a model reads all of it."), file=path)


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
    if names not in (["user"], ["system", "user"]) or document.body[: marks[0].start()].strip():
        fields.problems.append(
            Problem(
                _("The prompt’s text must have a line [system] and then a line [user], or [user] alone."),
                _("Write [user] alone on a line, and below it what the model is asked."),
                document.path,
                document.body_line,
            )
        )
        return {}
    ends = [mark.start() for mark in marks[1:]] + [len(document.body)]
    return {
        mark.group(1): "\n" * (document.body_line - 1 + document.body.count("\n", 0, mark.end()))
        + document.body[mark.end() : end]
        for mark, end in zip(marks, ends, strict=True)
    }


def _boundary(hashed: str, variables: Mapping[str, Value]) -> str:
    """A mark for where a testimony begins and ends: the same for the same variables, and in none of them."""
    held = json.dumps(variables, ensure_ascii=False, default=dict)
    mark = hashed[:16]
    while mark in held:
        mark = hashlib.sha256(mark.encode()).hexdigest()[:16]
    return mark


def _tidy(text: str) -> str:
    """At most one blank line in a row, none at the ends: conditions leave holes behind."""
    return re.sub(r"\n[ \t]*(?:\n[ \t]*)+\n", "\n\n", text).strip()
