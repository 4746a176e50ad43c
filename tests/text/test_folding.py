"""No separator hides a name or withheld words: whatever stands within or between them, they are found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.checks.support import naming
from authoring.model.documents import Consent, Testimony
from authoring.privacy.confidences import Confidences
from authoring.privacy.pseudonyms import Register
from authoring.text.folding import plain, readings

NAME = "Noemi Vasquez"
WORDS = "Nobody opened the boathouse before seven in winter"
REGISTER = Register.of([Testimony("noemi", NAME, "", "en", "Words.", Consent())], [])
WITHHELD = Confidences.words([("noemi", f"{WORDS}.")])

INVISIBLE = (
    *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\u202e", "\u2066", "\u115f"),
    *("\u3164", "\uffa0", "\ufe0f", "\U000e0061", "\U000e0100", "\x00", "\x08", "\x1b", "\x1f", "\x7f", "\x85"),
    *("\u0301", "\u20dd", "<!-- a note -->", "<!---->", "<!-- Lin -->", "<b>", "</b>", "<br/>", "-\n", "\u2010\r\n> "),
)
BETWEEN = (
    *(
        " ",
        "\u00a0",
        "\u2009",
        "\u2028",
        "\u2029",
        "\u2800",
        "\n",
        "\r\n",
        "\n> ",
        "\n- ",
        "\n12. ",
        "\n 3) ",
        "\n  7 ",
    ),
    *(" <!-- of -->\n", "\n\n", "   ", " *", "_", ".", "\t", "<br>\n", "](https://example.org) "),
)
ALIKE = {
    **{"a": "аɑᴀａ𝐚ⓐα", "b": "ьƀｂ𝒃", "c": "сϲᴄｃ", "d": "ԁᴅｄ", "e": "еҽᴇｅ", "h": "һհｈ", "i": "іɩｉ"},
    **{"k": "кκᴋ", "m": "мᴍｍ", "n": "ոɴｎ𝕟", "o": "оοօᴏｏ", "p": "рρｐ", "q": "ԛզｑ", "r": "ʀｒ"},
    **{"s": "ѕꜱｓ", "t": "тτᴛｔ", "u": "ս𝓾ᴜ", "v": "ѵᴠｖ", "w": "ԝᴡｗ", "y": "уʏｙ", "z": "ᴢｚ"},
}


@st.composite
def disguised(draw: st.DrawFn, words: str) -> str:
    """These words with look-alike letters, invisible characters within, and any separators between them."""
    written = []
    for word in words.split():
        letters = [
            draw(st.sampled_from([letter, letter, *ALIKE.get(letter, "")]))
            + draw(st.sampled_from(["", "", *INVISIBLE]))
            for letter in word
        ]
        written.append("".join(letters))
    between = [draw(st.sampled_from(BETWEEN)) + draw(st.sampled_from(["", *BETWEEN, *INVISIBLE])) for _word in written]
    return "".join(word + gap for word, gap in zip(written, [*between[1:], ""], strict=True))


@given(disguised(WORDS))
@settings(max_examples=60, deadline=None)
def test_withheld_words_are_found_whatever_stands_between_and_within_them(text: str) -> None:
    assert WITHHELD.breach(f"Write of {text} and more.") == "noemi"


@given(disguised(NAME), st.sampled_from([" ", "\u200b", "<!-- x -->", "\n2. "]))
@settings(max_examples=60, deadline=None)
def test_a_name_is_found_whatever_stands_between_and_within_it(text: str, edge: str) -> None:
    whole = f"It was{edge}{text}{edge}who came."
    assert naming.mentions(whole, NAME), repr(whole)
    (sealed,) = REGISTER.seal(whole).texts
    assert all("vasquez" not in reading.text for reading in readings(sealed)), sealed


@pytest.mark.parametrize(
    ("text", "folded"), [("Œuvre d’été", "oeuvre d'ete"), ("Łódź, ß", "lodz, ss"), ("а\u200bЬ", "ab")]
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert plain(text) == folded


def test_a_greek_name_is_one_name_in_capitals_and_in_small_letters() -> None:
    assert plain("Άννα") == plain("ΑΝΝΑ")


def test_part_of_a_longer_word_is_no_name() -> None:
    assert not naming.mentions("Noemi Vasquezian and the \u200bNoemis", NAME)


@pytest.mark.parametrize(
    "written",
    [
        "&Eacute;lodie",
        "É**lo**die",
        "&amp;#xC9;lodie",
        "&#201;lodie",
        "%C3%89lodie",
        "\\u00c9lodie",
        "Élo&shy;die",
        "_Él_odie",
    ],
)
def test_a_name_that_is_spelled_out_is_read_as_a_reader_sees_it(written: str) -> None:
    text = f"Here is {written}, and more."
    matches = [(it, it.text.find("elodie")) for it in readings(text) if "elodie" in it.text]
    folded, start = matches[-1]
    begin, _end = folded.span(start, start + 6)
    assert text[begin:].startswith(written.removeprefix("_"))
    assert folded.ends_word(text, start + 6)
