"""Posts of a Hugo or Jekyll folder, imported and exported again: does a browser still show the same words?

`AUTHORING_BENCH_HUGO` and `AUTHORING_BENCH_JEKYLL` name folders of real posts; without them posts are made up here,
of every construct that posts are made of. The original and ours are built by the real generator in a bare site, and
the words are taken out with html5lib. A difference that the import's report names is counted apart from a silent one.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from authoring.editorial.actions import perform
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.vouch import Vouch
from authoring.editorial.context import Context
from authoring.editorial.signing import Signer
from authoring.importers import Blog
from authoring.importers.blogs.blog_import import BlogImport, PostResult
from authoring.importers.blogs.hugo import HugoBlog
from authoring.importers.blogs.jekyll import JekyllBlog
from authoring.importers.blogs.picture_search import ENDINGS
from authoring.model.people import Person
from authoring.workspace import open_workspace, person_named
from benchmarks.corpus import workspace
from benchmarks.corpus.pictures import png
from benchmarks.measuring import Row, cache_of
from servers.bare_sites import hugo_site, jekyll_site, text_in
from servers.markup import words

_CHANGES_TEXT: Final = frozenset({"shortcode", "embed", "missing-picture", "raw-html", "text", "gallery"})
_SHORTCODE: Final = re.compile(r"\{\{[<%]\s*(/?)\s*(\w[\w/-]*)")
_OF_HUGO_ITSELF: Final = frozenset("details figure highlight instagram qr ref relref x vimeo youtube".split())
_REFERENCE: Final = re.compile(r"<sup id=\"fnref[^>]*><a [^>]*>(\d+)</a></sup>")
_WAY_BACK: Final = re.compile(r"<a [^>]*class=\"(?:footnote-backref|reversefootnote)\"[^>]*>.*?</a>")
_SECTIONS: Final = {"hugo": "/posts", "jekyll": ""}
_SETTINGS: Final = """
format = 3
lang = "en"
timezone = "Europe/Paris"

[site]
title = "A blog"
url = "https://blog.example.org"
contact = "hello@example.org"
responsible = "agathe"

[model]
use = "fake"

[people.agathe]
name = "Agathe Berger"
roles = ["author", "editor"]

[targets.again]
kind = "{kind}"
folder = "again"
"""


@dataclass
class Trip:
    """What became of the posts of one folder. `silent` are those whose words differ though no report says why."""

    posts: int = 0
    imported: int = 0
    same: int = 0
    reported: int = 0
    silent: int = 0
    seconds: float = 0.0


def measure(posts: int = 500) -> list[Row]:
    """Both generators, there and back, with so many made-up posts for each where no real ones are named."""
    rows = []
    for kind in ("hugo", "jekyll"):
        named = os.environ.get(f"AUTHORING_BENCH_{kind.upper()}")
        with tempfile.TemporaryDirectory() as folder:
            origin = Path(named) if named else made_up(kind, Path(folder, "posts"), count=posts)
            trip = there_and_back(kind, origin, Path(folder))
        rows += _rows(kind, trip, "posts of a folder" if named else "made-up posts")
    return rows


def _rows(kind: str, trip: Trip, what: str) -> list[Row]:
    name = kind.capitalize()
    again = f"{name}: {trip.posts} {what}, imported and exported again"
    accounted = trip.same + trip.reported
    pace = 1000 * trip.seconds / max(1, trip.posts)
    return [
        Row(
            f"{again}: as it was",
            f"{trip.same} the same, {trip.reported} told",
            "",
            None,
            str(trip.posts),
            accounted == trip.posts,
        ),
        Row(f"{again}: differences that no report names", f"{trip.silent}", "", None, "0", not trip.silent),
        Row(f"{again}: time of the import for a post", f"{pace:.0f} ms", "", None, "", True),
    ]


def there_and_back(kind: str, origin: Path, work: Path, *, show: bool = False) -> Trip:
    """Build the posts as they are, take them in, export them, build that, and compare."""
    before = _bare(kind, work / "before", origin)
    _build(kind, before)
    root = work / "workspace"
    workspace.write(root, settings=_SETTINGS.format(kind=kind))
    again = _bare(kind, root / "again", None)
    context = open_workspace(root, {"AUTHORING_CACHE_DIR": str(cache_of(root))})
    context = context.acting_as(person_named(context.settings, "agathe"))
    unbuilt = work / "none"  # only what the reading itself finds is reported, not what built pages show
    blog: Blog = (
        HugoBlog(before, "en", ("posts",), built=unbuilt)
        if kind == "hugo"
        else JekyllBlog(before, "en", context.settings.zone, built=unbuilt)
    )
    begun = time.perf_counter()
    results = list(BlogImport(context).run(blog))
    trip = Trip(len(results), seconds=time.perf_counter() - begun)
    perform(Export(), _vouched(context, work))
    _build(kind, again)
    for result in results:
        if result.result == "imported":
            trip.imported += 1
            aliases = context.repository.piece(result.slug).draft.extra.get("aliases") or [""]
            pages = _page(kind, before, str(aliases[0])), _page(kind, again, f"{_SECTIONS[kind]}/{result.slug}/")
            _compare(result, *pages, trip, show=show)
        elif show:
            print(result.result, result.origin, result.losses)
    return trip


def _vouched(context: Context, work: Path) -> Context:
    """The context after a second person, with a key made here, signed that the posts are shown unchanged."""
    key = work / "samir"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = " ".join(key.with_suffix(".pub").read_text("utf-8").split()[:2])
    samir = Person("samir", "Samir Haddad", roles=frozenset({"reviewer"}), ssh_key=public)
    people = {**context.settings.people, "samir": samir}
    context = replace(context, settings=context.settings._replace(people=people))
    prepared = Vouch().prepare(context.acting_as(samir))
    signature = Signer(str(key)).sign(prepared.voucher.content, signer="samir", key=prepared.key)
    Vouch().execute(context.acting_as(samir), prepared, signature=signature)
    return context


def _compare(result: PostResult, former: Path | None, ours: Path | None, trip: Trip, *, show: bool) -> None:
    if former is None or ours is None:
        if show:
            print("NO PAGE", result.origin, former, ours)
        trip.silent += 1
        return
    expected, actual = words(text_in(former)), words(text_in(ours))
    if actual == expected:
        trip.same += 1
    elif actual == words(_with_numbers(text_in(former))) or _CHANGES_TEXT & {loss.kind for loss in result.losses}:
        trip.reported += 1
    else:
        trip.silent += 1
        if show:
            pairs = enumerate(zip(expected, actual, strict=False))
            start = max(0, next((number for number, pair in pairs if pair[0] != pair[1]), -1) - 3)
            print("DIFF", result.origin, expected[start : start + 8], actual[start : start + 8])


def _with_numbers(html: str) -> str:
    """Footnotes as the import's report says that they become; all other words as they were."""
    return _WAY_BACK.sub("", _REFERENCE.sub(r"[\1]", html))


def _page(kind: str, site: Path, address: str) -> Path | None:
    built = site / ("public" if kind == "hugo" else "_site")
    place = built / unquote(address).strip("/")
    return next((path for path in (place / "index.html", place) if path.is_file()), None)


def _bare(kind: str, site: Path, posts: Path | None) -> Path:
    if kind == "hugo":
        hugo_site(site, settings='refLinksErrorLevel = "warning"\n')
        if posts:
            shutil.copytree(posts, site / "content" / "posts")
            _write(site, {"static/bench.png": png("bench", kilobytes=1), **_empty_shortcodes(posts)})
        return site
    jekyll_site(site)
    if posts:
        config = site / "_config.yml"
        config.write_text(
            config.read_text().replace("permalink: /:title/\n", "")
            + "defaults: [{scope: {path: ''}, values: {layout: post}}]\n"
        )
        shutil.copytree(posts, site / "_posts")
        _write(site, {"bench.png": png("bench", kilobytes=1)})
    return site


def _empty_shortcodes(posts: Path) -> dict[str, str | bytes]:
    """A template for each shortcode that the posts' own sites have: it shows what stands within and nothing else."""
    texts = (path.read_text("utf-8", "replace") for path in posts.rglob("*.*") if path.suffix in ENDINGS)
    matches = {match for text in texts for match in _SHORTCODE.findall(text) if match[1] not in _OF_HUGO_ITSELF}
    closed = {name for end, name in matches if end}
    return {
        f"layouts/shortcodes/{name}.html": "{{ .Inner }}" if name in closed else "" for _end, name in sorted(matches)
    }


def _build(kind: str, site: Path) -> None:
    hugo = str(Path(sys.executable).parent / "hugo")
    command = [hugo, "--quiet"] if kind == "hugo" else ["jekyll", "build", "--quiet", "--disable-disk-cache"]
    environment = {**os.environ, "LANG": "C.UTF-8", "JEKYLL_NO_BUNDLER_REQUIRE": "true"}
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{kind} does not build {site}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


_PARTS: Final = (
    'A paragraph of *plain* words with **bold ones**, `code` and a [link](https://example.org/a_b "title").',
    '“Typographic” and "straight" quotes, it\'s -- and --- and ... « là » : 50 % & more, 1 < 2 > 0.',
    "## A heading with `code`\n\nA line\\\nbroken, and a\nline that goes on.",
    "- one\n- two\n  - two and a half\n  - *three*\n- four",
    "1. first\n2. second\n\n   with a second paragraph\n3. third",
    '> Somebody said "this".\n>\n> And that.',
    '```python\nprint("a < b && c")  # -- ...\n```',
    "    indented code\n    of two lines",
    "| a | b |\n|---|--:|\n| 1 | `x` |\n| *2* | y z |",
    'Text with a footnote.[^1]\n\n[^1]: The note\'s "text".',
    "***\n\nAn address <https://example.org/?a=1&b=2> and an escape \\*not bold\\* and &copy; &amp; &lt;.",
    "![A bench](/bench.png)\n\nA picture above, with ~~struck~~ words below.",
    "Snake_case_words, 2 * 3 * 4, C# and C++, a_b_, #hash, 3. of May, a+b=c, [brackets], {braces}, $5, ~about~.",
    "Line one  \nline two after two blanks.\n\nTerm\n: Its definition.",
    "'Nouns' and 'words', it's the '80s' turn: rock 'n' roll, \"'nested'\", l'eau d'or, 5' 6\", (\"so\").",
    "Émile, Zoë; 東京 and עברית; emoji 🎉; ½ × ¾.",
)
_OF_HUGO: Final = (
    '{{< figure src="/bench.png" alt="A bench" caption="In the *yard*" >}}',
    "Shown as it is: `{{</* figure */>}}` and {{%/* note */%}}.",
    '{{< highlight go >}}\nfmt.Println("<x>")\n{{< /highlight >}}',
)
_OF_JEKYLL: Final = (
    "{% highlight ruby %}\nputs '<x>' # {{ no }}\n{% endhighlight %}",
    "Shown as it is: {% raw %}{{ page.title }} and {% include x %}{% endraw %}.",
    "one | two\nthree | four\n\n1) no list\n\n\\*\\*not bold\\*\\* and \\| no table.",
    "A link to [the start]({{ site.baseurl }}/) and {% comment %}nothing{% endcomment %} more.",
    'Centred words\n{: .center}\n\nAnd [a link](https://example.org){:target="_blank"} with attributes.',
    '<div class="note">Raw <b>HTML</b> in a block.</div>\n\nAnd <em>inline</em> HTML.',
)


def made_up(kind: str, folder: Path, *, count: int) -> Path:
    """Posts of every construct, in any order; the same each time."""
    chance = random.Random(4)  # noqa: S311  no secret is made of it
    parts = (*_PARTS, *(_OF_HUGO if kind == "hugo" else _OF_JEKYLL))
    for number, name, text in _posts(count, parts, chance):
        day = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
        front = f'---\ntitle: "Post {number}: {name}"\ndate: {day}T09:30:00+01:00\ntags: [one, two]\n---\n\n'
        path = folder / (f"{name}.md" if kind == "hugo" else f"{day}-{name}.md")
        _write(folder.parent, {f"{folder.name}/{path.name}": f"{front}{text}\n".encode()})
    return folder


def _posts(count: int, parts: tuple[str, ...], chance: random.Random) -> Iterator[tuple[int, str, str]]:
    for number in range(count):
        chosen = chance.sample(parts, chance.randint(2, 7))
        yield number, f"post-{number}", "\n\n".join(chosen)


def _write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
