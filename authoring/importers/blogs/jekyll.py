"""A Jekyll site's folder: what lies in its `_posts`, with pictures, dates, former addresses and what Liquid put in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from authoring.errors import AuthoringError, InputError
from authoring.importers import Loss, Post, Skipped
from authoring.importers.blogs import dialects, front_matter, inserted_parts
from authoring.importers.blogs.built_site import BuiltSite
from authoring.importers.blogs.conversion import shown, to_markdown
from authoring.importers.blogs.hugo import author_of, featured_first
from authoring.importers.blogs.kramdown import Kramdown
from authoring.importers.blogs.picture_search import ENDINGS, PictureSearch, files_below
from authoring.model.site_generators import JEKYLL, LAST_MOMENT, PATTERNS, Address, path_of, read_settings, zone_of
from authoring.text.i18n import _

_NAME: Final = re.compile(r"(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>.+)\.[a-z]+\Z")
_RAW: Final = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_COMMENT: Final = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_CODE: Final = re.compile(
    r"\{%-?\s*highlight\s+([\w+#-]+)[^%]*%\}[ \t]*\n?(.*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL
)
_TAG: Final = re.compile(r"\{%-?\s*(?P<end>end)?(?P<name>\w+)\s*(?P<rest>.*?)\s*-?%\}", re.DOTALL)
_OUTPUT: Final = re.compile(r"\{\{-?\s*(?P<inner>.*?)\s*-?\}\}", re.DOTALL)
_QUOTED: Final = re.compile(r"[\"']([^\"']*)[\"']((?:\s*\|\s*\w+)*)\Z")
_KNOWN: Final = frozenset(
    "title date last_modified_at modified slug permalink redirect_from tags tag categories category published "
    "description excerpt summary author authors layout lang image img comments toc math mathjax header "
    "generator ref sitemap "
    "excerpt_separator render_with_liquid ai_disclosure json_ld".split()
)


@dataclass
class JekyllBlog:
    """The posts below every `_posts`. `zone` counts where neither a date nor the site states one."""

    root: Path
    lang: str = "en"
    zone: tzinfo = UTC
    now: datetime = LAST_MOMENT
    built: Path | None = None
    kind: str = "jekyll"
    _others: Counter[str] = field(default_factory=Counter)
    _kramdown: Kramdown = field(init=False, repr=False)

    @property
    def losses(self) -> tuple[Loss, ...]:
        return tuple(Loss("other-type", folder, count) for folder, count in sorted(self._others.items()))

    def posts(self) -> Iterator[Post | Skipped]:
        if not any((self.root / name).exists() for name in ("_posts", *JEKYLL)):
            raise InputError(
                _("This is no folder of a Jekyll site: it has neither _config.yml nor _posts."),
                _("Name the folder that holds _config.yml."),
                file=self.root,
            )
        with Kramdown(self._site) as self._kramdown:
            yield from self._found()

    def _found(self) -> Iterator[Post | Skipped]:
        for path in files_below(self.root, self.root):
            parts = path.relative_to(self.root).parts[:-1]
            if "_drafts" in parts:
                self._others["_drafts"] += 1
            elif "_posts" in parts and not {"_site", "vendor", ".jekyll-cache", "node_modules"} & set(parts):
                yield self._read(path)
            elif path.suffix in ENDINGS and not parts and path.name not in ("README.md", "404.html"):
                self._others["pages"] += 1

    @cached_property
    def _site(self) -> Mapping[str, Any]:
        return read_settings(self.root, JEKYLL)

    @cached_property
    def _pages_made(self) -> BuiltSite:
        return BuiltSite(self.built or self.root / str(self._site.get("destination") or "_site"))

    @cached_property
    def _zone(self) -> tzinfo:
        return zone_of(self._site.get("timezone"), otherwise=self.zone)

    @cached_property
    def _base(self) -> str:
        return str(self._site.get("baseurl") or "").rstrip("/")

    @cached_property
    def _addresses(self) -> dict[str, str]:
        addresses = {}
        for path in files_below(self.root, self.root):
            if "_posts" in path.relative_to(self.root).parts and _NAME.match(path.name):
                try:
                    values = front_matter.read(path).values
                except AuthoringError:
                    continue
                address = f"{self._base}{self._address(path, values)}"
                addresses[path.stem] = addresses[path.relative_to(self.root).as_posix()] = address
        return addresses

    def _read(self, path: Path) -> Post | Skipped:
        origin = path.relative_to(self.root).as_posix()
        name_match = _NAME.match(path.name)
        if not name_match or path.suffix not in ENDINGS:
            return Skipped(origin, Loss("unreadable", path.name))
        try:
            source = front_matter.read(path)
        except AuthoringError as error:
            return Skipped(origin, Loss("unreadable", error.problem.message))
        values = source.values
        published = self._moment(path, values)
        if published is None:
            return Skipped(origin, Loss("date", path.name))
        if values.get("published") is False or published > self.now:
            return Skipped(origin, Loss("not-published", "future" if published > self.now else "published: false"))
        return self._post(path, origin, source, published)

    def _moment(self, path: Path, values: Mapping[str, Any]) -> datetime | None:
        name_match = _NAME.match(path.name)
        return front_matter.moment(values.get("date"), zone=self._zone) or (
            front_matter.moment(name_match["date"], zone=self._zone) if name_match else None
        )

    def _post(self, path: Path, origin: str, source: front_matter.Source, published: datetime) -> Post:
        values = source.values
        search = self._search(path)
        html, losses = self._html(path, source.body, values)
        converted = to_markdown(html, find=search.find)
        updated = front_matter.moment(values.get("last_modified_at") or values.get("modified"), zone=self._zone)
        image = values.get("image")
        featured = (
            front_matter.text(image, "path", "src")
            if isinstance(image, dict)
            else front_matter.text(values, "image", "img")
        )
        images, more = featured_first(search, featured, converted.images)
        post = Post(
            origin=origin,
            site=f"{self._site.get('url') or ''}{self._base}",
            sha256=source.sha256,
            title=front_matter.text(values, "title") or self._name(path).replace("-", " ").capitalize(),
            slug=front_matter.text(values, "slug") or self._name(path),
            lang=front_matter.text(values, "lang") or str(self._site.get("lang") or self.lang),
            author=author_of(values) or author_of(self._site),
            body=converted.body,
            published=published,
            updated=max(updated or published, published),
            description=front_matter.text(values, "description", "summary", "excerpt"),
            tags=tuple(dict.fromkeys([*_listed(values, "tags", "tag"), *_listed(values, "categories", "category")])),
            images=images,
            pictures=dict(search.copies),
            aliases=self._aliases(path, values),
            losses=(
                *losses,
                *converted.losses,
                *more,
                *(Loss("custom-fields", key) for key in sorted(set(values) - _KNOWN)),
            ),
        )
        return self._pages_made.held_against(post, shown(converted.body))

    def _html(self, path: Path, body: str, values: Mapping[str, Any]) -> tuple[str, list[Loss]]:
        parts = inserted_parts.Placeholders(body)
        text = body
        if values.get("render_with_liquid") is not False:
            text = _RAW.sub(lambda match: _kept_raw(match.group(1), parts), text)
            text = _COMMENT.sub("", text)
            text = _CODE.sub(lambda match: self._code(match, parts, values), text)
            text = self._filled(text, parts, values)
        html = text if path.suffix.startswith(".htm") else self._read_as_kramdown(text, parts)
        return parts.put_back(html), parts.losses

    def _read_as_kramdown(self, text: str, parts: inserted_parts.Placeholders) -> str:
        html = self._kramdown.html(text)
        if html is not None:
            return dialects.with_plain_footnotes(html)
        if self._site.get("markdown") not in (None, "kramdown"):
            return dialects.goldmark(text, raw=True, typographer=False)
        parts.losses.append(Loss("other-reader", ""))
        parts.losses += [Loss("formatting", line) for line in dialects.unmarked_tables(text)]
        parts.lose_boxes(dialects.boxes(text))
        return dialects.kramdown(text)

    def _code(self, match: re.Match[str], parts: inserted_parts.Placeholders, values: Mapping[str, Any]) -> str:
        return parts.block(inserted_parts.code(self._filled(match.group(2), parts, values), match.group(1)))

    def _filled(self, text: str, parts: inserted_parts.Placeholders, values: Mapping[str, Any]) -> str:
        text = _TAG.sub(lambda match: self._tag(match, parts), text)
        return _OUTPUT.sub(lambda match: self._output(match["inner"], parts, values), text)

    def _tag(self, match: re.Match[str], parts: inserted_parts.Placeholders) -> str:
        name, rest = match["name"], match["rest"].strip()
        if name in ("post_url", "link") and not match["end"]:
            return self._addresses.get(rest.strip("\"'/"), f"{self._base}/{rest.strip(chr(47))}")
        return "" if match["end"] else parts.lose("shortcode", f"{name} {rest}"[:80].strip())

    def _output(self, inner: str, parts: inserted_parts.Placeholders, values: Mapping[str, Any]) -> str:
        place = {"site.baseurl": self._base, "site.url": str(self._site.get("url") or "")}
        if inner in place:
            return place[inner]
        if quoted := _QUOTED.match(inner):
            filters = set(re.findall(r"\w+", quoted.group(2)))
            if filters <= {"relative_url", "absolute_url", "prepend", "escape", "strip"}:
                return f"{self._base}{quoted.group(1)}" if "_url" in quoted.group(2) else quoted.group(1)
        if inner in ("page.title", "page.description"):
            return front_matter.text(values, inner.removeprefix("page."))
        return parts.lose("shortcode", f"{{{{ {inner[:60]} }}}}")

    def _search(self, path: Path) -> PictureSearch:
        hosts = frozenset([urlsplit(str(self._site.get("url", ""))).netloc] if self._site.get("url") else [])
        return PictureSearch(self.root, (self.root, path.parent), hosts, self._base)

    def _name(self, path: Path) -> str:
        name_match = _NAME.match(path.name)
        return name_match["slug"] if name_match else path.stem

    def _address(self, path: Path, values: Mapping[str, Any]) -> str:
        pattern = front_matter.text(values, "permalink") or str(self._site.get("permalink") or "date")
        moment = self._moment(path, values) or self.now
        local = moment.astimezone(self._zone) if moment.year > 1 else moment
        above = path.relative_to(self.root).parts[: path.relative_to(self.root).parts.index("_posts")]
        categories = tuple(dict.fromkeys([*above, *_listed(values, "categories", "category")]))
        name = front_matter.text(values, "slug") or self._name(path)
        return Address(name, "", local, categories=categories).filled(PATTERNS.get(pattern, pattern))

    def _aliases(self, path: Path, values: Mapping[str, Any]) -> tuple[str, ...]:
        own = self._address(path, values)
        aliases = [path_of(address) for address in front_matter.texts(values, "redirect_from")]
        return tuple(dict.fromkeys(address for address in [own, *aliases] if address))


def _listed(values: Mapping[str, Any], many: str, single: str) -> tuple[str, ...]:
    """A list as Jekyll reads it: each word of a line is an entry under `many`, the whole line is under `single`."""
    value = values.get(many)
    if isinstance(value, str):
        return tuple(value.split()) if "," not in value else front_matter.texts(values, many)
    return front_matter.texts(values, many) or tuple(filter(None, [front_matter.text(values, single)]))


def _kept_raw(text: str, parts: inserted_parts.Placeholders) -> str:
    """The text with its braces kept literally, as in Liquid's `raw`; the Markdown around them is read as usual."""
    return re.sub(r"\{[{%]|[%}]\}", lambda match: parts.literal(match.group()), text)
