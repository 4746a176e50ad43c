"""The exporters that come with the program, named as a plug-in's entry points would name them."""

from __future__ import annotations

from typing import Final

BUILT_IN: Final = (
    ("ghost", "authoring.exporters.ghost:GhostExporter"),
    ("hugo", "authoring.exporters.hugo:HugoExporter"),
    ("jekyll", "authoring.exporters.jekyll:JekyllExporter"),
    ("markdown", "authoring.exporters.markdown:MarkdownExporter"),
    ("site", "authoring.exporters.site:SiteExporter"),
    ("wordpress", "authoring.exporters.wordpress:WordPressExporter"),
)
