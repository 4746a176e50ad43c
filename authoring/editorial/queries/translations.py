"""Which translations are due: their original has been corrected since a model translated it."""

from __future__ import annotations

from collections.abc import Iterable

from authoring.editorial.context import Context
from authoring.errors import Problem, advice
from authoring.store.listing import Entry
from authoring.text.i18n import _


def due(entries: Iterable[Entry]) -> dict[str, str]:
    """The original of each translation that is due, by the translation's slug."""
    by_slug = {entry.slug: entry for entry in entries}
    return {
        entry.slug: entry.translation_of
        for entry in by_slug.values()
        if entry.translation_of in by_slug and _is_due(entry, by_slug[entry.translation_of])
    }


def of(entries: Iterable[Entry], slug: str) -> list[Entry]:
    """The translations of a piece, in the order of their languages."""
    return sorted((it for it in entries if it.translation_of == slug), key=lambda it: (it.lang, it.slug))


def seen(entries: Iterable[Entry]) -> dict[str, dict[str, str]]:
    """What readers see of a text in other languages, by slug and language: the original, and its other translations.

    A piece that has or had a translation is there with nothing where readers see none: its page must not lead there.
    """
    by_slug = {entry.slug: entry for entry in entries}
    families: dict[str, list[Entry]] = {}
    for entry in by_slug.values():
        if entry.translation_of in by_slug:
            families.setdefault(entry.translation_of, [by_slug[entry.translation_of]]).append(entry)
    return {
        member.slug: {it.lang: it.slug for it in family if it.live and it.lang != member.lang}
        for family in families.values()
        for member in family
    }


def notes(context: Context, slugs: Iterable[str]) -> list[Problem]:
    """A note for each of these pieces that is a translation and due."""
    entries = context.overview().entries
    late, langs = due(entries), {entry.slug: entry.lang for entry in entries}
    return [
        Problem(
            _("“{slug}” translates a text of “{original}” that has been corrected since.").format(
                slug=slug, original=late[slug]
            ),
            advice("translate-again", slug=late[slug], lang=langs[slug]),
        )
        for slug in slugs
        if slug in late
    ]


def _is_due(translation: Entry, original: Entry) -> bool:
    """Whether readers see another text of the original than was translated: a correction has been published."""
    return bool(original.live) and original.live != translation.translated
