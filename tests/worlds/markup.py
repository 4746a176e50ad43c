"""HTML read by an independent parser, strictly, and the questions that tests ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

_REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|/\\|\\)", re.IGNORECASE)
_ACTIVE = ("script", "style", "iframe", "object", "embed", "svg", "math", "base", "form", "input", "video", "audio")
_FETCHING = ("src", "srcset", "data", "poster", "background", "action", "formaction", "manifest", "ping", "cite")


def parse(text: str) -> Element:
    """The document, where the HTML standard finds no parse error."""
    parser: Any = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        return parser.parse(text)  # type: ignore[no-any-return]
    except ParseError as error:
        raise AssertionError(f"not valid HTML: {error}") from None


def fragment(text: str) -> Element:
    """A part of a page, parsed leniently, as browsers would."""
    parser: Any = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(text)  # type: ignore[no-any-return]


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def find(root: Element, tag: str, **attributes: str) -> Element:
    """The only element of this tag with these attributes (`class_` for class)."""
    wanted = {name.rstrip("_"): value for name, value in attributes.items()}
    elements = [e for e in root.iter(tag) if all(e.get(name) == value for name, value in wanted.items())]
    assert len(elements) == 1, (tag, wanted, len(elements))
    return elements[0]


def dangers(root: Element) -> Iterator[str]:
    """Everything in a page that would run or fetch something from elsewhere."""
    for element in root.iter():
        tag = str(element.tag)
        if tag in _ACTIVE and element.get("type") != "application/ld+json":
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            yield from _danger(tag, str(name), value, element)


def _danger(tag: str, name: str, value: str, element: Element) -> Iterator[str]:
    if name.startswith("on") or name == "style":
        yield f"{tag} {name}"
    if name in _FETCHING and _REMOTE.match(value):
        yield f"{tag} {name}={value}"
    if name == "href" and tag == "link" and element.get("rel") in ("stylesheet", "icon") and _REMOTE.match(value):
        yield f"{tag} {name}={value}"
    if name == "href" and tag == "a" and re.match(r"\s*(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", value, re.IGNORECASE):
        yield f"{tag} {name}={value}"
