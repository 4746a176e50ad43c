"""The kinds of target that there are: the program's own, registered in the same form as plug-ins, then plug-ins."""

from __future__ import annotations

from typing import Final, cast

from authoring.errors import InputError
from authoring.exporters import Exporter
from authoring.model import plugins
from authoring.model.config import Settings, TargetSettings
from authoring.store import Store
from authoring.text.i18n import _

GROUP: Final = "authoring.exporters"
BUILT_IN: Final = (
    ("ghost", "authoring.exporters.ghost:GhostExporter"),
    ("hugo", "authoring.exporters.hugo:HugoExporter"),
    ("jekyll", "authoring.exporters.jekyll:JekyllExporter"),
    ("markdown", "authoring.exporters.markdown:MarkdownExporter"),
    ("site", "authoring.exporters.site:SiteExporter"),
    ("wordpress", "authoring.exporters.wordpress:WordPressExporter"),
)


def exporter_of(settings: Settings, target: TargetSettings, store: Store) -> Exporter:
    """The exporter of a target. Raises `InputError` for a kind that nobody registered."""
    kinds = plugins.registered(GROUP, BUILT_IN)
    if target.kind not in kinds:
        raise InputError(
            _("The target “{name}” is of the kind “{kind}”, which does not exist.").format(
                name=target.name, kind=target.kind
            ),
            _("Write one of: {words}.").format(words=", ".join(kinds)),
            file=settings.label,
        )
    return cast(Exporter, kinds[target.kind]()(settings, target, store))
