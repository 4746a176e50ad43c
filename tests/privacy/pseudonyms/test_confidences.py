"""Words that a model may not read are found wherever they stand."""

from __future__ import annotations

import pytest

from authoring.model.documents import Consent, Testimony
from authoring.privacy.confidences import Confidences

SPOKEN = (
    "I came to the Lantern in 2021. I had no saw of my own. Nous avons tout troqué. Oui. "
    "My neighbours showed me how to use theirs."
)
HELD = Confidences.of([Testimony("nora-lind", "Nora Lind", "", "en", SPOKEN, Consent())])


@pytest.mark.parametrize(
    "text",
    [
        "She said: “my neighbours showed me how to use theirs”.",
        "- point: NEIGHBOURS **showed** me — how to…",
        "Nous avons\u00a0tout troqué",
        "nous avons tout troque, dit-elle",
        "I had no saw of my own",
        "as she said, no saw of my own, nous avons",
        "My neigh\u200bbours showed me how",
        "My&nbsp;neighbours&#32;showed&nbsp;me&nbsp;how to use",
        "My neigh&shy;bours showed me how",
        "My neigh-\nbours showed me how",
        "> My neigh\u2010\n> bours showed me how",
    ],
)
def test_a_run_of_their_words_is_found(text: str) -> None:
    assert HELD.breach(f"Write about this. {text} Thank you.") == "nora-lind"


@pytest.mark.parametrize("text", ["", "Oui.", "My neighbours showed up.", "I came to the hall in 2021."])
def test_words_that_anybody_says_are_not(text: str) -> None:
    assert HELD.breach(text) == ""


def test_nothing_withheld_is_nothing_found() -> None:
    assert Confidences.of([]).breach(SPOKEN) == ""
