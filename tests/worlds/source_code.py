"""The package's own code, parsed once for all tests that read it.

Those tests bear the mark `READS_CODE`, so that one process of a parallel run parses it, and not each.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest

import authoring

PACKAGE: Final = Path(authoring.__file__).parent
READS_CODE: Final = pytest.mark.xdist_group("source-code")


@cache
def modules() -> Mapping[str, list[ast.AST]]:
    """All nodes of every module, by its path below the package; the module itself comes first."""
    return {
        path.relative_to(PACKAGE).as_posix(): list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
