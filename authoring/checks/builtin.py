"""The checks that come with the program, by name and place; registered in the same form as strangers'."""

from __future__ import annotations

from typing import Final

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
)
