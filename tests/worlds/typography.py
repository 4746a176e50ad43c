"""Texts with every kind of space and punctuation, for properties of the typography check."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

NBSP: Final = "\u00a0"


NARROW: Final = "\u202f"


FRAGMENTS: Final = st.sampled_from(
    ["mot", "Le", "A", "J.", "Mme", "M.", "5", "10", " ", " ", "  ", "\n", "\n\n", NBSP, NARROW, ",", ".", ":", ";",
     "!", "?", "(", ")", "[", "]", "-", " - ", "—", "’", "'", '"', "«", "»", "“", "”", "...", "%", "km", "n°", "## ",
     "- ",      "> ", "`", "**", "*", "_", "|", "\\", "&amp;", "<b>", "](", "![", "[[quote:a#1]]", "https://a.example/x?y",
     "<!-- testimony:a -->\n", "\n<!-- /testimony:a -->\n", "<!-- x -->", "```\n", "Etat", "une phrase de cinq mots"]
)  # fmt: skip


BODIES: Final = st.lists(FRAGMENTS, max_size=25).map("".join)
