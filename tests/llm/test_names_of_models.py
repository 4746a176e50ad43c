"""Only a back-end decides by a model's name what it can do: no other module compares names of models."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.worlds.source_code import READS_CODE, modules

pytestmark = READS_CODE

NAMES = ("local", "fake", "openai", "langchain")
BACK_ENDS = {"llm/local.py", "llm/fake.py", "llm/langchain.py", "llm/providers.py"}
OLD_LINES = {"model/calls.py"}  # lines that an older version wrote name nothing but the model of a call


def compared(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The texts that a module compares something with, or asks a text to begin with."""
    for node in nodes:
        if isinstance(node, ast.Compare):
            operands: list[ast.expr] = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
            operands = list(node.args)
        else:
            continue
        for constant in (it for operand in operands for it in ast.walk(operand) if isinstance(it, ast.Constant)):
            if isinstance(constant.value, str):
                yield constant.value


def test_no_name_of_a_model_is_compared_outside_its_back_end() -> None:
    comparisons = {
        (name, text) for name, nodes in modules().items() for text in compared(nodes) if text.rstrip(":") in NAMES
    }
    assert {module for module, _text in comparisons} - BACK_ENDS == OLD_LINES


def test_a_comparison_would_be_found() -> None:
    source = "is_small = model == 'local' or name in ('x', 'fake') or model.startswith('local:')"
    assert sorted(compared(ast.walk(ast.parse(source)))) == ["fake", "local", "local:", "x"]
