"""Searching: what people type finds what they mean, and is never an error."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from authoring.store.index import Index
from authoring.store.index.rows import Digests, Kind, Row
from authoring.store.index.search import Hit
from authoring.store.index.summaries import without_markup


@dataclass(frozen=True)
class Texts:
    """Outlines by slug: title, description and text."""

    texts: Mapping[str, tuple[str, str, str]]
    kind: Kind = "outline"
    about: str = ""

    def file_stamp(self, slug: str, src: str) -> str:
        return ""

    def stamps(self) -> Mapping[str, str]:
        return dict.fromkeys(self.texts, "1")

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        return [Row(self.kind, slug, *self.texts[slug]) for slug in slugs]


TEXTS = Texts({
    "atelier": ("Un atelier partagé", "Ce que l’on y fait.", "Les voisins réparent des vélos."),
    "cafe": ("Le café du lieu", "", "On y boit un café, et l’ŒUVRE de Nora est au mur. Un atelier s’y tient le lundi."),
    "jardin": ("Le jardin", "Des légumes.", "OR AND NOT NEAR * : les mots-clés d’une question."),
})  # fmt: skip


def found(words: str, *, limit: int = 20, readers: Sequence[Texts] = (TEXTS,)) -> list[Hit]:
    return list(Index(None).search(words, readers, limit=limit).hits)


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("atelier", ["atelier", "cafe"]),  # the title weighs more
        ("l'atelier", ["atelier", "cafe"]),
        ("L’ATELIER", ["atelier", "cafe"]),
        ("cafe", ["cafe"]),
        ("CAFÉ", ["cafe"]),
        ("cafe\u0301", ["cafe"]),
        ("atel", ["atelier", "cafe"]),
        ("atel partagé", []),  # only the last word may be begun
        ("vélos voisins", ["atelier"]),
        ("vélos légumes", []),
        ("oeuvre", ["cafe"]),
        ("œuvre", ["cafe"]),
        ("mots-clés", ["jardin"]),
        ("OR", ["jardin"]),
        ('"atelier', ["atelier", "cafe"]),
        ("l'", ["atelier", "cafe", "jardin"]),
        ("", []),
        ("?! …", []),
    ],
)
def test_words_are_found_accents_case_and_elisions_aside(words: str, slugs: list[str]) -> None:
    assert sorted(hit.slug for hit in found(words)) == sorted(slugs)


def test_the_nearest_come_first_and_no_more_than_asked_for() -> None:
    assert [hit.slug for hit in found("atelier")] == ["atelier", "cafe"]
    assert [hit.slug for hit in found("atelier", limit=1)] == ["atelier"]


def test_a_snippet_says_where_the_words_stand() -> None:
    (hit,) = found("velos")
    assert hit.snippet == "Les voisins réparent des vélos."
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["vélos"]


def test_only_the_kinds_that_were_asked_for_are_found() -> None:
    testimonies = Texts({"nora-lind": ("Nora Lind", "", "Un atelier.")}, kind="testimony")
    index = Index(None)
    assert len(index.search("atelier", [TEXTS, testimonies]).hits) == 3
    assert [hit.slug for hit in index.search("atelier", [testimonies]).hits] == ["nora-lind"]


@given(st.text(max_size=30))
@example("\0")
@example("a\0b")
@example("\ud800")
@example("title:x")
@example("NEAR(a b, 3)")
@example('a"b*^-(')
@example("æœ" * 12)
def test_nothing_that_people_type_is_an_error(words: str) -> None:
    found(words)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_the_marks_of_a_snippet_stand_within_it_and_in_order(title: str, text: str) -> None:
    for hit in found("a", readers=[Texts({"x": (f"{title} a", "", f"{text} a")})]):
        offsets = [offset for mark in hit.marks for offset in mark]
        assert offsets == sorted(offsets)
        assert offsets[-1] <= len(hit.snippet)


def test_markup_is_not_searched() -> None:
    body = """
<!-- testimony:nora -->
> “I had *no* saw.” [[quote:nora]]
<!-- /testimony:nora -->

## A [place](https://example.org/hidden "hidden") for all

- ![A `saw`](images/hidden.png)
1. Tools
#third-place - not a list
"""
    assert without_markup(body) == "“I had no saw.” A place for all A saw Tools #third-place - not a list"
