"""Warnings about the people of a workspace that concern the rule of two persons."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.editorial.context import Context
from authoring.errors import Problem, advice
from authoring.model.people import shared_addresses
from authoring.text.i18n import _


def people_notes(context: Context) -> Iterator[Problem]:
    """A warning for people who share an e-mail address; it is no error, since offices share mailboxes."""
    for ids in shared_addresses(context.settings.people.values()):
        yield Problem(
            _("{ids} have one e-mail address: for four eyes they count as one person.").format(
                ids=", ".join(f"“{it}”" for it in ids)
            ),
            advice("own-addresses"),
            context.settings.label,
        )
