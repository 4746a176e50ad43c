"""What became of a model's words, counted the same way whatever the texts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.audit.stats.share import Share, compare, prose

WORDS = st.sampled_from("the lantern’s neighbours share tools, time — and 3 “old” saws… every day!".split())
SENTENCES = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=8)


def words(texts: list[str]) -> int:
    return compare(texts, []).written


@given(SENTENCES, SENTENCES)
def test_kept_edited_and_removed_are_all_of_the_models_words(written: list[str], final: list[str]) -> None:
    share = compare(written, final)
    assert share.written == words(written)
    assert min(share.kept, share.edited, share.removed, share.added) >= 0
    assert share.kept + share.added <= words(final)


@given(SENTENCES)
def test_a_text_that_nobody_touched_is_all_kept(texts: list[str]) -> None:
    assert compare(texts, texts) == Share(kept=words(texts))


@given(SENTENCES, SENTENCES, st.randoms(use_true_random=False))
def test_the_order_of_sentences_does_not_matter(written: list[str], final: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(written, len(written)), chance.sample(final, len(final))
    assert compare(*shuffled) == compare(written, final)


@given(SENTENCES)
def test_a_text_that_people_threw_away_is_all_removed_and_a_new_one_all_added(texts: list[str]) -> None:
    assert compare(texts, []) == Share(removed=words(texts))
    assert compare([], texts) == Share(added=words(texts))


@pytest.mark.parametrize(
    ("written", "final"),
    [
        ("It’s open:  come!", "It's open : come !"),
        ("« Venez ! » dit-elle.", "“Venez !” dit-elle."),
        ("Un lieu… ouvert – à tous.", "Un lieu... ouvert — à tous."),
        ("Cafe\u0301 et the\u0301.", "Café et thé."),
        ("Dix\u202fheures\u00a0: on ouvre.", "Dix heures : on\nouvre."),
    ],
)
def test_white_space_and_typography_are_no_edits(written: str, final: str) -> None:
    share = compare([written], [final])
    assert (share.kept, share.edited, share.removed, share.added) == (share.written, 0, 0, 0)


def test_a_changed_letter_is_an_edit_and_counts_all_words_of_the_models_sentence() -> None:
    assert compare(["The saws are old and loud."], ["The saws are cold and loud."]) == Share(edited=6)


def test_a_sentence_with_less_than_half_its_words_in_common_is_another_one() -> None:
    written, final = ["The saws are old and loud."], ["The neighbours are kind people who lend us the saws."]
    assert compare(written, final) == Share(removed=6, added=10)


def test_each_sentence_has_one_partner_at_most() -> None:
    written = ["The saws are old and loud."]
    final = ["The saws are old and slow.", "The saws are old and loud today."]
    assert compare(written, final) == Share(edited=6, added=6)


def test_a_sentence_that_stands_twice_and_is_kept_once_is_removed_once() -> None:
    assert compare(["We meet on Saturdays."] * 2, ["We meet on Saturdays."]) == Share(kept=4, removed=4)


def test_shares_add_up() -> None:
    assert Share(1, 2, 3, 4) + Share(10, 20, 30, 40) == Share(11, 22, 33, 44)


BODY = """
The workshop is *open* to [everybody](https://example.org).
It has `saws`.

> “I had no saw.”
>
> — Nora Lind

![A saw](images/saw.png)

## What Nora says

<!-- testimony:nora -->
I came in 2021.
<!-- /testimony:nora -->

- The first point.
- The second one. [[quote:nora#2]]

| a | table |
|---|---|
| of | cells |

```
code, not prose.
```
"""


def test_only_the_prose_of_the_piece_counts() -> None:
    assert prose(BODY) == [
        "The workshop is open to everybody.",
        "It has saws.",
        "The first point.",
        "The second one.",
    ]
