"""JSON from anywhere: what it says or a `ValueError`, and never another error."""

from __future__ import annotations

import pytest

from authoring.text.strict_json import decode_json, decode_object


def test_what_is_nested_too_deep_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="nested too deep"):
        decode_json("[" * 200_000)


@pytest.mark.parametrize("text", ["", b"", "{", "[1]", "null", b"\xff", '{"a":' * 200_000])
def test_a_record_that_is_missing_or_no_object_is_empty(text: str | bytes) -> None:
    assert decode_object(text) == {}


def test_an_object_says_what_it_says() -> None:
    assert decode_object(b'{"a": [1, null]}') == {"a": [1, None]}
