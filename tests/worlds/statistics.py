"""Recorded calls, a published piece and figures by month, for the statistics."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from authoring.audit.stats import CallTotals, MonthStats
from authoring.audit.stats.share import Share
from authoring.editorial.actions.publish import Publish
from tests.worlds.newsroom import SLUG, Newsroom

CALL: dict[str, Any] = {
    "id": "1f0c",
    "time": "2026-11-23T09:00:00.000Z",
    "prompt": "section",
    "section": "What is a workshop?",
    "model": "openai:gpt-5-mini",
    "model_reported": "gpt-5-mini",
    "input_tokens": 100,
    "output_tokens": 40,
    "counted_tokens": 140,
    "cost": "0.0012",
    "currency": "USD",
    "outcome": "ok",
    "cached": False,
}


def call_line(**values: Any) -> str:
    return json.dumps({**CALL, **values})


QUESTION = "What do its neighbours bring, and what do they find?"


def publish_approved(newsroom: Newsroom) -> None:
    newsroom.submit()
    newsroom.approve()
    newsroom.do("lena", Publish(SLUG))


def month(name: str, *, days: float = 3, share: Share | None = None, published: int = 2) -> MonthStats:
    return MonthStats(name, published, timedelta(days=days), 2, CallTotals(), share or Share(300, 80, 20, 50))


MONTHS = [month("2026-08"), month("2026-09", published=0), month("2026-11", days=9, share=Share(500, 0, 90, 10))]
