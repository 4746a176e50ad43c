"""Texts that UTF-8 cannot hold are made such that it can, where they come in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.errors import InputError
from authoring.text import frontmatter
from authoring.text.encodable import encodable, encodable_value
from authoring.text.strict_json import decode_json

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]) | st.integers(0xD800, 0xDFFF).map(chr))
VALUES = st.recursive(ANY_TEXT, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner), max_leaves=5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lone \ud800 x", "lone \ufffd x"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("caf\udce9", "caf\ufffd"),
        ("plain é \U0001f600", "plain é \U0001f600"),
    ],
)
def test_a_lone_half_becomes_a_replacement_and_a_pair_its_character(text: str, expected: str) -> None:
    assert encodable(text) == expected


@given(VALUES)
def test_any_decoded_json_can_be_stored(value: object) -> None:
    assert json.dumps(encodable_value(value), ensure_ascii=False).encode()
    assert json.dumps(decode_json(json.dumps(value)), ensure_ascii=False).encode()
    assert json.dumps(decode_json(json.dumps(value).encode()), ensure_ascii=False).encode()


@pytest.mark.parametrize("title", ['"lone \\ud800"', '"lone \\uDC00 x"'])
def test_front_matter_has_no_half_of_a_pair(title: str) -> None:
    try:
        values = frontmatter.parse(f"---\ntitle: {title}\n---\nText.\n", "index.md").values
    except InputError:  # refused by the parser is as good
        return
    assert str(values).encode()
