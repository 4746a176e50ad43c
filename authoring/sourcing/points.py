"""The points of an outline as a text may say them: without labels and notes to oneself, and set as sentences."""

from __future__ import annotations

import re
from typing import Final

# `Question :`, `La question de l’article :`, `À dire :` name what follows for whoever plans the article
_LABEL: Final = re.compile(
    r"^\s*(?:(?:la |les |the )?(?:questions?|idées?|ideas?|accroches?|hooks?|angles?|messages?|points?|thèmes?|topics?)"
    r"(?:[ -](?:de|du|d[’']|of|for|pour|à|clés?|principale?s?)[^:]{0,40})?"
    r"|(?:the )?(?:article|post|piece|text)['’]s (?:question|point|angle)s?"
    r"|(?:key|main|central) (?:question|idea|message|point)s?"
    r"|(?:à|a) (?:dire|préciser|développer|mentionner|rappeler|ne pas oublier)"
    r"|to (?:say|mention|develop)|rappel|reminder"
    r"|introduction|intro|chapeau|conclusion)\s*:\s*",
    re.IGNORECASE,
)
_NOTE: Final = (
    r"questions?\s+(?:à|a)\s+poser|demander\s+(?:à|au|aux)\b"
    r"|(?:à|a)\s+(?:vérifier|confirmer|compléter|valider|relire|préciser|revoir|voir)|vérifier\b"
    r"|voir\s+avec|source\s*\?|to\s+(?:check|confirm|verify|complete|do|be\s+(?:confirmed|checked))|check\s+(?:with|this|that)"
    r"|ask\s+\w+|tbc|tbd|todo|nb\b|n\.b\.|fixme|xxx"
)
_BRACKETED: Final = re.compile(
    rf"\s*[\[(]\s*(?:{_NOTE})[^\])]*[\])]"
    r"|\s*\[(?!\[)[^\]\n]*\](?!\()"
    r"|\s*\([^()]*\?\s*\)",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(rf"\s*(?:[-–—,;:]|\.\s|\?\s)\s*(?:{_NOTE})[^.;]*[.;]?\s*$", re.IGNORECASE)
_UNCLOSED: Final = re.compile(r"\s*\([^()]*$")
_MARKS: Final = re.compile(r"\s*\?{2,}|\s*\(\s*\?\s*\)|\s*!{2,}")
_WHOLE_NOTE: Final = re.compile(rf"\s*(?:{_NOTE}|check|note)\b[^:.]{{0,40}}[:–—]", re.IGNORECASE)
_END: Final = re.compile(r"[.!?…][»”\"’)\]]*$")


def without_notes(point: str) -> str:
    """The point as readers may be told it: labels and notes to oneself are not copied.

    >>> without_notes("Question : à qui appartient le lieu ? (à vérifier avec Ana)")
    'à qui appartient le lieu ?'
    """
    text = _UNCLOSED.sub("", _TRAILING.sub("", _BRACKETED.sub("", point)))
    text = _MARKS.sub(lambda match: "?" if "??" in match.group() else "", text)
    return " ".join(_LABEL.sub("", text, count=1).split()) or " ".join(point.split())


def is_note(point: str) -> bool:
    """Whether the whole point is a note to oneself, of which readers are told nothing."""
    return bool(_WHOLE_NOTE.match(point)) or not re.search(r"\w", _BRACKETED.sub("", point))


def is_question(point: str) -> bool:
    """Whether the point is a question that the text is to pose."""
    return without_notes(point).rstrip(' »”"\u00a0\u202f').endswith("?")


def as_sentence(point: str) -> str:
    """The point's own words, set as a sentence: a capital at the beginning, an end, nothing else.

    >>> as_sentence("loan of tools: free for members")
    'Loan of tools: free for members.'
    """
    text = without_notes(point).rstrip(" ;,:\u00a0\u202f")
    text = text[:1].upper() + text[1:]
    return text if _END.search(text) else f"{text}."
