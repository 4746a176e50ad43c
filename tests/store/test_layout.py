"""The paths of a workspace's folder: each text has one, and the path leads back to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.store import Key
from authoring.store.layout import address_of, text_path

slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
unkept = st.just("")  # not a revision's text
keys = st.one_of(
    st.builds(Key, st.sampled_from(["outline", "testimony", "piece"]), slugs, unkept),
    st.builds(Key, st.just("prompt"), st.from_regex(r"[a-z_]{1,8}\.(fr|en)\.md\.j2", fullmatch=True), unkept),
    st.builds(Key, st.just("case"), st.from_regex(r"[a-z]{1,8}\.(fr|en)\.md", fullmatch=True), unkept),
    st.builds(Key, st.just("settings"), st.sampled_from(["authoring", "prices"]), unkept),
)


@given(keys)
def test_the_path_of_a_text_leads_back_to_it(key: Key) -> None:
    assert address_of(text_path(key, "in_progress")) == (key, "")


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("drafts/garden/images/a.jpg", (Key("piece", "garden"), "images/a.jpg")),
        ("outlines/images/a.jpg", (Key("outline", "any"), "images/a.jpg")),
        ("testimonies/images/a.md", (Key("testimony", "any"), "images/a.md")),
    ],
)
def test_the_path_of_a_picture_leads_to_the_text_beside_it(path: str, address: tuple[Key, str]) -> None:
    assert address_of(path) == address


def test_a_path_outside_the_layout_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no text lies at site/index\.html"):
        address_of("site/index.html")
