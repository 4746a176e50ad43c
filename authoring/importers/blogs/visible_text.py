"""The words that a browser shows of some HTML, to hold two renderings of a post against each other."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_UNSHOWN: Final = frozenset(
    "script style template head title noscript iframe object video audio svg math select".split()
)


def words(html: str) -> list[str]:
    """The visible words, in order; white space and line breaks do not count, nor where blocks begin."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).split()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag in _UNSHOWN:
            self._hidden.append(tag)
        elif tag not in _INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        elif tag not in _INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
