"""One WordPress site as a blog that pieces are sent to."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from html import escape, unescape
from typing import Any, Final

from authoring.errors import ServiceError, ServiceRefused
from authoring.exporters import ApprovedRevision, Probe, Pulled
from authoring.exporters.blogs import Post, Remote, RemoteState
from authoring.exporters.blogs.pictures import figures_of
from authoring.exporters.rendering.gallery import Figure, Gallery
from authoring.exporters.rendering.structured import structured
from authoring.exporters.rendering.text import printable
from authoring.exporters.wordpress import blocks, overtaken
from authoring.exporters.wordpress.blocks import Block, Upload
from authoring.exporters.wordpress.media import Library, NamedPicture
from authoring.exporters.wordpress.rest import Rest
from authoring.exporters.wordpress.terms import Authors, Terms
from authoring.text.i18n import _

MARK: Final = re.compile(r'data-authoring="(?P<piece>[^"]*)" data-revision="(?P<revision>[^"]*)"')
_NOTES: Final = re.compile(r'<mark class="wp-note[^>]*>(.*?)</mark>', re.DOTALL)
_STATES: Final[dict[str, RemoteState]] = {"publish": "live", "future": "scheduled", "trash": "bin"}
_DUPLICATES: Final = 4  # a slug that is taken becomes slug-2, slug-3 …
_TOGETHER: Final = 50


@dataclass(frozen=True)
class Choices:
    """What authoring.toml says of a target besides its address.

    `categories` are names: a piece's tag of that name is sent as a category. `category` is for pieces without one.
    `authors` maps our people's ids to the site's. `featured` is whether the first picture is the post's own as well.
    """

    categories: tuple[str, ...] = ()
    category: str = ""
    authors: Mapping[str, str] = field(default_factory=dict)
    featured: bool = True
    bin: bool = False
    timezone: str = ""


class WordPressSite:
    """The `Blog` of a WordPress."""

    def __init__(self, rest: Rest, choices: Choices, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.address = rest.address
        self._rest = rest
        self._choices = choices
        self._library = Library(rest, sleep)
        self._tags = Terms(rest, "tags")
        self._categories = Terms(rest, "categories")
        self._authors = Authors(rest, dict(choices.authors))

    def close(self) -> None:
        self._rest.close()

    # --- reading ----------------------------------------------------------------------------------------------

    def find(self, slug: str) -> list[Remote]:
        self._authors.check()  # else a lost password would look like a wrong question
        slugs = [slug, *(f"{slug}-{number}" for number in range(2, _DUPLICATES + 2))]
        rows = self._rest.get(
            "posts", {**_EDIT, "slug": ",".join(slugs), "status": "any", "orderby": "id", "order": "asc"}
        )
        return [remote for row in rows or () if (remote := self._remote(row)).piece == slug]

    def read(self, identity: str) -> Remote | None:
        self._authors.check()
        row = self._rest.get(f"posts/{identity}", _EDIT)
        return None if row is None else self._remote(row)

    def read_all(self, identities: Iterable[str]) -> Mapping[str, Remote]:
        ids = list(identities)
        remotes = {}
        if ids:
            self._authors.check()
        for start in range(0, len(ids), _TOGETHER):
            part = ",".join(ids[start : start + _TOGETHER])
            for row in (
                self._rest.get("posts", {**_EDIT, "include": part, "status": "any", "per_page": _TOGETHER}) or ()
            ):
                remotes[str(row["id"])] = self._remote(row)
        return remotes

    def _remote(self, row: Mapping[str, Any]) -> Remote:
        content = _normal(str(row["content"]["raw"]))
        mark = MARK.search(content)
        state = _STATES.get(str(row["status"]), "draft")
        fields = {
            "title": unescape(str(row["title"]["raw"])),
            "excerpt": unescape(str(row["excerpt"]["raw"])),
            "content": content,
            "state": state,
            "date": str(row["date_gmt"]),
            "tags": ", ".join(self._tags.names(row["tags"])),
            "categories": ", ".join(self._categories.names(row["categories"])) if self._sorts else "",
            "author": self._authors.name(int(row["author"])),
            "picture": str(row["featured_media"] or ""),
        }
        return Remote(
            id=str(row["id"]),
            url=str(row["link"]),
            slug=str(row["slug"]) or str(row.get("generated_slug", "")),
            state=state,
            token=str(row["modified_gmt"]),
            fields=self._ours(fields),
            piece=unescape(mark["piece"]) if mark else "",
            revision=mark["revision"] if mark else "",
            # a new post was last modified at the date that it bears; any later change says when it was made
            is_untouched=row["modified_gmt"] == row["date_gmt"],
            versions=overtaken.versions(row),
        )

    # --- sending ----------------------------------------------------------------------------------------------

    def rehearse(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        pictures = _pictures(revision)
        uploads = self._library.known(pictures, media)
        notes = [_("uploads {name}").format(name=it.figure.name) for it in pictures if it.slug not in uploads]
        names, categories = self._terms(revision)
        for terms, needed in ((self._tags, names), (self._categories, categories)):
            notes += [_("makes the term “{name}”").format(name=name) for name in needed if terms.identity(name) is None]
        return self._post(revision, pictures, uploads, names=names, categories=categories, notes=notes)

    def prepare(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        pictures = _pictures(revision)
        uploads = self._library.put(pictures, media)
        notes: list[str] = []
        names, categories = self._terms(revision)
        names = self._made(self._tags, names, notes)
        categories = self._made(self._categories, categories, notes)
        return self._post(revision, pictures, uploads, names=names, categories=categories, notes=notes)

    def _made(self, terms: Terms, names: Sequence[str], notes: list[str]) -> list[str]:
        names_there: list[str] = []
        for name in names:
            try:
                names_there += terms.names([terms.make(name)])
            except ServiceRefused as error:
                notes.append(_("“{name}” could not be made: {reason}").format(name=name, reason=error.problem.message))
        return names_there

    def _terms(self, revision: ApprovedRevision) -> tuple[list[str], list[str]]:
        """The piece's tags and its categories, each name as the site writes it where it is there."""
        categories = {name.casefold(): name for name in self._choices.categories}
        tags = [printable(tag) for tag in revision.tags if tag.casefold() not in categories]
        own_categories = [categories[tag.casefold()] for tag in revision.tags if tag.casefold() in categories]
        if not own_categories and self._choices.category:
            own_categories = [self._choices.category]
        return _as_there(self._tags, tags), _as_there(self._categories, own_categories)

    def _post(
        self,
        revision: ApprovedRevision,
        pictures: Sequence[NamedPicture],
        media: Mapping[str, Any],
        *,
        names: Sequence[str],
        categories: Sequence[str],
        notes: Sequence[str],
    ) -> Post:
        author, author_notes = self._authors.choose(revision.author_id, revision.author)
        content = self.content(revision, pictures, media)
        first = pictures[0] if pictures and self._choices.featured else None
        featured = media.get(first.slug, {}).get("id", 0) if first else 0
        state = "scheduled" if revision.is_scheduled else "live"
        date = revision.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        fields = {
            "title": printable(revision.title),
            "excerpt": printable(revision.description),
            "content": content,
            "state": state,
            "date": date,
            "tags": ", ".join(sorted(names)),
            "categories": ", ".join(sorted(categories)),
            "author": self._authors.name(author),
            "picture": str(featured or (first.figure.name if first else "")),
        }
        payload = {
            "title": escape(fields["title"], quote=False),
            "excerpt": escape(fields["excerpt"], quote=False),
            "content": content,
            "slug": revision.slug,
            "status": "future" if revision.is_scheduled else "publish",
            "date_gmt": date,
            "tags": [identity for name in names if (identity := self._tags.identity(name)) is not None],
            "categories": [
                identity for name in categories if (identity := self._categories.identity(name)) is not None
            ],
            "author": author,
            "featured_media": featured,
        }
        if not self._sorts:
            del payload["categories"]
        if not self._choices.featured:
            del payload["featured_media"]
        return Post(revision.slug, self._ours(fields), payload, media, (*notes, *author_notes, *self._limits()))

    @property
    def _sorts(self) -> bool:
        """Whether we set the categories; otherwise they are left to the site's people."""
        return bool(self._choices.categories or self._choices.category)

    def _ours(self, fields: dict[str, str]) -> dict[str, str]:
        """The fields that we send: changes of other fields are ignored."""
        left_out = {"categories": not self._sorts, "picture": not self._choices.featured}
        return {name: text for name, text in fields.items() if not left_out.get(name)}

    def _limits(self) -> tuple[str, ...]:
        if self._may_write_html:
            return ()
        return (_("The account may not write machine-readable marks (JSON-LD); the text alone tells of the model."),)

    @cached_property
    def _may_write_html(self) -> bool:
        return self._authors.may("unfiltered_html")

    def content(self, revision: ApprovedRevision, pictures: Sequence[NamedPicture], media: Mapping[str, Any]) -> str:
        """The whole text as block markup: the disclosure, the body, and the marks for programs."""
        return "\n\n".join(block.markup for block in self.blocks(revision, pictures, media))

    def blocks(
        self, revision: ApprovedRevision, pictures: Sequence[NamedPicture], media: Mapping[str, Any]
    ) -> Iterator[Block]:
        """The text's blocks, each with the Markdown that it was made from; ours around it have none."""
        uploads = {it.figure.name: media.get(it.slug) for it in pictures}

        def upload(figure: Figure) -> Upload:
            entry = uploads.get(figure.name)
            return Upload(entry["id"], entry["url"]) if entry else Upload(0, figure.url)

        for note, name in zip(revision.disclosure.paragraphs, ("ai-disclosure", "ai-disclosure-added"), strict=False):
            disclosure = blocks.text(printable(note))
            yield Block(blocks.wrapped("paragraph", f'<p class="{name}">{disclosure}</p>', {"className": name}))
        yield from blocks.render(revision.body, gallery=Gallery(revision), uploads=upload)
        first = next((entry for entry in uploads.values() if entry), None)
        yield Block(blocks.wrapped("html", self._marks(revision, picture=first["url"] if first else "")))

    def _marks(self, revision: ApprovedRevision, *, picture: str) -> str:
        kind = revision.disclosure.kind
        claim = "" if kind == "not-recorded" else f' data-ai-disclosure="{kind}"'
        mark = f'<span data-authoring="{revision.slug}" data-revision="{revision.hash[:16]}"{claim}></span>'
        if not self._may_write_html:
            return mark
        facts = json.dumps(structured(revision, picture=picture), ensure_ascii=False).replace("<", "\\u003c")
        return f'{mark}<script type="application/ld+json">{facts}</script>'

    def create(self, post: Post) -> Remote:
        return self._remote(self._rest.post("posts", post.payload))

    def update(self, identity: str, post: Post, *, expected: Remote) -> Remote:
        # the address that the site has given it stays; a post in the bin has none
        address = {} if expected.state == "bin" else {"slug": expected.slug}
        return self.confirm(
            self._remote(self._rest.post(f"posts/{identity}", {**post.payload, **address})), expected=expected
        )

    def confirm(self, written: Remote, *, expected: Remote) -> Remote:
        overtaken.refuse_overtaken(self._rest, written, expected=expected)
        return written

    def take_down(self, identity: str, *, expected: Remote) -> Remote:
        if not self._choices.bin:
            return self._remote(self._rest.post(f"posts/{identity}", {"status": "draft"}))
        self._rest.delete(f"posts/{identity}", for_good=False)
        return self.read(identity) or expected

    def delete(self, identity: str) -> None:
        self._rest.delete(f"posts/{identity}", for_good=True)

    # --- looking ----------------------------------------------------------------------------------------------

    def pulled(self, remote: Remote, revision: ApprovedRevision, sent: Mapping[str, str]) -> Pulled:
        from authoring.exporters.wordpress.pulling import body_of

        pictures = _pictures(revision)
        uploads = self._library.known(pictures, {})
        body, notes = body_of(remote.fields["content"], list(self.blocks(revision, pictures, uploads)), uploads)
        names = [*filter(None, remote.fields["tags"].split(", "))]
        category_names = {name.casefold() for name in self._choices.categories}
        names += [name for name in remote.fields.get("categories", "").split(", ") if name.casefold() in category_names]
        ours = {tag.casefold(): tag for tag in revision.tags}
        tags = tuple(ours.get(name.casefold(), name) for name in names)
        same = {tag.casefold() for tag in tags} == set(ours)
        title, description = remote.fields["title"], remote.fields["excerpt"]
        return Pulled(revision.slug, title, description, body, revision.tags if same else tags, tuple(notes))

    def probe(self) -> Iterator[Probe]:
        try:
            is_there = bool(self._rest.index)
        except ServiceError as error:
            yield Probe(error.problem.message, is_fine=False, remedy=error.problem.remedy)
            return
        yield Probe(_("{address} can be reached").format(address=self.address), is_there)
        yield from self._probe_account()
        zone = str(self._rest.index.get("timezone_string") or "")
        yield Probe(
            _("the site’s time zone is the workspace’s: {zone}").format(zone=zone or "—"),
            not self._choices.timezone or _same_time(zone, self._choices.timezone, self._rest.index),
            _("Set it in the site under Settings, General; dates are sent with their zone and are right all the same."),
            is_needed=False,
        )

    def _probe_account(self) -> Iterator[Probe]:
        try:
            me = self._authors.me
        except ServiceError as error:
            yield Probe(error.problem.message, is_fine=False, remedy=error.problem.remedy)
            return
        role = ", ".join(me.get("roles", ())) or "—"
        yield Probe(_("the account “{name}” is let in ({role})").format(name=me["name"], role=role), is_fine=True)
        remedy = _("Give the account the role of an editor in the site’s list of users.")
        for right, words in {"publish_posts": _("it may publish"), "upload_files": _("it may upload pictures")}.items():
            yield Probe(words, self._authors.may(right), remedy)
        extras = {
            "edit_others_posts": _("it may write for other authors"),
            "manage_categories": _("it may make categories"),
            "unfiltered_html": _("it may write machine-readable marks (JSON-LD)"),
        }
        for right, words in extras.items():
            yield Probe(words, self._authors.may(right), remedy, is_needed=False)


_EDIT: Final = {"context": "edit"}


def _normal(content: str) -> str:
    """The text without the marks that the site's editor leaves of its notes."""
    return _NOTES.sub(r"\1", content.replace("\r\n", "\n"))


def _as_there(terms: Terms, names: Iterable[str]) -> list[str]:
    names_there: list[str] = []
    for name in dict.fromkeys(names):
        identity = terms.identity(name)
        names_there += [name] if identity is None else terms.names([identity])
    return names_there


def _same_time(zone: str, ours: str, index: Mapping[str, Any]) -> bool:
    from zoneinfo import ZoneInfo

    moment = datetime.now(ZoneInfo(ours))
    offset = moment.utcoffset()
    there = float(index.get("gmt_offset") or 0) * 3600
    return zone == ours or (offset is not None and offset.total_seconds() == there)


def _pictures(revision: ApprovedRevision) -> list[NamedPicture]:
    return [NamedPicture.of(figure) for figure in figures_of(revision)]
