"""The form of each kind of text: a person or a model writes the words, and the program puts the rest around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from authoring.model.text_kinds import TITLES, TextKind
from authoring.sourcing.accompanying.post import Post
from authoring.text.i18n import _
from authoring.text.markdown import sections

_FEWEST_WORDS: Final = 3  # of a paragraph that says something


def framed(words: str, post: Post, kind: TextKind, *, has_model_text: bool) -> str:
    """The whole text as it goes out, without a line end at its end."""
    if kind.name == TITLES:
        return words.strip()
    if kind.name == "press":
        return "\n\n".join([_heading(post), words.strip(), *_closing(post, kind, has_model_text=has_model_text)])
    return "\n\n".join([words.strip(), *_closing(post, kind, has_model_text=has_model_text)])


def own_words(post: Post, kind: TextKind) -> str:
    """The words that the post itself has for such a text; empty where it has none: for titles."""
    draft = post.draft
    if kind.name == TITLES:
        return ""
    summary = draft.description or next(iter(_paragraphs(post)), draft.title)
    if kind.name == "press":
        return "\n\n".join(dict.fromkeys([summary, *_paragraphs(post)][:2]))
    if kind.name == "newsletter":
        return f"**{draft.title}**\n\n{summary}"
    return f"{draft.title}\n\n{summary}"


def formal_lines(post: Post) -> frozenset[str]:
    """The lines that the program itself puts into a text: nothing in them is held against the post."""
    lines = [*_heading(post).split("\n"), *_press_contact(post).split("\n"), post.link, _separator()]
    sentences = (post.sentence_about_model(is_short=it, has_model_text=True) for it in (True, False))
    return frozenset(filter(None, [*lines, *sentences, _read_on(post)]))


def _heading(post: Post) -> str:
    release = _("Press release", post.lang)
    return f"{release} · {post.site}\n\n# {post.draft.title}" if post.site else f"{release}\n\n# {post.draft.title}"


def _closing(post: Post, kind: TextKind, *, has_model_text: bool) -> Iterator[str]:
    if kind.name == "press":
        yield _separator()
        if contact := _press_contact(post):
            yield contact
    elif post.link and kind.has_link:
        yield _read_on(post) if not kind.is_short else post.link
    if sentence := post.sentence_about_model(is_short=kind.is_short, has_model_text=has_model_text):
        yield sentence


def _separator() -> str:
    return "---"


def _read_on(post: Post) -> str:
    return _("Read on: {link}", post.lang).format(link=post.link) if post.link else ""


def _press_contact(post: Post) -> str:
    contact = ", ".join(dict.fromkeys(part for part in (post.responsible, post.contact) if part))
    lines = [
        _("Press contact: {contact}", post.lang).format(contact=contact) if contact else "",
        _("The whole article: {link}", post.lang).format(link=post.link) if post.link else "",
    ]
    return "\n".join(filter(None, lines))


def _paragraphs(post: Post) -> Iterator[str]:
    """The paragraphs of the introduction: the post's own prose, nobody's words."""
    for paragraph in sections(post.draft.body)[0].text_of(post.draft.body).split("\n\n"):
        text = " ".join(paragraph.split())
        if text and text[0] not in ">![<#|-" and len(text.split()) > _FEWEST_WORDS:
            yield text
