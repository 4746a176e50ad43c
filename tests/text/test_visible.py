"""Characters that nobody sees are written out, and texts that have none stay as they are."""

from __future__ import annotations

import html
import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from authoring.text import visible as visible_text
from authoring.text.visible import as_json_escapes, in_html, in_one_line, visible
from tests.worlds.unseen import ANY_TEXT, HARMFUL


@given(ANY_TEXT)
@example("\x1b]52;c;ZWNobyBvd25lZA==\x07")
@example("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\")
@example("\x9b31m \x85 \u202eterces\u2066 \u2028 \ufeff \udc9b \U000e0041\r")
def test_no_text_keeps_a_character_that_steers_a_terminal_or_hides_words(text: str) -> None:
    assert HARMFUL.search(visible(text)) is None
    assert HARMFUL.search(html.unescape(in_html(text))) is None
    assert visible(visible(text)) == visible(text)


@given(ANY_TEXT)
def test_of_format_characters_only_joiners_within_words_and_signs_of_numbers_are_left(text: str) -> None:
    rest = {
        character for character in visible(text) if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    }

    assert all(name in "\n\t\u200c\u200d" or is_sign(name) for name in rest), rest


def is_sign(character: str) -> bool:
    """Whether it is one of the format characters that are shown, such as the Arabic sign before a number."""
    return any(
        word in unicodedata.name(character)
        for word in ("NUMBER", "SIGN", "MARK", "HIEROGLYPH", "SHORTHAND", "END OF AYAH")
    )


@pytest.mark.parametrize(
    "text",
    [
        "Où est-ce ? « Ici » — l’été,\n\tà 10 h.",
        "می‌خواهم",  # Persian: a joiner keeps two letters of one word apart
        "क्‍ष ന്‍",  # Devanagari, and Malayalam with a joiner at the end of the word
        "👩‍💻 ❤️ 5️⃣ 🏳️‍🌈",
    ],
)
def test_texts_of_people_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pass\u200dword", r"pass\u200dword"),
        ("pass\u200cword", r"pass\u200cword"),
        ("a\ufe00\ufe0fb", r"a\ufe00\ufe0fb"),
        ("😀\ufe0f\ufe0f", "😀\ufe0f" + r"\ufe0f"),
        ("x\U000e0041", r"x\U000e0041"),
        ("two\r\nlines\rand a half", "two\nlines\\x0dand a half"),
    ],
)
def test_what_nobody_sees_is_written_by_its_number(text: str, expected: str) -> None:
    assert visible(text) == expected


@given(ANY_TEXT)
def test_a_name_stays_within_its_line(text: str) -> None:
    assert len(in_one_line(text).splitlines()) <= 1
    assert "\t" not in in_one_line(text)


@given(st.dictionaries(ANY_TEXT, ANY_TEXT))
def test_json_says_the_same_and_holds_no_such_character(values: dict[str, str]) -> None:
    text = as_json_escapes(json.dumps(values, ensure_ascii=False))

    assert json.loads(text) == json.loads(json.dumps(values))
    assert HARMFUL.search(text) is None


def test_what_is_taken_for_seen_at_a_glance_hides_nothing() -> None:
    everyday = "".join(map(chr, range(0x20, 0x7F))) + "\n\t" + "".join(map(chr, visible_text._SEEN))
    assert visible_text._to_escape().search(everyday) is None
