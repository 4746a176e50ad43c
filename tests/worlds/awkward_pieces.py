"""Approved revisions full of text that a site generator could take for its own syntax; and our samples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from authoring.exporters import ApprovedRevision
from authoring.sourcing.disclosure import disclosure
from authoring.testing import pictures
from authoring.workspace import open_workspace
from tests.worlds.pictures import png
from tests.worlds.revisions import revision

ROOT: Final = Path(__file__).parent.parent.parent


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


def awkward(**changes: Any) -> ApprovedRevision:
    return replace(
        revision(body=AWKWARD),
        pictures=pictures({"images/bench.png": png(4, 3)}),
        title='{{< "A" >}} {% title %} {{ x }}: # ‘y’ -- z',
        description='{% d %} {{< "e" >}} — a summary: with # signs.',
        tags=("{{ t }}", "third place"),
        aliases=("/2020/01/old-one/", "/old two.html"),
        disclosure=disclosure(
            "ai-assisted", lang="en", responsible='{{ Agathe }} -- "B"', contact="https://x.example.org/{%25}"
        ),
        **changes,
    )


def sample_revisions() -> list[ApprovedRevision]:
    """Every piece of the workspace at the root and of the English example, as it stands there."""
    revisions = []
    for root in (ROOT, ROOT / "docs" / "examples" / "the-boathouse"):
        repository = open_workspace(root, {}).repository
        for slug in repository.pieces():
            piece = repository.piece(slug)
            sources = [*[image.src for image in piece.draft.images], *_placed(piece.draft.body)]
            revisions.append(
                revision(
                    slug,
                    body=piece.draft.body,
                    title=piece.draft.title,
                    description=piece.draft.description,
                    lang=piece.draft.lang,
                    images=piece.draft.images,
                    pictures={src: picture for src in sources if (picture := piece.files.find(src))},
                )
            )
    assert len(revisions) == 2
    return revisions


def _placed(body: str) -> list[str]:
    from authoring.text import markdown

    return [picture.src for picture in markdown.pictures(body)]
