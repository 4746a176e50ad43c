"""The peer: a Hugo site with as many posts of the same words and pictures, and templates that hold what ours hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.corpus import workspace

# The same marks in the head, the disclosure, the tags and their pages, a first page with the newest twenty, a feed, a
# sitemap. Ours makes a page for each year besides.
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
_NEWEST: Final = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)


def write(folder: Path, origin: Path) -> None:
    """A site in `folder` with every piece of a workspace as a post; the pictures are hard links to the workspace's."""
    for number, text in enumerate(workspace.texts(origin)):
        _write_post(folder / "content" / "posts" / text.parent.name, text, number)
    layouts = folder / "layouts"
    _put(folder / "hugo.toml", HUGO)
    _put(layouts / "partials" / "head.html", HUGO_HEAD)
    _put(layouts / "_default" / "single.html", HUGO_POST)
    for kind in ("index.html", "_default/list.html", "_default/taxonomy.html"):
        _put(layouts / kind, HUGO_LIST)


def _write_post(folder: Path, text: Path, number: int) -> None:
    moment = _NEWEST - timedelta(hours=3 * number)
    _put(folder / "index.md", text.read_text("utf-8").replace("---\n", f"---\ndate: {moment.isoformat()}\n", 1))
    (folder / "images").mkdir()
    for picture in workspace.pictures(text):
        (folder / "images" / picture.name).hardlink_to(picture)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
