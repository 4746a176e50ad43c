"""The static site over thousands of posts, against Hugo and Pelican on the same texts with equally plain templates.

Ours is measured whole: `authoring export` in a workspace of published pieces, each with its history and the
revision that was approved, which is read and held against its hash before it goes out. So that the exporter can
be told from that, it is also measured alone, from texts that are as plain as the peers'.

    python -m benchmarks.site [--runs N] [--memory] COUNT…
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.measuring import Command, Row, machine, medians
from benchmarks.posts import Post, posts

if TYPE_CHECKING:
    from authoring.exporters import ApprovedRevision
    from authoring.store.folder import FolderStore

SETTINGS: Final = """
lang = "fr"

[site]
title = "Le carnet de l’atelier"
url = "https://blog.example.org"
description = "Des nouvelles d’un atelier inventé."
contact = "contact@example.org"
responsible = "agathe"

[model]
use = "fake"

[people.agathe]
name = "Agathe"
roles = ["author", "editor"]
[people.samir]
name = "Samir"
roles = ["reviewer"]

[targets.site]
kind = "site"
folder = "site"
"""
# The peer's templates hold what ours hold: the same marks in the head, the disclosure, the tags and their pages, a
# first page with the newest twenty, a feed, a sitemap. Ours makes a page for each year besides.
HUGO: Final = """
baseURL = "https://blog.example.org/"
title = "Le carnet de l’atelier"
disableKinds = ["section"]
[taxonomies]
tag = "tags"
[services.rss]
limit = 20
"""
HUGO_HEAD: Final = """<!doctype html>
<html lang="{{ or .Params.lang "fr" }}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'self'">
<title>{{ .Title }} – {{ .Site.Title }}</title><link rel="canonical" href="{{ .Permalink }}">
{{ with .OutputFormats.Get "rss" }}<link rel="alternate" type="application/rss+xml" href="{{ .RelPermalink }}">{{ end }}
<link rel="stylesheet" href="/style.css">
"""
HUGO_POST: Final = """{{ partial "head.html" . }}
<meta name="description" content="{{ .Params.description }}"><meta name="author" content="{{ .Params.author }}">
<meta name="ai-disclosure" content="ai-assisted"><meta name="authoring-revision" content="{{ .File.UniqueID }}">
<meta property="og:type" content="article"><meta property="og:title" content="{{ .Title }}">
<meta property="og:description" content="{{ .Params.description }}"><meta property="og:url" content="{{ .Permalink }}">
{{ $person := dict "@type" "Person" "name" .Params.author }}
{{ $facts := dict "@context" "https://schema.org" "@type" "BlogPosting" "headline" .Title "inLanguage" .Params.lang
"description" .Params.description "url" .Permalink "datePublished" .Date "dateModified" .Lastmod "author" $person
"accountablePerson" $person "keywords" .Params.tags }}
<script type="application/ld+json">{{ $facts | jsonify | safeJS }}</script></head>
<body><a href="#content">Aller au texte</a><header><p><a href="/">{{ .Site.Title }}</a></p></header>
<main id="content"><article><header><h1>{{ .Title }}</h1>
<p>{{ .Params.author }} · <time datetime="{{ .Date }}">{{ .Date.Format "2 January 2006" }}</time></p></header>
<aside aria-label="À propos"><p>Cet article a été écrit en partie avec un modèle de langage, puis relu et approuvé.
<a href="mailto:contact@example.org">contact@example.org</a></p></aside><div>{{ .Content }}</div>
<footer><ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></footer>
</article><p><a href="/">Retour à la liste</a></p></main><footer><p>Agathe</p></footer></body></html>
"""
HUGO_LIST: Final = """{{ partial "head.html" . }}</head>
<body><h1>{{ .Title }}</h1><ul>{{ $posts := .RegularPages.ByDate.Reverse }}
{{ if .IsHome }}{{ $posts = first 20 .Site.RegularPages.ByDate.Reverse }}{{ end }}{{ range $posts }}
<li><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p><time datetime="{{ .Date }}">{{ .Date.Format "2 January 2006" }}</time></p><p>{{ .Params.description }}</p></li>
{{ end }}</ul></body></html>
"""
PELICAN: Final = """
SITENAME = "Le carnet de l’atelier"
SITEURL = "https://blog.example.org"
PATH = "content"
TIMEZONE = "Europe/Paris"
DEFAULT_LANG = "fr"
THEME = "simple"
DIRECT_TEMPLATES = ["index", "tags"]
DEFAULT_PAGINATION = 20
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
"""


_LARGE: Final = 10_000  # from here on once, without the slow peer: what is asked is how the cost grows


def measure(*, counts: tuple[int, ...] = (1_000, 6_667), runs: int = 3, memory: bool = False) -> list[Row]:
    """A whole build and one after a change, for each number of posts; with `memory`, the largest process too."""
    return [row for count in counts for row in _measure(count, runs=runs, memory=memory)]


def _measure(count: int, *, runs: int, memory: bool) -> Iterator[Row]:
    with TemporaryDirectory() as name:
        root = Path(name)
        whole, again, alone = _ours(root, count)
        peers = {"hugo": _hugo(root, count)}
        if count < _LARGE:
            peers["pelican"] = _pelican(root, count)
        names = [peer for peer in peers if shutil.which(peer)]
        times = medians([whole, again, alone, *(peers[peer] for peer in names)], runs=runs if count < _LARGE else 1)
        megabytes = whole.megabytes() if memory else 0.0
    work = f"site of {count:,} posts"
    for peer, against in zip(names, times[3:], strict=True):
        yield Row.compared(work, seconds=times[0], peer=peer, against=against, limit=1)
        yield Row.compared(f"{work}, the exporter alone", seconds=times[2], peer=peer, against=against, limit=1)
    yield Row.compared(f"{work}, after one change", seconds=times[1], peer="whole", against=times[0], limit=0.1)
    if memory:
        yield Row(f"{work}, memory", f"{megabytes:.0f} MB", "", None, "shown", holds=True)


def _ours(root: Path, count: int) -> tuple[Command, Command, Command]:
    workspace = root / "ours"
    published(workspace, count)
    again = root / "again"
    shutil.copytree(workspace, again)
    forget = _aside(root, "ours/site", "ours/.authoring/exports")
    build = ["authoring", "export"]
    me = ["env", f"PYTHONPATH={Path(__file__).parents[1]}", sys.executable, "-m", "benchmarks.site"]
    Command(build, again).seconds()
    Command(build, workspace).seconds()  # so that the list of pieces is remembered, as it is at work
    changed = Command(build, again, before=[[*me, "--change", str(again)]])
    alone = root / "alone"
    _put(alone / "authoring.toml", SETTINGS)
    for post in posts(count):
        _put(alone / "texts" / f"{post.slug}.md", post.text)
    plain = Command([*me, "--alone", str(alone)], root, before=[_aside(root, "alone/site")])
    return Command(build, workspace, before=[forget]), changed, plain


def _hugo(root: Path, count: int) -> Command:
    folder = root / "hugo"
    layouts = folder / "layouts"
    layouts.mkdir(parents=True)
    for post in posts(count):
        _put(folder / "content" / "posts" / post.slug / "index.md", post.text)
    _put(folder / "hugo.toml", HUGO)
    _put(layouts / "partials" / "head.html", HUGO_HEAD)
    _put(layouts / "_default" / "single.html", HUGO_POST)
    for kind in ("index.html", "_default/list.html", "_default/taxonomy.html"):
        _put(layouts / kind, HUGO_LIST)
    return Command(["hugo", "--quiet"], folder, before=[_aside(root, "hugo/public")])


def _pelican(root: Path, count: int) -> Command:
    folder = root / "pelican"
    for post in posts(count):
        front = (
            f"Title: {post.title}\nDate: {post.date:%Y-%m-%d %H:%M}\nSlug: {post.slug}\nSummary: {post.description}\n"
            f"Tags: {', '.join(post.tags)}\n"
        )
        _put(folder / "content" / f"{post.slug}.md", f"{front}\n{post.body}")
    _put(folder / "pelicanconf.py", PELICAN)
    return Command(["pelican", "--quiet"], folder, before=[_aside(root, "pelican/output")])


def _aside(root: Path, *names: str) -> list[str]:
    """Moves what an earlier run made out of the way: ext4 is slow to make files just after as many were deleted."""
    moves = "\n".join(f'[ ! -e "{root}/{name}" ] || mv "{root}/{name}" "$place"' for name in names)
    return ["sh", "-c", f'place=$(mktemp -d "{root}/aside-XXXXXX")\n{moves}']


def published(folder: Path, count: int) -> None:
    """A workspace with `count` published pieces: their texts, their histories, and the revisions that were approved."""
    from authoring.model import config
    from authoring.store.folder import FolderStore

    _put(folder / "authoring.toml", SETTINGS)
    store = FolderStore(config.load(folder, {}))
    for post in posts(count):
        _publish(folder, store, post)


def change(folder: Path) -> None:
    """Publish another text of the newest piece, as a correction would."""
    from authoring.model import config
    from authoring.store.folder import FolderStore

    post = next(posts(1))
    told = folder / "published" / post.slug / "index.md"
    added = told.read_text(encoding="utf-8").count("Un mot de plus.") + 1
    more = post.body + "\nUn mot de plus.\n" * added
    _publish(folder, FolderStore(config.load(folder, {})), Post(**{**vars(post), "body": more}))


def _publish(folder: Path, store: FolderStore, post: Post) -> None:
    from authoring.model import history, manifest
    from authoring.model.events import Event
    from authoring.model.workflow import Action, State
    from authoring.store import HISTORY, SHORT

    piece = folder / "published" / post.slug
    steps = [
        (Action.draft, None, State.draft, "agathe"),
        (Action.submit, State.draft, State.in_review, "agathe"),
        (Action.approve, State.in_review, State.approved, "samir"),
        (Action.publish, State.approved, State.published, "agathe"),
    ]

    def lines(content_hash: str) -> bytes:
        written = b""
        for number, (action, source, target, actor) in enumerate(steps, start=1):
            moment = post.date.astimezone(UTC) if action is Action.publish else datetime(2010, 1, 1, tzinfo=UTC)
            models = {"models": ["fake"]} if action is Action.draft else {}
            event = Event(number, moment, actor, "person", action, source, target, content_hash, "", models)
            written += history.encode(history.chain(written, event, past=[event] * (number - 1)))
        return written

    text = post.text.replace(f"date: {post.date.isoformat()}\n", "")
    _put(piece / "index.md", text)
    (piece / HISTORY).write_bytes(lines("0" * 64))
    now = store.piece(post.slug)
    (piece / HISTORY).write_bytes(lines(now.hash))
    kept = piece / "revisions" / now.hash[:SHORT]
    _put(kept / "index.md", text)
    (kept / "manifest.json").write_bytes(manifest.encode(now.manifest))


def export_alone(folder: Path) -> None:
    """The site exporter by itself, from the same texts, read as plainly as a peer reads them."""
    from authoring.exporters import Revisions
    from authoring.exporters.site import SiteExporter
    from authoring.model import config
    from authoring.model.config import TargetSettings

    texts = folder / "texts"
    settings = config.load(folder, {})
    names = sorted(path.stem for path in texts.iterdir())
    SiteExporter(settings, TargetSettings("site", "site", "site")).export(Revisions(names, _Reader(texts).read))


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, slug: str) -> ApprovedRevision:
        from authoring.exporters import ApprovedRevision
        from authoring.sourcing.disclosure import disclosure
        from authoring.text import frontmatter

        document = frontmatter.parse((self._folder / f"{slug}.md").read_text(encoding="utf-8"))
        values = document.values
        moment = datetime.fromisoformat(str(values["date"]))
        told = disclosure("ai-assisted", lang=values["lang"], responsible="Agathe", contact="contact@example.org")
        return ApprovedRevision(
            slug=slug,
            hash=slug,
            title=values["title"],
            description=values["description"],
            lang=values["lang"],
            author="Agathe",
            body=document.body,
            published=moment,
            updated=moment,
            disclosure=told,
            tags=tuple(values["tags"]),
        )


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Print the rows as JSON, or do one of the two things that the measurement runs in processes of their own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 6_667])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--change", type=Path)
    parser.add_argument("--alone", type=Path)
    asked = parser.parse_args()
    if asked.change:
        change(asked.change)
    elif asked.alone:
        export_alone(asked.alone)
    else:
        rows = measure(counts=tuple(asked.counts), runs=asked.runs, memory=asked.memory)
        print(json.dumps({"machine": machine(), "rows": [row.as_json() for row in rows]}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
