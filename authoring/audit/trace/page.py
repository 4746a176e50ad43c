"""The trace as one page, without scripts or remote files, readable without colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from authoring.audit.trace import Line, Source, Trace, explained, kind_name
from authoring.sourcing.provenance import OriginKind
from authoring.text.i18n import _, current, plural
from authoring.text.visible import in_html

_STYLE = """
:root{color-scheme:light dark;--bg:#fff;--fg:#1c1b1a;--soft:#57534e;--card:#f5f5f4;--line:#d6d3d1;
--model:#6d28d9;--edited:#b45309;--person:#15803d;--quote:#0369a1;--testimony:#be185d;--imported:#475569}
@media(prefers-color-scheme:dark){:root{--bg:#1c1b1a;--fg:#f5f5f4;--soft:#a8a29e;--card:#292524;--line:#57534e;
--model:#c4b5fd;--edited:#fcd34d;--person:#86efac;--quote:#7dd3fc;--testimony:#f9a8d4;--imported:#cbd5e1}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 12rem;max-width:44rem;background:var(--bg);color:var(--fg);
font:1.06rem/1.75 Georgia,"Liberation Serif",serif}
header,dl,.note,footer,.tag{font-family:system-ui,"Liberation Sans",sans-serif}
h1{line-height:1.25;margin:.2rem 0 .6rem}
.small{color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
.legend{display:grid;gap:.35rem;margin:1rem 0 2rem;padding:.8rem 1rem;background:var(--card);border-radius:.5rem;
list-style:none;font-size:.92rem}
.share{color:var(--soft)}
blockquote{margin:1rem 0;padding:.1rem 0 .1rem 1rem;border-left:3px solid var(--line)}
.s{position:relative;text-underline-offset:.28em;text-decoration:underline 2px;border-radius:.2rem}
.s-line{text-decoration:underline 2px;text-underline-offset:.28em}
.model{text-decoration-style:solid;text-decoration-color:var(--model)}
.edited{text-decoration-style:wavy;text-decoration-thickness:1.5px;text-decoration-color:var(--edited)}
.person{text-decoration-style:dotted;text-decoration-color:var(--person)}
.quote{text-decoration-style:double;text-decoration-color:var(--quote)}
.testimony{text-decoration-style:dashed;text-decoration-color:var(--testimony)}
.imported{text-decoration-style:dotted;text-decoration-thickness:1px;text-decoration-color:var(--imported)}
.tag{display:inline-block;min-width:1.35em;margin-right:.3em;padding:0 .25em;border-radius:.25em;text-align:center;
text-decoration:none;font-size:.62em;font-weight:700;line-height:1.5;vertical-align:.25em;color:var(--bg);background:var(--soft)}
.tag.model{background:var(--model)}.tag.edited{background:var(--edited)}.tag.person{background:var(--person)}
.tag.quote{background:var(--quote)}.tag.testimony{background:var(--testimony)}.tag.imported{background:var(--imported)}
.s:hover,.s:focus{background:var(--card);outline:2px solid var(--fg);outline-offset:1px}
.note{display:none;position:fixed;z-index:2;left:50%;bottom:1rem;transform:translateX(-50%);width:min(42rem,94vw);
max-height:45vh;overflow:auto;padding:.8rem 1rem;font-size:.9rem;line-height:1.5;font-style:normal;font-weight:400;
color:var(--fg);background:var(--card);border:1px solid var(--line);border-radius:.5rem;
box-shadow:0 .5rem 2rem #0005}
.note span{display:block}
.s:hover+.note,.s:focus+.note{display:block}
.s:hover+.note{z-index:3}
.gone{color:var(--soft)}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.8rem}
@media print{:root{--bg:#fff;--fg:#000;--soft:#444;--card:#fff}body{max-width:none;padding:0;font-size:10.5pt}
.tag{color:#000;background:none!important;border:1px solid #000}
.note{display:block;position:static;transform:none;width:auto;max-height:none;box-shadow:none;border:0;
border-left:1px solid #999;margin:.2rem 0 .4rem 1rem;padding:0 0 0 .6rem;font-size:8pt;break-inside:avoid}
.s{text-decoration-color:#000}}
"""


def html(trace: Trace) -> str:
    """The page, in the language of messages; the piece's text has a mark for its own language."""
    draft = trace.piece.draft
    title = _("Who wrote “{title}”").format(title=draft.title)
    revision = _("Revision {hash}").format(hash=trace.piece.hash)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{current()}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{in_html(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<header>",
        f"<h1>{in_html(title)}</h1>",
        f"<p>{in_html(_how_to_read())}</p>",
        "</header>",
        *_legend(trace),
        f'<main lang="{in_html(draft.lang)}">',
        *_body(trace.lines),
        "</main>",
        "<footer>",
        f'<p class="small">{in_html(revision)}</p>',
        "</footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _how_to_read() -> str:
    return _(
        "Each sentence carries a letter and a line of its own kind: move over it, touch it, or press the Tab key "
        "to see where it comes from."
    )


def letter(kind: OriginKind) -> str:
    """The letter for a kind of origin, for readers who cannot see colours."""
    return {
        # Translators: one letter for each kind of sentence, all different
        "model": _("M"),
        "edited": _("E"),
        "person": _("P"),
        "quote": _("Q"),
        "testimony": _("T"),
        "imported": _("I"),
    }[kind]


def _legend(trace: Trace) -> Iterator[str]:
    whole = max(1, len(trace.lines))
    name = _("Legend")
    yield f'<ul class="legend" aria-label="{in_html(name)}">'
    for kind in trace.counts:
        count = trace.counts[kind]
        sentences = plural("{count} sentence", "{count} sentences", count)
        share = _("{percent} %").format(percent=round(100 * count / whole))
        yield (
            f'<li>{_tag(kind)}<span class="{kind} s-line">{in_html(kind_name(kind))}</span> · '
            f'<strong>{in_html(sentences)}</strong> <span class="share">({in_html(share)})</span></li>'
        )
    yield "</ul>"


def _body(lines: Sequence[Line]) -> Iterator[str]:
    numbered = list(enumerate(lines, start=1))
    for _key, group in groupby(numbered, key=lambda item: _place(item[1])):
        passage = list(group)
        first = passage[0][1].sentence
        inner = " ".join(_sentence(number, line) for number, line in passage)
        if first.role == "title" or (first.role == "heading" and first.number):
            yield f"<h2>{inner}</h2>"
        elif first.role == "heading":
            yield f"<h3>{inner}</h3>"
        elif first.role in ("quote", "testimony"):
            yield f"<blockquote><p>{inner}</p></blockquote>"
        else:
            yield f"<p>{inner}</p>"


def _place(line: Line) -> tuple[str, str, str]:
    sentence = line.sentence
    return sentence.role, sentence.section, sentence.block


def _sentence(number: int, line: Line) -> str:
    kind = line.origin.kind
    return (
        f'<span class="s {kind}" tabindex="0" aria-describedby="n{number}">{_tag(kind)}{in_html(line.words)}</span>'
        f'<span class="note" id="n{number}" role="note" lang="{current()}">{"".join(_notes(line))}</span>'
    )


def _notes(line: Line) -> Iterator[str]:
    yield f"<span><strong>{in_html(explained(line))}</strong></span>"
    if line.origin.call:
        words = _("call {id}").format(id=line.origin.call)
        yield f'<span class="small">{in_html(words)}</span>'
    for step in line.before:
        who = kind_name(step.kind)
        words = step.words or _("(its words are not kept any more)")
        change = _("before, {who}: “{words}”").format(who=who, words=words)
        yield f'<span class="gone">{in_html(change)}</span>'
    for source in line.sources:
        yield f"<span>{in_html(_sourced(source))}</span>"
    if line.origin.revision:
        words = _("so since revision {hash}").format(hash=line.origin.revision[:12])
        yield f'<span class="small">{in_html(words)}</span>'


def _sourced(source: Source) -> str:
    if source.is_found:
        whole = _("source {reference}, found by the program: “{words}”")
        bare = _("source {reference}, found by the program")
    else:
        whole = _("source {reference}: “{words}”")
        bare = _("source {reference}")
    return (whole if source.words else bare).format(reference=source.reference, words=source.words)


def _tag(kind: OriginKind) -> str:
    return f'<abbr class="tag {kind}" title="{in_html(kind_name(kind))}">{in_html(letter(kind))}</abbr>'
