"""A blog in memory, whose connection fails as a test asks: after a request was carried out, or before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from authoring.exporters import ApprovedRevision, Probe, Pulled
from authoring.exporters.blogs import Post, Remote
from authoring.exporters.blogs.web import NoAnswer

WriteOutcome = Literal["well", "unsent", "unanswered", "late"]


@dataclass
class MemoryBlog:
    """The protocol `Blog`. `luck` decides what happens to each write; a `late` one is done at the next request."""

    luck: Callable[[], WriteOutcome] = lambda: "well"
    address: str = "memory:"
    posts: dict[str, Remote] = field(default_factory=dict)
    writes: int = 0
    _late: list[Callable[[], Remote]] = field(default_factory=list)
    _count: int = 0

    def find(self, slug: str) -> list[Remote]:
        self._catch_up()
        return [post for post in self.posts.values() if post.piece == slug]

    def read(self, identity: str) -> Remote | None:
        self._catch_up()
        return self.posts.get(identity)

    def read_all(self, identities: Iterable[str]) -> Mapping[str, Remote]:
        return {identity: self.posts[identity] for identity in identities if identity in self.posts}

    def rehearse(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        state = "scheduled" if revision.is_scheduled else "live"
        fields = {"title": revision.title, "content": revision.body, "state": state}
        return Post(revision.slug, fields, {"revision": revision.hash[:16]})

    def prepare(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        return self.rehearse(revision, media)

    def create(self, post: Post) -> Remote:
        def make() -> Remote:
            self._count += 1
            count = sum(other.slug.startswith(post.slug) for other in self.posts.values())
            name = f"{post.slug}-{count + 1}" if count else post.slug
            remote = self._remote(str(self._count), post, slug=name)
            self.posts[remote.id] = replace(remote, is_untouched=True)
            return self.posts[remote.id]

        return self._write(make)

    def update(self, identity: str, post: Post, *, expected: Remote) -> Remote:
        def change() -> Remote:
            self.posts[identity] = self._remote(identity, post, slug=self.posts[identity].slug)
            return self.posts[identity]

        return self._write(change)

    def confirm(self, written: Remote, *, expected: Remote) -> Remote:
        return written

    def take_down(self, identity: str, *, expected: Remote) -> Remote:
        def hide() -> Remote:
            before = self.posts[identity]
            fields = {**before.fields, "state": "draft"}
            self.posts[identity] = replace(before, state="draft", fields=fields, token=f"{before.token}+")
            return self.posts[identity]

        return self._write(hide)

    def delete(self, identity: str) -> None:
        self.posts.pop(identity, None)

    def pulled(self, remote: Remote, revision: ApprovedRevision, sent: Mapping[str, str]) -> Pulled:
        return Pulled(
            revision.slug, remote.fields["title"], revision.description, remote.fields["content"], revision.tags
        )

    def close(self) -> None:
        self._catch_up()

    def probe(self) -> Iterable[Probe]:
        yield Probe("it is here", is_fine=True)

    def edit(self, slug: str, words: str) -> None:
        """Add a line to the post, as somebody who edits it on the blog."""
        self._catch_up()
        current = next(post for post in self.posts.values() if post.piece == slug)
        fields = {**current.fields, "content": f"{current.fields['content']}\n{words}\n"}
        self.posts[current.id] = replace(current, fields=fields, token=f"{current.token}'", is_untouched=False)

    def _remote(self, identity: str, post: Post, *, slug: str) -> Remote:
        self.writes += 1
        state = "scheduled" if post.fields["state"] == "scheduled" else "live"
        return Remote(
            id=identity,
            url=f"memory:{slug}",
            slug=slug,
            state="scheduled" if state == "scheduled" else "live",
            token=str(self.writes),
            fields=dict(post.fields),
            piece=post.slug,
            revision=post.payload["revision"],
        )

    def _write(self, act: Callable[[], Remote]) -> Remote:
        luck = self.luck()
        if luck == "well":
            return act()
        if luck == "unanswered":
            act()
        elif luck == "late":
            self._late.append(act)
        raise NoAnswer("The server did not answer.")

    def _catch_up(self) -> None:
        late, self._late = self._late, []
        for act in late:
            act()
