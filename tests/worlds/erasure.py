"""Nora Lind takes her words back, and they are erased."""

from __future__ import annotations

from datetime import date

from authoring.editorial.erasing import Erasure, erase

from tests.worlds.publishing import PublishingNewsroom

WITHDRAWAL_DAY = date(2026, 11, 23)


def erase_nora(newsroom: PublishingNewsroom, *, by: str = "lena") -> Erasure:
    actor = newsroom.settings.people[by]
    return erase(newsroom.store, ["nora-lind"], actor=actor, when=newsroom.now(), settings=newsroom.settings)
