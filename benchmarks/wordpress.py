"""Pieces with pictures to a real WordPress and a real Ghost, over a connection that is cut at random moments.

Counted is what stands there: exactly the pieces and pictures that were sent, and nothing written by a second run.
Then people edit some of the posts, and corrections of all of them are sent: each edit must be found and none
overwritten. The time is compared with a script that posts the same texts and pictures with the same requests and
looks at nothing.

    python -m benchmarks.wordpress [PIECES [PIECES_TO_GHOST]]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import yaml

from benchmarks.corpus import workspace
from benchmarks.measuring import Row, machine
from benchmarks.posts import posts

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.exporters import ApprovedRevision, Receipt
    from authoring.exporters.blogs.exporter import RemoteExporter
    from servers.ghost import Ghost
    from servers.proxy import Fate, Proxy
    from servers.wordpress import WordPress

CUT: Final = 0.15  # of all requests
EDITED: Final = 5  # every fifth
RUNS: Final = 3  # a run may give up where the connection is bad; the next goes on
_PATIENCE: Final = 0.2  # of the pauses that the exporter makes: these servers are near
SETTINGS: Final = 'format = 3\nlang = "fr"\n[people.agathe]\nname = "Agathe Berger"\nroles = ["author", "editor"]\n'


def measure(*, count: int = 200, ghosts: int = 50) -> list[Row]:
    """Every figure about blogs."""
    return [*_wordpress(count), *_ghost(ghosts)]


# --- what is sent ---------------------------------------------------------------------------------------------


def pieces(count: int) -> list[ApprovedRevision]:
    """Approved revisions with two pictures each, all different; the texts are those of the other measurements."""
    from authoring.exporters import ApprovedRevision
    from authoring.model.documents import Picture
    from authoring.sourcing.disclosure import disclosure
    from authoring.testing import pictures
    from benchmarks.corpus.pictures import png

    revisions = []
    for number, post in enumerate(posts(count)):
        files = pictures({f"images/{post.slug}-{place}.png": png(f"{number} {place}", kilobytes=4) for place in (1, 2)})
        notice = disclosure("ai-assisted", lang=post.lang, responsible="Agathe Berger", contact="contact@example.org")
        revisions.append(
            ApprovedRevision(
                slug=post.slug,
                hash=f"{number:064x}",
                title=post.title,
                description=post.description,
                lang=post.lang,
                author="Agathe Berger",
                author_id="agathe",
                body=post.body,
                published=post.date,
                updated=post.date,
                disclosure=notice,
                tags=post.tags,
                images=tuple(Picture(src, f"Picture of {src}") for src in files),
                pictures=files,
            )
        )
    return revisions


def corrected(revisions: Sequence[ApprovedRevision]) -> list[ApprovedRevision]:
    """The next revision of each."""
    return [
        replace(revision, hash=f"c{revision.hash[1:]}", body=f"{revision.body}\n\nUn mot de plus.\n")
        for revision in revisions
    ]


@dataclass
class Fates:
    """What becomes of each request; the same for the same seed."""

    chance: random.Random
    cut: int = 0

    def __call__(self, _request: str) -> Fate:
        if self.chance.random() >= CUT:
            return "pass"
        self.cut += 1
        return self.chance.choice(("unsent", "unanswered", "half"))


# --- the trial ------------------------------------------------------------------------------------------------


@dataclass
class Trial:
    """One kind of blog under trial: how to make an exporter to it, what stands there, and how people edit."""

    name: str
    wire: Proxy
    exporter: Callable[[], RemoteExporter]
    count: Callable[[], tuple[int, int]]
    edit: Callable[[Sequence[str]], None]
    edited: Callable[[], int]

    def rows(self, revisions: Sequence[ApprovedRevision]) -> Iterator[Row]:
        """Send over a bad connection, send again, let people edit, send corrections."""
        fates = Fates(random.Random(20261123))  # noqa: S311  the same cuts in each run
        self.wire.decide = fates
        receipts, runs = self._send(revisions)
        posts_there, pictures_there = self.count()
        wanted = (len(revisions), 2 * len(revisions))
        work = f"{self.name}: {len(revisions)} pieces with 2 pictures each, {fates.cut} connections cut"
        counted = f"{posts_there} posts, {pictures_there} pictures, {runs} runs"
        yield Row(work, counted, "", None, f"{wanted[0]} and {wanted[1]}", (posts_there, pictures_there) == wanted)
        self.wire.decide = lambda _request: "pass"
        self.wire.requests.clear()
        again = self.exporter().export(revisions)
        is_quiet = {entry.outcome for entry in again} == {"unchanged"} and not self.wire.requests
        yield Row(f"{self.name}: the second run", f"{len(self.wire.requests)} requests", "", None, "0", is_quiet)
        changed = sum(any("changed" in str(note) for note in entry.notes) for entry in receipts)
        equal = sum(entry.condition == "as-sent" and not entry.notes for entry in self.exporter().inspect())
        ours = f"{equal} equal, {changed} reported"
        work = f"{self.name}: text read back against text sent"
        yield Row(work, ours, "", None, "equal or reported", equal + changed == len(revisions))
        yield self._after_edits(revisions)

    def _send(self, revisions: Sequence[ApprovedRevision]) -> tuple[Sequence[Receipt], int]:
        receipts: Sequence[Receipt] = []
        runs = 0
        while runs < RUNS and (not receipts or any(receipt.outcome == "failed" for receipt in receipts)):
            receipts = self.exporter().export(revisions)
            runs += 1
        return receipts, runs

    def _after_edits(self, revisions: Sequence[ApprovedRevision]) -> Row:
        chosen = [entry.slug for entry in revisions[::EDITED]]
        self.edit(chosen)
        edited = {entry.slug for entry in self.exporter().inspect() if entry.condition == "edited"}
        receipts = self.exporter().export(corrected(revisions))
        refused = {entry.slug for entry in receipts if entry.outcome == "conflict"}
        unharmed = self.edited()
        work = f"{self.name}: {len(chosen)} posts edited by people between two exports"
        counted = f"{len(edited)} found, {len(refused)} stopped, {unharmed} kept"
        holds = edited == refused == set(chosen) and unharmed == len(chosen)
        return Row(work, counted, "", None, f"{len(chosen)} each", holds)


def _workspace(folder: Path, revisions: Sequence[ApprovedRevision]) -> Context:
    """A workspace with a piece for each revision: an exporter looks after what it sent of pieces that are there."""
    from authoring.workspace import open_workspace

    workspace.write(folder, settings=SETTINGS, pieces={revision.slug: _text(revision) for revision in revisions})
    return open_workspace(folder, os.environ)


def _text(revision: ApprovedRevision) -> str:
    front = {"title": revision.title, "lang": revision.lang, "author": revision.author_id}
    return f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n\n{revision.body}"


# --- WordPress ------------------------------------------------------------------------------------------------


def _wordpress(count: int) -> Iterator[Row]:
    from servers.proxy import proxy
    from servers.wordpress import wordpress

    with TemporaryDirectory() as name, wordpress(Path(name) / "site") as site, proxy(site.url) as wire:
        root = Path(name)
        os.environ["AUTHORING_BLOG_PASSWORD"] = site.passwords["agathe"]
        revisions = pieces(count)
        context = _workspace(root / "trial", revisions)
        yield from Trial(
            "WordPress",
            wire,
            lambda: _to_wordpress(context, wire.url),
            lambda: (site.count("post"), site.count("attachment")),
            lambda slugs: _edit_wordpress(site, slugs),
            lambda: int(site.database.run(_EDITED, database="wordpress")),
        ).rows(revisions)
        yield from _times(root, site, wire, revisions)


_EDITED: Final = "SELECT COUNT(*) FROM wp_posts WHERE post_type = 'post' AND post_content LIKE '%They said so.%'"


def _to_wordpress(context: Context, url: str) -> RemoteExporter:
    from authoring.exporters.wordpress import WordPressExporter
    from authoring.model.config import TargetSettings

    target = TargetSettings("blog", "wordpress", options={"url": url, "user": "agathe"})
    return WordPressExporter(context.settings, target, context.store, sleep=_shorter)


def _shorter(seconds: float) -> None:
    time.sleep(seconds * _PATIENCE)


def _edit_wordpress(site: WordPress, slugs: Sequence[str]) -> None:
    names = json.dumps(list(slugs))
    site.run_php(
        f"wp_set_current_user(1); foreach (json_decode('{names}') as $slug) {{"
        "$p = get_page_by_path($slug, OBJECT, 'post'); wp_update_post(wp_slash(array('ID' => $p->ID, "
        "'post_content' => $p->post_content . '<!-- wp:paragraph --><p>They said so.</p><!-- /wp:paragraph -->'))); }"
    )


def _times(root: Path, site: WordPress, wire: Proxy, revisions: Sequence[ApprovedRevision]) -> Iterator[Row]:
    """Ours and the plain script in turn, each on an empty site, over the same wire."""
    ours: list[float] = []
    plain: list[float] = []
    requests = [0, 0]
    for turn in range(RUNS):
        for which, times in ((0, ours), (1, plain)):
            site.empty()
            wire.requests.clear()
            context = _workspace(root / f"turn-{turn}-{which}", revisions)
            start = time.perf_counter()
            if which == 0:
                _to_wordpress(context, wire.url).export(revisions)
            else:
                _plain_script(wire.url, site.passwords["agathe"], revisions)
            times.append(time.perf_counter() - start)
            requests[which] = len(wire.requests)
    work = f"WordPress: {len(revisions)} pieces, {requests[0]} requests"
    peer = f"a plain script, {requests[1]} requests"
    pair = {"seconds": statistics.median(ours), "against": statistics.median(plain)}
    yield Row.compared(work, seconds=pair["seconds"], peer=peer, against=pair["against"], limit=1.2)


def _plain_script(url: str, password: str, revisions: Sequence[ApprovedRevision]) -> None:
    """What somebody writes in an afternoon: the same questions and posts, and no look at the answers."""
    import httpx2

    with httpx2.Client(auth=("agathe", password), timeout=60) as client:
        routes = f"{url}/wp-json/wp/v2"
        client.get(f"{url}/wp-json/")
        client.get(f"{routes}/users/me", params={"context": "edit"})
        client.get(f"{routes}/users", params={"who": "authors", "per_page": 100})
        names = sorted({tag for revision in revisions for tag in revision.tags})
        client.get(f"{routes}/tags", params={"per_page": 100})
        tags = {name: client.post(f"{routes}/tags", json={"name": name}).json()["id"] for name in names}
        for revision in revisions:
            client.get(f"{routes}/posts", params={"slug": revision.slug, "status": "any", "context": "edit"})
            client.get(f"{routes}/media", params={"slug": revision.slug})
            media = []
            for src, picture in revision.pictures.items():
                sent = client.post(
                    f"{routes}/media",
                    files={"file": (picture.name, picture.read(), "image/png")},
                    data={"title": picture.name.removesuffix(".png"), "alt_text": src},
                )
                media.append(sent.json()["id"])
            values = {
                "title": revision.title,
                "content": revision.body,
                "excerpt": revision.description,
                "slug": revision.slug,
            }
            chosen = {"tags": [tags[tag] for tag in revision.tags], "featured_media": media[0], "status": "publish"}
            client.post(f"{routes}/posts", json={**values, **chosen})


# --- Ghost ----------------------------------------------------------------------------------------------------


def _ghost(count: int) -> Iterator[Row]:
    from servers.ghost import ghost
    from servers.proxy import proxy

    with TemporaryDirectory() as name, ghost(Path(name) / "site") as site, proxy(site.url) as wire:
        root = Path(name)
        os.environ["AUTHORING_BLOG_KEY"] = site.key
        revisions = pieces(count)
        context = _workspace(root / "trial", revisions)
        yield from Trial(
            "Ghost",
            wire,
            lambda: _to_ghost(context, wire.url),
            lambda: (len(site.posts()), site.pictures()),
            lambda slugs: _edit_ghost(site, slugs),
            lambda: sum("They said so." in str(post["html"]) for post in site.posts()),
        ).rows(revisions)


def _to_ghost(context: Context, url: str) -> RemoteExporter:
    from authoring.exporters.ghost import GhostExporter
    from authoring.model.config import TargetSettings

    target = TargetSettings("blog", "ghost", options={"url": url})
    return GhostExporter(context.settings, target, context.store, sleep=_shorter)


def _edit_ghost(site: Ghost, slugs: Sequence[str]) -> None:
    for slug in slugs:
        site.edit(slug, html=f"{site.post(slug)['html']}<p>They said so.</p>")


def main() -> None:
    """Print the rows as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("ghosts", nargs="?", type=int, default=50)
    options = parser.parse_args()
    rows = measure(count=options.count, ghosts=options.ghosts)
    json.dump({"machine": machine(), "rows": [row.as_json() for row in rows]}, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
