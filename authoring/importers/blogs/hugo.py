"""A Hugo site's folder: its posts with their pictures, dates, former addresses and what its templates put in."""

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
from authoring.importers.blogs.picture_search import ENDINGS, PictureSearch, files_below
from authoring.model.site_generators import HUGO, LAST_MOMENT, Address, path_of, read_settings, zone_of
from authoring.text.i18n import _

_SECTIONS: Final = ("posts", "post", "blog", "articles", "article", "news", "actualites")
_CODE: Final = re.compile(
    r"\{\{[<%]\s*highlight\s+[\"`]?([\w+#-]*)[^>%]*[>%]\}\}\n?(.*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}", re.DOTALL
)
_SHORTCODE: Final = re.compile(r"\{\{(?P<open>[<%])(?P<inner>(?:[^\"`{}]|\"(?:\\.|[^\"\\])*\"|`[^`]*`)*?)[>%]\}\}")
_ARGUMENT: Final = re.compile(
    r"(?:(?P<key>[\w-]+)=)?(?:\"(?P<quoted>(?:\\.|[^\"\\])*)\"|`(?P<raw>[^`]*)`|(?P<plain>[^\s\"`]+))"
)
_EMBEDS: Final = {
    "youtube": "https://www.youtube.com/watch?v={0}",
    "vimeo": "https://vimeo.com/{0}",
    "gist": "https://gist.github.com/{0}/{1}",
    "tweet": "https://twitter.com/i/status/{0}",
    "twitter": "https://twitter.com/i/status/{0}",
    "x": "https://twitter.com/i/status/{0}",
    "instagram": "https://www.instagram.com/p/{0}/",
}
_KNOWN: Final = frozenset(
    "title date publishdate lastmod modified slug url aliases tags categories draft expirydate description summary "
    "author authors weight type layout linktitle keywords markup iscjklanguage lang language translationkey "
    "images series "
    "toc params featured_image featuredimage cover image resources menu cascade outputs sitemap build _build headless "
    "comments math share generator disclosure".split()
)


@dataclass
class HugoBlog:
    """The posts below `content/`. `sections` names the folders that hold posts; else they are found.

    `zone` counts where neither a date nor the site states one, as Hugo's own UTC does.
    """

    root: Path
    lang: str = "en"
    sections: tuple[str, ...] = ()
    now: datetime = LAST_MOMENT
    built: Path | None = None
    kind: str = "hugo"
    _others: Counter[str] = field(default_factory=Counter)

    @property
    def losses(self) -> tuple[Loss, ...]:
        return tuple(Loss("other-type", section, count) for section, count in sorted(self._others.items()))

    def posts(self) -> Iterator[Post | Skipped]:
        if not self._content.is_dir():
            raise InputError(
                _("This is no folder of a Hugo site: it has no folder {name}.").format(name=self._content.name),
                _("Name the folder that holds hugo.toml (or config.toml) and content/."),
                file=self.root,
            )
        sections = self._chosen()
        for path in self._pages():
            if self._section(path) not in sections:
                self._others[self._section(path) or "/"] += 1
                continue
            yield self._read(path)

    @cached_property
    def _site(self) -> Mapping[str, Any]:
        return {str(key).lower(): value for key, value in read_settings(self.root, HUGO).items()}

    @cached_property
    def _content(self) -> Path:
        folder_name = self._site.get("contentdir")
        folder = self.root / (folder_name if isinstance(folder_name, str) else "content")
        return folder if folder.resolve().is_relative_to(self.root.resolve()) else self.root / "content"

    def _pages(self) -> Iterator[Path]:
        for path in files_below(self.root, self._content):
            in_bundle = path.name.split(".")[0] != "index" and any(path.parent.glob("index.*md"))
            if path.suffix in ENDINGS and not path.name.startswith(("_index.", ".")) and not in_bundle:
                yield path

    def _section(self, path: Path) -> str:
        parts = path.relative_to(self._content).parts
        return parts[0] if len(parts) > 1 else ""

    def _chosen(self) -> frozenset[str]:
        params = self._site.get("params")
        main_sections = self._site.get("mainsections") or (
            params.get("mainSections") if isinstance(params, dict) else None
        )
        counts = Counter(self._section(path) for path in self._pages())
        if self.sections:
            return frozenset(self.sections)
        if isinstance(main_sections, list):
            return frozenset(map(str, main_sections))
        usual = frozenset(counts) & frozenset(_SECTIONS)
        return usual or frozenset(section for section, _count in counts.most_common(1))

    @cached_property
    def _pages_made(self) -> BuiltSite:
        return BuiltSite(self.built or self.root / str(self._site.get("publishdir") or "public"))

    @cached_property
    def _zone(self) -> tzinfo:
        return zone_of(self._site.get("timezone"), otherwise=UTC)

    @cached_property
    def _shows_html(self) -> bool:
        return self._markup("renderer", "unsafe") is True

    def _markup(self, *keys: str) -> Any:
        value: Any = self._site.get("markup")
        for key in ("goldmark", *keys):
            value = value.get(key) if isinstance(value, dict) else None
        return value

    @cached_property
    def _addresses(self) -> dict[str, str]:
        """The address of every page by its file below `content/`, for links from post to post."""
        addresses = {}
        for path in self._pages():
            try:
                values = _lower(front_matter.read(path).values)
            except AuthoringError:
                continue
            name = path.relative_to(self._content).as_posix()
            addresses[name] = addresses[name.rsplit(".", 1)[0].removesuffix("/index")] = self._address(path, values)
        return addresses

    def _read(self, path: Path) -> Post | Skipped:
        origin = path.relative_to(self.root).as_posix()
        try:
            source = front_matter.read(path)
        except AuthoringError as error:
            return Skipped(origin, Loss("unreadable", error.problem.message))
        values = _lower(source.values)
        published = front_matter.moment(values.get("date") or values.get("publishdate"), zone=self._zone)
        reason = self._not_out(values, published)
        if reason or published is None:
            return Skipped(origin, Loss("not-published", reason) if reason else Loss("date", "date"))
        return self._post(path, origin, source, values, published)

    def _not_out(self, values: Mapping[str, Any], published: datetime | None) -> str:
        later = front_matter.moment(values.get("publishdate"), zone=self._zone) or published
        until = front_matter.moment(values.get("expirydate"), zone=self._zone)
        if values.get("draft") is True:
            return "draft"
        if until is not None and until <= self.now:
            return "expired"
        return "future" if later is not None and later > self.now else ""

    def _post(
        self, path: Path, origin: str, source: front_matter.Source, values: Mapping[str, Any], published: datetime
    ) -> Post:
        search = self._search(path)
        html, losses = self._html(path, source.body, values)
        converted = to_markdown(html, find=search.find)
        lang = self._language(path, values)
        updated = front_matter.moment(values.get("lastmod") or values.get("modified"), zone=self._zone)
        featured = front_matter.text(values, "featured_image", "featuredimage", "image", "cover")
        images, more = featured_first(search, featured, converted.images)
        unknown = sorted(key for key in values if key not in _KNOWN)
        post = Post(
            origin=origin,
            site=str(self._site.get("baseurl") or ""),
            sha256=source.sha256,
            title=front_matter.text(values, "title") or self._name(path),
            slug=front_matter.text(values, "slug") or self._name(path),
            lang=lang,
            author=author_of(values) or author_of(self._params),
            body=converted.body,
            published=published,
            updated=max(updated or published, published),
            description=front_matter.text(values, "description", "summary"),
            tags=tuple(dict.fromkeys([*front_matter.texts(values, "tags"), *front_matter.texts(values, "categories")])),
            images=images,
            pictures=dict(search.copies),
            aliases=self._aliases(path, values),
            losses=(*losses, *converted.losses, *more, *(Loss("custom-fields", key) for key in unknown)),
        )
        return self._pages_made.held_against(post, shown(converted.body))

    @cached_property
    def _params(self) -> Mapping[str, Any]:
        params = self._site.get("params")
        return (
            {**_lower(params), **({} if "author" not in self._site else {"author": self._site["author"]})}
            if isinstance(params, dict)
            else self._site
        )

    def _html(self, path: Path, body: str, values: Mapping[str, Any]) -> tuple[str, list[Loss]]:
        parts = inserted_parts.Placeholders(body)
        text = _CODE.sub(lambda match: parts.block(inserted_parts.code(match.group(2), match.group(1))), body)
        text = _SHORTCODE.sub(lambda match: self._shortcode(match, parts, path), text)
        if path.suffix.startswith(".htm"):
            return parts.put_back(text), parts.losses
        if not self._shows_html and re.search(r"<(?!!--|https?:|mailto:)/?[a-zA-Z]", _without_code(text)):
            parts.losses.append(Loss("raw-html", "HTML that the site did not show either"))
        parts.lose_boxes(dialects.boxes(text))
        html = dialects.goldmark(text, raw=self._shows_html, typographer=self._markup("extensions", "typographer"))
        return parts.put_back(html), parts.losses

    def _shortcode(self, match: re.Match[str], parts: inserted_parts.Placeholders, path: Path) -> str:
        inner = match["inner"].strip()
        if inner.startswith("/*") and inner.endswith("*/"):
            return parts.literal(f"{{{{{match['open']}{inner[2:-2]}{match.group()[-3:]}")
        name, _space, rest = inner.lstrip("/").strip().partition(" ")
        arguments, plain = _arguments(rest)
        if name == "figure" and not inner.startswith("/"):
            return parts.block(inserted_parts.figure(arguments))
        if name in ("ref", "relref") and plain:
            return self._addresses.get(plain[0].split("#")[0].strip("/"), plain[0])
        if name in _EMBEDS and plain:
            address = _EMBEDS[name].format(*plain[:2], *[""] * 2)
            parts.lose("embed", address)
            return parts.block(inserted_parts.link(address).join(("<p>", "</p>")))
        return parts.lose("shortcode", name) if not inner.startswith("/") else ""

    def _search(self, path: Path) -> PictureSearch:
        host = urlsplit(str(self._site.get("baseurl", "")))
        places = (path.parent, path.with_suffix(""), self.root / "static", self.root / "assets", self._content)
        return PictureSearch(self.root, places, frozenset([host.netloc] if host.netloc else []), host.path.rstrip("/"))

    def _name(self, path: Path) -> str:
        name = path.name.split(".")[0]
        return path.parent.name if name == "index" and path.parent != self._content else path.stem.split(".")[0]

    def _language(self, path: Path, values: Mapping[str, Any]) -> str:
        language_in_name = (
            path.stem.rpartition(".")[2] if re.fullmatch(r".+\.[a-z]{2}(?:-[A-Za-z]+)?", path.stem) else ""
        )
        site = self._site.get("defaultcontentlanguage") or self._site.get("languagecode") or self.lang
        return front_matter.text(values, "lang", "language") or language_in_name or str(site)

    def _address(self, path: Path, values: Mapping[str, Any]) -> str:
        if url := front_matter.text(values, "url"):
            return path_of(url)
        section = self._section(path)
        patterns = self._site.get("permalinks")
        patterns = patterns.get("page", patterns) if isinstance(patterns, dict) else {}
        pattern = patterns.get(section) if isinstance(patterns, dict) else None
        name = front_matter.text(values, "slug") or self._name(path)
        folder = path.parent.parent if path.name.startswith("index.") else path.parent
        moment = front_matter.moment(values.get("date"), zone=self._zone) or datetime.min.replace(tzinfo=UTC)
        address = Address(
            name, front_matter.text(values, "title"), moment, section, folder.relative_to(self._content).as_posix()
        )
        return address.filled(pattern) if isinstance(pattern, str) else address.plain()

    def _aliases(self, path: Path, values: Mapping[str, Any]) -> tuple[str, ...]:
        own = self._address(path, values)
        aliases = [path_of(address, below=own) for address in front_matter.texts(values, "aliases")]
        return tuple(dict.fromkeys(address for address in [own, *aliases] if address))


def featured_first(search: PictureSearch, address: str, images: list[Any]) -> tuple[tuple[Any, ...], tuple[Loss, ...]]:
    """The pictures' words with that of the picture above the text first, and what is missing."""
    from authoring.model.documents import Picture

    if not address:
        return tuple(images), ()
    src = search.find(address)
    if src is None:
        return tuple(images), (Loss("missing-picture", address),)
    return (*([] if src in [image.src for image in images] else [Picture(src)]), *images), ()


def author_of(values: Mapping[str, Any]) -> str:
    """The author's name, however it is written; the first of several."""
    author = values.get("author") or values.get("authors")
    first = author[0] if isinstance(author, list) and author else author
    if isinstance(first, dict):
        return front_matter.text(first, "name")
    return front_matter.text({"author": first}, "author")


def _lower(values: Mapping[str, Any]) -> dict[str, Any]:
    """Hugo's keys, whose case does not count; its own `params` count as keys too."""
    own = values.get("params")
    return {str(key).lower(): value for key, value in {**(own if isinstance(own, dict) else {}), **values}.items()}


def _arguments(text: str) -> tuple[dict[str, str], list[str]]:
    by_key, plain = {}, []
    for match in _ARGUMENT.finditer(text.rstrip("/ ")):
        value = match["raw"] or match["plain"] or re.sub(r"\\(.)", r"\1", match["quoted"] or "")
        if match["key"]:
            by_key[match["key"]] = value
        else:
            plain.append(value)
    return by_key, plain


def _without_code(text: str) -> str:
    return re.sub(r"(?s)(```|~~~).*?(\1|\Z)|`[^`\n]*`", "", text)
