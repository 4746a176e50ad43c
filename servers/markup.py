"""HTML read as browsers read it, by a parser that is not ours, and what of it would run or fetch something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element

import html5lib

_REMOTE: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|/\\|\\)", re.IGNORECASE)
_OTHER_SCHEME: Final = re.compile(r"\s*(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ACTIVE: Final = frozenset("script style iframe object embed svg math base form input video audio".split())
_FETCHING: Final = frozenset("src srcset data poster background action formaction manifest ping cite".split())
_BLOCKS: Final = frozenset(
    "address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html img input legend li listing main menu nav "
    "ol optgroup option p plaintext pre search section summary table tbody td textarea tfoot th thead tr ul xmp".split()
)  # all other elements, unknown ones too, stand within a line
_UNSHOWN: Final = frozenset(
    "script style template head title noscript iframe object video audio svg math select".split()
)


def fragment(text: str) -> Element:
    """A part of a page."""
    parser: Any = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(text)  # type: ignore[no-any-return]


def dangers(root: Element) -> Iterator[str]:
    """Everything in a page that would run or fetch something from elsewhere."""
    for element in root.iter():
        tag = str(element.tag)
        if tag in _ACTIVE and element.get("type") != "application/ld+json":
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            if _is_dangerous(element, tag, str(name), value):
                yield f"{tag} {name}" if _runs(str(name)) else f"{tag} {name}={value}"


def _runs(name: str) -> bool:
    return name.startswith("on") or name == "style"


def _is_dangerous(element: Element, tag: str, name: str, value: str) -> bool:
    if name == "href" and tag == "a":
        return bool(_OTHER_SCHEME.match(value))
    if name == "href" and tag == "link":
        return element.get("rel") in ("stylesheet", "icon") and bool(_REMOTE.match(value))
    return _runs(name) or (name in _FETCHING and bool(_REMOTE.match(value)))


def words(html: str) -> list[str]:
    """The words that a browser shows; where blocks begin and end counts as white space."""
    parts: list[str] = []
    _walk(html5lib.parseFragment(html, namespaceHTMLElements=False), parts)
    return "".join(parts).split()


def _walk(element: Element, parts: list[str]) -> None:
    tag = element.tag if isinstance(element.tag, str) else "script"
    if tag not in _UNSHOWN:
        edge = " " if tag in _BLOCKS else ""
        parts += [edge, element.text or ""]
        for child in element:
            _walk(child, parts)
        parts.append(edge)
    parts.append(element.tail or "")
