"""Where a body's sections, pictures and testimonies are, whatever the line ends."""

from __future__ import annotations

import pytest

from authoring.text import markdown

BODY = """An introduction.

## The first part

```
## no heading
```

Text.

<!-- testimony:nora -->
## not a heading either
<!-- /testimony:nora -->

## The second part ##

![A saw](images/saw.png) and [a link](https://example.org/).
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_sections_are_found_and_code_and_testimonies_are_not_searched(newline: str) -> None:
    body = BODY.replace("\n", newline)
    found = markdown.sections(body)
    assert [section.heading for section in found] == ["", "The first part", "The second part"]
    assert "".join(body[section.start : section.end] for section in found) == body
    assert [section.line for section in found] == [1, 3, 15]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_testimony_is_found_between_its_marks(newline: str) -> None:
    match = markdown.TESTIMONY_BLOCK.search(BODY.replace("\n", newline))
    assert match is not None
    assert (match["slug"], match["words"]) == ("nora", "## not a heading either")


def test_pictures_and_links_are_named_with_their_line() -> None:
    assert markdown.pictures(BODY) == [markdown.Picture("images/saw.png", "A saw", 17)]
    assert markdown.links(BODY) == [markdown.Link("https://example.org/", "a link", 17)]
