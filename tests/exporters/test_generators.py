"""What real Hugo and real Jekyll show of a piece is what was approved, whatever the site's own settings are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from authoring.exporters import ApprovedRevision
from authoring.exporters.hugo import HugoExporter
from authoring.exporters.jekyll import JekyllExporter
from authoring.exporters.rendering import html
from authoring.exporters.rendering.gallery import Gallery
from authoring.model import config
from authoring.model.config import TargetSettings
from authoring.sourcing.disclosure import disclosure
from authoring.workspace import Workspace
from tests.exporters.generators import (
    HAS_JEKYLL,
    build_hugo,
    build_jekyll,
    hugo_site,
    jekyll_site,
    needs_jekyll,
    text_in,
    words,
)
from tests.exporters.samples import png, revision
from tests.worlds import lantern

ROOT: Final = Path(__file__).parent.parent.parent
# everything that Hugo's Markdown can be told to do besides CommonMark
EVERYTHING: Final = """
enableEmoji = true
[markup.goldmark.extensions.extras]
[markup.goldmark.extensions.extras.insert]
enable = true
[markup.goldmark.extensions.extras.mark]
enable = true
[markup.goldmark.extensions.extras.subscript]
enable = true
[markup.goldmark.extensions.extras.superscript]
enable = true
[markup.goldmark.parser.attribute]
block = true
[markup.goldmark.extensions.passthrough]
enable = true
[markup.goldmark.extensions.passthrough.delimiters]
block = [['\\\\[', '\\\\]'], ['$$', '$$']]
inline = [['\\\\(', '\\\\)'], ['$', '$']]
"""
SPOKEN: Final = """I said "no" -- really... It's {{< figure src="x" >}} & {% raw %} <b>not</b> bold.
    Indented, with *stars* and _lines_; 100 % of {{ site.title }} {%- endraw -%} {{% note %}} {#id .class}

1. no list
- no list either
# no heading
> no quote
: no definition
| a | b |
|---|---|
www.example.org https://example.org us@example.org :smile: $x$ $$y$$ \\(z\\) ==m== ++i++ H~2~O x^2^ ~~s~~ `c` [l](x) ![i](y)
[^1] [ ] &amp; &copy; <https://example.org> http://example.org <!-- c --> a\\b (c) +- 1/2
===
---"""  # noqa: E501  as people wrote it
AWKWARD: Final = f"""An *opening* with **bold “words”**, `code {{{{< in >}}}} {{% raw %}}`, "quotes", it's, -- dashes ... dots, a\\
line break, ~~gone~~, <https://example.org/?a=1&b=2>, https://example.org, www.example.org, us@example.org.

{{{{< figure src="x.png" >}}}} {{{{% note %}}}} {{{{/* c */}}}} {{{{ .Title }}}} {{% include x %}} {{{{ page.title }}}} {{% endraw %}} {{#id}}

# A first-level heading {{#id}} "quoted"

## Second: with `{{{{<` and [a link](/here/?x=1(2) "its \\"title\\" {{{{<")

- one
- two
  - nested "x"

    with a paragraph
  1. seven
     > quoted
- [ ] no task
- [x] no task either

7) seven
8) eight

* another list

> A quotation -- "yes".
>
> — Nora Lind, carpenter

> Somebody else
> > deeper

```go
fmt.Println("{{{{< no >}}}} {{{{% shortcode %}}}} {{{{</* kept */>}}}} {{% raw %}}") // `{{{{ .Title }}}}`
{{% endraw %}} {{{{<
```

    indented {{{{< code >}}}}
    ``` inside

| a "b" | c \\| d | `e {{{{< x >}}}}` |
|:--|:-:|--:|
| 1 -- 2 | {{% x %}} | {{{{< y >}}}} |

***

Term
: no definition, [^1] no footnote, :smile: $x$ $$y$$ \\(z\\) ==m== ++i++ H~2~O x^2^ *[HTML]: no abbreviation

[^1]: nothing

{{: .class}}

*{{:toc}}

<div class="x">raw "HTML"</div> <script>alert(1)</script>

<!-- testimony:nora-lind -->
{SPOKEN}
<!-- /testimony:nora-lind -->

2026\\. A year that begins no list. 1\\. Nor this. **a**b *c*d _e_ &lt;f&gt; &amp;amp; !

![A “bench” [x] {{{{< y >}}}}](images/bench.png) and after it.

![](images/bench.png)

Fin « là » : oui ; “so” … — ‘x’
"""  # noqa: E501  as people wrote it


def awkward(tmp_path: Path, **changes: Any) -> ApprovedRevision:
    picture = tmp_path / "bench.png"
    picture.write_bytes(png(4, 3))
    return replace(
        revision(body=AWKWARD),
        pictures={"images/bench.png": picture},
        title='{{< "A" >}} {% title %} {{ x }}: # ‘y’ -- z',
        description='{% d %} {{< "e" >}} — a summary: with # signs.',
        tags=("{{ t }}", "third place"),
        aliases=("/2020/01/old-one/", "/old two.html"),
        disclosure=disclosure(
            "ai-assisted", lang="en", responsible='{{ Agathe }} -- "B"', contact="https://x.example.org/{%25}"
        ),
        **changes,
    )


def expected(one: ApprovedRevision) -> list[str]:
    """The words of our own page of it, behind those of the disclosure."""
    return [*one.disclosure.text.split(), *words(html.render(one.body, gallery=Gallery(one)))]


def hugo_text(tmp_path: Path, *sent: ApprovedRevision, options: str = "") -> dict[str, str]:
    site = hugo_site(tmp_path / "blog", settings=options)
    target = TargetSettings("blog", "hugo", folder="blog")
    receipts = HugoExporter(config.load(lantern(tmp_path), {}), target).export(sent)
    assert {one.outcome for one in receipts} == {"created"}, receipts
    made = build_hugo(site)
    return {one.slug: text_in(made / "posts" / one.slug / "index.html") for one in sent}


def jekyll_text(tmp_path: Path, *sent: ApprovedRevision, options: str = "") -> dict[str, str]:
    site = jekyll_site(tmp_path / "blog", settings=options)
    target = TargetSettings("blog", "jekyll", folder="blog")
    receipts = JekyllExporter(config.load(lantern(tmp_path), {}), target).export(sent)
    assert {one.outcome for one in receipts} == {"created"}, receipts
    made = build_jekyll(site)
    return {one.slug: text_in(made / one.slug / "index.html") for one in sent}


@pytest.mark.parametrize("options", ["", EVERYTHING], ids=["as it comes", "everything switched on"])
def test_hugo_shows_the_words_of_the_most_awkward_piece(tmp_path: Path, options: str) -> None:
    one = awkward(tmp_path)
    made = hugo_text(tmp_path, one, options=options)[one.slug]
    assert words(made) == expected(one)
    assert " ".join(SPOKEN.split()) in " ".join(words(made))
    assert made.count("<img") == 2
    assert 'src="images/bench.png"' in made
    page = (tmp_path / "blog" / "public" / "2020" / "01" / "old-one" / "index.html").read_text()
    assert "url=https://blog.example.org/posts/neighbours/" in page


@needs_jekyll
def test_jekyll_shows_the_words_of_the_most_awkward_piece(tmp_path: Path) -> None:
    one = awkward(tmp_path)
    made = jekyll_text(tmp_path, one, options="baseurl: /sub\nplugins: []\n")[one.slug]
    assert words(made) == expected(one)
    assert " ".join(SPOKEN.split()) in " ".join(words(made))
    assert 'src="/sub/assets/neighbours/images/bench.png"' in made
    page = (tmp_path / "blog" / "_site" / "2020" / "01" / "old-one" / "index.html").read_text()
    assert "url=/sub/neighbours/" in page


def sample_revisions(tmp_path: Path) -> list[ApprovedRevision]:
    """Every piece of the workspace at the root and of the English example, as it stands there."""
    found = []
    for root in (ROOT, ROOT / "docs" / "examples" / "the-boathouse"):
        workspace = Workspace.open(root, {})
        for slug in workspace.store.pieces():
            piece = workspace.store.piece(slug)
            sources = [*[image.src for image in piece.draft.images], *_placed(piece.draft.body)]
            found.append(
                revision(
                    slug,
                    body=piece.draft.body,
                    title=piece.draft.title,
                    description=piece.draft.description,
                    lang=piece.draft.lang,
                    images=piece.draft.images,
                    pictures={src: piece.folder / src for src in sources},
                )
            )
    assert len(found) == 2
    return found


def _placed(body: str) -> list[str]:
    from authoring.text import markdown

    return [picture.src for picture in markdown.pictures(body)]


def test_hugo_shows_every_sample_as_approved(tmp_path: Path) -> None:
    samples = sample_revisions(tmp_path)
    made = hugo_text(tmp_path, *samples)
    for one in samples:
        assert words(made[one.slug]) == expected(one)


@needs_jekyll
def test_jekyll_shows_every_sample_as_approved(tmp_path: Path) -> None:
    samples = sample_revisions(tmp_path)
    made = jekyll_text(tmp_path, *samples)
    for one in samples:
        assert words(made[one.slug]) == expected(one)


ANY_TEXT: Final = st.text(
    alphabet=st.sampled_from(list("abzAZ09 \n\t#*_-+>|`~:;!?.,()[]{}<>%$^=&'\"@/\\é «»“”’…—")), min_size=1, max_size=120
)


@example(
    [
        "ab!!*-[b.]{ x*:_",
        "!*[a](/b)*",
        "a|b\n-|-\n`c \\| d`|e",
        "Z**a**&>***(>#A*b*!",
        "x @0/A~~~x~~",
        "two  \nlines\n==",
        "[a <https://a.b> c](d)",
        "é.=*…- ’*~~x~~~~y~~<^",
        ',b****~~x~~ "***~«(~+ *b*c*',
    ]
)
@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(ANY_TEXT, min_size=20, max_size=60))
def test_any_text_is_shown_as_our_own_page_shows_it(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str]
) -> None:
    sent = [revision(f"piece-{number}", body=f"{body}\n") for number, body in enumerate(bodies)]
    sent += [
        revision(f"spoken-{number}", body=f"<!-- testimony:nora -->\nx {body} x\n<!-- /testimony:nora -->\n")
        for number, body in enumerate(bodies)
    ]
    for make in (hugo_text, *([jekyll_text] if HAS_JEKYLL else [])):
        made = make(tmp_path_factory.mktemp("site"), *[each for each in sent if "![" not in each.body])
        for one in sent:
            if one.slug in made:
                assert words(made[one.slug]) == expected(one), (make.__name__, one.body)
