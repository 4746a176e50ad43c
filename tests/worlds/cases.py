"""Whole articles to run the program on: our own, and the original one where it lies beside the checkout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest


@dataclass(frozen=True)
class Case:
    """A folder with an outline, testimonies and the article as it was published.

    `testimony` is the one that the article gives whole, `secret` words of it that no model may read.
    """

    folder: Path
    slug: str
    testimony: str
    secret: str

    @property
    def outline(self) -> Path:
        """The outline's file."""
        return self.folder / "outline.md"

    @property
    def words_spoken(self) -> str:
        """What the person said, without the front matter."""
        path = self.folder / "testimonies" / f"{self.testimony}.md"
        return path.read_text(encoding="utf-8").split("---\n")[2].strip()


def beside_the_checkout(*parts: str) -> Path:
    """A folder that lies in `shared/cases` beside a folder above this file; one that is not there otherwise."""
    for parent in Path(__file__).resolve().parents:
        folder = parent.joinpath("shared", "cases", *parts)
        if folder.is_dir():
            return folder
    return Path("no-such-folder").joinpath(*parts)


FIRST_ARTICLE: Final = Case(
    Path(__file__).parents[1] / "cases" / "first-article", "le-fournil", "solene-maubert", "avec mes rabots"
)
LA_STATION: Final = Case(
    beside_the_checkout("la-station"), "la-station", "marie-matte", "en tant qu’architecte paysagiste"
)
needs_la_station: Final = pytest.mark.skipif(
    not LA_STATION.folder.is_dir(), reason="the case of the original article is not beside this checkout"
)
EVERY_CASE: Final = [
    pytest.param(FIRST_ARTICLE, id="first-article"),
    pytest.param(LA_STATION, id="la-station", marks=needs_la_station),
]
