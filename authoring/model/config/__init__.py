"""`authoring.toml` as typed settings: defaults, then the file, then the environment, then a command's flags.

`settings` defines the values, `tables` reads each table, `reading` the whole file.
"""

from __future__ import annotations

from authoring.model.config.reading import TABLES, parse
from authoring.model.config.settings import (
    ACCEPTED_ONE_BY_ONE,
    CHANNEL,
    FORMAT,
    SCOPES,
    Budget,
    DisclosureSettings,
    ModelSettings,
    Money,
    Privacy,
    ReviewRules,
    Settings,
    SiteSettings,
    Style,
    TargetSettings,
)
from authoring.model.config.tables import ROLES

__all__ = [
    "ACCEPTED_ONE_BY_ONE", "CHANNEL", "FORMAT", "ROLES", "SCOPES", "TABLES", "Budget", "DisclosureSettings",
    "ModelSettings", "Money", "Privacy", "ReviewRules", "Settings", "SiteSettings", "Style", "TargetSettings",
    "parse",
]  # fmt: skip
