"""One Ghost as a blog that pieces are sent to."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from functools import cached_property
from html import escape
from typing import Any, Final

from authoring.errors import InputError, ServiceError
from authoring.exporters import ApprovedRevision, Probe, Pulled
from authoring.exporters.blogs import Post, Remote, RemoteState
from authoring.exporters.blogs.pictures import figures_of
from authoring.exporters.ghost import cards
from authoring.exporters.ghost.admin import Admin
from authoring.exporters.ghost.cards import Card
from authoring.exporters.ghost.images import Images, NamedPicture
from authoring.exporters.rendering.block_markup import caption
from authoring.exporters.rendering.gallery import Figure, Gallery
from authoring.exporters.rendering.structured import structured
from authoring.exporters.rendering.text import printable
from authoring.text.hypertext import blocks_of
from authoring.text.i18n import _, plural

MARK: Final = re.compile(r'<meta name="authoring" content="(?P<piece>[^" ]*) (?P<revision>[^" ]*)">')
LAYOUT: Final = "layout"
_STATES: Final[dict[str, RemoteState]] = {"published": "live", "sent": "live", "scheduled": "scheduled"}
_FORMS: Final = {"formats": "html,lexical", "include": "tags,authors"}
_LONGEST_EXCERPT: Final = 300
_LONGEST_ALT: Final = 191
_DUPLICATES: Final = 4
_TOGETHER: Final = 50


class GhostSite:
    """The `Blog` of a Ghost. `authors` maps our people's ids to the site's slugs, names or addresses."""

    def __init__(
        self,
        admin: Admin,
        *,
        authors: Mapping[str, str],
        featured: bool,
        images: Images,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = admin.address
        self._admin = admin
        self._chosen = authors
        self._featured = featured
        self._images = images
        self._sleep = sleep

    def close(self) -> None:
        self._admin.close()

    # --- reading ----------------------------------------------------------------------------------------------

    def find(self, slug: str) -> list[Remote]:
        slugs = ",".join([slug, *(f"{slug}-{number}" for number in range(2, _DUPLICATES + 2))])
        answer = self._admin.get("posts/", {**_FORMS, "filter": f"slug:[{slugs}]", "order": "created_at asc,id asc"})
        return [remote for row in answer["posts"] if (remote := self._remote(row)).piece == slug]

    def read(self, identity: str) -> Remote | None:
        answer = self._admin.get(f"posts/{identity}/", _FORMS)
        return None if answer is None else self._remote(answer["posts"][0])

    def read_all(self, identities: Iterable[str]) -> Mapping[str, Remote]:
        ids = list(identities)
        remotes: dict[str, Remote] = {}
        for start in range(0, len(ids), _TOGETHER):
            part = ",".join(ids[start : start + _TOGETHER])
            rows = self._admin.get("posts/", {**_FORMS, "filter": f"id:[{part}]", "limit": _TOGETHER})["posts"]
            remotes |= {str(row["id"]): self._remote(row) for row in rows}
        return remotes

    def _remote(self, row: Mapping[str, Any]) -> Remote:
        mark = MARK.search(str(row.get("codeinjection_head") or ""))
        state = _STATES.get(str(row["status"]), "draft")
        lexical = str(row.get("lexical") or "")
        fields = {
            "title": str(row["title"]),
            "excerpt": str(row.get("custom_excerpt") or ""),
            "content": _words(str(row.get("html") or ""), self.address),
            "state": state,
            "date": str(row.get("published_at") or ""),
            "tags": ", ".join(sorted(str(tag["name"]) for tag in row.get("tags") or ())),
            "author": ", ".join(str(author["name"]) for author in row.get("authors") or ()),
            "picture": str(row.get("feature_image") or ""),
            "picture_alt": str(row.get("feature_image_alt") or ""),
            "picture_caption": str(row.get("feature_image_caption") or ""),
            "marks": str(row.get("codeinjection_head") or ""),
            # what the words do not show: a card of another kind, a width, a colour
            LAYOUT: hashlib.sha256(lexical.encode()).hexdigest()[:12],
        }
        return Remote(
            id=str(row["id"]),
            url=str(row["url"]),
            slug=str(row["slug"]),
            state=state,
            token=str(row["updated_at"]),
            fields=self._ours(fields),
            piece=mark["piece"] if mark else "",
            revision=mark["revision"] if mark else "",
            is_untouched=row["updated_at"] == row["created_at"],
        )

    def _ours(self, fields: dict[str, str]) -> dict[str, str]:
        return {name: text for name, text in fields.items() if self._featured or not name.startswith("picture")}

    # --- sending ----------------------------------------------------------------------------------------------

    def rehearse(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        pictures = _pictures(revision)
        there = self._images.known(pictures, media)
        notes = [_("uploads {name}").format(name=it.figure.name) for it in pictures if it.name not in there]
        return self._post(revision, pictures, there, notes)

    def prepare(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        pictures = _pictures(revision)
        return self._post(revision, pictures, self._images.put(pictures, media), [])

    def _post(
        self, revision: ApprovedRevision, pictures: Sequence[NamedPicture], media: Mapping[str, Any], notes: list[str]
    ) -> Post:
        first = pictures[0] if pictures and self._featured else None
        url = media.get(first.name, {}).get("url", "") if first else ""
        html = "".join(card.html for card in self.cards(revision, pictures, media))
        author, author_notes = self._author(revision)
        date = revision.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        state = "scheduled" if revision.is_scheduled else "live"
        fields = {
            "title": printable(revision.title),
            "excerpt": _cut(printable(revision.description), _LONGEST_EXCERPT, _("the excerpt"), notes),
            "content": _words(html, self.address),
            "state": state,
            "date": date,
            "tags": ", ".join(sorted(printable(tag) for tag in revision.tags)),
            "author": str(author.get("name", "")),
            "picture": url or (first.figure.name if first else ""),
            "picture_alt": _cut(first.figure.alt, _LONGEST_ALT, _("the alternative text"), notes) if first else "",
            "picture_caption": caption(first.figure) if first else "",
            "marks": _marks(revision, picture=url),
        }
        payload = {
            "title": fields["title"],
            "slug": revision.slug,
            "html": html,
            "status": "scheduled" if revision.is_scheduled else "published",
            "published_at": date,
            "custom_excerpt": fields["excerpt"] or None,
            "tags": [{"name": printable(tag)} for tag in revision.tags],
            **({"authors": [{"id": author["id"]}]} if author else {}),
            "feature_image": url or None,
            "feature_image_alt": fields["picture_alt"] or None,
            "feature_image_caption": fields["picture_caption"] or None,
            "codeinjection_head": fields["marks"],
        }
        if not self._featured:
            payload = {name: value for name, value in payload.items() if not name.startswith("feature_")}
        return Post(revision.slug, self._ours(fields), payload, media, (*notes, *author_notes))

    def cards(
        self, revision: ApprovedRevision, pictures: Sequence[NamedPicture], media: Mapping[str, Any]
    ) -> Iterator[Card]:
        """The text's cards, each with the Markdown that it was made from; the disclosure comes first and has none."""
        urls = {it.figure.name: str(media.get(it.name, {}).get("url", "")) for it in pictures}

        def place(figure: Figure) -> str:
            return urls.get(figure.name) or figure.url

        for note in revision.disclosure.paragraphs:
            yield Card(f"<p>{escape(printable(note), quote=False)}</p>")
        yield from cards.render(revision.body, gallery=Gallery(revision), place=place)

    @cached_property
    def _people(self) -> Sequence[Mapping[str, Any]]:
        people: Sequence[Mapping[str, Any]] = self._admin.get("users/", {"limit": "all"})["users"]
        return people

    def _author(self, revision: ApprovedRevision) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        name_there = self._chosen.get(revision.author_id, "") or revision.author
        for person in self._people:
            names = (person["name"], person["slug"], person.get("email") or "", person["id"])
            if name_there.casefold() in {str(name).casefold() for name in names}:
                return person, ()
        owner = self._people[0] if self._people else {}
        note = _("The site has no author “{name}”; the post stands under “{account}”.")
        return owner, (note.format(name=name_there, account=owner.get("name", "—")),)

    def create(self, post: Post) -> Remote:
        values = {"posts": [dict(post.payload)]}
        return self._remote(self._admin.send("POST", "posts/", {**_FORMS, "source": "html"}, values)["posts"][0])

    def update(self, identity: str, post: Post, *, expected: Remote) -> Remote:
        # the version that was compared with what we sent last; a change since then is a collision
        values = {"posts": [{**post.payload, "slug": expected.slug, "updated_at": expected.token}]}
        path = f"posts/{identity}/"
        return self._remote(self._admin.send("PUT", path, {**_FORMS, "source": "html"}, values)["posts"][0])

    def confirm(self, written: Remote, *, expected: Remote) -> Remote:
        return written  # it would not have taken the update

    def readers(self, newsletter: str) -> int:
        """How many members get a newsletter. Raises `InputError` for one that is not there."""
        rows = self._admin.get("newsletters/", {"limit": "all", "include": "count.active_members"})["newsletters"]
        row_of_newsletter = next((row for row in rows if newsletter in (row["slug"], row["name"])), None)
        if row_of_newsletter is None or row_of_newsletter["status"] != "active":
            raise InputError(
                _("{address} has no newsletter “{name}”.").format(address=self.address, name=newsletter),
                _("It has: {names}.").format(names=", ".join(str(row["slug"]) for row in rows) or "—"),
            )
        return int(row_of_newsletter["count"]["active_members"])

    def publish_by_mail(self, expected: Remote, post: Post, *, newsletter: str) -> Remote:
        """Publish a draft and have it sent to a newsletter's members. This alone sends mail."""
        values = {"posts": [{**post.payload, "updated_at": expected.token}]}
        params = {**_FORMS, "source": "html", "newsletter": newsletter, "email_segment": "all"}
        return self._remote(self._admin.send("PUT", f"posts/{expected.id}/", params, values)["posts"][0])

    def take_down(self, identity: str, *, expected: Remote) -> Remote:
        values = {"posts": [{"status": "draft", "updated_at": expected.token}]}
        return self._remote(self._admin.send("PUT", f"posts/{identity}/", _FORMS, values)["posts"][0])

    def delete(self, identity: str) -> None:
        self._admin.delete(f"posts/{identity}/")

    # --- looking ----------------------------------------------------------------------------------------------

    def pulled(self, remote: Remote, revision: ApprovedRevision, sent: Mapping[str, str]) -> Pulled:
        pictures = _pictures(revision)
        ours = list(self.cards(revision, pictures, self._images.known(pictures, {})))
        body, notes = _body(remote.fields["content"], ours, self.address)
        notes += self._not_carried(remote, ours)
        names = tuple(filter(None, remote.fields["tags"].split(", ")))
        same = {name.casefold() for name in names} == {tag.casefold() for tag in revision.tags}
        title, description = remote.fields["title"], remote.fields["excerpt"]
        if revision.description.startswith(description[:-1]) and len(description) >= _LONGEST_EXCERPT - 1:
            description = revision.description  # ours, which was too long for the site
        return Pulled(revision.slug, title, description, body, revision.tags if same else names, tuple(notes))

    def _not_carried(self, remote: Remote, ours: Sequence[Card]) -> list[str]:
        """What of their text our Markdown has no form for; that of our own cards stands in the piece."""
        row = (self._admin.get(f"posts/{remote.id}/", _FORMS) or {"posts": [{}]})["posts"][0]
        own_notes = {note for card in ours for note in blocks_of(card.html)[1]}
        return [note for note in blocks_of(str(row.get("html") or ""))[1] if note not in own_notes]

    def probe(self) -> Iterator[Probe]:
        try:
            about = self._admin.get("site/")
            people = self._people
        except ServiceError as error:
            yield Probe(error.problem.message, is_fine=False, remedy=error.problem.remedy)
            return
        version = str(about["site"].get("version", "")) if about else ""
        yield Probe(
            _("{address} is a Ghost {version}").format(address=self.address, version=version),
            bool(about),
            _("Write the blog’s address as url, without /ghost at its end."),
        )
        message = plural(
            "the key is let in; {count} person can be an author",
            "the key is let in; {count} people can be authors",
            len(people),
        )
        yield Probe(message, is_fine=True)


def _marks(revision: ApprovedRevision, *, picture: str) -> str:
    """What programs read, in the page's head; with it the mark by which we know the piece again."""
    facts = json.dumps(structured(revision, picture=picture), ensure_ascii=False).replace("<", "\\u003c")
    kind = revision.disclosure.kind
    claim = "" if kind == "not-recorded" else f'<meta name="ai-disclosure" content="{kind}">\n'
    return (
        f'<meta name="authoring" content="{revision.slug} {revision.hash[:16]}">\n'
        f"{claim}"
        f'<script type="application/ld+json">{facts}</script>'
    )


def _words(html: str, address: str) -> str:
    """What a text says, in a form that is the same before and after Ghost's own conversion."""
    blocks, _notes = blocks_of(html, place=lambda src: src.removeprefix(address))
    return "\n\n".join(blocks)


def _body(content: str, ours: Sequence[Card], address: str) -> tuple[str, list[str]]:
    """Their text as our Markdown: what they left alone stays as it was written here, letter for letter."""
    rest = content
    parts: list[str] = []
    notes: list[str] = []
    for card in ours:
        words = _words(card.html, address)
        before, match, after = rest.partition(words) if words else (rest, "", "")
        if words and match and _is_whole(before, after):
            parts += [before.strip("\n"), card.source]
            rest = after
        elif not card.source:
            notes.append(_("what they wrote into the disclosure is left out: it is computed from the record"))
    parts.append(rest.strip("\n"))
    return "\n\n".join(filter(None, parts)) + "\n", notes


def _is_whole(before: str, after: str) -> bool:
    """Whether what was found are whole blocks, and no part of one."""
    return (not before or before.endswith("\n\n")) and (not after or after.startswith("\n\n"))


def _cut(text: str, longest: int, what: str, notes: list[str]) -> str:
    if len(text) <= longest:
        return text
    notes.append(
        _("{what} is longer than the {count} characters that the site holds, and is cut").format(
            what=what, count=longest
        )
    )
    return f"{text[: longest - 1]}…"


def _pictures(revision: ApprovedRevision) -> list[NamedPicture]:
    return [NamedPicture.of(figure) for figure in figures_of(revision)]
