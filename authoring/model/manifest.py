"""The content hash: the SHA-256 of a canonical list, the manifest, of all that readers or programs see of a piece.

A change of a value in the list voids an approval; a change of others (status, due date, unknown keys) does not. The
manifest is kept beside each revision with exactly the hashed bytes, so that `sha256sum manifest.json` prints the
content hash.

There are two formats. The first has the text, its author's id, its pictures and the wording of the disclosure. The
second adds tags, former addresses, the author's name, linked files and the facts of the disclosure. A piece has the
second from its next submission on (`events.manifest_format`), so that approvals of the first stay valid.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from authoring.model.documents import Draft

FORMAT: Final = 2  # the newest
FIRST: Final = 1
OFFERED: Final = frozenset(
    {"titles", "description", "alt", "alt-seen"}
)  # prompts whose answers a person may take as they are
_REMOTE: Final = ("http://", "https://", "//", "data:")


class Imprint(NamedTuple):
    """The values of a post that come from the settings.

    `byline` is the author's name. `wording` is the organisation's sentence about a model's part, `responsible` and
    `contact` are the person responsible for the post and their address.
    """

    byline: str = ""
    wording: str = ""
    responsible: str = ""
    contact: str = ""


class ModelPart(NamedTuple):
    """A model's part in a piece: the kind of disclosure, and the parts of the text that a model wrote."""

    kind: str
    parts: tuple[str, ...] = ()


def build(
    draft: Draft, *, digests: Mapping[str, str], model: ModelPart, imprint: Imprint, number: int = FORMAT
) -> dict[str, Any]:
    """The manifest of `draft`, in the format `number`.

    `digests` maps the `src` of each picture, and since format 2 of each linked file, to its bytes' SHA-256.
    """
    content = _first(draft, digests, model.kind)
    if number == FIRST:
        return content
    return {
        **content,
        "format": FORMAT,
        "slug": draft.slug,
        "byline": imprint.byline,
        "tags": list(draft.tags),
        "aliases": list(former_addresses(draft)),
        "disclosure": {
            **content["disclosure"],
            "parts": list(model.parts),
            "wording": imprint.wording,
            "responsible": imprint.responsible,
            "contact": imprint.contact,
            "sources": len(draft.testimonies),
        },
        **({"translation_of": draft.translation_of} if draft.translation_of else {}),
    }


def _first(draft: Draft, digests: Mapping[str, str], kind: str) -> dict[str, Any]:
    return {
        "format": FIRST,
        "title": draft.title,
        "description": draft.description,
        "lang": draft.lang,
        "author": draft.author,
        "body": text_digest(draft.body),
        "images": [
            {
                "src": image.src,
                "alt": image.alt,
                "caption": image.caption,
                "credit": image.credit,
                "decorative": image.decorative,
            }
            for image in draft.images
        ],
        "files": dict(sorted(digests.items())),
        "disclosure": {"kind": kind, "text": draft.disclosure},
    }


def rebuilt(listed: Mapping[str, Any], draft: Draft, digest: Callable[[str], str]) -> dict[str, Any]:
    """The manifest of a text and its files, with all other values from the manifest `listed`.

    Raises `ValueError` when `listed` lacks them, or has a format that this version does not know.
    """
    number, model, imprint = format_of(listed), model_part(listed), imprint_of(listed)
    return build(draft, digests=file_digests(draft, digest, number=number), model=model, imprint=imprint, number=number)


def format_of(listed: Mapping[str, Any]) -> int:
    """The format of a manifest. Raises `ValueError` for one that this version does not know."""
    number = listed.get("format")
    if type(number) is not int or not FIRST <= number <= FORMAT:
        raise ValueError("a manifest of an unknown format")
    return number


def model_part(listed: Mapping[str, Any]) -> ModelPart:
    """A model's part by a manifest. Raises `ValueError` for a manifest without it."""
    disclosed = listed.get("disclosure")
    kind = disclosed.get("kind") if isinstance(disclosed, Mapping) else None
    if not isinstance(disclosed, Mapping) or not isinstance(kind, str):
        raise ValueError("a manifest without a disclosure")
    parts = disclosed.get("parts")
    return ModelPart(kind, tuple(map(str, parts)) if isinstance(parts, list) else ())


def imprint_of(listed: Mapping[str, Any]) -> Imprint:
    """The values of the settings in a manifest; empty ones for format 1."""
    disclosed = listed.get("disclosure")
    stated = {**(disclosed if isinstance(disclosed, Mapping) else {}), "byline": listed.get("byline")}
    return Imprint(*(str(stated.get(name) or "") for name in Imprint._fields))


def encode(manifest: Mapping[str, Any]) -> bytes:
    """The manifest's canonical bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(manifest: Mapping[str, Any]) -> str:
    """The SHA-256 of the manifest's canonical bytes, in hexadecimal."""
    return _sha256(encode(manifest))


def text_digest(text: str) -> str:
    """The SHA-256 of a text, regardless of line ends and of blank lines around it, which editors change."""
    return _sha256(unified(text).encode())


def unified(text: str) -> str:
    """The text as it is hashed: with line feeds, and without blank lines at both ends."""
    return text.replace("\r\n", "\n").strip("\n")


def former_addresses(draft: Draft) -> tuple[str, ...]:
    """The former addresses in the front matter that are paths on a site; others cannot be redirected."""
    from authoring.model.slugs import is_path

    aliases = draft.extra.get("aliases")
    named = aliases if isinstance(aliases, list) else ()
    return tuple(alias for alias in named if isinstance(alias, str) and is_path(alias))


def picture_sources(draft: Draft) -> list[str]:
    """The `src` of every picture of the piece that is a file, each once, in order."""
    sources = dict.fromkeys(image.src for image in draft.images)
    if "![" in draft.body:
        from authoring.text import markdown

        sources.update(dict.fromkeys(picture.src for picture in markdown.pictures(draft.body)))
    return [src for src in sources if src and not src.startswith(_REMOTE)]


def linked_sources(draft: Draft) -> Sequence[str]:
    """The link targets that may be files beside the text, each once, in order."""
    if "](" not in draft.body and "]:" not in draft.body:
        return ()
    from authoring.text import markdown

    return markdown.linked_names(draft.body)


def file_digests(draft: Draft, digest: Callable[[str], str], *, number: int = FORMAT) -> dict[str, str]:
    """The SHA-256 of each local picture, by its `src`; `digest` computes them. Empty for a missing picture.

    Since format 2 it includes each linked file; a link to an address that is not a file is left out.
    """
    digests = {src: digest(src) for src in picture_sources(draft)}
    if number == FIRST:
        return digests
    linked = {src: digest(src) for src in linked_sources(draft) if src not in digests}
    return {**digests, **{src: sha256 for src, sha256 in linked.items() if sha256}}


def offer_digest(text: str) -> str:
    """The SHA-256 of a short text's words, by which a model's proposal is recognised."""
    import re

    return _sha256(" ".join(re.findall(r"\w+", text.casefold())).encode())


def _sha256(content: bytes) -> str:
    import hashlib  # loads OpenSSL, which a list that is remembered does not need

    return hashlib.sha256(content).hexdigest()
