"""Nora Lind takes her words back, and they are erased."""

from __future__ import annotations

from datetime import date
from typing import Final

from authoring.editorial.actions.erase import Erase, Erasing
from authoring.editorial.actions.withdraw_consent import Withdrawal, WithdrawConsent
from tests.worlds.newsroom import Newsroom

WITHDRAWAL_DAY: Final = date(2026, 11, 23)


def withdraw_nora(newsroom: Newsroom) -> Withdrawal:
    """Record that she withdraws her consent."""
    return newsroom.do("lena", WithdrawConsent("nora-lind"))


def erase_nora(newsroom: Newsroom, *, by: str = "lena") -> Erasing:
    """Erase her words; whoever does it needs the role."""
    return newsroom.do(by, Erase(("nora-lind",)))
