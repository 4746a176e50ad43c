"""What a site's generator would put into a post, taken out of its text before it is read as Markdown.

Nothing is run. What can be known without running anything (figures, code, links to other posts) is put in; the rest
is named as lost. Each stands in the text as a word that occurs nowhere else until the Markdown has been read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from html import escape
from typing import Final

from authoring.importers import Loss

_PARAGRAPH: Final = "<p>{word}</p>"


class Placeholders:
    """HTML and plain words that wait to be put back, each under a word of its own."""

    def __init__(self, text: str) -> None:
        self._stem = f"kept{hashlib.sha256(text.encode()).hexdigest()[:16]}n"
        self._kept: dict[str, tuple[str, bool]] = {}
        self.losses: list[Loss] = []

    def block(self, html: str) -> str:
        """A word, in a paragraph of its own, for some HTML."""
        return f"\n\n{self._word(html, is_html=True)}\n\n"

    def inline(self, html: str) -> str:
        """A word for HTML within a line."""
        return self._word(html, is_html=True)

    def literal(self, text: str) -> str:
        """A word for a text that nobody may read as anything else."""
        return self._word(text, is_html=False)

    def lose_boxes(self, count: int) -> None:
        """Note the boxes to tick in lists, if there are any."""
        if count:
            self.losses.append(Loss("formatting", "boxes to tick", count))

    def lose(self, kind: str, what: str) -> str:
        """Note a loss; nothing takes its place."""
        self.losses.append(Loss("embed" if kind == "embed" else "shortcode", what))
        return ""

    def put_back(self, html: str) -> str:
        """The HTML with everything in its place."""
        for word, (content, is_html) in reversed(self._kept.items()):
            if is_html:
                html = html.replace(_PARAGRAPH.format(word=word), content)
            html = html.replace(word, content if is_html else escape(content, quote=False))
        return html

    def _word(self, content: str, *, is_html: bool) -> str:
        word = f"{self._stem}{len(self._kept)}e"
        self._kept[word] = (content, is_html)
        return word


def code(text: str, language: str) -> str:
    """A block of code as HTML."""
    name = f' class="language-{escape(language)}"' if language else ""
    return f"<pre><code{name}>{escape(text, quote=False)}</code></pre>"


def figure(values: Mapping[str, str]) -> str:
    """Hugo's own figure as HTML."""
    parts = [escape(values["title"])] if values.get("title") else []
    parts += [_line(values[key]) for key in ("caption", "attr") if values.get(key)]
    words = " ".join(parts)
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    image = f'<img src="{escape(values.get("src", ""))}" alt="{escape(values.get("alt", ""))}">'
    return f"<figure>{image}{caption}</figure>"


def _line(text: str) -> str:
    from authoring.importers.blogs import dialects

    return dialects.goldmark(text, raw=False).strip().removeprefix("<p>").removesuffix("</p>")


def link(address: str, words: str = "") -> str:
    """A link as HTML."""
    return f'<a href="{escape(address)}">{escape(words or address)}</a>'
