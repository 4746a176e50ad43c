"""Testimonies are set aside before a body is read as Markdown, and put back word for word."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from authoring.text import markdown

Aside = Mapping[str, re.Match[str]]


def set_aside(body: str) -> tuple[str, Aside]:
    """The body with each testimony replaced by a line of one word that stands nowhere else in it."""
    if "<!-- testimony:" not in body:
        return body, {}
    stem = f"testimony{hashlib.sha256(body.encode()).hexdigest()[:24]}n"
    testimonies: dict[str, re.Match[str]] = {}

    def replace(match: re.Match[str]) -> str:
        word = f"{stem}{len(testimonies)}e"
        testimonies[word] = match
        return f"\n{word}\n"

    return markdown.TESTIMONY_BLOCK.sub(replace, body), testimonies


def put_back(text: str, aside: Aside) -> str:
    """`text` with its marked testimonies as they stood in the body: what a code block shows."""
    for word, match in aside.items():
        text = text.replace(f"\n{word}\n", match.group())
    return text


def with_definitions(text: str, body: str) -> str:
    """A text with the definitions of links that `body` has: they belong to no block, so that no site holds them."""
    aside, _testimonies = set_aside(body)
    lines = aside.split("\n")
    env: dict[str, Any] = {}
    markdown.parser().parse(aside, env)
    spans = [reference["map"] for reference in env.get("references", {}).values()]
    defined = ["\n".join(lines[first:last]).strip() for first, last in spans]
    missing = [definition for definition in defined if definition not in text]
    return "\n".join([text, *missing, ""]) if missing else text
