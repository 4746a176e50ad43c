"""Every byte that a provider is sent, searched by rules that share nothing with the code that hides the names."""

from __future__ import annotations

import json
import random

import pytest

from benchmarks import privacy


@pytest.mark.server
def test_no_name_is_in_any_request_and_every_piece_comes_back() -> None:
    journey = privacy.journeys(4, seed=11)

    assert journey.leaks == ()
    assert journey.came_back == 4
    assert journey.requests >= 16


def test_every_text_comes_back_letter_for_letter() -> None:
    assert privacy.round_trips(300, seed=11)[0] == 300


def test_the_search_would_find_every_form() -> None:
    chance = random.Random(3)
    crowd = privacy.people(chance, 30)
    for person in crowd:
        for number in range(privacy.FORMS):
            body = json.dumps({"prompt": f"So said {person.form(number)} today."}).encode()
            assert privacy.leaks(b"POST / HTTP/1.1\n" + body, [person]), person.form(number)
        spaced = " ".join(person.phone)
        leaked = privacy.leaks(json.dumps({"p": f"{person.email} {spaced}"}).encode(), [person])
        assert {person.email, person.phone} <= set(leaked)
