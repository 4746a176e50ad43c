"""The pages that list posts: the first page, the years, the tags, the feed, the sitemap.

The first page shows the newest posts and each year has a page of its own, so that a new post changes a
handful of files and not every page of a long row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from html import escape, unescape
from itertools import islice
from typing import Any, Final
from urllib.parse import quote, urljoin

from markupsafe import Markup

from authoring.exporters.rendering.dates import written_out
from authoring.exporters.site.layout import SiteFacts, environment
from authoring.exporters.site.posts import READING, page_name, tag_id
from authoring.exporters.site.redirects import redirect_names, redirects
from authoring.exporters.site.wording import words

NEWEST: Final = 20
_SITEMAP_LIMIT: Final = 50_000
_LONG_AGO: Final = "1970-01-01T00:00:00+00:00"
_ROWS: Final = Markup("\0")  # stands for the rows of a list; no text of a page holds it
_TAG: Final = re.compile(r'<(?:a|img)(?: [a-z]+="[^"]*")*>')
_ADDRESS: Final = re.compile(r'(?<= )(?P<name>href|src)="(?P<value>[^"]*)"')

Card = Mapping[str, Any]
Render = Callable[[], str]


@dataclass(frozen=True)
class Lists:
    """The list pages of a site. `read` gives the text of a post's page that is in place."""

    site: SiteFacts
    cards: Iterable[Card]
    read: Callable[[str], str]
    _rows: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def posts(self) -> list[Card]:
        """The posts, newest first."""
        return sorted(self.cards, key=lambda card: (-_moment(card).timestamp(), card["slug"]))

    def pages(self) -> dict[str, Render]:
        """What renders each page, by its name. Nothing is rendered yet."""
        return {
            "index.html": self._first,
            "404.html": self._not_found,
            "robots.txt": lambda: environment().get_template("robots.txt.j2").render(site=self.site),
            "feed.xml": self._feed,
            **{f"{year}.html": _bound(self._year, year) for year, _count in self._years},
            **{tag_page(tag): _bound(self._tag, tag) for tag in self._tagged},
            **self._sitemaps(),
        }

    def leading_on(self, *, used: Collection[str]) -> dict[str, Render]:
        """What renders the pages at former addresses, oldest post first; none stands where a page of `used` does."""
        return redirects(reversed(self.posts), site=self.site, used=used, page_of=page_name)

    @cached_property
    def _years(self) -> list[tuple[str, int]]:
        if len(self.posts) <= NEWEST:
            return []
        return sorted(Counter(card["published"][:4] for card in self.posts).items(), reverse=True)

    @cached_property
    def _tagged(self) -> dict[str, list[Card]]:
        by_tag: dict[str, list[Card]] = {}
        for card in self.posts:
            for name in dict.fromkeys(tag_id(tag) for tag in card["tags"]):
                by_tag.setdefault(name, []).append(card)
        return by_tag

    def _first(self) -> str:
        return self._list("", self.posts[:NEWEST], url=self.site.address(), years=self._years)

    def _year(self, year: str) -> str:
        heading = words(self.site.lang).of_year.format(year=year)
        posts = [card for card in self.posts if card["published"].startswith(year)]
        return self._list(heading, posts, url=self.site.address(f"{year}.html"), years=self._years)

    def _tag(self, name: str) -> str:
        posts = self._tagged[name]
        label = next(tag for tag in posts[0]["tags"] if tag_id(tag) == name)
        heading = words(self.site.lang).about_tag.format(tag=label)
        return self._list(heading, posts, url=self.site.address(tag_page(name)), up="../")

    def _list(
        self, heading: str, posts: Sequence[Card], *, url: str, up: str = "", years: Sequence[tuple[str, int]] = ()
    ) -> str:
        lang = self.site.lang
        template, rows = environment().get_template("list.html.j2"), _ROWS if posts else ""
        page = template.render(
            site=self.site, lang=lang, w=words(lang), up=up, heading=heading, rows=rows, url=url, years=years
        )
        before, _mark, after = page.partition(_ROWS)  # rows in a template would be there three times at once
        return "".join([before, *(self._row(card, up) for card in posts), after])

    def _row(self, card: Card, up: str) -> str:
        """A post's row, made once for all tags; a year has each of its posts once."""
        if not up:
            return _row(card, up=up, lang=self.site.lang)
        if card["slug"] not in self._rows:
            self._rows[card["slug"]] = _row(card, up=up, lang=self.site.lang).encode()  # accents take half as much
        return self._rows[card["slug"]].decode()

    def _not_found(self) -> str:
        """Any address may lead here, so its links begin at the server's root."""
        lang = self.site.lang
        page = environment().get_template("404.html.j2")
        return page.render(site=self.site, lang=lang, w=words(lang), up=self.site.path)

    def _feed(self) -> str:
        newest = self.posts[:NEWEST]
        updated = max((card["updated"] for card in self.posts), key=datetime.fromisoformat, default=_LONG_AGO)
        entries = [(card, self.site.address(page_name(card["slug"])), self._reading(card)) for card in newest]
        return environment().get_template("feed.xml.j2").render(site=self.site, updated=updated, entries=entries)

    def _reading(self, card: Card) -> str:
        """What a feed reader shows: the disclosure and the text, with whole addresses.

        Empty when somebody deleted the page: the next export of all pieces writes it again, and the feed after it.
        """
        name = page_name(card["slug"])
        try:
            _before, _opening, rest = self.read(name).partition(READING[0])
        except FileNotFoundError:
            return ""
        text, _closing, _after = rest.partition(READING[1])
        return with_whole_addresses(text.strip(), base=self.site.address(name))

    def _sitemaps(self) -> dict[str, Render]:
        starts = range(0, 1 + len(self._years) + len(self.posts), _SITEMAP_LIMIT)
        if len(starts) == 1:
            return {"sitemap.xml": _bound(self._sitemap, 0)}
        names = [f"sitemap-{number}.xml" for number in range(1, len(starts) + 1)]
        whole = [self.site.address(name) for name in names]
        return {
            **{name: _bound(self._sitemap, start) for name, start in zip(names, starts, strict=True)},
            "sitemap.xml": lambda: environment().get_template("sitemaps.xml.j2").render(urls=whole),
        }

    def _sitemap(self, start: int) -> str:
        """The part of the sitemap from this address on: of a long row only as many as it lists are made."""
        rows = "".join(
            f"<url><loc>{escape(url)}</loc>{f'<lastmod>{escape(changed)}</lastmod>' if changed else ''}</url>\n"
            for url, changed in islice(self._addresses(), start, start + _SITEMAP_LIMIT)
        )
        return environment().get_template("sitemap.xml.j2").render(urls=Markup(rows))  # noqa: S704  escaped above

    def _addresses(self) -> Iterator[tuple[str, str]]:
        """The address of each page that a search engine should know, and when it was changed, where that is stated."""
        yield self.site.address(), ""
        yield from ((self.site.address(f"{year}.html"), "") for year, _count in self._years)
        yield from ((self.site.address(page_name(card["slug"])), card["updated"]) for card in reversed(self.posts))


def touched(cards: Iterable[Card]) -> set[str]:
    """The names of the pages that show these posts; of those that show all, the first page stands for the others."""
    names = {"index.html"}
    for card in cards:
        if card:  # a piece that only its page remembers has none
            names.add(f"{card['published'][:4]}.html")
            names.update(tag_page(tag_id(tag)) for tag in card["tags"])
            names.update(redirect_names(card))
    return names


def same_row(card: Card, other: Card) -> bool:
    """Whether lists say the same of two states of a post; the feed and the sitemap tell when it was changed, too."""
    return {**card, "updated": ""} == {**other, "updated": ""}


def shows_all(name: str) -> bool:
    """Whether a page changes with every post."""
    return name in ("index.html", "feed.xml") or name.startswith("sitemap")


def tag_page(name: str) -> str:
    """The file of a tag's page."""
    return f"tags/{name}.html"


def with_whole_addresses(text: str, *, base: str) -> str:
    """HTML that our cleaner made, its links and pictures resolved against `base`."""

    def resolve(match: re.Match[str]) -> str:
        return f'{match["name"]}="{escape(urljoin(base, unescape(match["value"])))}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(resolve, tag.group()), text)


def _moment(card: Card) -> datetime:
    return datetime.fromisoformat(card["published"])


def _bound(render: Callable[[Any], str], value: object) -> Render:
    return lambda: render(value)


def _row(card: Card, *, up: str, lang: str) -> str:
    """One post in a list. Written here and not in a template, where thousands of them take four times as long."""
    own = f' lang="{escape(card["lang"])}"' if card["lang"] != lang else ""
    description = f"<p>{escape(card['description'])}</p>\n" if card["description"] else ""
    return (
        f'<li{own}>\n<h2><a href="{up}{quote(page_name(card["slug"]))}">{escape(card["title"])}</a></h2>\n'
        f'<p class="meta"><time datetime="{escape(card["published"])}">'
        f"{escape(written_out(_moment(card).date(), card['lang']))}</time></p>\n{description}</li>\n"
    )
