"""HTML from a site's editor as our Markdown: no word is lost, and what cannot be carried is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.importers.blogs.visible_text import words
from authoring.text import markdown
from authoring.text.hypertext import blocks_of


@pytest.mark.parametrize(
    ("html", "blocks", "notes"),
    [
        ("<table><tr><td><p>one</p></td><td>two</td></tr></table>", ["| one | two |\n| --- | --- |"], 0),
        ("<table><tr><td><ul><li>a</li><li>b</li></ul></td></tr></table>", ["| - a - b |\n| --- |"], 0),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", ["| a b |\n| --- |"], 1),
        ("<table><caption>Cap</caption><tr><td>x</td></tr></table>", ["Cap", "| x |\n| --- |"], 0),
        ("<table><tr>stray<td>x</td></tr></table>", ["stray", "| x |\n| --- |"], 0),
        ("<pre>a<br>b</pre>", ["```\na\nb\n```"], 0),
        ("<pre>a<p>b</p>c</pre>", ["```\na\nb\nc\n```"], 0),
        ("<pre><code class='language-py'><b>x</b> *y*</code></pre>", ["```py\nx *y*\n```"], 0),
        ('<a href="/x"><p>said</p></a>', ["said"], 1),
        ("<strong><p>said</p></strong>", ["said"], 1),
        ("<p>10<sup>3</sup> and <q>said</q></p>", ["103 and said"], 2),
        ('<p><a href="/a b" title="its &quot;t&quot;">x</a></p>', ['[x](</a b> "its \\"t\\"")'], 0),
    ],
)
def test_what_markdown_has_no_form_for_keeps_its_words(html: str, blocks: list[str], notes: int) -> None:
    markdown_blocks, remarks = blocks_of(html)
    assert markdown_blocks == blocks
    assert len(remarks) == notes


TAGS = "p div ul ol li table tr td th pre code em strong a blockquote h2 figure figcaption span sup".split()


def html(depth: int = 0) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(["one", "two", " ", "three four", "<br>", "<hr>"])
    if depth > 3:
        return leaf
    inner = st.lists(st.deferred(lambda: html(depth + 1)), max_size=3).map("".join)
    return st.one_of(leaf, st.tuples(st.sampled_from(TAGS), inner).map(lambda it: f"<{it[0]}>{it[1]}</{it[0]}>"))


@given(st.lists(html(), max_size=4).map("".join))
def test_no_word_of_any_nesting_is_lost(source: str) -> None:
    blocks, _notes = blocks_of(source)
    page_words = words(str(markdown.parser().render("\n\n".join(blocks))))
    letters = "".join(page_words)
    assert all(letters.count(word) >= source.count(word) for word in ("one", "two", "three", "four"))
