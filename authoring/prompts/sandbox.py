"""Templates that may come from anywhere, filled in without giving them anything but text.

Jinja2's sandbox refuses what is dangerous and bounds neither time nor memory. So the language is cut down to
output, `if`, `for`, `set` and `include`, with a few filters: no call, no arithmetic and no concatenation, so
that a text can grow through loops and included parts alone, and an allowance counts those. Templates get plain
texts, numbers, tuples and read-only mappings.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import CodeType, MappingProxyType
from typing import Any, Final, NoReturn

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
    meta,
    nodes,
    pass_context,
)
from jinja2.filters import do_default
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from authoring.errors import InputError, advice
from authoring.text.i18n import _

MAX_TEXT: Final = 400_000
MAX_STEPS: Final = 50_000
MAX_DEPTH: Final = 40

Value = str | int | bool | tuple["Value", ...] | Mapping[str, "Value"]
Load = Callable[[str], tuple[str, str]]

_ALLOWED: Final = frozenset("""
    Template Output TemplateData Name Getattr Getitem Const For If CondExpr Include Assign Compare Operand
    And Or Not Test Filter
""".split())  # fmt: skip
_WORDING: Final = {
    "Call": "name(…)", "Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "Mod": "%", "Pow": "**", "Concat": "~",
    "List": "[…]", "Dict": "{…}", "Macro": "{% macro %}", "AssignBlock": "{% set %}…{% endset %}",
}  # fmt: skip
_LOOP: Final = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
_TESTS: Final = ("defined", "undefined", "none", "string", "number", "eq", "ne", "lt", "le", "gt", "ge", "in")
_ALLOWANCE: Final = "_allowance"
_COUNTED: Final = "_counted"
_ENTERED: Final = "_entered"
_STEPS_OF_A_PART: Final = 20  # what it takes to include one, in steps of a loop
_TEMPLATES: Final = 32  # that a sandbox remembers


class Allowance:
    """How much a template may still do: steps of loops, and characters that come out."""

    def __init__(self, *, steps: int = MAX_STEPS, characters: int = MAX_TEXT) -> None:
        self._steps = steps
        self._characters = characters

    def step(self, count: int = 1) -> None:
        """Raises `InputError` when the template has looped enough."""
        self._steps -= count
        if self._steps < 0:
            raise InputError(
                _("The prompt does too much: its loops and included parts would go on for too long."),
                _("Take out a loop inside a loop, or a part that is included again and again."),
            )

    def write(self, count: int) -> None:
        """Raises `InputError` when the text is long enough."""
        self._characters -= count
        if self._characters < 0:
            raise InputError(
                _("The prompt would be longer than {limit} characters.").format(limit=MAX_TEXT),
                _("Take out a loop inside a loop, or shorten what it repeats."),
            )

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, each one a step."""
        for item in items:
            self.step()
            yield item

    def spent(self, pieces: Iterable[str]) -> Iterator[str]:
        """The pieces, their characters counted before the next one is made."""
        for piece in pieces:
            self.write(len(piece))
            yield piece


class Sandbox:
    """Fills in templates. `load` gives the text and the label of an included part by its name."""

    def __init__(self, load: Load) -> None:
        self._environment = _Environment(_Loader(load))
        # the sections of an article are asked for with one template
        self._parsed = lru_cache(_TEMPLATES)(self._parse)
        self._compiled = lru_cache(_TEMPLATES)(self._compile)

    def check(self, source: str, label: str, *, inputs: Iterable[str]) -> None:
        """Raises `InputError`, with the line, for what a template may not hold or names that are not `inputs`."""
        declared = {*inputs, "loop"}
        tree = self._parsed(source, label)
        unknown = meta.find_undeclared_variables(tree) - declared - {_ALLOWANCE}
        for node in tree.find_all(nodes.Name):
            if node.name in unknown:
                raise InputError(
                    _("The prompt uses `{name}`, which is not among its `inputs`.").format(name=node.name),
                    _("Add it to `inputs` if the program gives it, or correct the name."),
                    file=label,
                    line=node.lineno,
                )

    def included(self, source: str, label: str) -> list[str]:
        """The names of the files that the template includes."""
        return sorted({name for name in meta.find_referenced_templates(self._parsed(source, label)) if name})

    def fill(self, source: str, label: str, variables: Mapping[str, Value]) -> str:
        """The text. Raises `InputError`, with the template and line, for whatever goes wrong in the template."""
        allowance = Allowance()
        values = {name: frozen(value) for name, value in variables.items()}
        try:
            template = self._environment.template_class.from_code(self._environment, self._compiled(source, label), {})
            return "".join(allowance.spent(template.generate({**values, _ALLOWANCE: allowance})))
        except TemplateSyntaxError as error:
            _refuse(error.message or "", error.filename or label, error.lineno)
        except InputError as error:
            file, line = (error.problem.file, error.problem.line) if error.problem.file else _place(error, label)
            raise InputError(error.problem.message, error.problem.remedy, file=file, line=line) from None
        except (TemplateError, TypeError, ValueError, AttributeError, LookupError, RecursionError) as error:
            _refuse(str(error), *_place(error, label))

    def _parse(self, source: str, label: str) -> nodes.Template:
        try:
            return self._environment.parse(source, None, label)
        except TemplateSyntaxError as error:
            _refuse(error.message or "", error.filename or label, error.lineno)

    def _compile(self, source: str, label: str) -> CodeType:
        return self._environment.compile(source, None, label)


def digest(texts: Iterable[str]) -> str:
    """The SHA-256 of several texts, each one's end marked."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def frozen(value: Value) -> Value:
    """Texts, numbers, tuples and read-only mappings of them; anything else is a mistake of the program."""
    if isinstance(value, str | int | bool):
        return value
    if isinstance(value, tuple | list):
        return tuple(frozen(item) for item in value)
    if isinstance(value, Mapping):
        return MappingProxyType({str(key): frozen(item) for key, item in value.items()})
    raise TypeError(f"a template takes texts, numbers, lists and mappings, and not {type(value).__name__}")


class _Environment(ImmutableSandboxedEnvironment):
    """The cut-down language. Trees are checked and their loops counted as soon as they are parsed."""

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            undefined=StrictUndefined,
            loader=loader,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
        )
        self.globals.clear()
        self.filters = {
            **{"join": _join, "length": _length, "count": _length, "default": do_default, "d": do_default},
            **{"first": _first, "last": _last, "lower": _text(str.lower), "upper": _text(str.upper)},
            **{"trim": _text(str.strip), "capitalize": _text(str.capitalize), _COUNTED: _counted, _ENTERED: _entered},
        }
        self.tests = {name: test for name, test in self.tests.items() if name in _TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b` is a key of a mapping, or what a loop knows of itself; nothing has methods."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):
            return str(obj)  # raises with the name that is missing
        return self._missing(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a["b"]` and `a[0]`."""
        try:
            return obj[argument]
        except (TypeError, LookupError):
            return self._missing(obj, str(argument))

    def _missing(self, obj: Any, name: str) -> Undefined:
        keys = ", ".join(sorted(str(key) for key in obj)) if isinstance(obj, Mapping) else "—"
        hint = _("there is no `{name}` here; there is: {known}").format(name=name, known=keys)
        return self.undefined(hint=hint, obj=obj, name=name)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check(tree, filename, depth=0)
        counted: nodes.Template = _Counting(self).visit(tree)
        return counted


class _Loader(BaseLoader):
    def __init__(self, load: Load) -> None:
        self._load = load

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        text, label = self._load(template)
        return text, label, None


class _Counting(NodeTransformer):
    """Makes every loop and every included part go through the allowance."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802  the visitor finds its methods by node names
        node = self.generic_visit(node)  # type: ignore[assignment]
        node.iter = nodes.Filter(node.iter, _COUNTED, [], [], None, None, lineno=node.lineno)
        node.set_environment(self._environment)
        return node

    def visit_Include(self, node: nodes.Include) -> nodes.If:  # noqa: N802
        entered = nodes.Filter(nodes.Const(True), _ENTERED, [], [], None, None, lineno=node.lineno)
        counted = nodes.If(entered, [node], [], [], lineno=node.lineno)
        counted.set_environment(self._environment)
        return counted


def _check(node: nodes.Node, filename: str | None, *, depth: int) -> None:
    """Raises a syntax error for whatever is not in the cut-down language."""
    kind = type(node).__name__
    is_target = kind == "Tuple" and getattr(node, "ctx", "") == "store"
    if (kind not in _ALLOWED and not is_target) or (isinstance(node, nodes.For) and node.recursive):
        reason = _("{kind} is not available in prompts").format(kind=_WORDING.get(kind, kind))
        _refuse(reason, filename or "", node.lineno)
    if isinstance(node, nodes.Name | nodes.Filter) and (node.name.startswith("_") or node.name == "self"):
        _refuse(_("names do not begin with _"), filename or "", node.lineno)
    if isinstance(node, nodes.Include) and not isinstance(node.template, nodes.Const):
        _refuse(_("an included file is named between quotes"), filename or "", node.lineno)
    if depth > MAX_DEPTH:
        _refuse(_("it is nested too deeply"), filename or "", node.lineno)
    for child in node.iter_child_nodes():
        _check(child, filename, depth=depth + 1)


def _refuse(reason: str, label: str, line: int | None) -> NoReturn:
    constructs = "{{ name }}, {% if %}, {% for %}, {% set %}, {% include %}"
    raise InputError(
        _("The prompt cannot be filled in: {reason}.").format(reason=reason.rstrip(".")),
        advice("see-prompts", known=constructs),
        file=label,
        line=line,
    )


def _place(error: BaseException, label: str) -> tuple[str, int | None]:
    """The template's label and line in the traceback, which Jinja2 has rewritten."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not frame.filename.endswith(".py") and not frame.filename.startswith("<"):
            return frame.filename, frame.lineno
    return label, None


def _allowance(context: Context) -> Allowance:
    allowance = context.get(_ALLOWANCE)
    assert isinstance(allowance, Allowance)
    return allowance


@pass_context
def _counted(context: Context, items: Any) -> Iterator[Any]:
    return _allowance(context).counted(items)


@pass_context
def _entered(context: Context, value: bool) -> bool:  # noqa: FBT001  a filter of Jinja takes its value so
    _allowance(context).step(_STEPS_OF_A_PART)
    return value


@pass_context
def _join(context: Context, items: Iterable[Any], between: str = "") -> str:
    allowance = _allowance(context)
    texts: list[str] = []
    length = 0
    for item in allowance.counted(items):
        texts.append(str(item))
        length += len(texts[-1]) + len(between)
        if length > MAX_TEXT:
            allowance.write(length)
    allowance.step(length // 1000)
    return str(between).join(texts)


@pass_context
def _length(context: Context, items: Any) -> int:
    _allowance(context).step()
    return len(items)


def _first(items: Any) -> Any:
    return items[0]


def _last(items: Any) -> Any:
    return items[-1]


@cache
def _text(change: Callable[[str], str]) -> Callable[[Context, Any], str]:
    @pass_context
    def changed(context: Context, value: Any) -> str:
        text = str(value)
        _allowance(context).step(1 + len(text) // 1000)
        return change(text)

    return changed
