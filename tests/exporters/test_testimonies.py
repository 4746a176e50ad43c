"""Definitions of links, which belong to no block, are restored with the body."""

from __future__ import annotations

from authoring.exporters.rendering.testimonies import with_definitions


def test_definitions_of_links_come_back_with_a_text_that_no_block_carried_them_in() -> None:
    body = 'A [bench][x] here.\n\n[x]: https://example.org/\n  "its title"\n[y]: /z\n\nEnd.\n'
    text = with_definitions("A [bench][x] there.\n\nEnd.\n", body)
    assert text == 'A [bench][x] there.\n\nEnd.\n\n[x]: https://example.org/\n  "its title"\n[y]: /z\n'
    assert with_definitions(text, body) == f"{text}"


def test_a_text_without_them_stays_as_it_is_and_what_people_said_defines_nothing() -> None:
    spoken = "A line.\n\n<!-- testimony:nora -->\n[x]: https://example.org/\n<!-- /testimony:nora -->\n"
    assert with_definitions("A line.\n", spoken) == "A line.\n"
