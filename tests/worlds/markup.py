"""HTML read by an independent parser, strictly, and the questions that tests ask of it."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError


def parse(text: str) -> Element:
    """The document, where the HTML standard finds no parse error."""
    parser: Any = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        return parser.parse(text)  # type: ignore[no-any-return]
    except ParseError as error:
        raise AssertionError(f"not valid HTML: {error}") from None


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def find(root: Element, tag: str, **attributes: str) -> Element:
    """The only element of this tag with these attributes (`class_` for class)."""
    wanted = {name.rstrip("_"): value for name, value in attributes.items()}
    elements = [e for e in root.iter(tag) if all(e.get(name) == value for name, value in wanted.items())]
    assert len(elements) == 1, (tag, wanted, len(elements))
    return elements[0]
