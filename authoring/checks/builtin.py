"""All checks: the built-in ones, registered in the same form as plug-ins, then plug-ins by name."""

from __future__ import annotations

from typing import Final, cast

from authoring.checks import Check
from authoring.model import plugins

GROUP: Final = "authoring.checks"
BUILT_IN: Final = (
    ("hidden", "authoring.checks.hidden:HiddenCharacters"),
    ("tokens", "authoring.checks.tokens:UnresolvedTokens"),
    ("placeholders", "authoring.checks.placeholders:Placeholders"),
    ("headings", "authoring.checks.headings:Headings"),
    ("sections", "authoring.checks.sections:EmptySections"),
    ("length", "authoring.checks.length:Length"),
    ("summary", "authoring.checks.summary:Summary"),
    ("quotes", "authoring.checks.quotes:Quotes"),
    ("attribution", "authoring.checks.attribution:Attribution"),
    ("testimonies", "authoring.checks.testimonies:WholeTestimonies"),
    ("sources", "authoring.checks.sources:SourcesOfSentences"),
    ("translation", "authoring.checks.translation:Translation"),
    ("coverage", "authoring.checks.coverage:PointsOfTheOutline"),
    ("consent", "authoring.checks.consent:ConsentState"),
    ("instructions", "authoring.checks.instructions:HiddenInstructions"),
    ("images", "authoring.checks.images:Images"),
    ("alternatives", "authoring.checks.alternatives:AlternativeTexts"),
    ("links", "authoring.checks.links:Links"),
    ("repeats", "authoring.checks.repeats:RepeatedSentences"),
    ("words", "authoring.checks.words:WordsToAvoid"),
    ("leftovers", "authoring.checks.leftovers:ChatLeftovers"),
    ("language", "authoring.checks.language:ParagraphLanguage"),
    ("readability", "authoring.checks.readability:Readability"),
    ("typography", "authoring.checks.typography:Typography"),
    ("drafting", "authoring.checks.drafting:DraftingNotes"),
    ("copies", "authoring.checks.copies:CopiesOfDrafts"),
)


def all_checks() -> list[Check]:
    """Every check: the built-in ones in their order, then plug-ins in the order of their names."""
    return [cast(Check, load()()) for load in plugins.registered(GROUP, BUILT_IN).values()]
