"""Finds marks that should have been replaced by words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from authoring.checks import Subject
from authoring.checks.support.reading import covers
from authoring.errors import Remedy, advice
from authoring.model.findings import Finding, Severity
from authoring.text.i18n import _

_TOKENS: Final = re.compile(
    r"(?P<mark>\[\[[^\[\]\n]{0,200}\]\]|\[\[(?:quote|testimony)\b[^\n\]]{0,80})"
    r"|(?P<template>\{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\})"
    r"|(?P<gap>\[(?:à|a) (?:compléter|completer|remplir|vérifier|préciser|confirmer)[^\]\n]{0,80}\]"
    r"|\[(?i:votre|vos|nom|ville|date|insérer|ajouter|your|insert|add|name|city|to be|company|organisation)\b"
    r"[^\]\n]{0,60}\](?![(\[])"
    r"|\bTODO\b|\bFIXME\b|\bTBD\b|\bTKTK\b|(?i:\blorem ipsum\b))"
    r"|(?P<perhaps>\bXXX+\b|\?\?\?+)"
)


class UnresolvedTokens:
    """References, template marks and notes such as TODO that are still in the text."""

    name = "tokens"

    def run(self, subject: Subject) -> Iterator[Finding]:
        for match in _TOKENS.finditer(subject.reading.shielded):
            if not covers(subject.reading.code, match.start()):
                yield self._finding(subject, match, subject.line_at(match.start()))
        for place, text in subject.texts:
            for match in _TOKENS.finditer(text):
                yield self._finding(subject, match, subject.line_of(*place))

    def _finding(self, subject: Subject, match: re.Match[str], line: int) -> Finding:
        messages: dict[str, tuple[Severity, str, Remedy]] = {
            "mark": (
                "blocking",
                _("A reference was left unresolved: readers would see {text}."),
                advice("replace-reference"),
            ),
            "template": (
                "blocking",
                _("A piece of a template was left in the text: {text}."),
                _("Write what should stand here, or delete it."),
            ),
            "gap": (
                "blocking",
                _("Something was left to be filled in: {text}."),
                _("Fill it in, or delete it."),
            ),
            "perhaps": (
                "warning",
                _("This looks like a note to oneself: {text}."),
                _("Fill it in or delete it; leave it if readers should see it."),
            ),
        }
        severity, message, remedy = messages[match.lastgroup or "gap"]
        text = match.group()
        return subject.finding(
            self.name,
            severity,
            message.format(text=text),
            remedy,
            line=line,
            passage=text,
            kind=match.lastgroup or "gap",
        )
