"""The page that explains a bundle of evidence to readers who are not programmers: one file, without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from authoring.audit.evidence import names
from authoring.model.config import Settings
from authoring.model.events import Event, approval
from authoring.model.local_times import in_zone
from authoring.model.situation import unreviewed_import
from authoring.model.workflow import role_name
from authoring.store.pieces import Piece
from authoring.text.i18n import _, current
from authoring.text.visible import in_html

_STYLE = """
:root{color-scheme:light dark}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:46rem;font:1.05rem/1.65 system-ui,"Liberation Sans",sans-serif}
h1{line-height:1.25}h2{margin-top:2rem}code,pre{font-size:.9em;overflow-wrap:anywhere}
pre{overflow:auto;padding:.8rem 1rem;border:1px solid #888;border-radius:.4rem}
dt{font-weight:700;margin-top:.6rem}dd{margin:0 0 0 1rem}
section.approval{margin:1rem 0;padding:.2rem 1rem 1rem;border:1px solid #888;border-radius:.4rem}
"""


def html(
    piece: Piece, approvals: Sequence[Event], settings: Settings, *, files: Sequence[str], withheld: Sequence[str]
) -> str:
    """The page, in the language of messages."""
    title = _("Evidence for “{title}”").format(title=piece.draft.title)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{current()}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{in_html(title)}</title><style>{_STYLE}</style></head>",
        f"<body><h1>{in_html(title)}</h1>",
        _paragraph(
            _(
                "This folder lets you check who approved this text, when, what they say they examined, and that "
                "nothing was changed since. You need no account and none of our programs."
            )
        ),
        f"<dl>{''.join(_facts(piece))}</dl>",
        f"<h2>{in_html(_('Who approved this text'))}</h2>",
        *_import(piece),
        *(_approval(event, settings) for event in approvals),
        f"<h2>{in_html(_('How to check it'))}</h2>",
        _paragraph(_("In a terminal, in this folder (Linux, macOS, or Windows with Git Bash), type:")),
        "<pre>sh check.sh</pre>",
        _paragraph(_("Each line begins with ok, FAIL, or left (something that cannot be checked here, and why).")),
        _paragraph(
            _(
                "Then compare the checkpoint above with one from elsewhere: the published page holds it (look for "
                "authoring-checkpoint in its source), and the organisation may have sent it to you earlier. This "
                "folder alone cannot show that its history was not rewritten as a whole."
            )
        ),
        f"<h2>{in_html(_('What is in this folder'))}</h2>",
        f"<dl>{''.join(_contents(files))}</dl>",
        *_left_out(withheld),
        f"<h2>{in_html(_('What it does not prove'))}</h2>",
        _paragraph(
            _(
                "That the text is true, that somebody read with care, or that the law is satisfied. A time is what the "
                "computer’s clock said. An unsigned approval shows what the record says, not who typed it. And whose "
                "a key is, you have to ask its owner: compare the key in allowed_signers with what they tell you."
            )
        ),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _facts(piece: Piece) -> Iterator[str]:
    yield _pair(_("Content hash (one number for everything that readers see)"), piece.hash)
    yield _pair(_("Checkpoint (how long the history is, and its last link)"), piece.checkpoint)


def _import(piece: Piece) -> Iterator[str]:
    """The part of the page for an imported post, in place of approvals."""
    origin = unreviewed_import(piece.events)
    if origin is not None:
        message = _(
            "It was imported from {place} ({source}). Nobody approved it here, and nobody says how it was written."
        )
        yield _paragraph(message.format(place=origin.origin, source=origin.source))


def _approval(event: Event, settings: Settings) -> str:
    its_approval = approval(event)
    statement = its_approval.statement or {}
    person = settings.people.get(event.actor)
    name = f"{person.name} ({event.actor})" if person else event.actor
    scopes = {
        "facts": _("facts"),
        "quotes": _("quotes"),
        "names": _("names"),
        "pictures": _("pictures"),
        "privacy": _("privacy"),
    }
    examined = ", ".join(scopes[aspect] for aspect in statement.get("scope", []) if aspect in scopes)
    key = statement.get("key") if its_approval.signature else ""
    role = role_name(statement["role"]) if statement.get("role") in ("reviewer", "admin") else ""
    when = in_zone(event.time, settings.zone).isoformat(sep=" ", timespec="minutes")
    rows = [
        _pair(_("Person"), f"{name}{', ' if role else ''}{role}"),
        _pair(_("When"), when),
        _pair(_("What they say they examined"), examined or _("nothing was named")),
        _pair(_("Warnings they accepted, one by one"), str(len(statement.get("accepts", [])))),
        _pair(_("Signature"), str(key or _("unsigned: this person had no key"))),
    ]
    return f'<section class="approval"><dl>{"".join(rows)}</dl></section>'


def _contents(files: Sequence[str]) -> Iterator[str]:
    meanings = {
        names.HISTORY: _(
            "every event in the life of this piece, chained: each line holds the digest of the one before"
        ),
        names.CHECKPOINT: _("the checkpoint above"),
        names.HASH: _("the content hash above"),
        names.MANIFEST: _("the list of all that readers see; its SHA-256 is the content hash"),
        names.BODY: _("the text that was approved"),
        names.APPROVALS: _(
            "what each approver stated, its signature, what the checks said, and the sentence they declared"
        ),
        names.REVISIONS: _("every version that was handed in or decided upon, with its pictures"),
        names.SOURCES: _("the outline and the testimonies that the text was made from"),
        names.RECORDS: _("which model was called, and who wrote each passage"),
        names.VOUCHED: _("what a second person signed so that imported posts may be shown unchanged"),
        names.TRACE: _("who wrote each sentence, to read in a browser"),
        names.SIGNERS: _("whose key is whose"),
        names.CHECK: _("the checks, as a script of a page or two that you can read"),
        names.WITHHELD: _("the hashes of files that were left out"),
    }
    present = {name.partition("/")[0] for name in files}
    yield from (_pair(name, meaning) for name, meaning in meanings.items() if name in present)


def _left_out(withheld: Sequence[str]) -> Iterator[str]:
    if withheld:
        yield f"<h2>{in_html(_('What was left out'))}</h2>"
        yield _paragraph(
            _(
                "These files show a name that its person withholds, or words that somebody has taken back. They are "
                "left out whole; their hashes stand in WITHHELD.txt, so that they can be checked where they may "
                "be seen."
            )
        )
        yield f"<ul>{''.join(f'<li><code>{in_html(name)}</code></li>' for name in withheld)}</ul>"


def _paragraph(text: str) -> str:
    return f"<p>{in_html(text)}</p>"


def _pair(term: str, value: str) -> str:
    return f"<dt>{in_html(term)}</dt><dd><code>{in_html(value)}</code></dd>"
