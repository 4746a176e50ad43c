"""What counts as somebody's edit: a change of words, not of the markup that a site's editor writes."""

from __future__ import annotations

import pytest

from authoring.exporters.blogs.reading_back import is_alike


@pytest.mark.parametrize(
    ("sent", "there"),
    [
        ("<p>«\u00a0Là\u00a0» : oui</p>", "<p>«&nbsp;Là&#160;» : oui</p>"),
        ("<p>&#034;it&#039;s &#045;&#045; so&#034;</p>", '<p>"it\'s -- so"</p>'),
        ('<img src="a.png" /><hr />', '<img src="a.png"/><hr>'),
        (
            "<table>\n<tbody>\n<tr><td>1</td></tr>\n</tbody></table>",
            "<table><tbody><tr><td>1</td></tr></tbody></table>",
        ),
    ],
)
def test_other_spellings_of_the_same_text_are_no_edit(sent: str, there: str) -> None:
    assert is_alike(sent, there)


@pytest.mark.parametrize(
    ("sent", "there"),
    [
        ("<p>one saw</p>", "<p>two saws</p>"),
        ("<p>&#060;b&#062;</p>", "<p><b></p>"),
        ("<p>a &amp;amp; b</p>", "<p>a &amp; b</p>"),
        ("<p>&#091;gallery]</p>", "<p>[gallery]</p>"),
        ("<p>https&#058;//example.org</p>", "<p>https://example.org</p>"),
        ("<p>a b</p>", "<p>a\u00a0b</p>"),
        ("<p>one</p><p>two</p>", "<p>one two</p>"),
    ],
)
def test_other_words_are_an_edit_and_so_is_what_a_site_takes_for_markup(sent: str, there: str) -> None:
    assert not is_alike(sent, there)
