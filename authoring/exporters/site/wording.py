"""The site's own words, in the language of whoever reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from authoring.text.i18n import _


@dataclass(frozen=True)
class Words:
    """Every phrase that the templates use. Those with a place in braces are filled in by the page."""

    lang: str
    skip: str
    back: str
    no_posts: str
    byline: str
    updated: str
    disclosure: str
    tags: str
    about_tag: str
    of_year: str
    by_year: str
    feed: str
    contact: str
    responsible: str
    not_found: str
    not_found_help: str
    moved: str
    in_this_language: str


@cache
def words(lang: str) -> Words:
    """The phrases in `lang`."""
    return Words(
        lang=lang,
        skip=_("Skip to the text", lang),
        back=_("Back to the list", lang),
        no_posts=_("Nothing has been published yet.", lang),
        byline=_("By {name}", lang),
        updated=_("updated on {date}", lang),
        disclosure=_("How this text was written", lang),
        tags=_("Tags", lang),
        about_tag=_("Posts about “{tag}”", lang),
        of_year=_("Posts of {year}", lang),
        by_year=_("All posts, year by year", lang),
        feed=_("Feed (Atom)", lang),
        contact=_("Contact: {contact}", lang),
        responsible=_("Responsible for publication: {name}", lang),
        not_found=_("This page does not exist", lang),
        not_found_help=_("It may have been moved or taken down. The list of posts shows all that is there.", lang),
        moved=_("This post has moved:", lang),
        in_this_language=_("Read this in English", lang),
    )
