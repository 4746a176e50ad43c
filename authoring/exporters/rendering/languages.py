"""What a post says of itself in other languages, in front matter that templates can use."""

from __future__ import annotations

from typing import Any

from authoring.exporters import ApprovedRevision


def languages(revision: ApprovedRevision) -> dict[str, Any]:
    """The slug of the original of a translation, and those of the text in other languages that readers see."""
    own = {"translation_of": revision.translation_of} if revision.translation_of else {}
    others = [{"hreflang": lang, "slug": slug} for lang, slug in sorted(revision.translations.items())]
    return {**own, **({"translations": others} if others else {})}


def translation_key(revision: ApprovedRevision) -> str:
    """What Hugo knows the languages of one text by; empty for a text that is in one alone."""
    is_alone = not revision.translation_of and not revision.translations
    return "" if is_alone else revision.translation_of or revision.slug
