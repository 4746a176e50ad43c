"""What can be the path of a page on a site."""

from __future__ import annotations

import pytest

from authoring.model.slugs import is_path


@pytest.mark.parametrize("path", ["/a", "/2019/05/a-b.html", "/a/", "/%C3%A9t%C3%A9/", "/a,b~c@d+e", "/a//b"])
def test_plain_paths_are_paths(path: str) -> None:
    assert is_path(path)


@pytest.mark.parametrize("path", ["", "a", "//host/a", "/a b", "/a?p=12", "/%C", "/a/../b", "/" + "a" * 400])
def test_other_texts_are_none(path: str) -> None:
    assert not is_path(path)


def test_a_long_text_is_told_at_once() -> None:
    assert not is_path("/a-text-about-our-place-and-its-people-who-live-and-work-in-the-old-street?p=12")
    assert not is_path("/" + "a-" * 100_000 + "?")
