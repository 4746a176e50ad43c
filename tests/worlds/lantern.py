"""A test's world, written inline: files with their texts, and an invented workspace to begin from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent
from typing import Final

from authoring.editorial.context import Context
from authoring.testing import memory_workspace
from tests.worlds.files import build

MORNING: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)

SETTINGS: Final = """
    lang = "en"
    timezone = "Europe/Paris"

    [site]
    title = "The Lantern’s blog"
    url = "https://blog.example.org"
    contact = "hello@example.org"
    responsible = "agathe"

    [model]
    use = "fake"

    [people.agathe]
    name = "Agathe Berger"
    email = "agathe@example.org"
    roles = ["author", "editor"]

    [people.samir]
    name = "Samir Haddad"
    email = "samir@example.org"
    roles = ["reviewer"]

    [people.lena]
    name = "Lena Novak"
    email = "lena@example.org"
    roles = ["reviewer", "editor"]

    [people.robot]
    name = "The robot"
    kind = "agent"
    roles = ["author", "reviewer", "editor"]
"""

OUTLINE: Final = """
    ---
    title: Why the Lantern needs its neighbours
    lang: en
    author: agathe
    words: 300
    description: A shared workshop tells what its neighbours bring, and what it gives back.
    tags: [third place, neighbours]
    testimonies: [nora-lind]
    ---

    - The Lantern is a shared workshop
    - The question: what do neighbours bring?

    ## What is a neighbourhood workshop?

    - A place with tools that everybody may use
    - [[quote:nora-lind]]

    ## What Nora Lind tells us

    [[testimony:nora-lind]]
"""

TESTIMONY: Final = """
    ---
    person: Nora Lind
    role: carpenter and member
    lang: en
    collected: 2026-03-02
    collected_by: agathe
    consent:
      status: granted
      granted: 2026-03-02
      name: full
      channels: [blog]
      ai: allowed
    ---

    I came to the Lantern in 2021. I had no saw of my own. My neighbours showed me how to use theirs.

    Today I teach others on Saturdays.
"""


def lantern(root: Path, **more: str | bytes) -> Path:
    """The invented workshop's workspace: settings, one outline and one testimony, and `more` files."""
    return build(
        root,
        {
            "authoring.toml": SETTINGS,
            "outlines/neighbours.md": OUTLINE,
            "testimonies/nora-lind.md": TESTIMONY,
            **more,
        },
    )


def lantern_in_memory(actor: str = "lena", **more: str | bytes) -> Context:
    """The same workspace in memory, one morning in November, with `actor` at work."""
    files = {
        "authoring.toml": SETTINGS,
        "outlines/neighbours.md": OUTLINE,
        "testimonies/nora-lind.md": TESTIMONY,
        **more,
    }
    texts = {name: dedent(it).lstrip("\n") if isinstance(it, str) else it for name, it in files.items()}
    return memory_workspace(texts, clock=lambda: MORNING, actor=actor)
