"""Draws the rooms of the package and their imports, and lists what each is for; with `--check`, compares.

Both come from the code: the layers from `[tool.importlinter]`, the words from the packages' docstrings, the arrows
from the imports.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Final

from pages import DOCS, ROOT, filled, settle

PACKAGE: Final = ROOT / "authoring"
PAGE: Final = DOCS / "explanation" / "house.md"
PICTURE: Final = DOCS / "images" / "house.svg"

WIDTH: Final = 720
ROOM: Final = (212, 58)
GAP: Final = (40, 44)
MARGIN: Final = 28
ROW: Final = 4  # the most rooms side by side


def main() -> int:
    """The exit code: 1 when checking finds the page or the picture out of date."""
    layers = read_layers()
    edges = imports({room for layer in layers for room in layer})
    return settle(PICTURE, picture(layers, reduced(edges))) | settle(
        PAGE, filled(PAGE, "rooms", f"\n{table(layers)}\n")
    )


def read_layers() -> list[list[str]]:
    """The rooms of each layer, the highest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][0]
    return [layer.replace("|", ":").replace(" ", "").split(":") for layer in contract["layers"]]


def imports(rooms: set[str]) -> Counter[tuple[str, str]]:
    """How many imports lead from one room to another."""
    edges: Counter[tuple[str, str]] = Counter()
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for target in _targets(ast.parse(path.read_text(encoding="utf-8")), rooms):
            if room in rooms and target != room:
                edges[room, target] += 1
    return edges


def _targets(tree: ast.Module, rooms: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "authoring":
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names if alias.name in rooms]


def reduced(edges: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """The imports that no longer way replaces: a picture of all of them would show none."""
    below: dict[str, set[str]] = {}
    for source, target in edges:
        below.setdefault(source, set()).add(target)
    return Counter({
        (source, target): count
        for (source, target), count in edges.items()
        if not any(target in _reachable(other, below) for other in below[source] - {target})
    })  # fmt: skip


def _reachable(room: str, below: dict[str, set[str]]) -> set[str]:
    rooms: set[str] = set()
    ways = [room]
    while ways:
        for target in below.get(ways.pop(), set()) - rooms:
            rooms.add(target)
            ways.append(target)
    return rooms


def purpose(room: str) -> str:
    """The first sentence of a room's docstring."""
    folder = PACKAGE / room
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())


def modules(room: str) -> int:
    """How many modules a room has."""
    folder = PACKAGE / room
    return sum(1 for path in folder.rglob("*.py")) if folder.is_dir() else 1


def table(layers: list[list[str]]) -> str:
    """The rooms from the top of the house to its ground, and what each is for."""
    rows = [
        f"| `{room}{'/' if (PACKAGE / room).is_dir() else '.py'}` | {purpose(room)} | {modules(room)} |"
        for layer in layers
        for room in layer
    ]
    return "\n".join(["| room | what it is for | modules |", "|---|---|---|", *rows, ""])


def picture(layers: list[list[str]], edges: Counter[tuple[str, str]]) -> str:
    """The rooms in their layers, each with arrows to the rooms below that it leads to next."""
    places = dict(_places(layers))
    height = max(y for _x, y in places.values()) + ROOM[1] + MARGIN
    lines = "\n".join(_line(places, *edge) for edge in sorted(edges))
    rooms = "\n".join(_room(room, x, y) for room, (x, y) in places.items())
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">
<title>The rooms of the package authoring, and which of them import which</title>
<style>
text {{ font-family: system-ui, sans-serif; text-anchor: middle; fill: #1d2733; }}
.name {{ font-size: 17px; font-weight: 600; }}
.size {{ font-size: 12px; fill: #52606d; }}
rect {{ fill: #f5f1e8; stroke: #8d7b5a; stroke-width: 1.5; }}
path {{ fill: none; stroke: #47708f; stroke-width: 1.5; }}
marker path {{ fill: #47708f; stroke: none; }}
.back {{ fill: #ffffff; stroke: none; }}
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0 L8 4 L0 8 z"/></marker></defs>
<rect class="back" width="{WIDTH}" height="{height}"/>
{lines}
{rooms}
</svg>
"""


def _places(layers: list[list[str]]) -> Iterator[tuple[str, tuple[int, int]]]:
    y = MARGIN
    for layer in layers:
        for start in range(0, len(layer), ROW):
            row = layer[start : start + ROW]
            width = len(row) * ROOM[0] + (len(row) - 1) * GAP[0]
            for index, room in enumerate(row):
                yield room, ((WIDTH - width) // 2 + index * (ROOM[0] + GAP[0]), y)
            y += ROOM[1] + GAP[1]


def _line(places: dict[str, tuple[int, int]], source: str, target: str) -> str:
    (x0, y0), (x1, y1) = places[source], places[target]
    start, end = (x0 + ROOM[0] // 2, y0 + ROOM[1]), (x1 + ROOM[0] // 2, y1 - 5)
    middle = (start[1] + end[1]) // 2
    curve = f"M{start[0]} {start[1]} C{start[0]} {middle} {end[0]} {middle} {end[0]} {end[1]}"
    return f'<path d="{curve}" marker-end="url(#tip)"/>'


def _room(room: str, x: int, y: int) -> str:
    count = modules(room)
    words = f"{count} modules" if count > 1 else "one module"
    middle = x + ROOM[0] // 2
    return (
        f'<g><title>{escape(purpose(room))}</title><rect x="{x}" y="{y}" width="{ROOM[0]}" height="{ROOM[1]}" rx="8"/>'
        f'<text class="name" x="{middle}" y="{y + 26}">{room}</text>'
        f'<text class="size" x="{middle}" y="{y + 45}">{words}</text></g>'
    )


if __name__ == "__main__":
    sys.exit(main())
