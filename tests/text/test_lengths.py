"""Texts are as long as a network counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.text.lengths import for_mastodon, graphemes, utf16


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("atelier", 7),
        ("e\u0301te\u0301", 3),
        ("\U0001f44d\U0001f3fd", 1),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", 1),
        ("\u2764\ufe0f\u200d\U0001f525", 1),
        ("\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea", 2),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", 1),
        ("a\r\nb", 3),
        ("a\n\u0301", 3),
        ("a\u200db", 2),
    ],
)
def test_what_a_reader_takes_for_one_letter_counts_once(text: str, count: int) -> None:
    assert graphemes(text) == count


@given(st.text(), st.text())
def test_two_texts_together_are_never_longer_than_both(first: str, second: str) -> None:
    both = graphemes(first + second)
    assert max(graphemes(first), graphemes(second) - 1) <= both <= graphemes(first) + graphemes(second)


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Nd", "Zs"])))
def test_plain_letters_count_one_each(text: str) -> None:
    assert graphemes(text) == len(text)


def test_mastodon_counts_every_link_as_23_characters() -> None:
    link = "https://blog.example.org/posts/a-very-long-name-of-a-post-that-goes-on.html?from=mastodon"
    assert for_mastodon(f"Read it: {link}.") == len("Read it: ") + 23 + 1
    assert for_mastodon("https://a.eu") == 23


def test_mastodon_counts_no_server_of_a_mention() -> None:
    assert for_mastodon("Thanks @nora@social.example.org!") == len("Thanks @nora!")


def test_an_address_without_its_scheme_is_no_link() -> None:
    assert for_mastodon("blog.example.org") == len("blog.example.org")


def test_a_picture_counts_twice_where_a_browser_counts() -> None:
    assert utf16("a\U0001f44d") == 3
