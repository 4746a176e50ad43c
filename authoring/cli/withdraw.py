"""`authoring withdraw`: take a piece back from review."""

from __future__ import annotations

from authoring.cli import outcomes, terminal


def withdraw(slug: terminal.Slug, actor: terminal.As = "", as_json: terminal.Json = False) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.withdraw import Withdraw

    outcomes.show(perform(Withdraw(slug), terminal.acting(actor)), as_json=as_json)
