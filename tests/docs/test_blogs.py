"""The pages about blogs: their commands are run, in order, against the real thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from servers.ghost import Ghost
from servers.wordpress import WordPress
from tests.worlds.documentation import ROOT, STEPS, Command, Reader, commands, environment

_EDITED: Final = "<!-- somebody edits the post there -->"
_TARGET: Final = re.compile(r"^```toml\n(?P<lines>\[targets\.blog\]\n.*?)^```$", re.MULTILINE | re.DOTALL)


def pages(kind: str) -> list[Path]:
    return [ROOT / "docs" / "how-to" / f"{kind}.md", ROOT / "docs" / "fr" / f"{kind}.md"]


def follow(path: Path, folder: Path, *, url: str, secret: str, edit: Callable[[str, int], None]) -> None:
    """Follow the page's steps from an approved piece on, edits of the post on the site included."""
    page = path.read_text(encoding="utf-8")
    lang, slug = ("fr", "premier-article") if path.parent.name == "fr" else ("en", "first-article")
    workspace = folder / "here"
    workspace.mkdir()
    surroundings = {**environment(folder, lang), "AUTHORING_SECRETS": str(folder / "home" / "secrets.json")}

    reader = Reader(workspace, surroundings, as_typed=True, stdin=f"{secret}\n")
    for text in STEPS[lang][:4]:
        reader.follow(Command(text))
    target = _TARGET.search(page)
    assert target is not None
    with (workspace / "authoring.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + target["lines"].replace("https://blog.example.org", url))
    for number, part in enumerate(page.split(_EDITED)):
        if number:
            edit(slug, number)
        for command in commands(part):
            reader.follow(command)


@pytest.mark.wordpress
@pytest.mark.server
@pytest.mark.xdist_group("wordpress")
@pytest.mark.parametrize("path", pages("wordpress"), ids=lambda path: path.parent.name)
def test_the_page_about_wordpress_does_what_it_says(path: Path, tmp_path: Path, wordpress: WordPress) -> None:
    wordpress.empty()

    def edit(slug: str, number: int) -> None:
        text = str(wordpress.post(slug)["post_content"])
        more = (
            f"<!-- wp:paragraph -->\n<p>And one sentence more, of theirs, number {number}.</p>\n<!-- /wp:paragraph -->"
        )
        wordpress.edit(slug, post_content=f"{text}\n\n{more}")

    follow(path, tmp_path, url=wordpress.url, secret=wordpress.passwords["agathe"], edit=edit)
    assert wordpress.count("post") == 1


@pytest.mark.ghost
@pytest.mark.server
@pytest.mark.xdist_group("ghost")
@pytest.mark.parametrize("path", pages("ghost"), ids=lambda path: path.parent.name)
def test_the_page_about_ghost_does_what_it_says(path: Path, tmp_path: Path, ghost: Ghost) -> None:
    ghost.empty()
    mails = ghost.mails()

    def edit(slug: str, number: int) -> None:
        html = ghost.post(slug)["html"]
        ghost.edit(slug, html=f"{html}<p>And one sentence more, of theirs, number {number}.</p>")

    follow(path, tmp_path, url=ghost.url, secret=ghost.key, edit=edit)
    assert len(ghost.posts()) == 1
    assert ghost.mails() == mails
