"""Markdown with YAML in front, in and out without losing a byte.

Reading uses a YAML loader with few rules: `no` is the word no, `12:30:45` is text, aliases
are refused (a kilobyte of them can expand to gigabytes). Writing splices: only the bytes of the keys
that change are replaced, so comments, order, quotes and line ends of everything else stay as they were.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from authoring.errors import InputError
from authoring.text.encodable import encodable_value
from authoring.text.i18n import _

if TYPE_CHECKING:
    import yaml

MAX_FRONT: Final = 64 * 1024
_OPENING: Final = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
MAX_DEPTH: Final = 40
_ANCHOR: Final = re.compile(r"(?:^|[\s\[{,:-])[&*][^\s,\]}]", re.MULTILINE)
# what could nest deeper than the parser's own stack reaches, which ends the whole program and not the reading alone
_DEEP: Final = re.compile(
    rf"(?:[\[{{][^\[{{]*){{{MAX_DEPTH}}}|(?:[-?:][ \t]+){{{MAX_DEPTH}}}|^[ ]{{{MAX_DEPTH}}}", re.MULTILINE
)

_DEEP_SIGNS: Final = ("[", "{", "- ", "? ", ": ", "-\t", "?\t", ":\t")
_TEXT: Final = "tag:yaml.org,2002:str"

_PLAIN_SCALARS: Final = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?", "-+0123456789"),
    ("timestamp", r"\d{4}-\d{2}-\d{2}", "0123456789"),
)


@cache
def _loader() -> type[yaml.SafeLoader]:
    """YAML 1.2's idea of plain scalars: true/false, null, decimal numbers and ISO dates; all else is text."""
    import yaml  # here, since a list that is remembered needs none of it

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C, where libyaml is there
        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

        def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001  PyYAML's signature
            if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):  # nearly all are, and need nothing built
                return node.value
            return super().construct_object(node, deep)

    for tag, pattern, first in _PLAIN_SCALARS:
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), list(first))
    return Loader


@cache
def _dumper() -> type[yaml.SafeDumper]:
    """Lists indented under their key."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001  PyYAML's signature
            super().increase_indent(flow, False)

    return Dumper


@dataclass(frozen=True)
class Document:
    """A file's text, split: `front` between the `---` lines, `body` after them, and what holds them together.

    `head + front + rule + body` is the text, always. `label` names its place to people.
    """

    head: str
    front: str
    rule: str
    body: str
    label: str = ""

    @property
    def text(self) -> str:
        """The whole text, byte for byte as it was read."""
        return self.head + self.front + self.rule + self.body

    @cached_property
    def values(self) -> dict[str, Any]:
        """The front matter as plain values; an `InputError` names the line of a mistake."""
        return self._loaded[0]

    @cached_property
    def _loaded(self) -> tuple[dict[str, Any], yaml.Node | None]:
        """The values, and the nodes that they were made of, which know their places."""
        return _load(self.front, self.label)

    @property
    def body_line(self) -> int:
        """The file's line on which the body begins, counted from 1."""
        return (self.head + self.front + self.rule).count("\n") + 1

    def line_of(self, *keys: str | int) -> int:
        """The file's line of a key path such as `("images", 1, "alt")`, or of the nearest parent that is there."""
        line = 1
        node = self._loaded[1]
        for key in keys:
            entry = _child(node, key)
            if entry is None:
                break
            name, node = entry
            line = name.start_mark.line + 2
        return line

    def with_values(self, changes: Mapping[str, Any]) -> Document:
        """The document with top-level keys set, or removed where the value is None; all other bytes unchanged."""
        document = self
        for key, value in changes.items():
            if document.values.get(key) != value or (key in document.values) != (value is not None):
                document = document._with_value(key, value)
        return document

    def with_body(self, body: str) -> Document:
        """The document with another body."""
        return Document(self.head, self.front, self.rule, body, self.label)

    def _with_value(self, key: str, value: Any) -> Document:
        newline = "\r\n" if "\r\n" in self.head else "\n"
        lines = "" if value is None else dump({key: value}).replace("\n", newline)
        start, end = self._span(key)
        front = self.front[:start] + lines + self.front[end:]
        if not self.head:
            return Document(f"---{newline}", front, f"---{newline}", self.body, self.label)
        return Document(self.head, front, self.rule, self.body, self.label)

    def _span(self, key: str) -> tuple[int, int]:
        """Offsets of the lines of a top-level key in `front`; an empty span at the end for a new key."""
        import yaml

        root = self._loaded[1]
        entry = _child(root, key)
        if entry is None:
            return len(self.front), len(self.front)
        name, value = entry
        starts = _line_starts(self.front)
        first = starts[name.start_mark.line]
        if isinstance(root, yaml.MappingNode) and root.flow_style:
            raise InputError(_("The front matter is one line of {…}, so it cannot be changed key by key.").format(),
                             _("Write each key on a line of its own."), file=self.label, line=2)  # fmt: skip
        last = value.end_mark.line if value.end_mark.column else max(value.end_mark.line - 1, name.start_mark.line)
        end = starts[last + 1] if last + 1 < len(starts) else len(self.front)
        return first, _without_trailing_remarks(self.front, first, end)


def parse(text: str, label: str = "") -> Document:
    """`text` split into front matter and body; a text without front matter is all body.

    Raises `InputError` when the opening `---` is never closed, or the front matter is larger than 64 KiB.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return Document("", "", "", text, label)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise InputError(
            _("The front matter begins with --- and is never closed."),
            _("Write a line with --- alone after the last key."),
            file=label,
            line=1,
        )
    front = text[opening.end() : closing.start()]
    if len(front) > MAX_FRONT:
        raise InputError(
            _("The front matter is larger than 64 KiB."),
            _("Move long texts below the second --- line."),
            file=label,
            line=1,
        )
    return Document(opening.group(), front, closing.group(), text[closing.end() :], label)


def dump(values: Mapping[str, Any]) -> str:
    """`values` as YAML lines that this module reads back equal."""
    import yaml

    return yaml.dump(
        dict(values), Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=10**9, default_flow_style=False
    )


def _load(front: str, label: str) -> tuple[dict[str, Any], yaml.Node | None]:
    import yaml

    try:
        if _ANCHOR.search(front) or _may_be_deep(front):
            _refuse_bombs(front, label)
        values, root = _constructed(front)
        if "\\u" in front or "\\U" in front:  # escapes, which can spell half a surrogate pair
            values = encodable_value(values)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else None
        raise InputError(
            _("The front matter is not valid YAML: {reason}.").format(reason=error.problem or error.context),
            _("Check the colons, the indentation and the quotes on this line and the one before."),
            file=label,
            line=line,
        ) from None
    except (ValueError, yaml.YAMLError) as error:
        raise InputError(
            _("The front matter cannot be read: {reason}.").format(reason=error),
            _("Write dates as 2026-11-23 and put odd characters between quotes."),
            file=label,
            line=1,
        ) from None
    if values is None:
        return {}, None
    if not isinstance(values, dict):
        raise InputError(
            _("The front matter is not a list of keys and values."),
            _("Write one “key: value” a line."),
            file=label,
            line=2,
        )
    return {str(key): value for key, value in values.items()}, root


def _constructed(front: str) -> tuple[Any, yaml.Node | None]:
    """As `yaml.load` does it, and the nodes too: to compose them again takes as long as all else."""
    loader = _loader()(front)
    try:
        root = loader.get_single_node()
        return (loader.construct_document(root) if root is not None else None), root
    finally:
        loader.dispose()


def _may_be_deep(front: str) -> bool:
    """Whether the expression for deep nesting matches; counting signs, which is faster, excludes most texts."""
    if " " * MAX_DEPTH not in front and sum(map(front.count, _DEEP_SIGNS)) < MAX_DEPTH:
        return False
    return _DEEP.search(front) is not None


def _refuse_bombs(front: str, label: str) -> None:
    """Refuse aliases, which expand, and lists within lists without end; reading event by event is safe from both."""
    import yaml

    depth = 0
    for event in yaml.parse(front, Loader=_loader()):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise InputError(
                _("The front matter nests lists or keys more than {depth} levels deep.").format(depth=MAX_DEPTH),
                _("Write it flatter: no key of a piece needs more than three levels."),
                file=label,
                line=event.start_mark.line + 2 if event.start_mark else None,
            )
        if isinstance(event, yaml.AliasEvent):
            raise InputError(
                _("The front matter uses a YAML alias (*{name}), which is not allowed.").format(name=event.anchor),
                _("Write the value again in full, or put it between quotes if the star belongs to the text."),
                file=label,
                line=front.count("\n", 0, front.find(f"*{event.anchor}")) + 2,
            )


def _child(node: yaml.Node | None, key: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    import yaml

    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return name, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\n", text))]


def _without_trailing_remarks(front: str, start: int, end: int) -> int:
    """Comments and blank lines after a value belong to what follows."""
    lines = front[start:end].splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        end -= len(lines.pop())
    return end
