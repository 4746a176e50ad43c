"""A workspace that publishes to a real WordPress."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from authoring.exporters import ApprovedRevision, Receipt
from authoring.exporters.wordpress import WordPressExporter
from authoring.model.config import TargetSettings
from authoring.model.documents import Picture
from authoring.testing import pictures, revision
from servers.wordpress import WordPress
from tests.worlds.pictures import png
from tests.worlds.revisions import settings_in, store_of_pieces

AWKWARD_FOR_WORDPRESS = """He said "it's -- well... 3x4 (c)", see [gallery id=1] & https://example.org/a.

https://www.youtube.com/watch?v=x

![The “door” [open]](images/a.png "Our door")

## Why [this](https://example.org/?a=1&b=2)?

- one
- two
  - nested *deep*

3. three
4. four

   and more

- code

  ```
  x < 1
  ```

> “I had no saw.”
>
> — Nora Lind, carpenter

| a | b |
|:-:|--:|
| 1 | 2 |

```python
print("[caption]")
```

---

<script>alert(1)</script>

<!-- testimony:nora-lind -->
I came "here" in 2021... it's
my second line.

Now -- I teach.
<!-- /testimony:nora-lind -->

A line\\
broken « à la française » : 12 h.
"""


class WordPressNewsroom:
    """A workspace with two pictures and a site, and the exporter between them."""

    def __init__(self, root: Path, site: WordPress, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.site = site
        self._monkeypatch = monkeypatch

    def exporter(self, url: str = "", *, user: str = "agathe", password: str = "", **options: Any) -> WordPressExporter:
        self._monkeypatch.setenv("AUTHORING_BLOG_PASSWORD", password or self.site.passwords[user])
        target = TargetSettings("blog", "wordpress", options={"url": url or self.site.url, "user": user, **options})
        store = store_of_pieces(self.root)
        settings = settings_in(store, self.root)
        return WordPressExporter(settings, target, store, sleep=lambda seconds: time.sleep(seconds / 10))

    def piece(self, slug: str = "neighbours", **changes: Any) -> ApprovedRevision:
        images = (Picture("b.png", "A bee", "The bee", "Nora Lind"),)
        files = pictures({"images/a.png": png(), "b.png": png(50, 50)})
        return replace(
            revision(slug, body=AWKWARD_FOR_WORDPRESS), images=images, pictures=files, author_id="agathe", **changes
        )

    def send(self, piece: ApprovedRevision | None = None) -> Receipt:
        return self.exporter().export([piece or self.piece()])[0]

    def shown(self, slug: str = "neighbours") -> str:
        """The text as a reader's browser gets it."""
        return self.site.run_php(
            f"$p = get_page_by_path('{slug}', OBJECT, 'post'); setup_postdata($p);"
            "echo apply_filters('the_content', $p->post_content);"
        )

    def record(self, slug: str = "neighbours") -> Path:
        return self.root / "drafts" / slug / "exports" / "blog.json"


def shown_words(html: str) -> list[str]:
    """What a reader sees, word by word."""
    from html import unescape

    text = re.sub(r"<(?:script|style).*?</(?:script|style)>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<br ?/?>|</?[^>]+>", " ", text)).split()
