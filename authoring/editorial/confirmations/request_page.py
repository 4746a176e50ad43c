"""The request to a person whose words a piece quotes: as a text for an e-mail or a letter, and as a page to print."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks.support.quoting import Quoted
from authoring.editorial.confirmations import Request
from authoring.model.config import Settings
from authoring.text.i18n import _
from authoring.text.visible import in_html, visible

_STYLE = """
:root{color-scheme:light dark}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:42rem;font:1.1rem/1.65 system-ui,"Liberation Sans",sans-serif}
h1{line-height:1.25}section{margin:1.5rem 0;padding:.2rem 1rem 1rem;border:1px solid #888;border-radius:.4rem;
break-inside:avoid}blockquote{margin:.3rem 0 .8rem;padding-left:1rem;border-left:.25rem solid #888}
.answer span{display:inline-block;margin-right:2rem}.answer span::before{content:"☐ "}small{font-size:.95rem}
code{font-size:.95em;overflow-wrap:anywhere}
@media print{body{padding:0;font-size:11pt}}
"""


def text(request: Request, settings: Settings) -> str:
    """Plain text in the person's language, ready for an e-mail."""
    lang = request.lang
    parts = [_greeting(request), "", *_introduction(request, settings), ""]
    for number, quoted in enumerate(request.quotations, start=1):
        parts += [f"{number}. {_marked(quoted, lang)}", f"   {_how(request, quoted)}"]
        if _is_shown_whole(request, quoted):
            parts.append("   " + _("You told us: {words}", lang).format(words=_quoted(request.said(quoted), lang)))
        parts += ["   " + _("Your answer: yes / no", lang), ""]
    return visible("\n".join([*parts, *_closing(request), ""]))


def html(request: Request, settings: Settings) -> str:
    """One self-contained page in the person's language, without a script, to be sent or printed."""
    lang = request.lang
    title = _("Your words in “{title}”", lang).format(title=request.piece.draft.title)
    body = [
        f"<h1>{in_html(title)}</h1>",
        f"<p>{in_html(_greeting(request))}</p>",
        *(f"<p>{in_html(paragraph)}</p>" for paragraph in _introduction(request, settings)),
        *(_section(request, quoted, number) for number, quoted in enumerate(request.quotations, start=1)),
        *(f"<p>{in_html(paragraph)}</p>" for paragraph in _closing(request)),
    ]
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{in_html(lang)}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{in_html(title)}</title><style>{_STYLE}</style></head>",
        f"<body>{''.join(body)}</body></html>",
        "",
    ])  # fmt: skip


def _section(request: Request, quoted: Quoted, number: int) -> str:
    lang = request.lang
    parts = [
        f"<section><h2>{number}</h2><blockquote>{in_html(_marked(quoted, lang))}</blockquote>",
        f"<p><small>{in_html(_how(request, quoted))}</small></p>",
    ]
    if _is_shown_whole(request, quoted):
        statement = in_html(_quoted(request.said(quoted), lang))
        parts.append(f"<p>{in_html(_('You told us:', lang))}</p><blockquote>{statement}</blockquote>")
    answers = f"<span>{in_html(_('Yes', lang))}</span><span>{in_html(_('No', lang))}</span>"
    return "".join([*parts, f'<p class="answer">{answers}</p></section>'])


def _greeting(request: Request) -> str:
    return _("Dear {person},", request.lang).format(person=request.person)


def _introduction(request: Request, settings: Settings) -> Iterator[str]:
    lang = request.lang
    house = settings.site.title or _("our organisation", lang)
    yield _("We would like to publish an article called “{title}” ({house}), and it quotes you.", lang).format(
        title=request.piece.draft.title, house=house
    )
    if request.has_whole:
        yield _("It also holds the whole text that you gave us, without any change.", lang)


def _closing(request: Request) -> Iterator[str]:
    lang = request.lang
    yield _("Do you agree that you are quoted like this? Tell us yes or no for each number; you need no account.", lang)
    yield _("If something is wrong, tell us what you want to say instead. Nothing goes out that you refuse.", lang)
    yield _("Please name this reference, which stands for exactly these quotations: {reference}", lang).format(
        reference=request.reference
    )


def _how(request: Request, quoted: Quoted) -> str:
    lang = request.lang
    if quoted.placement.turn:
        return _("Shortened or joined, in a way that may change what you meant: please look closely.", lang)
    if quoted.placement.kind == "edited":
        return _("Shortened or explained where the brackets stand.", lang)
    if quoted.placement.whole:
        return _("Word for word, a part of what you said.", lang)
    return _("Word for word.", lang)


def _is_shown_whole(request: Request, quoted: Quoted) -> bool:
    placement = quoted.placement
    return bool(placement.runs) and (placement.kind != "verbatim" or bool(placement.whole))


def _marked(quoted: Quoted, lang: str) -> str:
    return _quoted(" ".join(quoted.quotation.words.split()), lang)


def _quoted(words: str, lang: str) -> str:
    return f"«\u00a0{words}\u00a0»" if lang == "fr" else f"“{words}”"
