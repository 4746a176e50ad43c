"""Builds the manifest of a text: in the right format, and with the right names and words of the settings.

Until a piece is submitted, the present settings are used. After that the manifest keeps the values of the submission:
a person's new name, or a new contact address, voids no approval. The next submission uses the present settings again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from authoring.model import events, manifest
from authoring.model.manifest import FIRST, FORMAT, Imprint, ModelPart
from authoring.sourcing import authorship
from authoring.store import Store, version_of
from authoring.text.i18n import LANGUAGES

if TYPE_CHECKING:
    from authoring.model.config import Settings
    from authoring.model.documents import Draft
    from authoring.model.events import Event

Digest = Callable[[str], str]


@dataclass(frozen=True)
class Manifests:
    """Builds the manifests of a workspace's pieces; their `digest` argument gives the SHA-256 of a file by `src`."""

    store: Store
    settings: Settings

    def current(self, draft: Draft, past: Sequence[Event], calls: bytes, *, digest: Digest) -> dict[str, Any]:
        """The manifest of a piece with this text and this history."""
        number = events.manifest_format(past)
        if number == FIRST:
            model = ModelPart(authorship.disclosed(past, draft, calls))
            digests = manifest.file_digests(draft, digest, number=FIRST)
            return manifest.build(draft, digests=digests, model=model, imprint=Imprint(), number=FIRST)
        content = self.newest(draft, past, calls, digest=digest)
        if number is None or manifest.content_hash(content) == past[-1].hash:
            return content
        submitted = self._submitted(draft.slug, past)
        return {**content, **_kept_from(submitted, content)} if submitted else content

    def default_lang(self, slug: str, values: Mapping[str, Any], past: Sequence[Event]) -> str:
        """The language of a text whose front matter names none: the workspace's, or the one it was submitted in."""
        if "lang" in values or not past:
            return self.settings.lang
        return lang_of(self._submitted(slug, past), otherwise=self.settings.lang)

    def newest(self, draft: Draft, past: Sequence[Event], calls: bytes, *, digest: Digest) -> dict[str, Any]:
        """The manifest in the newest format, with the settings as they are."""
        kind = authorship.disclosed(past, draft, calls)
        return manifest.build(
            draft,
            digests=manifest.file_digests(draft, digest, number=FORMAT),
            model=ModelPart(kind, authorship.parts(past, draft, calls)),
            imprint=imprint_now(self.settings, draft),
        )

    def _submitted(self, slug: str, past: Sequence[Event]) -> Mapping[str, Any]:
        """The latest kept manifest since the submission; empty before it, and when an erasure removed all of them."""
        from authoring.text.strict_json import decode_object

        line = events.deciding_line(past)
        for event in reversed(past[line:] if line is not None else ()):
            content = self.store.revisions.manifest(slug, event.hash)
            if version_of(content) == event.hash:
                return decode_object(content)
        return {}


def lang_of(listed: Mapping[str, Any], *, otherwise: str) -> str:
    """The language that a manifest states; `otherwise` where it states none."""
    lang = listed.get("lang")
    return lang if isinstance(lang, str) and lang in LANGUAGES else otherwise


def imprint_now(settings: Settings, draft: Draft) -> Imprint:
    """The values of the present settings that a post with this text would show."""
    people, site = settings.people, settings.site
    author, responsible = people.get(draft.author), people.get(site.responsible)
    return Imprint(
        byline=author.name if author else draft.author,
        wording=settings.disclosure.wording.get(draft.lang, ""),
        responsible=responsible.name if responsible else "",
        contact=site.contact,
    )


def with_model_part(content: Mapping[str, Any], model: ModelPart) -> dict[str, Any]:
    """The manifest with another statement about a model's part in the text."""
    stated: dict[str, Any] = {"kind": model.kind}
    if manifest.format_of(content) > FIRST:
        stated["parts"] = list(model.parts)
    return {**content, "disclosure": {**content["disclosure"], **stated}}


def _kept_from(submitted: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that stay as submitted: those taken from settings, if author and language are the same."""
    before, disclosure = manifest.imprint_of(submitted), dict(content["disclosure"])
    disclosure |= {"responsible": before.responsible, "contact": before.contact}
    if submitted.get("lang") == content["lang"]:
        disclosure["wording"] = before.wording
    is_same_author = submitted.get("author") == content["author"]
    return {"disclosure": disclosure, "byline": before.byline if is_same_author else content["byline"]}
