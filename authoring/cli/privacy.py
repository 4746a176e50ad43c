"""`authoring privacy`: the exact texts that left this machine for a piece, when, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.cli import terminal
from authoring.text.i18n import _, plural

if TYPE_CHECKING:
    from authoring.privacy.sent import SentRequest


def privacy(slug: terminal.Slug, as_json: terminal.Json = False) -> None:
    from authoring.privacy.sent import SentRecords
    from authoring.store.addresses import CALLS

    context = terminal.open_workspace()
    records = SentRecords(context.store.records, server=context.settings.model.base_url)
    sent, unreadable = records.of_piece(slug), records.unreadable(slug)
    if not sent:
        _check_piece(slug)
    if unreadable:
        _warn(context.store.records.label(slug, CALLS), unreadable)
    if as_json:
        terminal.say_json([request.as_json() for request in sent])
        return
    if sent:
        terminal.say(plural("One request left this machine.", "{count} requests left this machine.", len(sent)))
    elif not unreadable:
        terminal.say(_("Nothing has left this machine for “{slug}”.").format(slug=slug))
    for request in sent:
        _say(request)


def _warn(file: str, count: int) -> None:
    """Say that the record of calls holds lines that cannot be read, so that the list may not be complete."""
    warning = plural(
        "One line here cannot be read as a call; the request that it recorded may have left this machine too.",
        "{count} lines here cannot be read as calls; the requests that they recorded may have left this machine too.",
        count,
    )
    terminal.note(f"{file}: {warning}")


def _check_piece(slug: str) -> None:
    """Raise `UnknownSlug` for a name without a piece and without calls; a failed first draft has only calls."""
    from authoring.model.slugs import check_slug
    from authoring.store import Key
    from authoring.store.addresses import CALLS

    context = terminal.open_workspace()
    if not context.store.records.read(check_slug(slug), CALLS):
        context.repository.document(Key("piece", slug))


def _say(request: SentRequest) -> None:
    stated = request.as_json()
    terminal.say()
    head = _("{time}  to {server}, model {model}, prompt {prompt}: {outcome}")
    terminal.say(terminal.bold(head.format(**{**stated, "model": request.call.answered_by})))
    terminal.say(_("  call {call}, SHA-256 {hash}").format(call=request.call.id, hash=request.call.prompt_hash))
    if request.request is None:
        terminal.say(_("  The text is not kept on this machine, or is not what was sent; its hash remains."))
        return
    parameters = ", ".join(f"{name}={value}" for name, value in sorted(request.request.parameters.items()))
    turns = [part for example in request.request.examples for part in zip(("example", "answer"), example, strict=True)]
    parts = [
        ("system", request.request.system), *turns, ("user", request.request.prompt), ("parameters", parameters)
    ]  # fmt: skip
    for name, text in parts:
        terminal.say(f"  [{name}]")
        for line in text.splitlines():
            terminal.say(f"  | {line}".rstrip())
